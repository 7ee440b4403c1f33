"""When a rule looks: the weeks, months, quarters, halves and years that come to their end in a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from reportgen.model.period import Period, before, parts, spanning

Every = Literal["day", "week", "month", "quarter", "half", "year"]

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Look:
    """A time at which a rule looks: its name (`2026-W11`, `2026-03`, `2026-Q1`, `2026-H1`, `2026`) and its days.

    A week or a half is held as days of the calendar period that is the shortest to hold it, or is told in years.
    """

    id: str
    period: Period


def looks(period: Period, every: Every) -> tuple[Look, ...]:
    """Return the times at which a rule looks in a period.

    Those of a rhythm end in the period; a week belongs to the period that its Monday lies in. What is looked at every
    day is gone through by month: each row has its own day.
    """
    if every == "week":
        return _weeks(period)
    if every == "half":
        return tuple(_half(end) for end in _month_ends(period) if end.month in (6, 12))
    grain = "month" if every == "day" else every
    found = dict.fromkeys(spanning(end, grain) for end in _month_ends(period))
    return tuple(Look(each.id, each) for each in found if each.end in period)


def look_before(look: Look, every: Every) -> Look:
    """Return the time just before at which the same rule looked."""
    if every == "week":
        return _week(look.period.start - _WEEK)
    if every == "half":
        return _half(look.period.start - timedelta(days=1))
    past = before(look.period)
    return Look(past.id, past)


def _month_ends(period: Period) -> tuple[date, ...]:
    return tuple(month.end for month in parts(period, "month"))


def _weeks(period: Period) -> tuple[Look, ...]:
    monday = period.start + timedelta(days=-period.start.weekday() % 7)
    found = []
    while monday <= period.end:
        found.append(_week(monday))
        monday += _WEEK
    return tuple(found)


def _week(monday: date) -> Look:
    year, number, _ = monday.isocalendar()
    return Look(f"{year}-W{number:02d}", Period(monday, monday + timedelta(days=6), "month"))


def _half(end: date) -> Look:
    last = spanning(end, "quarter").end
    first = date(last.year, 1 if last.month == 6 else 7, 1)
    return Look(f"{last.year}-H{1 if last.month == 6 else 2}", Period(first, last, "year"))
