"""A KPI of a subject in a period, held against its target and its past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from reportgen.measure.actuals.reading import Books, comparable, reading
from reportgen.measure.kpis.formulas import evaluate
from reportgen.measure.targets import Targets, target
from reportgen.model.measured import Figure, Status, Subject
from reportgen.model.period import Period, before, year_before
from reportgen.model.plan import Growth, Kpi, english
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, percent
from reportgen.model.step import Step, walk


def kpi_value(books: Books, kpi: Kpi, subject: Subject, period: Period) -> Step:
    """Return a KPI's value with its explanation."""
    step = evaluate(kpi.kind, kpi.unit, kpi.id, period, lambda measure, when: reading(books, measure, subject, when))
    return Step(
        step.name, step.value, step.formula, step.operands, f"kpis/{kpi.id}", english(kpi.because), (kpi.place,)
    )


def figure(books: Books, targets: Targets, kpi: Kpi, subject: Subject, period: Period) -> Figure:
    """Return a KPI with target, attainment, status, and its value a period and a year before."""
    same_days = comparable(books.roster, subject, period)
    actual = kpi_value(books, kpi, subject, period)
    if isinstance(kpi.kind, Growth) and not same_days and isinstance(actual.value, Quantity):
        actual = replace(actual, value=NotMeasured("not-comparable"))
    then = kpi_value(books, kpi, subject, year_before(period)).value
    goal = _target(targets, kpi, subject, period)
    reached = attainment(actual.value, goal.value, kpi.better)
    step = Step(f"{kpi.id} attainment", reached, _formula(kpi), (actual, goal), f"kpis/{kpi.id}", places=(kpi.place,))
    return Figure(
        kpi,
        subject,
        period,
        actual.value,
        goal.value,
        reached,
        status(reached, kpi),
        kpi_value(books, kpi, subject, before(period)).value,
        then if same_days or isinstance(then, NotMeasured) else NotMeasured("not-comparable"),
        step,
        _row_count(books, actual),
    )


def _row_count(books: Books, actual: Step) -> int:
    """Return on how many rows a figure rests: rows that two of its measures share count once.

    Measures over the same table, date column and window share their rows as far as the smaller one goes.
    """
    counts: dict[tuple[str, str, date | None], int] = {}
    for _, node in walk(actual):
        found = books.books.get(node.rows.measure) if node.rows else None
        if node.rows and found:
            key = (found.measure.table, found.measure.date, node.rows.start)
            counts[key] = max(counts.get(key, 0), node.rows.count)
    return sum(counts.values())


def _formula(kpi: Kpi) -> str:
    return "actual ÷ target" if kpi.better == "higher" else "target ÷ actual"


def _target(targets: Targets, kpi: Kpi, subject: Subject, period: Period) -> Step:
    if kpi.target is None:
        return Step("target", NotMeasured("no-target"))
    if kpi.target.value is not None:
        return Step("target", Quantity(kpi.target.value, kpi.unit), rule=f"kpis/{kpi.id}", places=(kpi.place,))
    return target(targets, kpi.target.metric, kpi.target.column, subject, period, kpi.unit)


def attainment(actual: Measurable, goal: Measurable, better: str) -> Measurable:
    """Return actual ÷ target (or target ÷ actual where lower is better).

    Both must be measured and the divisor above zero.
    """
    if isinstance(actual, NotMeasured):
        return actual
    if isinstance(goal, NotMeasured):
        return goal
    over, under = (actual.value, goal.value) if better == "higher" else (goal.value, actual.value)
    return percent(over / under) if under > 0 else NotMeasured("zero-denominator")


def status(reached: Measurable, kpi: Kpi) -> Status:
    """Return green, orange or red by the KPI's thresholds, compared exactly; none where nothing was measured."""
    if isinstance(reached, NotMeasured):
        return Status.NONE
    return grade(reached.value, kpi)


def grade(reached: Fraction, kpi: Kpi) -> Status:
    """Return the status of an attainment."""
    if reached >= kpi.green:
        return Status.GOOD
    return Status.WATCH if reached >= kpi.orange else Status.ALARM
