"""The model of a period → whom each document may name: nobody's file tells of somebody whom it is none of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.documents import action_owners
from reportgen.model.listed import Listed, summed
from reportgen.model.measured import CreditLine, Measured, PayColumn
from reportgen.model.naming import Names, names_of
from reportgen.model.papers import ANALYSIS, BULLETIN, CARBON, DEALERS, PLAN, QBR, REGISTER, Paper
from reportgen.model.people import Roster
from reportgen.model.period import Period, parse_period
from reportgen.model.table import ColumnType, Dataset

_CUSTOMERS = ("name", "customer", "dealer", "product")
"""Columns of the inputs whose texts are names of something else than people."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who stands in which relation to whom in a period; each set by the person's id.

    `above` are all managers on any day of it, `below` everybody that was led on any day, `beside` who shares a listed
    transaction or wrote, approved or answered a line of the pay, `owners` who has an alert or an improvement about the
    person to act on. `acting` are the owners of the actions that the deck lists.
    """

    above: Mapping[str, frozenset[str]]
    below: Mapping[str, frozenset[str]]
    beside: Mapping[str, frozenset[str]]
    owners: Mapping[str, frozenset[str]]
    acting: frozenset[str] = frozenset()

    def of(self, paper: Paper, subject: str) -> tuple[str, ...] | None:
        """Return the ids of those whom a document may name, sorted; None is anybody: the plan says what it says.

        What hangs on a wall or leaves the house names nobody. The deck names those who lead, for a team is called
        after them, and the owners of its actions; the analysis whoever has an alert or an improvement to act on too;
        the register those who are paid, and who wrote, approved or answered what is paid.
        """
        if paper == PLAN:
            return None
        whole = self._company(paper)
        return tuple(sorted(self._about(subject) if whole is None else whole))

    def _company(self, paper: Paper) -> frozenset[str] | None:
        """Whom a document about the company names; None of one that is about somebody."""
        if paper in (BULLETIN, DEALERS, CARBON):
            return frozenset()
        if paper == QBR:
            return self.acting.union(self.below)
        if paper == ANALYSIS:
            return self.acting.union(self.below, *self.owners.values())
        if paper == REGISTER:
            return frozenset(self.beside).union(*self.beside.values())
        return None

    def _about(self, subject: str) -> frozenset[str]:
        """Whom a document about a person, a fund or a team names."""
        nobody: frozenset[str] = frozenset()
        person = subject if subject in self.above else subject.split("-", 1)[-1]
        team = self.below.get(person, nobody)
        may = frozenset((subject, person)) | self.above.get(person, nobody) | team | self.beside.get(subject, nobody)
        for each in (person, *team):
            may |= self.owners.get(each, nobody)
        return may


def audience(measured: Measured) -> Audience:
    """Return who may be named where."""
    days = _days(measured.roster, measured.period)
    above: dict[str, set[str]] = {person: set() for person in measured.roster.people}
    below: dict[str, set[str]] = {}
    for day in days:
        for person in measured.roster.people:
            chain = measured.roster.managers_of(person, day)
            above[person].update(chain)
            for manager in chain:
                below.setdefault(manager, set()).add(person)
    beside, owners = _frozen(_beside(measured)), _frozen(_owners(measured))
    return Audience(_frozen(above), _frozen(below), beside, owners, action_owners(measured))


def _frozen(sets: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {person: frozenset(found) for person, found in sets.items()}


def _days(roster: Roster, period: Period) -> list[date]:
    """The days of a period on which somebody's place changes, its first and its last one."""
    changes = (each.start for person in roster.people.values() for each in person.assignments if each.start)
    inside = {day for day in changes if period.start <= day <= period.end}
    return sorted({period.start, period.end, *inside})


def _beside(measured: Measured) -> dict[str, set[str]]:
    """Who shares a transaction with whom, whose rows a base sums over, and who answers for what was written by hand."""
    sharing: dict[str, set[str]] = {}
    beside: dict[str, set[str]] = {payee: set() for payee in measured.statements}
    for payee, column in _columns(measured):
        for result in column.components:
            for key in _transactions(result.lines):
                sharing.setdefault(key, set()).add(payee)
            for line in summed(result.lines):
                beside[payee].update(line.people)
        beside[payee].update(each for note in column.written for each in (note.author, note.approver))
    for payees in sharing.values():
        for payee in payees:
            beside[payee] |= payees
    for payee, found in measured.statements.items():
        beside[payee].update(each.answered_by for each in found.disputes)
    return beside


def _columns(measured: Measured) -> Iterator[tuple[str, PayColumn]]:
    return ((payee, column) for payee, found in measured.statements.items() for column in found.columns)


def _transactions(lines: Sequence[CreditLine]) -> Iterator[str]:
    """Yield the keys of transactions that somebody else may share."""
    if isinstance(lines, Listed):
        yield from (key for key, earning in lines.names() if key != earning)
    else:
        yield from (line.key for line in lines if _shared(line))


def _shared(line: CreditLine) -> bool:
    """Tell a transaction's line from an earning period's, whose key (`2026-Q1`, `2026`) everybody has."""
    if line.day is None or line.key == line.earning_period:
        return False
    return not (line.people and parse_period(line.key) is not None)


def _owners(measured: Measured) -> dict[str, set[str]]:
    """Who has to act on what is said of a person: the owners of alerts, and of the list of improvements."""
    owners: dict[str, set[str]] = {}
    for alarm in measured.alerts:
        for person in (alarm.seller, alarm.person, *alarm.seen_by):
            owners.setdefault(person, set()).add(alarm.person)
    for item in measured.improvements:
        for person in (item.person, item.subject):
            owners.setdefault(person, set()).add(item.person)
    return owners


def known_names(roster: Roster, dataset: Dataset, words: Iterable[str]) -> Names:
    """Return how people are told in finished files; `words` are the documents' own."""
    called = ((person.id, (person.name, person.other_name)) for person in roster.people.values())
    return names_of(called, other_names(dataset), words)


def other_names(dataset: Dataset) -> Iterator[str]:
    """Yield what the inputs name beside people: customers, dealers, products."""
    for kind, table in dataset.tables.items():
        for name, column in table.columns.items():
            if kind != "people" and column.type is ColumnType.TEXT and any(each in name for each in _CUSTOMERS):
                yield from map(str, table.frame[name].dropna().unique().astype(object).tolist())
