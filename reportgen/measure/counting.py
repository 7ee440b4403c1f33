"""The plan's measures → what each comes to for the company: in the period, before, by rolling week and by month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from reportgen.measure.actuals.book import Book
from reportgen.measure.actuals.picking import dates
from reportgen.measure.actuals.reading import quantity, reading
from reportgen.measure.columns import month_id
from reportgen.measure.desk import Desk
from reportgen.measure.ondemand import OnDemand
from reportgen.model.counts import Counted, Span
from reportgen.model.measured import Subject
from reportgen.model.period import Period, before, month_of, year_before
from reportgen.model.plan import Measure, valid
from reportgen.model.quantity import Measurable, NotMeasured
from reportgen.model.table import ColumnType

COMPANY = Subject("company", "")
_WEEK_ENDS = (7, 14, 21)
_MONTHS = 12


def counts(desk: Desk, period: Period) -> Mapping[str, Counted]:
    """Return the company's measures by id, each computed when it is asked for."""
    measures = valid(desk.plan.measures, period.end)
    return OnDemand(tuple(measures), lambda name: _counted(desk, measures[name], period))


def _counted(desk: Desk, measure: Measure, period: Period) -> Counted:
    actual = reading(desk.books, measure.id, COMPANY, period).value
    return Counted(
        measure,
        actual,
        _past(desk, measure, before(period)),
        _past(desk, measure, year_before(period)),
        _weeks(desk, measure, period, actual),
        tuple(_month(desk, measure, each) for each in _last_months(period)),
    )


def _past(desk: Desk, measure: Measure, span: Period) -> Measurable:
    """Return what a measure came to before; a sum of no rows is not known, though rows of others reach there."""
    step = reading(desk.books, measure.id, COMPANY, span)
    silent = measure.how == "sum" and step.rows is not None and not step.rows.count
    return NotMeasured("no-history") if silent else step.value


def _last_months(period: Period) -> tuple[Period, ...]:
    found = [month_of(period.end)]
    while len(found) < _MONTHS:
        found.insert(0, before(found[0]))
    return tuple(found)


def _month(desk: Desk, measure: Measure, month: Period) -> Span:
    """Return a month's value; of a measure that reaches back, that of the month's own rows as they stand today."""
    book = desk.books.books.get(measure.id)
    if not measure.window or book is None or measure.how == "distinct":
        step = reading(desk.books, measure.id, COMPANY, month)
        return Span(month.start, month.end, step.value, step.rows.count if step.rows else 0)
    if not book.first <= month_id(month.start) <= book.last:
        return Span(month.start, month.end, NotMeasured("no-history"), 0)
    index = np.flatnonzero(book.lines.month == month_id(month.start))
    return Span(month.start, month.end, quantity(book, book.lines.total(index)), len(index))


def _weeks(desk: Desk, measure: Measure, period: Period, actual: Measurable) -> tuple[Span, ...]:
    book = desk.books.of(measure.id, period)
    if period.grain != "month" or isinstance(actual, NotMeasured) or book is None or not _daily(book):
        return ()
    days = dates(measure, book.table).days.to_numpy()[book.lines.position]
    return tuple(_between(book, days, first, last) for first, last in rolling_weeks(period))


def rolling_weeks(month: Period) -> tuple[tuple[date, date], ...]:
    """Return the first and last day of a month's four rolling weeks; the last takes what is left of the month."""
    lasts = [*(month.start.replace(day=day) for day in _WEEK_ENDS), month.end]
    firsts = [month.start, *(month.start.replace(day=day + 1) for day in _WEEK_ENDS)]
    return tuple(zip(firsts, lasts, strict=True))


def _daily(book: Book) -> bool:
    """Tell whether each row is counted on a day of its own."""
    column = book.table.columns.get(book.measure.date)
    plain = book.measure.how in ("sum", "count") and not book.measure.window
    return plain and column is not None and column.type is ColumnType.DATE


def _between(book: Book, days: np.ndarray, first: date, last: date) -> Span:
    index = np.flatnonzero((days >= np.datetime64(pd.Timestamp(first))) & (days <= np.datetime64(pd.Timestamp(last))))
    return Span(first, last, quantity(book, book.lines.total(index)), len(index))
