"""Turns a head count into a department: four levels, supporting roles, who joins, leaves, moves and works part time.

Region teams stand under a manager each, two supervisors a manager, the representatives spread over the supervisors.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from reportgen.sample.company import FIRST_DAY, Person, Post, Size
from reportgen.sample.names import Name, names
from reportgen.sample.streams import stream, weighted

DIRECTOR, MANAGER, SUPERVISOR, REPRESENTATIVE = "总监", "经理", "主管", "代表"
CONSULTANT, SPECIALIST, ASSISTANT = "技术顾问", "客户专员", "销售助理"
REGIONS = ("华东", "华南", "华北", "西南")
HEAD_OFFICE = "总部"
# The lines of the eight teams of a department, in the teams' order.
_LINES = ("行业", "区域", "场景", "区域", "行业", "区域", "场景", "区域")
_SHOWN: Name = ("李文静", "Li Wenjing")  # E017: the person whom the documentation's examples follow
_MOVE, _MID_YEAR = date(2026, 2, 16), date(2026, 7, 1)


@dataclass(frozen=True, slots=True)
class Handover:
    """From a day on, one person's customers belong to another: all of them, every `nth`, or those lent before."""

    day: date
    giver: str
    taker: str
    nth: int = 1
    back: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """A long leave, both days included; somebody else looks after the customers meanwhile."""

    person: str
    kind: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody in the order of their numbers, and which customers change hands when."""

    people: tuple[Person, ...]
    handovers: tuple[Handover, ...]
    absences: tuple[Absence, ...]


@dataclass(frozen=True, slots=True)
class _Chair:
    """A place in the organisation before somebody with a name sits on it."""

    role: str
    manager: str = ""
    region: str = HEAD_OFFICE
    line: str = ""


def staff(size: Size, seed: int) -> Staff:
    """Return the department's people and what happens to them in 2026."""
    random = stream(seed, "staff")
    chairs = _chairs(size)
    called = _called(stream(seed, "names"), chairs)
    people = {id_: _person(random, id_, name, chair) for (id_, chair), name in zip(chairs.items(), called, strict=True)}
    return _with_stories(people, _teams(people))


