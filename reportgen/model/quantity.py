"""A number that knows what it is: money, a share, a count, a score; or that it was not measured."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Unit(StrEnum):
    """What a number counts. Money is in major units of a currency; a percentage is a share of one (0.85, not 85)."""

    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    DAYS = "days"
    SCORE = "score"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact number with its unit; `currency` is an ISO 4217 code for money and "" otherwise."""

    value: Fraction
    unit: Unit
    currency: str = ""


@dataclass(frozen=True, slots=True)
class NotMeasured:
    """The honest absence of a number: never 0 and never scored. `reason` is a message key of the language catalogue.

    Reasons in use: `no-data`, `no-target`, `zero-denominator`, `no-history`, `not-in-plan`, `incomplete` (a blocked
    row would be part of it).
    """

    reason: str = "no-data"


Measurable = Quantity | NotMeasured


def money(value: Fraction | int, currency: str) -> Quantity:
    """Return an amount of money in major units."""
    return Quantity(value if type(value) is Fraction else Fraction(value), Unit.MONEY, currency)


def percent(value: Fraction | int) -> Quantity:
    """Return a share of one as a percentage."""
    return Quantity(Fraction(value), Unit.PERCENT)


def count(value: int) -> Quantity:
    """Return a number of things."""
    return Quantity(Fraction(value), Unit.COUNT)
