"""One pure function a kind of KPI: measures in, a number with its explanation out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from reportgen.model.period import Period, year_before
from reportgen.model.plan import Growth, KpiKind, Ratio, Sum
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.model.step import Step

Read = Callable[[str, Period], Step]
"""Reads a measure of the subject at hand in a period."""


def evaluate(kind: KpiKind, unit: Unit, name: str, period: Period, read: Read) -> Step:
    """Compute a KPI of any kind; what an operand lacks, the KPI lacks."""
    if isinstance(kind, Sum):
        return total(kind, unit, name, period, read)
    if isinstance(kind, Ratio):
        return ratio(kind, unit, name, period, read)
    return growth(kind, unit, name, period, read)


def total(kind: Sum, unit: Unit, name: str, period: Period, read: Read) -> Step:
    """Return the measure itself."""
    step = read(kind.measure, period)
    value = step.value
    if isinstance(value, Quantity):
        value = Quantity(value.value, unit, value.currency if unit is Unit.MONEY else "")
    return Step(name, value, kind.measure, (step,))


def ratio(kind: Ratio, unit: Unit, name: str, period: Period, read: Read) -> Step:
    """Return numerator ÷ denominator; a denominator of zero is not measured."""
    over, under = read(kind.numerator, period), read(kind.denominator, period)
    formula = f"{kind.numerator} ÷ {kind.denominator}"
    return Step(name, _divide(over, under, unit), formula, (over, under))


def _divide(over: Step, under: Step, unit: Unit) -> Quantity | NotMeasured:
    if isinstance(over.value, NotMeasured):
        return over.value
    if isinstance(under.value, NotMeasured):
        return under.value
    if not under.value.value:
        return NotMeasured("zero-denominator")
    currency = over.value.currency if unit is Unit.MONEY else ""
    return Quantity(over.value.value / under.value.value, unit, currency)


def growth(kind: Growth, unit: Unit, name: str, period: Period, read: Read) -> Step:
    """Return this period ÷ the same period a year earlier − 1; not measured unless the earlier one is above zero."""
    now, then = read(kind.measure, period), read(kind.measure, year_before(period))
    formula = f"{kind.measure} ÷ {kind.measure} a year before − 1"
    value: Quantity | NotMeasured
    if isinstance(now.value, NotMeasured):
        value = now.value
    elif isinstance(then.value, NotMeasured):
        value = then.value
    elif then.value.value <= 0:
        value = NotMeasured("zero-denominator")
    else:
        value = Quantity(now.value.value / then.value.value - Fraction(1), unit)
    return Step(name, value, formula, (now, then))
