"""A figure of the plan by name → its value for somebody in an earning period, as it was known at the cut-off."""

from __future__ import annotations

from typing import cast

from reportgen.measure.actuals.reading import Books, Only, reading
from reportgen.measure.desk import books_as_of
from reportgen.measure.kpis import figure, figure_value, whose
from reportgen.measure.pay.rating.asked import Asked
from reportgen.model.measured import Figure, Subject
from reportgen.model.period import Period
from reportgen.model.plan import Kpi, valid
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
    kpi = _kpi(asked, name, period)
    if kpi is None:
        return None
    found = books(asked)
    return figure(found, asked.targets, kpi, whose(found, kpi, subject), period, only)


def value_of(asked: Asked, name: str, subject: Subject, period: Period, only: Only | None = None) -> Step:
    """Return a KPI or a measure of somebody in a period, exact and unrounded, with its explanation."""
    kpi, found = _kpi(asked, name, period), books(asked)
    if kpi is not None:
        return figure_value(found, asked.targets, kpi, subject, period, only)
    return reading(found, name, subject, period, only)


def _kpi(asked: Asked, name: str, period: Period) -> Kpi | None:
    """Return the version of a KPI that holds at a period's end, None where the name is a measure's."""
    bench = asked.bench
    return bench.once(("kpis", period.end), lambda: valid(bench.plan.kpis, period.end)).get(name)
