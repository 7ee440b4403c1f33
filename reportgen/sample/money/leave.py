"""Turns the staff into dated absences: one long leave that somebody stands in for, and the short ones of a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from reportgen.sample.activity.base import columns
from reportgen.sample.company import PLAN_YEAR, YEAR_END, Person
from reportgen.sample.sheet import Sheet
from reportgen.sample.staff import Absence
from reportgen.sample.streams import chance, stream
from reportgen.sample.workdays import workdays_between

_FIRST = date(PLAN_YEAR, 1, 1)
_TRIES = 12


@dataclass(frozen=True, slots=True)
class Leave:
    """An absence from one day to another, both included, and how many working days it takes."""

    person: str
    kind: str
    first: date
    last: date
    days: int


def leaves(
    seed: int, people: tuple[Person, ...], absences: tuple[Absence, ...], busy: Mapping[str, set[date]]
) -> tuple[Leave, ...]:
    """Return the plan year's leaves by day and person; nobody signs an order (`busy`) while away."""
    away = {absence.person: absence for absence in absences}
    found = [_long(absence) for absence in absences]
    for person in people:
        random = stream(seed, "leave", person.id)
        wanted = [("年假", random.randint(3, 5)), ("年假", random.randint(2, 5))]
        wanted += [("病假", random.randint(1, 2))] * chance(random, 300) + [("事假", 1)] * chance(random, 250)
        taken = set(busy.get(person.id, ())) | _days_of(away.get(person.id))
        for kind, days in wanted:
            leave = _short(random, person, kind, days, taken)
            if leave:
                found.append(leave)
                taken |= set(workdays_between(leave.first, leave.last))
    return tuple(sorted(found, key=lambda leave: (leave.first, leave.person)))


def _long(absence: Absence) -> Leave:
    return Leave(absence.person, absence.kind, absence.first, absence.last, len(_days_of(absence)))


def _days_of(absence: Absence | None) -> set[date]:
    return set(workdays_between(absence.first, absence.last)) if absence else set()


def _short(random: Random, person: Person, kind: str, days: int, taken: set[date]) -> Leave | None:
    """Find so many working days in a row on which the person is free; a busy person may find none."""
    here = workdays_between(max(_FIRST, person.hired), min(YEAR_END, person.left or YEAR_END))
    for _ in range(_TRIES):
        start = random.randrange(max(1, len(here) - days))
        span = here[start : start + days]
        if len(span) == days and taken.isdisjoint(span):
            return Leave(person.id, kind, span[0], span[-1], days)
    return None


def leave_sheet(rows: tuple[Leave, ...]) -> Sheet:
    """A row for each absence."""
    header = columns("工号 请假类型 开始日期:day 结束日期:day 工作日天数:count")
    return Sheet("请假", header, ((row.person, row.kind, row.first, row.last, row.days) for row in rows))
