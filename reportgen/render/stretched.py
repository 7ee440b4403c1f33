"""Turns an ordinary document into the longest and the shortest that may be made of it, to try a template with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import cycle, islice
from typing import Any, Final, TypeVar

from reportgen.model.document import (
    Box,
    Chart,
    DataTable,
    Document,
    HeatMap,
    Metric,
    Metrics,
    Named,
    NineBox,
    Part,
    Section,
    TableRow,
    Timeline,
    Verbatim,
)
from reportgen.model.period import Period
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.model.status import Status

COMPANY: Final = "苏州工业园区长三角一体化智能制造数字化转型联合创新示范工厂有限责任公司（第二分厂）Suzhou Smart Works"
"""A company's name of sixty letters."""

PERSON: Final = "欧阳上官司马诸葛慕容端木"
_TEXTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("customer", "product", "dealer", "objective", "key_result", "reason"), COMPANY),
    **dict.fromkeys(("owner", "acting", "name", "author", "approver"), PERSON),
}
"""The longest texts of the inputs by the key of the column that they stand in; others are as long again as they are."""

_DIGITS: Final = 10
"""The digits before the point of the largest sum of money: with the cents that makes twelve."""

_ROWS: Final = 14
"""Rows of a table and of a heat map: more than a template may keep on one page together."""

_COUNTED: Final = frozenset({"contents"})
"""Tables of which each row is about a section of the document: there are no more of one than of the other."""

_TASKS: Final = 12
_IN_BOX: Final = 8

_T = TypeVar("_T")


def longest(document: Document) -> Document:
    """Return a document with names of sixty letters, sums of twelve digits, and tables that go on over pages.

    All sums grow alike, so that what added up still does.
    """
    title = document.title
    if isinstance(title, Verbatim):
        title = Verbatim(COMPANY if document.kind == "dealer" else PERSON)
    sections = tuple(_section(each, _growth(document)) for each in document.sections)
    facts: Any = _grown(document.facts, 1)
    return replace(document, title=title, facts=facts, draft=True, sections=sections)


def shortest(document: Document) -> Document:
    """Return a document of which nothing was measured and whose tables are empty, of somebody with a short name."""
    title = Verbatim("王") if isinstance(document.title, Verbatim) else document.title
    return replace(document, title=title, facts=(), sections=tuple(_bare(each) for each in document.sections))


# ------------------------------------------------------------------------------------------------------------- longest


def _section(section: Section, growth: int) -> Section:
    """Return a section with every part at its longest, and with many rows in the first of its tables."""
    grown = _inside(section, growth)
    places = (place for place, each in enumerate(grown.parts) if isinstance(each, DataTable | HeatMap))
    first = next((place for place in places if grown.parts[place].id not in _COUNTED), None)
    if first is None:
        return grown
    return replace(grown, parts=(*grown.parts[:first], _taller(grown.parts[first]), *grown.parts[first + 1 :]))


def _taller(part: Part) -> Part:
    match part:
        case DataTable():
            return replace(part, rows=_often(part.rows, _ROWS))
        case HeatMap():
            return replace(part, rows=_often(part.rows, _ROWS))
    return part


def _growth(document: Document) -> int:
    """Return by how much sums grow, a power of ten."""
    largest = max((abs(each.value) for each in _sums(document)), default=Fraction(1))
    return int(10 ** max(0, _DIGITS - len(str(int(largest)))))


def _sums(part: object) -> list[Quantity]:
    if isinstance(part, Quantity):
        return [part] if part.unit is Unit.MONEY else []
    inner = part if isinstance(part, tuple) else _values(part)
    return [found for each in inner for found in _sums(each)]


def _values(part: object) -> tuple[object, ...]:
    if not is_dataclass(part) or isinstance(part, Period):
        return ()
    return tuple(getattr(part, field.name) for field in fields(part))


def _grown(part: Any, growth: int, column: str = "") -> Any:
    """Return a part, or whatever it consists of, at its longest."""
    match part:
        case tuple():
            return tuple(_grown(each, growth, column) for each in part)
        case Verbatim(text):
            return Verbatim(_long(text, column))
        case Quantity():
            return replace(part, value=part.value * growth) if part.unit is Unit.MONEY else part
        case DataTable():
            rows = tuple(_row(part, each, growth) for each in part.rows)
            return replace(_inside(part, growth, ("rows", "foot")), rows=rows, foot=_row(part, part.foot, growth))
        case Timeline():
            return replace(_inside(part, growth, ("rows",)), rows=_often(_grown(part.rows, growth), _TASKS))
        case Box(names=names):
            return replace(part, names=_often(_grown(names, growth, "name"), _IN_BOX))
    return _inside(part, growth)


def _inside(part: _T, growth: int, but: tuple[str, ...] = ()) -> _T:
    """Return a part with its values at their longest, `but` those."""
    if not is_dataclass(part) or isinstance(part, type | Period | date | Named):
        return part
    names = [field.name for field in fields(part) if field.name not in but]
    return replace(part, **{name: _grown(getattr(part, name), growth) for name in names})


def _row(table: DataTable, row: TableRow | None, growth: int) -> Any:
    if row is None:
        return None
    keys = (column.key for column in table.columns)
    return replace(row, cells=tuple(_grown(cell, growth, key) for cell, key in zip(row.cells, keys, strict=True)))


def _often(parts: tuple[_T, ...], times: int) -> tuple[_T, ...]:
    """Return parts again and again, until there are so many; none of none."""
    return tuple(islice(cycle(parts), max(times, len(parts))))


def _long(text: str, column: str) -> str:
    """Return a text as long as such texts are at most; numbers of orders and the like are as long as they are."""
    if column in _TEXTS:
        return _TEXTS[column]
    return text if any(char.isdigit() for char in text) else f"{text}{text}"


# ------------------------------------------------------------------------------------------------------------ shortest


def _bare(section: Section) -> Section:
    return replace(section, parts=tuple(_empty(each) for each in section.parts), notes=())


def _empty(part: Part) -> Part:
    """Return a part that has nothing to tell; sentences, which are not said without their numbers, stay."""
    match part:
        case DataTable():
            return replace(part, rows=(), foot=None)
        case HeatMap():
            return replace(part, rows=())
        case Timeline():
            return replace(part, rows=())
        case Metrics(items=items):
            return replace(part, items=tuple(_unmeasured(each) for each in items))
        case Chart(series=series):
            return replace(part, series=tuple(replace(each, values=_absent(each.values)) for each in series))
        case NineBox(boxes=boxes):
            return replace(part, boxes=tuple(replace(each, names=()) for each in boxes))
    return part


def _unmeasured(metric: Metric) -> Metric:
    value = NotMeasured() if isinstance(metric.value, Quantity) else metric.value
    return replace(metric, value=value, status=Status.NONE, trend=None)


def _absent(values: tuple[object, ...]) -> tuple[NotMeasured, ...]:
    return (NotMeasured(),) * len(values)
