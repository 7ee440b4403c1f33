"""Turns a document and its finished page into the numbers that one says and the other does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date

from reportgen.model.document import Chart, DataTable, Document, HeatMap, Message, Metric, Trend, Value
from reportgen.model.period import Period
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.render.words import Scale, Words, scales, word

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UNTOLD = frozenset({"alt", "lines", "formulas"})
_LABELLED = frozenset({"months", "bars", "bullets", "funnel", "waterfall"})
"""The kinds of chart that print every value of their first series."""


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, without sign and unit."""
    return set(_NUMBER.findall(text))


def unsaid(document: Document, words: Words, text: str) -> list[str]:
    """Return the figures of a document that its finished page does not print in either precision."""
    printed, written = numbers(text), _scales(document, words)
    missing = []
    for value in _figures(document.sections):
        ways = [word(words, value, "compact"), word(words, value, "full")]
        ways += [word(words, value, "compact", scale) for scale in written.get(value, ())]
        if not any(numbers(way) <= printed for way in ways):
            missing.append(ways[0])
    return missing


def invented(document: Document, words: Words, text: str, pages: int) -> set[str]:
    """Return the numbers that a finished page prints and its document does not say."""
    known = {str(page) for page in range(1, pages + 1)} | numbers(document.plan_version)
    for value in _values(document):
        for precision in ("full", "compact"):
            known |= numbers(word(words, value, precision))
    for figure, found in _scales(document, words).items():
        known |= {number for scale in found for number in numbers(word(words, figure, "compact", scale))}
    return numbers(text) - known


def _scales(document: Document, words: Words) -> dict[Quantity | int, set[Scale]]:
    """The scales at which tables write a figure."""
    found: dict[Quantity | int, set[Scale]] = {}
    for part in (part for section in document.sections for part in section.parts):
        if isinstance(part, DataTable | HeatMap):
            for row in cells_of(part):
                for cell, scale in zip(row, scales(part, words), strict=True):
                    if isinstance(cell, Quantity):
                        found.setdefault(cell, set()).add(scale)
    return found


def cells_of(part: DataTable | HeatMap) -> list[tuple[Value, ...]]:
    """Return a table's rows, its foot last."""
    if isinstance(part, HeatMap):
        return [tuple(cell.value for cell in row.cells) for row in part.rows]
    return [row.cells for row in (*part.rows, *((part.foot,) if part.foot else ()))]


def _figures(part: object) -> Iterator[Quantity | int]:
    """Walk what is printed as a figure: cells, metrics, sentences, and the series that a chart labels."""
    if isinstance(part, Quantity) or (isinstance(part, int) and not isinstance(part, bool)):
        yield part
    for each in _inside(part):
        yield from _figures(each)


def _inside(part: object) -> tuple[object, ...]:
    """What of a part is printed; how often something is counted need not be, where the words say it."""
    match part:
        case tuple():
            return part
        case Chart():
            return part.series[0].values if part.kind in _LABELLED else ()
        case Message():
            return tuple(value for name, value in part.values if name != "count")
        case HeatMap():
            return part.rows
        case Metric():
            return (part.label, part.value, part.note)
        case Quantity() | Period() | Trend() | date():
            return ()
    told = (field.name for field in fields(part) if field.name not in _UNTOLD) if is_dataclass(part) else ()
    return tuple(getattr(part, name) for name in told)


def _values(part: object) -> Iterator[Value]:
    """Walk every value that a document holds, and the sums that a stacked bar ends in."""
    if isinstance(part, Quantity | NotMeasured | Message | Period | date | int) or type(part).__name__ in (
        "Verbatim",
        "Named",
    ):
        yield part  # type: ignore[misc]
    elif isinstance(part, tuple):
        for item in part:
            yield from _values(item)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _values(getattr(part, field.name))
    if isinstance(part, Chart) and part.kind == "ageing":
        yield from _sums(part)


def _sums(chart: Chart) -> Iterator[Quantity]:
    for index in range(len(chart.categories)):
        known = [value for series in chart.series if isinstance(value := series.values[index], Quantity)]
        if known:
            yield replace(known[0], value=sum((value.value for value in known[1:]), known[0].value))
