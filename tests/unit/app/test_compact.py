"""Values that travel between copies of the process: they arrive as they were, told by their fields."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction
from pickle import HIGHEST_PROTOCOL, dumps, loads
from typing import Any

import pytest

from reportgen.app.compact import packed
from reportgen.model.place import Place
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.model.step import Rows, Step


@dataclass(frozen=True, slots=True)
class _One:
    value: object


@dataclass(frozen=True, slots=True)
class _Rounded:
    value: Fraction

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", Fraction(round(self.value)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    first: int
    second: str = ""


@dataclass(frozen=True, slots=True)
class _Counted:
    first: int
    twice: int = field(init=False, default=0)


@dataclass(slots=True)
class _Changing:
    value: int


@dataclass(frozen=True)
class _Open:
    value: int


class _Kind(Enum):
    ONE = "one"


_STEP = Step(
    "revenue",
    Quantity(Fraction(7, 3), Unit.MONEY, "CNY"),
    "a + b",
    (Step("a", NotMeasured("no-data"), rows=Rows("orders", people=("E001",), where={"region": ("East",)})),),
    places=(Place("inputs/data/orders.csv", row=7),),
)


def again(value: Any) -> Any:
    """A value that travelled."""
    return loads(packed(value))  # noqa: S301  made right here


@pytest.mark.parametrize(
    "value",
    [
        _STEP,
        _One(_One(None)),
        _One((Fraction(1, 3), date(2026, 3, 31), _Kind.ONE, _Kind, Fraction, frozenset({"a"}))),
        _Rounded(Fraction(5, 2)),
        _Named(first=1, second="x"),
        _Counted(3),
        _Changing(1),
        _Open(2),
        {"shared": [_STEP, _STEP]},
    ],
)
def test_a_value_arrives_as_it_was(value: Any) -> None:
    assert again(value) == value
    assert repr(again(value)) == repr(value)


def test_what_is_one_value_stays_one() -> None:
    found = again([_STEP, _STEP])
    assert found[0] is found[1]


def test_what_else_is_attached_to_an_open_value_is_not_lost() -> None:
    value = _Open(2)
    object.__setattr__(value, "seen", 5)
    assert again(value).seen == 5


def test_it_asks_no_class_for_its_fields_at_every_value() -> None:
    told = packed([_One(each) for each in range(100)])
    assert b"_dataclass" not in told
    assert len(told) < len(dumps([_One(each) for each in range(100)], HIGHEST_PROTOCOL))
