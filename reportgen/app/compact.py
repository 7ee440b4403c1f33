"""Plain values → bytes that `pickle.loads` makes them of: a dataclass as its class and its fields, not name by name."""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Mapping
from dataclasses import fields
from fractions import Fraction
from functools import partial
from io import BytesIO
from operator import attrgetter
from pickle import HIGHEST_PROTOCOL, Pickler
from typing import Any

from reportgen.model.making import coprime, maker

_Way = Callable[[Any], Any]
"""Tells of a value what makes it again."""


def unpacked_soon(value: object) -> bytes:
    """Return a value as bytes for another process of this program, which makes frozen values and numbers at once."""
    return packed(value, SOON)


def packed(value: object, ways: Mapping[type, Callable[[Any], Any]] | None = None) -> bytes:
    """Return a value as bytes; `ways` tell values of some classes in another way."""
    into = BytesIO()
    pickler = Pickler(into, HIGHEST_PROTOCOL)
    pickler.dispatch_table = _WAYS if ways is None else ways
    pickler.dump(value)
    return into.getvalue()


class Ways(dict[type, _Way]):
    """How values of a class are told, found out once."""

    def __missing__(self, kind: type) -> _Way:
        if issubclass(kind, type):
            raise KeyError(kind)  # a class is told by its name
        self[kind] = found = copyreg.dispatch_table.get(kind) or _by_fields(kind) or _own_way(kind)
        return found


_WAYS = Ways()


class _Soon(dict[type, _Way]):
    """The same ways, but that what is made again is made quickly. Bytes that are kept or compared are not told so."""

    def __missing__(self, kind: type) -> _Way:
        found = _WAYS[kind]
        if isinstance(found, partial):
            found = partial(found.func, maker(kind), *found.args[1:])
        self[kind] = found
        return found


def _quotient(value: Fraction) -> tuple[Callable[..., Fraction], tuple[int, int]]:
    return coprime, value.as_integer_ratio()


SOON = _Soon({Fraction: _quotient})
"""Ways of values that are soon made again, by their class."""


def _own_way(kind: type) -> _Way:
    """Return the way of a class itself, asked without a detour where it has one."""
    plain = getattr(kind, "__reduce_ex__", None) is object.__reduce_ex__
    own: Any = kind.__reduce__
    return own if plain and own is not object.__reduce__ else _as_it_says


def _as_it_says(value: object) -> Any:
    return value.__reduce_ex__(HIGHEST_PROTOCOL)


def _by_fields(kind: type) -> _Way | None:
    """Return the way of a frozen dataclass that is its fields and nothing else; None for any other class.

    Its own way asks the class for its fields at every value, in packing and in unpacking.
    """
    told = vars(kind).get("__dataclass_params__")
    if told is None or not told.frozen or not told.init or kind.__dictoffset__ or hasattr(kind, "__post_init__"):
        return None
    if any(getattr(kind, name) is not getattr(object, name) for name in ("__reduce__", "__reduce_ex__")):
        return None
    names = [each.name for each in fields(kind)]
    if not names or not all(each.init and not each.kw_only for each in fields(kind)):
        return None
    asked: Callable[[Any], Any] = attrgetter(*names)
    return partial(_one, kind, asked) if len(names) == 1 else partial(_many, kind, asked)


def _one(kind: Callable[..., Any], asked: Callable[[Any], Any], value: object) -> tuple[Any, tuple[Any, ...]]:
    return kind, (asked(value),)


def _many(kind: Callable[..., Any], asked: Callable[[Any], Any], value: object) -> tuple[Any, tuple[Any, ...]]:
    return kind, asked(value)
