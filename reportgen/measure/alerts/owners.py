"""An alert's subject and day → whose it is, who acts on it, and whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from reportgen.measure.actuals.groups import Timed
from reportgen.measure.alerts.conditions import Verdict
from reportgen.measure.alerts.figures import OWN, Board
from reportgen.measure.columns import day
from reportgen.measure.kpis.formulas import measures_of
from reportgen.model.alerts import Alert
from reportgen.model.people import Roster
from reportgen.model.quantity import NotMeasured
from reportgen.model.rhythm import Look
from reportgen.model.table import Cell

SELLER, LEADER = "seller", "leader"

SOMEBODYS = frozenset(
    {"customer", "deal", "order", "delivery", "complaint", "risk", "review", "key_result", "request", "post"}
)
"""Subjects that are one person's: the person of their newest row. A region, a line or a dealer is many people's."""


@dataclass(frozen=True, slots=True)
class Newest:
    """What the newest row behind an alert says: its day, its person, and what its subject is called."""

    day: date
    person: str
    name: str


def newest(board: Board, alert: Alert, verdict: Verdict, look: Look) -> Newest:
    """Return what the newest row of an alert's subject says; of people and teams, who they are."""
    roster = board.books.roster
    if alert.subject in OWN:
        listed = roster.people.get(verdict.subject)
        return Newest(look.period.end, verdict.subject, listed.name if listed else "")
    kpi = board.kpi(verdict.figure, look.period)
    measures = measures_of(kpi.kind) if kpi else {verdict.figure: None}
    for measure in measures:
        grouped = board.shelf.grouped(measure, alert.subject, look.period)
        if not isinstance(grouped, NotMeasured) and verdict.subject in grouped.index:
            timed = board.shelf.timed(grouped.book)
            index = grouped.index[verdict.subject]
            last = int(index[0] if len(index) == 1 else index[np.lexsort((index, timed.days[index]))[-1]])
            owned = alert.subject in SOMEBODYS and bool(grouped.book.measure.person)
            person = timed.person(last) if owned else ""
            found = day(timed.days[last]) if grouped.book.grain else look.period.end
            return Newest(found, person, _name(board, alert.subject, verdict.subject, timed, last))
    return Newest(look.period.end, "", "")


def _name(board: Board, kind: str, subject: str, timed: Timed, line: int) -> str:
    """Return what a subject is called: by its own row, else by the list of its kind."""
    table, position = timed.book.table, timed.book.lines.position[line]
    column = f"{kind}_name"
    if column in table.columns and not pd.isna(table.frame[column].iloc[position]):
        return str(table.frame[column].iloc[position])
    return board.names(kind).get(subject, "")


def actor(board: Board, alert: Alert, verdict: Verdict, seller: str, moment: date) -> str:
    """Return the person who acts by the rule's owner; "" for an office, and where several have the role.

    For a seller who is not employed on the day, the next above acts who is.
    """
    roster = board.books.roster
    if alert.owner == SELLER:
        return _employed(board, seller, moment) if seller in roster.people else ""
    if alert.owner == LEADER:
        return roster.manager_of(seller, moment)
    holders = with_role(board, alert.owner, moment)
    above = [person for person in (seller, *board.above(seller, moment)) if person in holders]
    if above:
        return above[0]
    near = [person for person in holders if _belongs(roster, person, alert.subject, verdict.subject, moment)]
    found = near or list(holders)
    return found[0] if len(found) == 1 else ""


def _employed(board: Board, seller: str, moment: date) -> str:
    """Return the seller, or the nearest above, who is employed on a day; the seller where nobody of them is."""
    for each in (seller, *board.above(seller, moment)):
        person = board.books.roster.people.get(each)
        if person is not None and person.employed(moment):
            return each
    return seller


def with_role(board: Board, role: str, moment: date) -> tuple[str, ...]:
    """Return the people who have a role on a day."""
    if moment not in board.roles:
        roles: dict[str, list[str]] = {}
        for person in board.books.roster.people.values():
            assignment = person.on(moment)
            if assignment is not None:
                roles.setdefault(assignment.role, []).append(person.id)
        board.roles[moment] = roles
    return tuple(board.roles[moment].get(role, ()))


def _belongs(roster: Roster, person: str, kind: str, subject: str, moment: date) -> bool:
    assignment = roster.people[person].on(moment)
    return assignment is not None and assignment.attributes.get(kind) == subject


def concerned(board: Board, alert: Alert, verdict: Verdict, people: tuple[str, ...], moment: date) -> tuple[str, ...]:
    """Return whom an alert concerns: its subject's people, its owner, who leads a region, and everybody above them.

    What is nobody's concerns those who have the owner's role, and else those at the top.
    """
    roster = board.books.roster
    leading = _leading(board, alert.subject, verdict.subject, moment)
    near = [who for who in (*people, *leading) if who in roster.people]
    near = near or list(with_role(board, alert.owner, moment)) or _top(roster, moment)
    key = (tuple(near), moment)
    if key not in board.concerned:  # alarms of one seller concern the same people: they are one value
        everybody = (each for who in near for each in (who, *board.above(who, moment)))
        board.concerned[key] = tuple(dict.fromkeys(everybody))
    return board.concerned[key]


def _leading(board: Board, kind: str, subject: str, moment: date) -> list[str]:
    """Return who leads the people of a region: those of it who report to somebody outside it."""
    roster = board.books.roster
    if (kind, moment) not in board.leading:
        board.leading[(kind, moment)] = _managers_by(roster, kind, moment)
    inside = board.leading[(kind, moment)].get(subject, [])
    return [who for who in inside if roster.manager_of(who, moment) not in inside]


def _managers_by(roster: Roster, column: str, moment: date) -> dict[Cell, list[str]]:
    """Return everybody who manages somebody on a day, by what the roster says of them in a column."""
    found: dict[Cell, list[str]] = {}
    for who in roster.managers(moment):
        assignment = roster.people[who].on(moment)
        if assignment is not None:
            found.setdefault(assignment.attributes.get(column), []).append(who)
    return found


def _top(roster: Roster, moment: date) -> list[str]:
    leading = roster.managers(moment)
    return [person for person in leading if not roster.manager_of(person, moment)]
