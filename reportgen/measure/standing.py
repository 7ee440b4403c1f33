"""Everything measured about one subject.

Figures, months, slices, pipeline, score and the deals that made the period.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.actuals.cuts import slice_table
from reportgen.measure.actuals.reading import comparable, quantity, reading, rows_of
from reportgen.measure.columns import day
from reportgen.measure.desk import Desk
from reportgen.measure.funnel import Deals, detail, funnel
from reportgen.measure.kpis import Figures, figure, whose
from reportgen.measure.kpis.source import Source
from reportgen.measure.scorecards import score
from reportgen.measure.targets import target
from reportgen.model.kpi_kinds import Coverage
from reportgen.model.measured import Figure, MonthPoint, Presence, ScoreResult, SliceTable, Standing, Subject
from reportgen.model.period import Period, parts, year_before
from reportgen.model.plan import Kpi, Scorecard, valid
from reportgen.model.pursuits import Deal, FunnelDetail, FunnelResult
from reportgen.model.quantity import Measurable, NotMeasured, Quantity

_DEALS = 5


class _Told:
    """What is told of a subject beside its figures, each computed when it is first asked for."""

    def __init__(
        self, desk: Desk, subject: Subject, period: Period, figures: Mapping[str, Figure], card: Scorecard | None
    ) -> None:
        self._desk, self._subject, self._period, self._figures, self._card = desk, subject, period, figures, card

    @cached_property
    def months(self) -> tuple[MonthPoint, ...]:
        period = self._period
        shown = parts(period, "month") if period.grain != "month" else (period,)
        return months_told(self._desk, self._subject, shown)

    @cached_property
    def slices(self) -> tuple[SliceTable, ...]:
        past = comparable(self._desk.books.roster, self._subject, self._period, year_before(self._period))
        return tuple(slice_table(found, self._subject, self._period, past) for found in self._desk.cuts)

    @cached_property
    def funnel(self) -> FunnelResult | None:
        return _funnel(self._desk, self._subject, self._figures, self._period) if self._desk.deals else None

    @cached_property
    def score(self) -> ScoreResult | None:
        if self._card is None:
            return None
        return score(self._card, self._figures, self._subject, _presence(self._desk, self._subject, self._period))

    @cached_property
    def deals(self) -> tuple[Deal, ...]:
        return _top_deals(self._desk, self._subject, self._period)


def standing(
    desk: Desk,
    subject: Subject,
    name: str,
    period: Period,
    role: str,
    incomplete: bool = False,
    company: Mapping[str, Figure] | None = None,
) -> Standing:
    """Measure a subject in a period; a person of a role without a scorecard has no score.

    `company` are the company's figures, which stand for those that are nobody's own.
    """
    figures = figures_of(desk, subject, period, company)
    card = next((each for each in valid(desk.plan.scorecards, period.end).values() if role in each.roles), None)
    scored = tuple(weight.kpi for weight in card.weights if weight.kpi in figures) if card else ()
    return Standing(subject, name, figures, scored, _Told(desk, subject, period, figures, card), incomplete)


def figures_of(
    desk: Desk, subject: Subject, period: Period, company: Mapping[str, Figure] | None = None
) -> Mapping[str, Figure]:
    """Return a subject's figures by KPI; `company` are those that stand for what is nobody's own."""

    def compute(kpi: Kpi) -> Figure:
        if company is not None and whose(desk.books, kpi, subject) is not subject:
            return company[kpi.id]
        return figure(desk.books, desk.targets, kpi, subject, period)

    return Figures(_kpis(desk, period.end), compute)


def _kpis(desk: Desk, on: date) -> Mapping[str, Kpi]:
    """Return the KPIs of a day, one mapping for everybody: thousands of them would be as many tables of the same names.

    Books may be looked at by another plan, whose KPIs are others.
    """
    held = desk.books.kpis
    if on not in held or held[on][0] is not desk.plan.kpis:
        held[on] = desk.plan.kpis, valid(desk.plan.kpis, on)
    return held[on][1]


def _funnel(desk: Desk, subject: Subject, figures: Mapping[str, Figure], period: Period) -> FunnelResult:
    """Return a subject's pipeline; what lies behind it is computed when it is asked for."""
    deals = desk.deals[0]

    @cache
    def behind() -> FunnelDetail:
        source = Source(desk.books, desk.targets, subject)
        return detail(deals, source, period, _coverage(desk, deals, figures, period))

    return replace(funnel(deals, subject, period), detail=behind)


