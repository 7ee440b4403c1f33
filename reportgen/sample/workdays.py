"""Turns the Chinese calendar of 2025 to mid-2027 into the days on which a department signs, delivers and pays."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

# First and last day of each public holiday. Of 2027 only what the law fixes: its bridge days are not announced yet.
_HOLIDAYS = (
    ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"),
    ("2025-04-04", "2025-04-06"),
    ("2025-05-01", "2025-05-05"),
    ("2025-05-31", "2025-06-02"),
    ("2025-10-01", "2025-10-08"),
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
    ("2027-01-01", "2027-01-01"),
    ("2027-02-05", "2027-02-08"),
    ("2027-04-05", "2027-04-05"),
    ("2027-05-01", "2027-05-02"),
    ("2027-06-09", "2027-06-09"),
)
# Weekend days that are worked in exchange for the days between a holiday and a weekend.
_WORKED = ("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11")
_WORKED_2026 = ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")


@cache
def workdays() -> tuple[date, ...]:
    """Every working day from 2025 to mid-2027, in order: what is signed in 2026 is delivered and paid after it."""
    free = {day for first, last in _HOLIDAYS for day in _days(date.fromisoformat(first), date.fromisoformat(last))}
    worked = {date.fromisoformat(day) for day in (*_WORKED, *_WORKED_2026)}
    every = _days(date(2025, 1, 1), date(2027, 6, 30))
    return tuple(day for day in every if day in worked or (day.weekday() < 5 and day not in free))


def workdays_between(first: date, last: date) -> tuple[date, ...]:
    """The working days from one day to another, both included."""
    return workdays()[bisect_left(workdays(), first) : bisect_right(workdays(), last)]


def workday_from(day: date) -> date:
    """The day itself if it is worked, else the next one that is."""
    return workdays()[bisect_left(workdays(), day)]


def later(day: date, days: int) -> date:
    """The first working day at least so many calendar days later."""
    return workday_from(day + timedelta(days=days))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=count) for count in range((last - first).days + 1))
