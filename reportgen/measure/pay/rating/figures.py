"""A figure of the plan by name → its value for somebody in an earning period, as it was known at the cut-off."""

from __future__ import annotations

from datetime import date
from typing import cast

from reportgen.measure.actuals.reading import Books, Only, reading
from reportgen.measure.desk import books_as_of
from reportgen.measure.kpis import figure, whose
from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.rating.asked import Asked
from reportgen.model.measured import Figure, Subject
from reportgen.model.period import Period
from reportgen.model.plan import valid
from reportgen.model.step import Step


def books(bench: Bench, moment: date) -> Books:
    """Return all measures as they stood on a day; computed once a day that pay looks back from."""
    key = ("books", moment)
    if key not in bench.kept:
        bench.kept[key] = books_as_of(bench.raw or bench.dataset, bench.plan, bench.roster, moment)
    return cast("Books", bench.kept[key])


def figure_of(asked: Asked, name: str, subject: Subject, period: Period, only: Only | None = None) -> Figure | None:
    """Return a KPI of somebody in a period; None where the name is a measure's."""
    kpi = valid(asked.bench.plan.kpis, period.end).get(name)
    if kpi is None:
        return None
    found = books(asked.bench, asked.cut_off)
    return figure(found, asked.targets, kpi, whose(found, kpi, subject), period, only)


def value_of(asked: Asked, name: str, subject: Subject, period: Period, only: Only | None = None) -> Step:
    """Return a KPI or a measure of somebody in a period, exact and unrounded, with its explanation."""
    found = figure_of(asked, name, subject, period, only)
    if found is not None:
        return next((step for step in found.step.operands if step.value is found.actual), found.step.operands[0])
    return reading(books(asked.bench, asked.cut_off), name, subject, period, only)
