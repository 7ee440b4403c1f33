"""Plain values → bytes that tell all they say: equal values alike, whichever of them are one object.

So it is with `repr`, which takes several times as long. Nothing is made of the bytes again: they are hashed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import partial
from marshal import dumps
from operator import attrgetter
from types import MappingProxyType, NoneType
from typing import Any, Final

from reportgen.model.document import DataTable, TableRow, Verbatim
from reportgen.model.quantity import Quantity, Unit

_FORM: Final = 2
"""The newest form in which nothing is told by where it was told before."""

_Way = Callable[[Any], Any]


def flat(value: object) -> bytes:
    """Return values as bytes; of a dataclass those of its fields that `repr` shows.

    What is of no kind that is known here is told as it prints itself.
    """
    (told,) = _each((value,))
    return dumps(told, _FORM)


class _Ways(dict[type, _Way | None]):
    """How values of a class are told, found out once; None tells them as they are.

    A tuple is told as a list, and every other value a tuple that begins with what it is, so that no two kinds are
    told alike.
    """

    def __missing__(self, kind: type) -> _Way | None:
        self[kind] = found = _way(kind)
        return found


def _way(kind: type) -> _Way:
    if issubclass(kind, Enum):
        return partial(_member, kind.__qualname__)
    if issubclass(kind, Mapping):
        return _mapping
    if is_dataclass(kind):
        names = [each.name for each in fields(kind) if each.repr]
        name = kind.__qualname__
        return partial(_one if len(names) == 1 else _many, name, attrgetter(*names)) if names else lambda _: (name,)
    return partial(_printed, kind.__qualname__)


def _each(values: Sequence[object]) -> list[Any]:
    ways = _WAYS
    return [each if (way := ways[type(each)]) is None else way(each) for each in values]


def _member(kind: str, value: Enum) -> tuple[object, ...]:
    return (kind, value.name)


def _mapping(value: Mapping[object, object]) -> tuple[object, ...]:
    return ("{", _each(tuple(value)), _each(tuple(value.values())))


def _one(kind: str, asked: Callable[[object], object], value: object) -> tuple[object, ...]:
    return (kind, *_each((asked(value),)))


def _many(kind: str, asked: Callable[[object], tuple[object, ...]], value: object) -> tuple[object, ...]:
    return (kind, *_each(asked(value)))


def _printed(kind: str, value: object) -> tuple[object, ...]:
    return ("?", kind, repr(value))


def _fraction(value: Fraction) -> tuple[object, ...]:
    return ("/", *value.as_integer_ratio())


def _date(value: date) -> tuple[object, ...]:
    return ("date", value.toordinal())


def _quantity(value: Quantity) -> tuple[object, ...]:
    return ("Quantity", *value.value.as_integer_ratio(), _UNITS[value.unit], value.currency)


def _verbatim(value: Verbatim) -> tuple[object, ...]:
    return ("Verbatim", value.text)


def _table(table: DataTable) -> tuple[object, ...]:
    """Return what tells a table as any other value, but what stands in many of its cells is told once.

    The table holds all of it, so that no two values have one identity.
    """
    known: dict[int, Any] = {}
    named = zip(_NAMES, _TABLE(table), strict=True)
    return ("DataTable", *[_rows(value, known) if name == "rows" else _each((value,))[0] for name, value in named])


def _rows(rows: object, known: dict[int, Any]) -> object:
    return [_row(row, known) for row in rows] if type(rows) is tuple else _each((rows,))[0]


def _row(row: object, known: dict[int, Any]) -> object:
    if type(row) is not TableRow or type(row.cells) is not tuple:
        return _each((row,))[0]
    return ("TableRow", _known(row.cells, known), *_known(_ROW(row), known))


def _known(values: Sequence[object], known: dict[int, Any]) -> list[Any]:
    """Return what tells values, of which those that are `known` were told before."""
    for value in values:
        if id(value) not in known:
            (known[id(value)],) = _each((value,))
    return [known[id(value)] for value in values]


_NAMES: Final = [each.name for each in fields(DataTable)]
_TABLE: Final = attrgetter(*_NAMES)
_ROW: Final = attrgetter(*[each.name for each in fields(TableRow)][1:])
_UNITS: Final = {unit: unit.name for unit in Unit}
_AS_THEY_ARE: Final[Mapping[type, None]] = dict.fromkeys((str, int, bool, float, bytes, NoneType))
_WAYS: Final = _Ways(
    {
        **_AS_THEY_ARE,
        tuple: _each,
        list: _each,
        Fraction: _fraction,
        date: _date,
        Quantity: _quantity,
        Verbatim: _verbatim,
        DataTable: _table,
        dict: _mapping,
        MappingProxyType: _mapping,
    }
)