def _chairs(size: Size) -> dict[str, _Chair]:
    """The organisation: a unit has 4 managers, 8 supervisors, 8 supporting roles; all others are representatives."""
    units = size.units
    managers = [_number(2 + place) for place in range(4 * units)]
    supervisors = [_number(2 + 4 * units + place) for place in range(8 * units)]
    chairs = [_Chair(DIRECTOR)]
    chairs += [_Chair(MANAGER, _number(1), REGIONS[place % 4], "区域") for place in range(len(managers))]
    chairs += [
        _Chair(SUPERVISOR, managers[place // 2], REGIONS[place // 2 % 4], _LINES[place % 8])
        for place in range(len(supervisors))
    ]
    selling = size.people - 1 - len(managers) - 2 * len(supervisors)
    for place, supervisor in enumerate(supervisors):
        members = selling // len(supervisors) + (place < selling % len(supervisors))
        chairs += [_Chair(REPRESENTATIVE, supervisor, REGIONS[place // 2 % 4], _LINES[place % 8])] * members
    chairs += [_Chair(CONSULTANT, managers[place], REGIONS[place % 4]) for place in range(3 * units)]
    chairs += [_Chair(SPECIALIST, managers[place], REGIONS[place % 4]) for place in range(units, 4 * units)]
    chairs += [_Chair(ASSISTANT, _number(1))] * (2 * units)
    return {_number(1 + place): chair for place, chair in enumerate(chairs)}


def _number(place: int) -> str:
    return f"E{place:03d}"


def _called(random: Random, chairs: dict[str, _Chair]) -> list[Name]:
    """A name for each chair; the fourth representative of the first team (E017) is always the same person."""
    found = names(random, len(chairs) - 1, taken=(_SHOWN,))
    first = next(place for place, chair in enumerate(chairs.values()) if chair.role == REPRESENTATIVE)
    return [*found[: first + 3], _SHOWN, *found[first + 3 :]]


# Years of hiring and grades a role may have.
_HIRED = {DIRECTOR: (2012, 2013), MANAGER: (2013, 2018), SUPERVISOR: (2015, 2020)}
_GRADES = {DIRECTOR: "D1", MANAGER: "M2", SUPERVISOR: "M1", CONSULTANT: "T2", SPECIALIST: "P2", ASSISTANT: "P1"}


def _person(random: Random, id_: str, name: Name, chair: _Chair) -> Person:
    """Seat a person who has been here since before the first day."""
    first, last = _HIRED.get(chair.role, (2016, 2024))
    hired = date(random.randint(first, last), random.randint(1, 12), weighted(random, {1: 5, 8: 1, 15: 3, 20: 1}))
    grade = _GRADES.get(chair.role) or ("P3" if hired.year < 2019 else "P2" if hired.year < 2023 else "P1")
    post = Post(max(hired, FIRST_DAY), None, chair.role, grade, chair.line, chair.region, chair.manager)
    return Person(id_, *name, hired, None, (post,), sells=chair.role == REPRESENTATIVE)


def _teams(people: dict[str, Person]) -> list[list[str]]:
    """The representatives' numbers by supervisor, in the supervisors' order."""
    teams: dict[str, list[str]] = {}
    for person in people.values():
        if person.posts[0].role == REPRESENTATIVE:
            teams.setdefault(person.posts[0].manager, []).append(person.id)
    return list(teams.values())


def _with_stories(people: dict[str, Person], teams: list[list[str]]) -> Staff:
    """Let people join, leave and move, work part time and be away; let one supervisor and one manager sell.

    The chain of February: one in 华北 leaves, one from 华东 moves into that place, a newcomer follows there.
    """
    told = dict(people)
    for change in (_of_the_first_quarter, _of_the_rest):
        told = change(told, teams)
    mother = teams[2][-1]
    absence = Absence(mother, "产假", date(2026, 5, 6), date(2026, 8, 31))
    return Staff(tuple(told.values()), _handovers(teams), (absence,))


def _of_the_first_quarter(people: dict[str, Person], teams: list[list[str]]) -> dict[str, Person]:
    leaver, mover, follower, newcomer = teams[4][-1], teams[1][-2], teams[1][-1], teams[3][-1]
    told = dict(people)
    told[follower] = _joins(people[follower], date(2026, 2, 12))
    told[newcomer] = _joins(people[newcomer], date(2026, 1, 5))
    told[leaver] = _leaves(people[leaver], _MOVE - timedelta(days=1))
    told[mover] = _moves(people[mover], people[leaver].posts[0])
    for seller in (people[teams[2][0]].posts[0].manager, people[people[leaver].posts[0].manager].posts[0].manager):
        told[seller] = replace(told[seller], sells=True)
    specialist = next(person for person in people.values() if person.posts[0].role == SPECIALIST)
    told[specialist.id] = replace(specialist, posts=(replace(specialist.posts[0], hours=500),))
    return told


def _of_the_rest(people: dict[str, Person], teams: list[list[str]]) -> dict[str, Person]:
    """One joins and two leave; one works 60 % from April; in July a grade, a supervisor and a whole team change."""
    told = dict(people)
    told[teams[7][-1]] = _joins(people[teams[7][-1]], date(2026, 4, 1))
    told[teams[6][-1]] = _leaves(people[teams[6][-1]], date(2026, 5, 31))
    told[teams[3][0]] = _leaves(people[teams[3][0]], date(2026, 9, 30))
    told[teams[5][-1]] = _from(people[teams[5][-1]], date(2026, 4, 1), hours=600)
    told[teams[2][0]] = _from(people[teams[2][0]], _MID_YEAR, grade="P3+")
    told[teams[0][1]] = _from(people[teams[0][1]], _MID_YEAR, manager=people[teams[1][0]].posts[0].manager)
    supervisor, other = (people[people[teams[team][0]].posts[0].manager] for team in (6, 3))
    told[supervisor.id] = _from(people[supervisor.id], _MID_YEAR, manager=other.posts[0].manager)
    return told


def _handovers(teams: list[list[str]]) -> tuple[Handover, ...]:
    """Which customers change hands: for those who join, leave, move, work less or are away."""
    leaver, mover, follower, newcomer, april = teams[4][-1], teams[1][-2], teams[1][-1], teams[3][-1], teams[7][-1]
    return (
        Handover(date(2026, 1, 5), teams[3][-2], newcomer, nth=2),
        Handover(date(2026, 1, 5), teams[3][-3], newcomer, nth=2),
        Handover(_MOVE, mover, follower),
        Handover(_MOVE, leaver, mover),
        Handover(date(2026, 4, 1), teams[7][-2], april, nth=2),
        Handover(date(2026, 4, 1), teams[5][-1], teams[5][-2], nth=2),
        Handover(date(2026, 5, 6), teams[2][-1], teams[2][-2]),
        Handover(date(2026, 6, 1), teams[6][-1], teams[6][-2]),
        Handover(date(2026, 9, 1), teams[2][-2], teams[2][-1], back=True),
        Handover(date(2026, 10, 1), teams[3][0], teams[3][1]),
    )


def _joins(person: Person, day: date) -> Person:
    return replace(person, hired=day, posts=(replace(person.posts[0], since=day, grade="P1"),))


def _leaves(person: Person, last: date) -> Person:
    return replace(person, left=last, posts=(replace(person.posts[0], until=last),))


def _moves(person: Person, place: Post) -> Person:
    before = replace(person.posts[0], until=_MOVE - timedelta(days=1))
    return replace(person, posts=(before, replace(place, since=_MOVE, grade=before.grade)))


def _from(
    person: Person, day: date, *, hours: int | None = None, grade: str | None = None, manager: str | None = None
) -> Person:
    """Give a person a further post from a day on, in which something is different."""
    before = person.posts[-1]
    after = replace(
        before,
        since=day,
        hours=before.hours if hours is None else hours,
        grade=grade or before.grade,
        manager=manager or before.manager,
    )
    return replace(person, posts=(*person.posts[:-1], replace(before, until=day - timedelta(days=1)), after))
