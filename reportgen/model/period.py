"""Months, quarters, half-years, years and the days between two dates, without a clock."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

Grain = Literal["month", "quarter", "half", "year"]

_MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar month, quarter, half-year or year, first and last day included.

    Its id is `2026-03`, `2026-Q1`, `2026-H1` or `2026`. A year up to the end of a month is one too: `2026-01..2026-06`.
    """

    start: date
    end: date
    grain: Grain

    @property
    def id(self) -> str:
        """Return the name people type and folders carry."""
        if self.grain == "month":
            return f"{self.start.year}-{self.start.month:02}"
        if self.grain == "quarter":
            return f"{self.start.year}-Q{(self.start.month - 1) // 3 + 1}"
        if self.grain == "half":
            return f"{self.start.year}-H{(self.start.month - 1) // 6 + 1}"
        whole = self.end == date(self.start.year, 12, 31)
        return str(self.start.year) if whole else f"{self.start:%Y-%m}..{self.end:%Y-%m}"

    @property
    def days(self) -> int:
        """Return the number of calendar days."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        """Tell whether a day lies in the period, both ends included."""
        return self.start <= day <= self.end

    def __str__(self) -> str:
        """Return the id."""
        return self.id


_PATTERN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])|-?Q([1-4])|-?H([12]))?")


def parse_period(text: str) -> Period | None:
    """Read a period that can be computed: `2026-03`, `2026-Q1`, `2026Q1` or `2026`; None for anything else."""
    found = parse_span(text)
    return found if found is not None and found.grain != "half" else None


def parse_span(text: str) -> Period | None:
    """Read a period that a row of a table may name: those of `parse_period`, and the half-year `2026-H1`."""
    match = _PATTERN.fullmatch(text.strip().upper())
    if match is None or int(match[1]) < 1:
        return None
    year = int(match[1])
    if match[2]:
        return month_of(date(year, int(match[2]), 1))
    if match[3]:
        return spanning(date(year, 3 * int(match[3]) - 2, 1), "quarter")
    if match[4]:
        return spanning(date(year, 6 * int(match[4]) - 5, 1), "half")
    return spanning(date(year, 1, 1), "year")


@lru_cache(maxsize=10_000)
def spanning(day: date, grain: Grain) -> Period:
    """Return the period of a grain that contains a day."""
    months = _MONTHS[grain]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return Period(date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]), grain)


def month_of(day: date) -> Period:
    """Return the calendar month that contains a day."""
    return spanning(day, "month")


def parts(period: Period, grain: Grain) -> tuple[Period, ...]:
    """Return the periods of a finer (or the same) grain that make up a period, in order."""
    found: list[Period] = []
    day = period.start
    while day <= period.end:
        part = spanning(day, grain)
        found.append(part)
        day = part.end + timedelta(days=1)
    return tuple(found)


def before(period: Period) -> Period:
    """Return the period of the same grain just before."""
    return spanning(period.start - timedelta(days=1), period.grain)


def after(period: Period) -> Period:
    """Return the period of the same grain just after."""
    return spanning(period.end + timedelta(days=1), period.grain)


def year_before(period: Period) -> Period:
    """Return the same period one year earlier; of a part of a year, the same part."""
    year, month = period.end.year - 1, period.end.month
    return Period(date(year, period.start.month, 1), date(year, month, monthrange(year, month)[1]), period.grain)


def year_to_date(period: Period) -> Period:
    """Return the year up to a period's end."""
    return Period(date(period.end.year, 1, 1), period.end, "year")
