"""Turns rows that a check suspects into problems.

Each with its cell, the row as typed, the people concerned and the amount; beyond a number, one stands for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from reportgen.model.problem import Kind, Problem, Severity
from reportgen.model.table import Table
from reportgen.sources import kinds
from reportgen.sources.checks.columns import in_place_order
from reportgen.sources.findings import REPORTED, in_cell, valued
from reportgen.sources.further import further_of
from reportgen.sources.sheets import Sheet

_ASKED = 10_000
"""Rows that are asked one by one what is at stake, where one problem stands for them; of more it is their worth."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one suspected row is told of.

    The offending text, the values of the kind's sentence, the money at stake where that is not what the row is worth,
    and whom it concerns where that is not the row's own person.
    """

    found: str = ""
    values: tuple[tuple[str, str], ...] = ()
    amount: Fraction | None = None
    people: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Suspects:
    """Positions of a table at which one thing is wrong, in one of its columns ("" for the whole row).

    `person` is the column that says whom a row concerns; "" is nobody. `stake` tells the money at stake in a row where
    saying all of it costs more, as the nearest of many names does.
    """

    kind: Kind
    table: Table
    positions: Any
    column: str
    say: Callable[[int], Said]
    person: str = "person"
    stake: Callable[[int], Fraction | None] | None = None


def reported(suspects: Suspects, sheets: Sequence[Sheet]) -> list[Problem]:
    """Return the problems of suspected rows in the order of their places."""
    table = suspects.table
    sheets = [sheet for sheet in sheets if sheet.profile.kind == table.kind]
    positions = [int(one) for one in in_place_order(table, np.asarray(suspects.positions, np.int64))]
    problems = [_problem(suspects, [position], sheets) for position in positions[:REPORTED]]
    if len(positions) > REPORTED:
        problems.append(_problem(suspects, positions[REPORTED:], sheets, listed=REPORTED))
    return problems


def _problem(suspects: Suspects, positions: Sequence[int], sheets: Sequence[Sheet], *, listed: int = 0) -> Problem:
    """Return one problem for a row, or for many at the first of them: it concerns the people of all."""
    table, said = suspects.table, suspects.say(positions[0])
    problem = Problem(suspects.kind, table.place(positions[0]), said.found, said.values)
    shown = next((one for one in sheets if _is_of(one, problem)), None)
    if shown is not None:
        problem = in_cell(problem, shown, suspects.column)
    if len(positions) > 1:
        sentence = problem.kind.sentence + further_of(table.frame, positions, listed)
        problem = replace(problem, kind=replace(problem.kind, sentence=sentence))
    problem = valued(problem, table.frame, table.columns, positions)
    if said.amount is not None and len(positions) <= _ASKED:
        stake = suspects.stake or (lambda position: suspects.say(position).amount)
        stakes = [stake(position) or Fraction(0) for position in positions]
        problem = replace(problem, amount=sum(stakes, Fraction(0)))
    return _concerning(problem, _people(suspects, said, positions))


def _is_of(sheet: Sheet, problem: Problem) -> bool:
    return (sheet.source.file, sheet.source.sheet) == (problem.place.file, problem.place.sheet)


def _people(suspects: Suspects, said: Said, positions: Sequence[int]) -> tuple[str, ...] | None:
    """Return whom rows concern, or None where one of them names nobody."""
    if said.people is not None:
        return tuple(sorted({person for position in positions for person in suspects.say(position).people or ()}))
    if suspects.person not in suspects.table.columns:
        return None
    people = suspects.table.frame[suspects.person].iloc[list(positions)]
    return None if people.isna().any() else tuple(sorted(set(people)))


def _concerning(problem: Problem, people: tuple[str, ...] | None) -> Problem:
    """Name the people; what blocks somebody and names nobody blocks everybody."""
    if people:
        return replace(problem, people=people)
    if problem.kind.severity is Severity.BLOCKS_PERSON:
        return replace(problem, kind=kinds.for_everybody(problem.kind), people=())
    return problem
