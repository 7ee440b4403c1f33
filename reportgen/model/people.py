"""Who works here, in which role, for whom, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.table import Cell


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a person is from one day to another, both included; None is open.

    `attributes` are the roster's other declared columns (region, line, commission rate …) as exact values.
    """

    start: date | None
    end: date | None
    role: str
    manager: str
    attributes: Mapping[str, Cell]
    place: Place


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the roster. `listed` is False for a manager whom rows name but no roster row describes."""

    id: str
    name: str
    other_name: str
    hired: date | None
    left: date | None
    assignments: tuple[Assignment, ...]
    listed: bool = True

    def on(self, day: date) -> Assignment | None:
        """Return the assignment valid on a day, or None when the person had none then."""
        for assignment in self.assignments:
            if (assignment.start is None or assignment.start <= day) and (
                assignment.end is None or day <= assignment.end
            ):
                return assignment
        return None

    def last_until(self, day: date) -> Assignment | None:
        """Return the last assignment that ended before a day, or None when none had."""
        ended = [each for each in self.assignments if each.end is not None and each.end < day]
        return ended[-1] if ended else None

    def in_period(self, period: Period) -> Assignment | None:
        """Return the assignment on the period's last day, or on the person's own if that is earlier (pay.md §2.5)."""
        day = min(period.end, self.left) if self.left else period.end
        return self.on(day) if day >= period.start else None

    def days_in(self, period: Period) -> int:
        """Return the days of the period on which the person was employed; an unknown hiring date counts as always."""
        first = max(period.start, self.hired) if self.hired else period.start
        last = min(period.end, self.left) if self.left else period.end
        return max(0, (last - first).days + 1)


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody, keyed by id in the roster's order."""

    people: Mapping[str, Person]

    def manager_of(self, person: str, day: date) -> str:
        """Return the manager's id on a day, or "" at the top and for unknown people.

        What comes in after somebody left (a receipt, a due date) stays with the team that they left.
        """
        found = self.people.get(person)
        if found is None:
            return ""
        assignment = found.on(day) or found.last_until(day)
        return assignment.manager if assignment else ""

    def managers_of(self, person: str, day: date) -> tuple[str, ...]:
        """Return the chain of managers on a day, nearest first; a circle ends where it closes."""
        chain: list[str] = []
        manager = self.manager_of(person, day)
        while manager and manager != person and manager not in chain:
            chain.append(manager)
            manager = self.manager_of(manager, day)
        return tuple(chain)

    def team(self, manager: str, day: date) -> tuple[str, ...]:
        """Return the manager and everybody below on a day, in the roster's order."""
        led: dict[str, list[str]] = {}
        for person in self.people:
            led.setdefault(self.manager_of(person, day), []).append(person)
        below, waiting = {manager}, [manager]
        while waiting:
            found = [person for person in led.get(waiting.pop(), ()) if person not in below]
            below.update(found)
            waiting += found
        return tuple(person for person in self.people if person in below)

    def managers(self, day: date) -> tuple[str, ...]:
        """Return the ids of those who manage somebody on a day, in the roster's order."""
        named = {self.manager_of(person, day) for person in self.people}
        return tuple(person for person in self.people if person in named)
