"""One pure function a kind of KPI: measures in, a number with its explanation out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from fractions import Fraction
from functools import cache
from typing import Any

from reportgen.measure.kpis import rows
from reportgen.measure.kpis.source import Source
from reportgen.model import kpi_kinds as further
from reportgen.model.period import Period, spanning, year_before, year_to_date
from reportgen.model.plan import Growth, Kpi, KpiKind, Ratio, Sum
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, Unit
from reportgen.model.step import Step

_NO_MEASURES = frozenset({"column", "top", "months", "where", "metric", "every"})


def measures_of(kind: KpiKind) -> dict[str, None]:
    """Return the ids of the measures that a KPI is computed from, in their order, its base first."""
    found: dict[str, None] = {}
    which: Any = type(kind)
    for name in _named(which):
        value = getattr(kind, name)
        found.update(dict.fromkeys(value if isinstance(value, tuple) else (value,)))
    return found


@cache
def _named(kind: type[Any]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind) if each.name not in _NO_MEASURES)


def evaluate(kpi: Kpi, period: Period, source: Source) -> Step:
    """Compute a KPI of any kind; what an operand lacks, the KPI lacks."""
    step = KINDS[type(kpi.kind)](kpi.kind, kpi.unit, period, source)
    if kpi.sample is not None and isinstance(kpi.kind, further.NetPromoter):
        step = rows.large_enough(kpi.kind, kpi.sample, step, period, source)
    return step


def total(kind: Sum | further.Count, unit: Unit, period: Period, source: Source) -> Step:
    """Return the measure itself."""
    step = source.read(kind.measure, period)
    return Step("", _in_unit(step.value, unit), kind.measure, (step,))


def ratio(kind: Ratio, unit: Unit, period: Period, source: Source) -> Step:
    """Return numerator ÷ denominator; a denominator of zero is not measured."""
    over, under = source.read(kind.numerator, period), source.read(kind.denominator, period)
    return Step("", _divide(over.value, under.value, unit), f"{kind.numerator} ÷ {kind.denominator}", (over, under))


def growth(kind: Growth, unit: Unit, period: Period, source: Source) -> Step:
    """Return this period ÷ the same period a year earlier − 1; not measured unless the earlier one is above zero."""
    now, then = source.read(kind.measure, period), source.read(kind.measure, year_before(period))
    formula = f"{kind.measure} ÷ {kind.measure} a year before − 1"
    return Step("", _grown(now.value, then.value, unit), formula, (now, then))


def difference(kind: further.Difference, unit: Unit, period: Period, source: Source) -> Step:
    """Return one measure less others; all must be measured."""
    steps = (source.read(kind.measure, period), *(source.read(name, period) for name in kind.less))
    values = [step.value for step in steps]
    absent = next((value for value in values if isinstance(value, NotMeasured)), None)
    known = [value for value in values if isinstance(value, Quantity)]
    value: Measurable = absent or Quantity(
        known[0].value - sum((each.value for each in known[1:]), Fraction(0)), unit, _currency(known[0], unit)
    )
    return Step("", value, " − ".join((kind.measure, *kind.less)), steps)


def attainment(kind: further.Attainment, unit: Unit, period: Period, source: Source) -> Step:
    """Return a measure ÷ a metric's target, which need not be its own."""
    step = source.read(kind.measure, period)
    goal = source.goal(kind.metric, kind.column, period, Unit.MONEY if _is_money(step) else Unit.COUNT)
    formula = f"{kind.measure} ÷ {kind.column} target of {kind.metric}"
    return Step("", _divide(step.value, goal.value, unit), formula, (step, goal))


