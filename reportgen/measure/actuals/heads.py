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


@dataclass(frozen=True, slots=True)
class Stays:
    """Everybody's days in a period, and the same by person and by team."""

    everybody: tuple[Stay, ...]
    people: Mapping[str, tuple[Stay, ...]]
    teams: Mapping[str, tuple[Stay, ...]]


def stays(roster: Roster, period: Period) -> Stays:
    """Return everybody's days in a period, cut where the hierarchy changes."""
    everybody = _everybody(roster, period)
    people: dict[str, list[Stay]] = {}
    teams: dict[str, list[Stay]] = {}
    for stay in everybody:
        people.setdefault(stay.person, []).append(stay)
        for team in stay.teams:
            teams.setdefault(team, []).append(stay)
    return Stays(everybody, *({name: tuple(each) for name, each in found.items()} for found in (people, teams)))


def _everybody(roster: Roster, period: Period) -> tuple[Stay, ...]:
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


def counted(found: Stays, subject: Subject, column: str = "", value: str = "") -> tuple[Stay, ...]:
    """Return the stays of a subject: a person's own, a team's, everybody's; with a column, those of its value."""
    mine = found.everybody
    if subject.kind in ("person", "team"):
        mine = (found.people if subject.kind == "person" else found.teams).get(subject.id, ())
    return tuple(stay for stay in mine if (stay.attributes.get(column) or "") == value) if column else mine
