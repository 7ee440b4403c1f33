"""A person, a span of days and the plan's rule → the part of it that counts: joiners, leavers, transfers, part time."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from reportgen.measure.calendar import Calendar
from reportgen.model.people import Assignment, Person
from reportgen.model.period import Period, month_of, parts
from reportgen.model.target_rules import PartPeriods

FULL_TIME = Fraction(1)


def part(
    person: Person, period: Period, rule: PartPeriods | None, calendar: Calendar, manager: str | None = None
) -> Fraction:
    """Return the part of a period that a person's targets and thresholds are prorated to: 0 to 1.

    Days before the hiring and after the leaving do not count, days of part time count by its share (the roster's
    `working_time`); with `manager`, only days in that manager's team. Both ends of every span are included. Which of
    these the plan prorates, and how days are counted, is in `rule`; without one everybody counts whole.
    """
    if rule is None:
        return Fraction(1)
    total = days(period.start, period.end, rule, calendar)
    if not total:
        return Fraction(0)
    spans = _stays(person, period, rule)
    if len(spans) == 1 and spans[0][:2] == (period.start, period.end) and _counts_whole(spans[0][2], rule, manager):
        return FULL_TIME
    found = Fraction(0)
    for first, last, assignment in spans:
        if manager is None or "transfer" not in rule.of or (assignment and assignment.manager == manager):
            found += days(first, last, rule, calendar) * _time(assignment, rule)
    return found / total


def _counts_whole(assignment: Assignment | None, rule: PartPeriods, manager: str | None) -> bool:
    """Tell whether every day under an assignment counts, and as a whole one."""
    there = manager is None or "transfer" not in rule.of or (assignment is not None and assignment.manager == manager)
    return there and _time(assignment, rule) == FULL_TIME


def days(first: date, last: date, rule: PartPeriods, calendar: Calendar) -> Fraction:
    """Count the days from one to another, both included, as the plan does."""
    if last < first:
        return Fraction(0)
    if rule.day_count == "working_days":
        return Fraction(calendar.working_days(first, last))
    if rule.day_count == "thirtieths":
        return Fraction(_thirtieths(first, last))
    return Fraction((last - first).days + 1)


def _thirtieths(first: date, last: date) -> int:
    """Count days as if every month had thirty: its last day is the thirtieth."""
    count = 0
    for month in parts(Period(month_of(first).start, month_of(last).end, "month"), "month"):
        begins = min(first.day, 30) if first > month.start else 1
        ends = last.day if last < month.end else 30
        count += max(0, min(ends, 30) - begins + 1)
    return count


def _stays(person: Person, period: Period, rule: PartPeriods) -> list[tuple[date, date, Assignment | None]]:
    """Return the spans of a period in which a person was here, each under one assignment (None where none is told)."""
    first = max(period.start, person.hired) if person.hired and "joiner" in rule.of else period.start
    last = min(period.end, person.left) if person.left and "leaver" in rule.of else period.end
    spans: list[tuple[date, date, Assignment | None]] = []
    day = first
    while day <= last:
        assignment = person.on(day)
        end = min(last, _until(person, assignment, day))
        spans.append((day, end, assignment))
        day = end + timedelta(days=1)
    return spans


def _until(person: Person, assignment: Assignment | None, day: date) -> date:
    """Return the last day on which the same assignment, or none, holds."""
    begins = [each.start for each in person.assignments if each.start is not None and each.start > day]
    before_next = min(begins) - timedelta(days=1) if begins else date.max
    return min(assignment.end or date.max, before_next) if assignment else before_next


def _time(assignment: Assignment | None, rule: PartPeriods) -> Fraction:
    found = assignment.attributes.get("working_time") if assignment else None
    return found if isinstance(found, Fraction) and "part_time" in rule.of else FULL_TIME
