"""The people table as a roster: dated assignments, managers whom nobody listed, overlaps and circles found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from reportgen.measure import kinds
from reportgen.measure.columns import cells
from reportgen.model.people import Assignment, Person, Roster
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.model.table import Cell, Table

_OWN = frozenset({"person", "name", "other_name", "role", "manager", "since", "until", "hired", "left"})


def read_roster(table: Table) -> tuple[Roster, tuple[Problem, ...]]:
    """Turn the table of kind `people` into a roster; two rows that hold on one day block their person."""
    rows: dict[str, list[Mapping[str, Cell]]] = {}
    places: dict[str, list[Place]] = {}
    columns = [cells(table.frame, column) for column in table.columns.values()]
    for place, found in zip(table.places(), zip(*columns, strict=True), strict=True):
        row = dict(zip(table.columns, found, strict=True))
        person = row.get("person")
        if isinstance(person, str):
            rows.setdefault(person, []).append(row)
            places.setdefault(person, []).append(place)
    people = {person: _person(person, rows[person], places[person]) for person in rows}
    problems = [*_overlaps(people), *_circles(Roster(people))]
    for manager in _unlisted(people):
        people[manager] = Person(manager, manager, "", None, None, (), listed=False)
    return Roster(people), tuple(problems)


def _person(person: str, rows: list[Mapping[str, Cell]], places: list[Place]) -> Person:
    # By first day, so that the order of the rows in the file says nothing.
    dated = sorted(zip(rows, places, strict=True), key=lambda found: _date(found[0], "since") or date.min)
    last = dated[-1][0]
    assignments = [_assignment(row, place) for row, place in dated]
    return Person(
        person,
        _text(last, "name") or person,
        _text(last, "other_name"),
        _date(last, "hired"),
        _date(last, "left"),
        tuple(assignments),
    )


def _assignment(row: Mapping[str, Cell], place: Place) -> Assignment:
    attributes = {name: value for name, value in row.items() if name not in _OWN}
    return Assignment(
        _date(row, "since"), _date(row, "until"), _text(row, "role"), _text(row, "manager"), attributes, place
    )


def _text(row: Mapping[str, Cell], name: str) -> str:
    found = row.get(name)
    return found if isinstance(found, str) else ""


def _date(row: Mapping[str, Cell], name: str) -> date | None:
    found = row.get(name)
    return found if isinstance(found, date) else None


def _overlaps(people: Mapping[str, Person]) -> list[Problem]:
    problems = []
    for person in people.values():
        for first, second in zip(person.assignments, person.assignments[1:], strict=False):
            if first.end is None or (second.start or date.min) <= first.end:
                values = (("person", person.id), ("other", str(second.place)))
                problems.append(Problem(kinds.ASSIGNMENTS_OVERLAP, first.place, person.id, values, (person.id,)))
    return problems


def _circles(roster: Roster) -> list[Problem]:
    problems = []
    for person in roster.people.values():
        for assignment in person.assignments:
            day = assignment.start or assignment.end or date.max
            chain = roster.managers_of(person.id, day)
            if chain and roster.manager_of(chain[-1], day) == person.id:
                values = (("person", person.id),)
                problems.append(Problem(kinds.MANAGER_CIRCLE, assignment.place, person.id, values, (person.id,)))
                break
    return problems


def _unlisted(people: Mapping[str, Person]) -> list[str]:
    named = [assignment.manager for person in people.values() for assignment in person.assignments]
    return [manager for manager in dict.fromkeys(named) if manager and manager not in people]


def change_days(roster: Roster) -> tuple[date, ...]:
    """Return the days on which any assignment begins, sorted: between two of them the hierarchy stands still."""
    days: set[date] = set()
    for person in roster.people.values():
        for assignment in person.assignments:
            if assignment.start:
                days.add(assignment.start)
            if assignment.end and assignment.end < date.max:
                days.add(date.fromordinal(assignment.end.toordinal() + 1))
    return tuple(sorted(days))


def days_of(roster: Roster, period: Period) -> tuple[date, ...]:
    """Return a period's first day and the days in it on which the hierarchy changes."""
    return (period.start, *(moment for moment in change_days(roster) if period.start < moment <= period.end))


def leaders(roster: Roster, period: Period) -> tuple[str, ...]:
    """Return who led somebody on any day of a period: a team that was dissolved in it keeps what it booked.

    Who only led people that left before is no leader any more; what still comes in of theirs counts further up.
    """
    people = roster.people.values()
    there = [person.on(moment) for moment in days_of(roster, period) for person in people]
    found = {assignment.manager for assignment in there if assignment}
    return tuple(person for person in roster.people if person in found)
