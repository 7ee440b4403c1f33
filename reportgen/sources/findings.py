"""Turns doubts about cells into problems.

With the cell's place, the row as typed, and the person whom the row concerns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from reportgen.model.place import Place, column_letters
from reportgen.model.problem import Problem, Severity
from reportgen.model.table import Column, ColumnType
from reportgen.sources import kinds
from reportgen.sources.further import further_of
from reportgen.sources.sheets import Sheet
from reportgen.sources.values.outcome import LISTED, Doubt

REPORTED = LISTED
"""Doubts of one kind in one column of one sheet that are listed singly.

The rest is one more problem that names all their people.
"""


def problems_of(
    frame: pd.DataFrame, columns: Mapping[str, Column], sheets: Sequence[Sheet], doubts: Iterable[Doubt]
) -> list[Problem]:
    """Report the doubts about a table's rows; `_source` of the frame counts the sheets."""
    sources = frame["_source"].to_numpy()
    grouped: dict[tuple[int, str, str], list[Doubt]] = {}
    for doubt in doubts:
        grouped.setdefault((int(sources[doubt.position]), doubt.column, doubt.kind.code), []).append(doubt)
    problems: list[Problem] = []
    for (source, _, _), group in grouped.items():
        group.sort(key=lambda doubt: doubt.position)
        problems += [
            valued(_problem(frame, sheets[source], doubt), frame, columns, doubt.positions)
            for doubt in group[:REPORTED]
        ]
        if len(group) > REPORTED:
            rest = [row for doubt in group[REPORTED:] for row in doubt.positions]
            more = and_more(_cell_problem(frame, sheets[source], group[REPORTED]), frame, rest, listed=REPORTED)
            problems.append(valued(more, frame, columns, rest))
    return problems


def _problem(frame: pd.DataFrame, sheet: Sheet, doubt: Doubt) -> Problem:
    """Report a doubt; one that stands for several rows blocks the people of all of them."""
    problem = _cell_problem(frame, sheet, doubt)
    if len(doubt.positions) > 1 and "{rows}" not in doubt.kind.sentence:
        return and_more(problem, frame, doubt.positions)
    return concerning(problem, people_on(frame, doubt.positions))


def _cell_problem(frame: pd.DataFrame, sheet: Sheet, doubt: Doubt) -> Problem:
    row = int(frame["_row"].iloc[doubt.position])
    return in_cell(Problem(doubt.kind, Place("", "", row), doubt.found, doubt.values), sheet, doubt.column)


def in_cell(problem: Problem, sheet: Sheet, column: str) -> Problem:
    """Return the problem of a row with its cell's letters, where the sheet has the column, and the row as typed."""
    index = sheet.column_of(column, problem.place.row - 1, problem.found)
    letters = "" if index is None else column_letters(index)
    place = Place(sheet.source.file, sheet.source.sheet, problem.place.row, letters)
    return replace(problem, place=place, excerpt=sheet.grid.excerpt(place.row - 1))


def and_more(problem: Problem, frame: pd.DataFrame, positions: Sequence[int], *, listed: int = 0) -> Problem:
    """Let one problem stand for those of several rows, the first of which is its own: it blocks the people of all.

    `listed` are the rows with the same problem that were reported one by one before.
    """
    sentence = problem.kind.sentence + further_of(frame, positions, listed)
    problem = replace(problem, kind=replace(problem.kind, sentence=sentence))
    return concerning(problem, people_on(frame, positions))


def valued(problem: Problem, frame: pd.DataFrame, columns: Mapping[str, Column], positions: Sequence[int]) -> Problem:
    """Return the problem with what its rows are worth: the sum of their `amount`, or of the table's first sum of money.

    Rows in which that cell is empty or could not be read add nothing; where none has one, there is no amount.
    """
    sums = [column for name, column in columns.items() if column.type is ColumnType.MONEY and name in frame.columns]
    if not sums:
        return problem
    column = next((each for each in sums if each.name == "amount"), sums[0])
    held = frame[column.name].iloc[list(positions)].dropna()
    if held.empty:
        return problem
    return replace(problem, amount=Fraction(sum(map(int, held)), 10**column.scale), currency=column.currency)


def people_on(frame: pd.DataFrame, positions: Sequence[int]) -> tuple[str, ...] | None:
    """Return the people whom rows concern, or None where one of the rows names nobody."""
    if "person" not in frame.columns:
        return None
    people = frame["person"].iloc[list(positions)]
    return None if people.isna().any() else tuple(sorted(set(people)))


def concerning(problem: Problem, people: tuple[str, ...] | None) -> Problem:
    """Let a problem block the given people, or everybody where it cannot be told whom; milder problems block nobody."""
    if problem.kind.severity is not Severity.BLOCKS_PERSON:
        return problem
    return replace(problem, people=people) if people else replace(problem, kind=kinds.for_everybody(problem.kind))
