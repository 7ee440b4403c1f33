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
from reportgen.sources.findings import REPORTED, in_cell
from reportgen.sources.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Said:
    """What one suspected row is told of.

    The offending text, the values of the kind's sentence, the money at stake, and whom it concerns where that is not
    the person of the row.
    """

    found: str = ""
    values: tuple[tuple[str, str], ...] = ()
    amount: Fraction | None = None
    people: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Suspects:
    """Positions of a table at which one thing is wrong, in one of its columns ("" for the whole row)."""

    kind: Kind
    table: Table
    positions: Any
    column: str
    say: Callable[[int], Said]


def reported(suspects: Suspects, sheets: Sequence[Sheet]) -> list[Problem]:
    """Return the problems of suspected rows in the order of their places."""
    table = suspects.table
    sheets = [sheet for sheet in sheets if sheet.profile.kind == table.kind]
    positions = [int(one) for one in in_place_order(table, np.asarray(suspects.positions, np.int64))]
    problems = [_problem(table, suspects, position, sheets) for position in positions[:REPORTED]]
    if len(positions) > REPORTED:
        problems.append(_rest(table, suspects, positions[REPORTED:], sheets))
    return problems


def _problem(table: Table, suspects: Suspects, position: int, sheets: Sequence[Sheet]) -> Problem:
    said = suspects.say(position)
    problem = Problem(suspects.kind, table.place(position), said.found, said.values)
    shown = next((one for one in sheets if _is_of(one, problem)), None)
    if shown is not None:
        problem = in_cell(problem, shown, suspects.column)
    return _concerning(problem, _people(table, said, [position]))


def _is_of(sheet: Sheet, problem: Problem) -> bool:
    return (sheet.source.file, sheet.source.sheet) == (problem.place.file, problem.place.sheet)


def _rest(table: Table, suspects: Suspects, positions: Sequence[int], sheets: Sequence[Sheet]) -> Problem:
    """Return one problem for many rows, at the first of them: it concerns the people of all."""
    problem = _problem(table, suspects, positions[0], sheets)
    sentence = problem.kind.sentence + f" The same is so of further rows here: {len(positions) - 1}."
    problem = replace(problem, kind=replace(problem.kind, sentence=sentence))
    said = [suspects.say(position) for position in positions] if _names_people(suspects, positions[0]) else []
    people = {person for one in said for person in one.people or ()}
    return _concerning(problem, tuple(sorted(people)) if said else _people(table, Said(), positions))


def _names_people(suspects: Suspects, position: int) -> bool:
    return suspects.say(position).people is not None


def _people(table: Table, said: Said, positions: Sequence[int]) -> tuple[str, ...] | None:
    """Return whom rows concern, or None where one of them names nobody."""
    if said.people is not None:
        return said.people
    if "person" not in table.columns:
        return None
    people = table.frame["person"].iloc[list(positions)]
    return None if people.isna().any() else tuple(sorted(set(people)))


def _concerning(problem: Problem, people: tuple[str, ...] | None) -> Problem:
    """Name the people; what blocks somebody and names nobody blocks everybody."""
    if people:
        return replace(problem, people=people)
    if problem.kind.severity is Severity.BLOCKS_PERSON:
        return replace(problem, kind=kinds.for_everybody(problem.kind), people=())
    return problem
