"""A rhythm and a day → the quarters, half-years and years that were over by then."""

from __future__ import annotations

from datetime import date, timedelta

from reportgen.measure.actuals.reading import first_day
from reportgen.measure.columns import month_id
from reportgen.model.period import Period, spanning
from reportgen.model.talent import Rhythm

_MONTHS = {"quarter": 3, "half": 6, "year": 12}


def span_of(day: date, rhythm: Rhythm) -> Period:
    """Return the span of a rhythm that contains a day; a half is six months of a year."""
    if rhythm != "half":
        return spanning(day, rhythm)
    start = date(day.year, 7 if day.month > 6 else 1, 1)
    return Period(start, date(day.year, 12, 31) if day.month > 6 else date(day.year, 6, 30), "year")


def last_whole(day: date, rhythm: Rhythm) -> Period:
    """Return the last span of a rhythm that ends on a day or before."""
    found = span_of(day, rhythm)
    return found if found.end <= day else span_of(found.start - timedelta(days=1), rhythm)


def last_in_a_row(day: date, rhythm: Rhythm, many: int) -> tuple[Period, ...]:
    """Return the last so many whole spans up to a day, oldest first."""
    found: list[Period] = []
    while len(found) < many:
        found.insert(0, last_whole(found[0].start - timedelta(days=1) if found else day, rhythm))
    return tuple(found)


def months_up_to(day: date, months: int) -> Period:
    """Return so many months up to a day's month; the last one is whole."""
    last = month_id(day)
    return Period(first_day(last - months + 1), first_day(last + 1) - timedelta(days=1), "year")


def asked_in(period: Period, rhythm: Rhythm) -> Period:
    """Return the period where a whole span of the rhythm lies in it, else the last whole one before its end."""
    last = last_whole(period.end, rhythm)
    return period if last.start >= period.start else last
