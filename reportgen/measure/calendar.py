"""The plan's calendar rules → fiscal years, working days, and how a quarter falls into its months and weeks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

import holidays
from holidays.registry import EntityLoader

from reportgen.measure import kinds
from reportgen.model.calendar import CalendarRule, FiscalYear, MonthWeights, WorkingDays
from reportgen.model.money import split
from reportgen.model.period import Period, month_of, parts
from reportgen.model.plan import valid
from reportgen.model.problem import Problem

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OFFICE_DAYS = frozenset(range(5))

R = TypeVar("R", FiscalYear, MonthWeights, WorkingDays)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How the plan lays out its years: `rules` with their dates. Without any, months of a quarter are alike.

    `known` keeps the weights that were asked for: every person and period asks for the same few months.
    """

    rules: tuple[CalendarRule, ...] = ()
    known: dict[Period, Fraction] = field(default_factory=dict, repr=False, compare=False)

    def fiscal_year(self, month: Period) -> int:
        """Return the fiscal year of a month, named by the calendar year in which it begins."""
        return month.start.year - (month.start.month < self._starts(month.end))

    def quarter(self, month: Period) -> int:
        """Return which quarter of its fiscal year a month lies in: 0 to 3."""
        return (month.start.month - self._starts(month.end)) % 12 // 3

    def months(self, year: int) -> tuple[Period, ...]:
        """Return the twelve months of a fiscal year."""
        first = date(year, self._starts(date(year, 12, 31)), 1)
        last = date(first.year + (first.month > 1), (first.month - 2) % 12 + 1, 1)
        return parts(Period(first, month_of(last).end, "year"), "month")

    def weight(self, month: Period) -> Fraction:
        """Return the part of its quarter that falls on a month: the three of a quarter make one."""
        if month not in self.known:
            mine = [each for each in self.months(self.fiscal_year(month)) if self.quarter(each) == self.quarter(month)]
            weights = {each: self._weight(each) for each in mine}
            total = sum(weights.values(), Fraction(0))
            self.known.update((each, weight / total if total else Fraction(1, 3)) for each, weight in weights.items())
        return self.known[month]

    def working_days(self, first: date, last: date) -> int:
        """Return how many days from one to another, both included, are worked: holidays off, exchanged weekends on."""
        rule = self._of(WorkingDays, last)
        days = frozenset(_WEEKDAYS.index(day) for day in rule.days) if rule else _OFFICE_DAYS
        country = rule.holidays if rule and known_country(rule.holidays) else ""
        return sum(_worked(day, days, country) for day in _days(first, last))

    def _starts(self, day: date) -> int:
        rule = self._of(FiscalYear, day)
        return rule.starts if rule else 1

    def _weight(self, month: Period) -> Fraction:
        rule = self._of(MonthWeights, month.end)
        if rule is None or rule.by == "equal":
            return Fraction(1)
        if rule.by == "working_days":
            return Fraction(self.working_days(month.start, month.end))
        return rule.weights.get(_MONTHS[month.start.month - 1], Fraction(0))

    def _of(self, kind: type[R], day: date) -> R | None:
        found = [rule for rule in valid(self.rules, day).values() if isinstance(rule, kind)]
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class WeekPart:
    """The days of a week that lie in a month, both ends included, how many are worked, and their part of its target."""

    first: date
    last: date
    working_days: int
    target: Fraction


def weeks(calendar: Calendar, month: Period, target: Fraction, places: int = 2) -> tuple[WeekPart, ...]:
    """Divide a month's target over its weeks (Monday to Sunday) by their working days, to the smallest unit.

    `target` is a whole number of units of 10^-places; the parts sum to it. In a month without any working day, days
    count alike.
    """
    spans = list(_weeks(month))
    worked = [calendar.working_days(*span) for span in spans]
    weights = worked if any(worked) else [(last - first).days + 1 for first, last in spans]
    shares = {str(first): Fraction(weight) for (first, _), weight in zip(spans, weights, strict=True)}
    amounts = split(target, shares, places)
    return tuple(
        WeekPart(first, last, days, amounts[str(first)]) for (first, last), days in zip(spans, worked, strict=True)
    )


def unknown_countries(rules: Sequence[CalendarRule]) -> Iterator[Problem]:
    """Find countries whose public holidays nobody keeps: their days are worked as if there were none."""
    for rule in rules:
        if isinstance(rule, WorkingDays) and not known_country(rule.holidays):
            yield Problem(kinds.HOLIDAYS_UNKNOWN, rule.place, rule.holidays)


@lru_cache
def known_country(code: str) -> bool:
    """Tell whether the public holidays of a country (ISO 3166) are known."""
    return code in EntityLoader.get_country_codes(include_aliases=False)  # asking what they keep loads all of them


def _weeks(month: Period) -> Iterator[tuple[date, date]]:
    first = month.start
    while first <= month.end:
        last = min(month.end, first + timedelta(days=6 - first.weekday()))
        yield first, last
        first = last + timedelta(days=1)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=count) for count in range((last - first).days + 1))


def _worked(day: date, weekdays: frozenset[int], country: str) -> bool:
    kept = _holidays(country, day.year) if country else None
    if kept is not None and day in kept.weekend_workdays:
        return True
    return day.weekday() in weekdays and (kept is None or day not in kept)


@lru_cache
def _holidays(country: str, year: int) -> holidays.HolidayBase:
    return holidays.country_holidays(country, years=year, expand=False)