def coverage(kind: further.Coverage, unit: Unit, period: Period, source: Source) -> Step:
    """Return what may still come ÷ what is missing to the year's target at the period's end.

    The year's target is the one known then, as forecasts have it. Once it is reached, this is not measured.
    """
    year = spanning(period.end, "year")
    may, actual = source.read(kind.measure, period), source.read(kind.actual, year_to_date(period))
    unit_of_goal = Unit.MONEY if _is_money(actual) else Unit.COUNT
    goal = source.goal(kind.metric, kind.column, year, unit_of_goal, known=period.end)
    formula = f"{kind.measure} ÷ ({kind.column} target of {kind.metric} of the year − {kind.actual} of the year so far)"
    values = (may.value, actual.value, goal.value)
    absent = next((value for value in values if isinstance(value, NotMeasured)), None)
    if absent is not None:
        return Step("", absent, formula, (may, actual, goal))
    have, done, wanted = (value.value for value in values if isinstance(value, Quantity))
    missing = wanted - done
    value = Quantity(have / missing, unit) if missing > 0 else NotMeasured("target-reached")
    return Step("", value, formula, (may, actual, goal))


def accuracy(kind: further.Accuracy, unit: Unit, period: Period, source: Source) -> Step:
    """Return 1 − |forecast − actual| ÷ actual; without an actual, or where nothing was forecast, it is not measured."""
    said, real = source.read(kind.forecast, period), source.read(kind.actual, period)
    formula = f"1 − |{kind.forecast} − {kind.actual}| ÷ {kind.actual}"
    if said.rows is not None and not said.rows.count:
        return Step("", NotMeasured("no-data"), formula, (said, real))
    return Step("", _accurate(said.value, real.value, unit), formula, (said, real))


def growth_ratio(kind: further.GrowthRatio, unit: Unit, period: Period, source: Source) -> Step:
    """Return the mean of known growth rates ÷ the growth of another measure; not measured unless the other one grew."""
    theirs = rows.average(further.Average(measure=kind.measure), Unit.PERCENT, period, source)
    ours = growth(Growth(measure=kind.against), Unit.PERCENT, period, source)
    formula = f"mean of {kind.measure} ÷ growth of {kind.against}"
    if isinstance(ours.value, Quantity) and ours.value.value <= 0:
        return Step("", NotMeasured("no-growth"), formula, (theirs, ours))
    return Step("", _divide(theirs.value, ours.value, unit), formula, (theirs, ours))


def _in_unit(value: Measurable, unit: Unit) -> Measurable:
    return value if isinstance(value, NotMeasured) else Quantity(value.value, unit, _currency(value, unit))


def _currency(value: Quantity, unit: Unit) -> str:
    return value.currency if unit is Unit.MONEY else ""


def _is_money(step: Step) -> bool:
    return isinstance(step.value, Quantity) and step.value.unit is Unit.MONEY


def _divide(over: Measurable, under: Measurable, unit: Unit) -> Measurable:
    if isinstance(over, NotMeasured):
        return over
    if isinstance(under, NotMeasured):
        return under
    if not under.value:
        return NotMeasured("zero-denominator")
    return Quantity(over.value / under.value, unit, _currency(over, unit))


def _grown(now: Measurable, then: Measurable, unit: Unit) -> Measurable:
    if isinstance(now, NotMeasured):
        return now
    if isinstance(then, NotMeasured):
        return then
    if then.value <= 0:
        return NotMeasured("zero-denominator")
    return Quantity(now.value / then.value - 1, unit)


def _accurate(said: Measurable, real: Measurable, unit: Unit) -> Measurable:
    if isinstance(said, NotMeasured):
        return said
    if isinstance(real, NotMeasured):
        return real
    if real.value <= 0:
        return NotMeasured("zero-denominator")
    return Quantity(1 - abs(said.value - real.value) / real.value, unit)


Formula = Callable[[Any, Unit, Period, Source], Step]

KINDS: Mapping[type, Formula] = {
    Sum: total,
    Ratio: ratio,
    Growth: growth,
    further.Count: total,
    further.Average: rows.average,
    further.WeightedAverage: rows.weighted_average,
    further.Share: rows.share,
    further.Latest: rows.latest,
    further.Difference: difference,
    further.Attainment: attainment,
    further.Accuracy: accuracy,
    further.GrowthRatio: growth_ratio,
    further.Concentration: rows.concentration,
    further.Retention: rows.retention,
    further.Penetration: rows.penetration,
    further.Coverage: coverage,
    further.Premium: rows.premium,
    further.AverageGrowth: rows.average_growth,
    further.Lowest: rows.lowest,
    further.NetPromoter: rows.net_promoter,
}
"""What computes each kind: a new kind is one function here and its value in the model."""
