"""A figure of the plan by name → its value for somebody in an earning period, as it was known at the cut-off."""

from __future__ import annotations

from typing import cast

from reportgen.measure.actuals.reading import Books, Only, reading
from reportgen.measure.desk import books_as_of
from reportgen.measure.kpis import figure, whose
from reportgen.measure.pay.rating.asked import Asked
from reportgen.model.measured import Figure, Subject
from reportgen.model.period import Period
from reportgen.model.plan import valid
from reportgen.model.step import Step


def books(asked: Asked) -> Books:
    """Return all measures. What they say of a period that has ended is the same on any later day."""
    bench = asked.bench
    if bench.books is not None:
        return bench.books
    key = ("books", asked.cut_off)
    if key not in bench.kept:
        bench.kept[key] = books_as_of(bench.dataset, bench.plan, bench.roster, asked.cut_off)
    return cast("Books", bench.kept[key])


def figure_of(asked: Asked, name: str, subject: Subject, period: Period, only: Only | None = None) -> Figure | None:
    """Return a KPI of somebody in a period; None where the name is a measure's."""
    kpi = valid(asked.bench.plan.kpis, period.end).get(name)
    if kpi is None:
        return None
    found = books(asked)
    return figure(found, asked.targets, kpi, whose(found, kpi, subject), period, only)


def value_of(asked: Asked, name: str, subject: Subject, period: Period, only: Only | None = None) -> Step:
    """Return a KPI or a measure of somebody in a period, exact and unrounded, with its explanation."""
    found = figure_of(asked, name, subject, period, only)
    if found is not None:
        return next((step for step in found.step.operands if step.value is found.actual), found.step.operands[0])
    return reading(books(asked), name, subject, period, only)
