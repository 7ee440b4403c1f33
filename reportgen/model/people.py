"""Who works here, in which role, for whom, and since when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

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

    def employed(self, day: date) -> bool:
        """Tell whether the person was employed on a day; an unknown hiring date counts as always."""
        return (self.hired is None or self.hired <= day) and (self.left is None or day <= self.left)

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
    """Everybody, keyed by id in the roster's order.

    The chart of each stretch of days on which nothing changes is kept once it was asked for.
    """

    people: Mapping[str, Person]
    _turns: list[date] = field(default_factory=list, init=False, repr=False, compare=False)
    _charts: dict[int, _Chart] = field(default_factory=dict, init=False, repr=False, compare=False)

    def manager_of(self, person: str, day: date) -> str:
        """Return the manager's id on a day, or "" at the top and for unknown people.

        What comes in after somebody left (a receipt, a due date) stays with the team that they left.
        """
        return self._chart(day).above.get(person, "")

    def _chart(self, day: date) -> _Chart:
        """Return who reports to whom on a day: the same from one day on which an assignment changes to the next."""
        if not self._turns:
            self._turns.extend((date.min, *_turns(self.people.values())))
        stretch = bisect_right(self._turns, day)
        if stretch not in self._charts:
            found = {person.id: person.on(day) or person.last_until(day) for person in self.people.values()}
            above = {person: held.manager if held else "" for person, held in found.items()}
            named = {*above.values()}
            self._charts[stretch] = _Chart(above, tuple(person for person in self.people if person in named))
        return self._charts[stretch]

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
        return self._chart(day).managers


@dataclass(frozen=True, slots=True)
class _Chart:
    """Everybody's manager by the person ("" at the top), and all who manage somebody, in the roster's order."""

    above: Mapping[str, str]
    managers: tuple[str, ...]


def _turns(people: Iterable[Person]) -> list[date]:
    """Return the days on which any assignment begins or is over, sorted."""
    each = [assignment for person in people for assignment in person.assignments]
    begun = {assignment.start for assignment in each if assignment.start}
    over = {assignment.end + timedelta(1) for assignment in each if assignment.end and assignment.end < date.max}
    return sorted(begun | over)
