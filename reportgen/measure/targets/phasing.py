"""The company's targets of a year → what falls on each month, as every change in mid-year left it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reportgen.measure.calendar import Calendar
from reportgen.model.money import half_up, split
from reportgen.model.period import Period
from reportgen.model.plan import CompanyTarget, valid
from reportgen.model.target_rules import Change, TargetRule

Months = Mapping[Period, Fraction]


@dataclass(frozen=True, slots=True)
class Phased:
    """A year's target month by month under one version of it; the versions of a year stand in the order of days."""

    entry: CompanyTarget
    whole: Fraction
    months: Months

    def of(self, period: Period) -> Fraction:
        """Return what falls on a period: the sum of its months."""
        inside = (amount for month, amount in self.months.items() if month.start in period)
        return sum(inside, Fraction(0))


def share(entry: CompanyTarget, calendar: Calendar, month: Period) -> Fraction:
    """Return the part of a year's target that falls on one of its months."""
    return entry.phasing[calendar.quarter(month)] * calendar.weight(month)


def versions(
    company: Sequence[CompanyTarget],
    calendar: Calendar,
    rules: Sequence[TargetRule],
    metric: str,
    year: int,
    column: str,
    known: date,
) -> tuple[Phased, ...]:
    """Return the versions of a year's target that were known on a day, each month by month.

    Months that had ended when a change took effect keep what they had, unless the plan lets closed periods follow: what
    is left of the changed year falls on the others as they weigh.
    """
    mine = [entry for entry in company if entry.metric == metric and entry.year == year]
    found: list[Phased] = []
    for day in sorted({entry.since for entry in mine if entry.since <= known}):
        held = list(valid(mine, day).values())
        entry = held[-1]
        whole = entry.floor if column == "floor" else entry.stretch
        if whole is not None:
            keep = found and keeps(rules, day)
            before = found[-1].months if keep else {}
            found.append(Phased(entry, whole, _months(entry, whole, calendar, before, day)))
    return tuple(found)


def keeps(rules: Sequence[TargetRule], day: date) -> bool:
    """Tell whether closed periods keep the target they had: yes, unless the plan says otherwise."""
    return not any(isinstance(rule, Change) and rule.closed_periods == "follow" for rule in valid(rules, day).values())


def _months(
    entry: CompanyTarget, whole: Fraction, calendar: Calendar, before: Months, since: date
) -> dict[Period, Fraction]:
    shares = {month: share(entry, calendar, month) for month in calendar.months(entry.year)}
    closed = {month: amount for month, amount in before.items() if month.end < since}
    left = whole - sum(closed.values(), Fraction(0))
    open_ = sum((part for month, part in shares.items() if month not in closed), Fraction(0))
    return {month: closed[month] if month in closed else left * part / (open_ or 1) for month, part in shares.items()}


def _by_running_sum(months: Months, places: int) -> dict[Period, Fraction]:
    """Round months of either sign: each is what it adds to the rounded sum so far."""
    found: dict[Period, Fraction] = {}
    total = Fraction(0)
    for month, amount in months.items():
        found[month] = half_up(total + amount, places) - half_up(total, places)
        total += amount
    return found


def in_cents(months: Months, calendar: Calendar, places: int = 2) -> dict[Period, Fraction]:
    """Round a year's months so that they sum to their quarters, and these to the year, in whole smallest units."""
    quarters: dict[str, dict[str, Fraction]] = {}
    named = {month.id: month for month in months}
    for month, amount in months.items():
        quarters.setdefault(str(calendar.quarter(month)), {})[month.id] = amount
    sums = {name: sum(parts.values(), Fraction(0)) for name, parts in quarters.items()}
    whole = half_up(sum(sums.values(), Fraction(0)), places)
    if any(amount < 0 for amount in months.values()) or not whole:
        return _by_running_sum(months, places)
    amounts = split(whole, sums, places)
    found: dict[Period, Fraction] = {}
    for name, parts in quarters.items():
        cents = split(amounts[name], parts, places) if sums[name] else dict.fromkeys(parts, Fraction(0))
        found |= {named[month]: amount for month, amount in cents.items()}
    return found
