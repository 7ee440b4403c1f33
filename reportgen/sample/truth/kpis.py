"""Turns a company's events into every expected KPI: of everybody those of all, and of some people the others."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.sample.truth import kpis_customers, kpis_funnel, kpis_sold
from reportgen.sample.truth.events import Events
from reportgen.sample.truth.kpis_around import AROUND
from reportgen.sample.truth.kpis_money import everybody
from reportgen.sample.truth.kpis_work import WORK
from reportgen.sample.truth.specs import figures
from reportgen.sample.truth.words import QUARTERS, Expected, period

_AREAS = (
    kpis_sold.margins, kpis_sold.overseas, kpis_sold.mix, kpis_sold.sales, kpis_customers.customers,
    kpis_customers.facts, kpis_customers.cash, kpis_funnel.people, kpis_funnel.funnel, kpis_funnel.predictions,
    kpis_funnel.change,
)  # fmt: skip


def kpis(events: Events) -> Iterator[Expected]:
    """Return every KPI: those that everybody has, by period, then the others by KPI."""
    yield from everybody(events)
    found = [*figures(events, (*WORK, *AROUND))]
    found += (figure for area in _AREAS for name in QUARTERS for figure in area(events, name, period(name)))
    yield from dict.fromkeys(sorted(found, key=lambda figure: figure.id))
