"""The roster in a period → how many people were employed, each by the part of the days: in a team, in a region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from reportgen.measure.roster import days_of
from reportgen.model.measured import Subject
from reportgen.model.people import Person, Roster
from reportgen.model.period import Period
from reportgen.model.table import Cell


@dataclass(frozen=True, slots=True)
class Stay:
    """Days of a period on which a person was employed and nothing changed: under whom, and with which attributes."""

    person: str
    days: int
    teams: tuple[str, ...]
    attributes: Mapping[str, Cell]


def stays(roster: Roster, period: Period) -> tuple[Stay, ...]:
    """Return everybody's days in a period, cut where the hierarchy changes."""
    starts = days_of(roster, period)
    ends = (*(start - timedelta(days=1) for start in starts[1:]), period.end)
    return tuple(
        stay
        for person in roster.people.values()
        if person.listed and person.days_in(period)
        for first, last in zip(starts, ends, strict=True)
        if (stay := _stay(roster, person, first, last)) is not None
    )


def _stay(roster: Roster, person: Person, first: date, last: date) -> Stay | None:
    begins = max(first, person.hired) if person.hired else first
    ends = min(last, person.left) if person.left else last
    if ends < begins:
        return None
    assignment = person.on(begins)
    teams = (person.id, *roster.managers_of(person.id, begins))
    return Stay(person.id, (ends - begins).days + 1, teams, assignment.attributes if assignment else {})


def counted(found: tuple[Stay, ...], subject: Subject, column: str = "", value: str = "") -> tuple[Stay, ...]:
    """Return the stays of a subject: a person's own, a team's, everybody's; with a column, those of its value."""
    mine = [stay for stay in found if not column or (stay.attributes.get(column) or "") == value]
    if subject.kind == "person":
        return tuple(stay for stay in mine if stay.person == subject.id)
    if subject.kind == "team":
        return tuple(stay for stay in mine if subject.id in stay.teams)
    return tuple(mine)
