"""The list of dealers → what each one's own rows say: the plan's figures by dealer, and its months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from reportgen.measure.actuals.reading import Only, first_day, reading
from reportgen.measure.columns import day
from reportgen.measure.counting import COMPANY
from reportgen.measure.desk import Desk
from reportgen.measure.kpis import Figures, figure, measures_of
from reportgen.measure.kpis.source import Source
from reportgen.measure.ondemand import OnDemand
from reportgen.model.counts import Dealer, DealerMonth
from reportgen.model.kpi_kinds import Latest
from reportgen.model.meetings import Statement
from reportgen.model.period import Grain, Period, parts, spanning
from reportgen.model.plan import Kpi, valid
from reportgen.model.quantity import Measurable, NotMeasured, Quantity
from reportgen.model.table import Table

TABLE, COLUMN = "dealers", "dealer"
STATEMENT = "dealer_statements"
"""The table that lists the dealers, the column that names one in every table, and the plan's word for the document."""

_GRAINS: Mapping[int, Grain] = {1: "month", 3: "quarter", 12: "year"}
"""The grain of rows that are of so many months."""


def dealers(desk: Desk, period: Period) -> Mapping[str, Dealer]:
    """Return the dealers that were signed by a period's end, by id, in the order of the list."""
    table = desk.dataset.tables.get(TABLE)
    if table is None or not {COLUMN, "name"} <= set(table.columns):
        return {}
    rows = {str(row[COLUMN]): row for row in _signed(table, period.end)}
    return OnDemand(tuple(rows), lambda name: _dealer(desk, name, rows[name], period))


def _signed(table: Table, cut_off: date) -> Iterator[Mapping[str, Any]]:
    for row in table.frame.to_dict("records"):
        since = row.get("signed")
        if since is None or pd.isna(since) or day(since) <= cut_off:
            yield {str(name): value for name, value in row.items()}


def _dealer(desk: Desk, name: str, row: Mapping[str, Any], period: Period) -> Dealer:
    only = Only(COLUMN, name)
    kpis = {kpi.id: kpi for kpi in valid(desk.plan.kpis, period.end).values() if kpi.by == COLUMN}
    figures = Figures(
        kpis,
        lambda kpi: figure(desk.books, desk.targets, kpi, COMPANY, period, only),
        lambda kpi: _has_rows(desk, kpi, name, period),
    )
    wanted = [each for each in _asked(desk, period) if each in desk.books.books]
    told = {each: _read(desk, each, period, only) for each in wanted}
    by_month = [
        DealerMonth(month, {each: _read(desk, each, month, only) for each in wanted})
        for month in parts(period, "month")
    ]
    monthly = [each for each in wanted if any(_is_told(month.values[each]) for month in by_month)]
    since = row.get("signed")
    return Dealer(
        name,
        _text(row, "name"),
        _text(row, "type"),
        _text(row, "region"),
        _text(row, "exclusive_industry"),
        None if since is None or pd.isna(since) else day(since),
        figures,
        {each: value for each, value in told.items() if each not in kpis and _is_told(value)},
        tuple(DealerMonth(each.period, {name: each.values[name] for name in monthly}) for each in by_month),
        {kpi.id: newest for kpi in kpis.values() if (newest := _newest(desk, kpi, period, only)) is not None},
    )


def _newest(desk: Desk, kpi: Kpi, period: Period, only: Only) -> Period | None:
    """Return the period of the newest row that a KPI shows the latest of; None where it reaches the period's end."""
    if not isinstance(kpi.kind, Latest):
        return None
    held = Source(desk.books, desk.targets, COMPANY, only).latest(kpi.kind.measure, period)
    if isinstance(held, NotMeasured) or not held.book.grain:
        return None
    found = spanning(first_day(int(held.book.lines.month[held.index].max())), _GRAINS[held.book.grain])
    return found if found.end < period.end else None


def _text(row: Mapping[str, Any], column: str) -> str:
    value = row.get(column)
    return "" if value is None or pd.isna(value) else str(value)


def _asked(desk: Desk, period: Period) -> Iterator[str]:
    """Yield what the plan's dealer statement shows."""
    for rule in valid(desk.plan.meetings, period.end).values():
        if isinstance(rule, Statement) and rule.document == STATEMENT:
            yield from rule.figures


def _read(desk: Desk, measure: str, span: Period, only: Only) -> Measurable:
    """Return a dealer's measure; one without a row is not known, which a sum of 0 would hide."""
    step = reading(desk.books, measure, COMPANY, span, only)
    return step.value if step.rows is not None and step.rows.count else NotMeasured("no-data")


def _is_told(value: Measurable) -> bool:
    return isinstance(value, Quantity)


def _has_rows(desk: Desk, kpi: Kpi, dealer: str, period: Period) -> bool:
    """Tell whether any row of a KPI was ever the dealer's: what it is not held to is not told of it."""
    source = Source(desk.books, desk.targets, COMPANY)
    return any(dealer in source.values(measure, COLUMN, period) for measure in measures_of(kpi.kind))
