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

from reportgen.model.document import Verbatim
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
        dict: _mapping,
        MappingProxyType: _mapping,
    }
)
