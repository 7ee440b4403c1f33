"""Frozen values and exact numbers made at once: their classes make them field by field and check by check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, field, fields, make_dataclass
from fractions import Fraction
from math import gcd
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")


class Maker(Generic[T]):
    """What makes values of a frozen dataclass: the very values that it makes itself of what it is given.

    A class that may be written to has the same memory and fills it four times as fast; then the value is given its own.
    """

    __slots__ = ("_kind", "_twin")

    def __init__(self, kind: type[T], twin: Callable[..., Any]) -> None:
        """Keep the class, and the one that is like it."""
        self._kind, self._twin = kind, twin

    def __call__(self, *values: Any, **named: Any) -> T:
        """Return the value that has these fields."""
        found = self._twin(*values, **named)
        found.__class__ = self._kind
        made: T = found
        return made

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[type[T]]]:
        """Tell what makes the same again."""
        return maker, (self._kind,)


def maker(kind: type[T]) -> Callable[..., T]:
    """Return what makes values of a frozen dataclass quickly; the class itself where nothing else has its memory.

    It is for classes that do nothing but keep what they are given: one that has a `__post_init__` stays what it is.
    """
    if kind not in _MAKERS:
        _MAKERS[kind] = _maker(kind)
    found: Callable[..., T] = _MAKERS[kind]
    return found


_MAKERS: Final[dict[type[Any], Any]] = {}


def _maker(kind: type[Any]) -> Callable[..., Any]:
    if hasattr(kind, "__post_init__"):
        return kind
    twin: Any = make_dataclass(kind.__name__, map(_again, fields(kind)), eq=False, repr=False, slots=True)
    try:
        object.__new__(twin).__class__ = kind
    except TypeError:  # it has a `__dict__`, or fields of a class below
        return kind
    return Maker(kind, twin)


def _again(one: Field[Any]) -> tuple[str, type, Any]:
    given: dict[str, Any] = {"default": one.default, "default_factory": one.default_factory}
    return one.name, object, field(init=one.init, kw_only=one.kw_only, **given)


def coprime(over: int, under: int) -> Fraction:
    """Return a quotient of two integers without a common divisor, the lower one above nothing; neither is checked."""
    found: Any = object.__new__(Fraction)
    found._numerator, found._denominator = over, under  # noqa: SLF001  as the class itself does after its checks
    made: Fraction = found
    return made


def ratio(over: int, under: int) -> Fraction:
    """Return a quotient of two integers, the lower one above nothing."""
    common = gcd(over, under)
    return coprime(over // common, under // common)