def _coverage(desk: Desk, deals: Deals, figures: Mapping[str, Figure], period: Period) -> Measurable:
    """Return the KPI that holds the funnel's open deals against what is missing to the target."""
    for kpi in valid(desk.plan.kpis, period.end).values():
        found = desk.books.books.get(kpi.kind.measure) if isinstance(kpi.kind, Coverage) else None
        if found is not None and found.measure.table == deals.funnel.table:
            return figures[kpi.id].actual
    return NotMeasured("not-in-plan")


def _presence(desk: Desk, subject: Subject, period: Period) -> Presence | None:
    """Return from when to when a person, or who leads a team, was here; None for the whole period."""
    person = desk.books.roster.people.get(subject.id)
    days = person.days_in(period) if person else period.days
    if person is None or days == period.days:
        return None
    first = max(period.start, person.hired) if person.hired else period.start
    return Presence(first, min(period.end, person.left) if person.left else period.end, days, period.days)


def months_told(desk: Desk, subject: Subject, shown: tuple[Period, ...]) -> tuple[MonthPoint, ...]:
    """Return the main measure of some months, their targets, and the same months a year before."""
    main, kpis = desk.plan.documents.main_measure, valid(desk.plan.kpis, shown[-1].end)
    goal = next((kpi.target for kpi in kpis.values() if kpi.target and kpi.target.metric and kpi.id == main), None)
    points = []
    for month in shown:
        wanted: Measurable = NotMeasured("no-target")
        if goal is not None:
            wanted = target(desk.targets, goal.metric, goal.column, subject, month).value
        now = reading(desk.books, main, subject, month).value
        then = reading(desk.books, main, subject, year_before(month)).value
        if isinstance(then, Quantity) and not comparable(desk.books.roster, subject, month, year_before(month)):
            then = NotMeasured("not-comparable")
        points.append(MonthPoint(month, now, wanted, then))
    return tuple(points)


def _top_deals(desk: Desk, subject: Subject, period: Period) -> tuple[Deal, ...]:
    """Return the largest transactions of the main measure by the table's business key, equal ones by key."""
    found = desk.books.books.get(desk.plan.documents.main_measure)
    table = desk.dataset.tables.get(found.measure.table) if found else None
    if found is None or table is None or found.measure.how != "sum" or not table.key:
        return ()
    lines = found.lines
    rows = rows_of(desk.books, found, subject, period)
    if not len(rows):
        return ()
    keys = lines.values(table.key[0])
    codes, first, inverse = np.unique(lines.coded(table.key[0], rows), return_index=True, return_inverse=True)
    worth = lines.worth(rows)
    sums = np.zeros(len(codes), worth.dtype)
    np.add.at(sums, inverse.ravel(), worth)
    at = _not_smaller(sums, _DEALS)
    named = zip(codes[at].tolist(), sums[at].tolist(), lines.position[rows[first[at]]].tolist(), strict=True)
    deals = ((keys[code] if code >= 0 else "", value, position) for code, value, position in named)
    largest = heapq.nsmallest(_DEALS, deals, key=lambda deal: (-deal[1], deal[0]))
    names = [table.frame[name].array for name in ("customer_name", "customer") if name in table.columns]
    days = table.frame[found.measure.date].array
    return tuple(
        Deal(key, _first([each[position] for each in names]), day(days[position]), quantity(found, value))
        for key, value, position in largest
    )


def _not_smaller(sums: np.ndarray, many: int) -> np.ndarray:
    """Return where the largest of some sums stand, so many and all that are equal to the last of them."""
    if len(sums) <= many or sums.dtype == object:
        return np.arange(len(sums))
    found: np.ndarray = np.flatnonzero(sums >= np.partition(sums, -many)[-many])
    return found


def _first(texts: list[Any]) -> str:
    """Return the first of some cells that is filled."""
    return next((str(text) for text in texts if not pd.isna(text)), "")
