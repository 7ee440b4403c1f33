"""One function a kind of condition: a rule and a time → what it says of every subject, firing or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.actuals.groups import Grouped
from reportgen.measure.actuals.lines import Index
from reportgen.measure.alerts.bases import base_of
from reportgen.measure.alerts.figures import Board, amounts
from reportgen.measure.columns import at_scale, integers
from reportgen.model import alerts as conditions
from reportgen.model.alerts import Alert
from reportgen.model.period import year_before
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.model.rhythm import Look, look_before
from reportgen.model.step import Rows, Step
from reportgen.model.table import ColumnType

NONE = Quantity(Fraction(0), Unit.COUNT)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a subject: the value and the threshold in the figure's unit, and whether it speaks up."""

    subject: str
    fires: bool
    figure: str
    value: Quantity
    threshold: Quantity
    step: Step
    base: Step | None = None
    told: tuple[str, ...] = ()


def verdicts(board: Board, alert: Alert, look: Look) -> Iterator[Verdict]:
    """Return what a rule says at a time, by subject; who is not measured is not spoken of."""
    return KINDS[type(alert.condition)](board, alert, alert.condition, look)


def firing(board: Board, alert: Alert, look: Look) -> Iterator[Verdict]:
    """Return those of them that speak up; where each subject is held by itself, no other verdict is made."""
    condition = alert.condition
    if isinstance(condition, conditions.Below | conditions.Above):
        found = compared(board, alert, condition, look, few=alert.in_a_row == len(condition.figures) == 1)
    elif isinstance(condition, conditions.Between):
        found = between(board, alert, condition, look, few=True)
    else:
        found = verdicts(board, alert, look)
    return (verdict for verdict in found if verdict.fires)


# ------------------------------------------------------------------------------------------------ below, above, between


def compared(
    board: Board,
    alert: Alert,
    condition: conditions.Below | conditions.Above,
    look: Look,
    *,
    few: bool = False,
) -> Iterator[Verdict]:
    """Hold each figure against its threshold, as many times running as the rule asks; of several, the worst is told.

    With `few`, only what fires is returned: where one figure is held once.
    """
    by_figure = [_of_figure(board, alert, condition, figure, look, few=few) for figure in condition.figures]
    for subject in sorted({subject for found in by_figure for subject in found}):
        mine = [found[subject] for found in by_figure if subject in found]
        one = len(mine) == 1  # as nearly always: nothing is to be weighed
        yield mine[0] if one else min(mine, key=lambda verdict: (not verdict.fires, _calm(condition, verdict)))


def _of_figure(
    board: Board,
    alert: Alert,
    condition: conditions.Below | conditions.Above,
    figure: str,
    look: Look,
    *,
    few: bool,
) -> dict[str, Verdict]:
    times = [look]
    while len(times) < alert.in_a_row:
        times.append(look_before(times[-1], alert.every))
    each = [_at(board, alert, condition, figure, time, few=few) for time in times]
    if len(each) == 1:
        return each[0]
    found = {}
    for subject in each[0]:
        run = [at[subject] for at in each if subject in at]
        if len(run) == len(times):
            nearest = max(run, key=lambda verdict: _calm(condition, verdict))
            found[subject] = replace(nearest, fires=all(verdict.fires for verdict in run))
    return found


def _at(
    board: Board,
    alert: Alert,
    condition: conditions.Below | conditions.Above,
    figure: str,
    look: Look,
    *,
    few: bool,
) -> dict[str, Verdict]:
    base = base_of(board, alert, condition, figure, look)
    values = board.values(figure, alert.subject, look.period)
    found = {}
    for subject, value in amounts(values):
        below, threshold = base(subject) if base else None, condition.threshold.value
        if base is not None:
            if below is None or not isinstance(below.value, Quantity):
                continue
            threshold *= below.value.value
        fires = _breaks(condition, value.value, threshold)
        if fires or not few:
            held = Quantity(threshold, value.unit, value.currency)
            found[subject] = Verdict(subject, fires, figure, value, held, values[subject], below)
    return found


def _breaks(condition: conditions.Below | conditions.Above, value: Fraction, threshold: Fraction) -> bool:
    if isinstance(condition, conditions.Below):
        return value < threshold
    return value >= threshold if condition.reached == "counts" else value > threshold


def _calm(condition: conditions.Below | conditions.Above, verdict: Verdict) -> Fraction:
    """Return how far a value is on the quiet side: its part of the threshold, or its distance from a threshold of 0."""
    value, threshold = verdict.value.value, verdict.threshold.value
    part = value / threshold if threshold > 0 else value
    return part if isinstance(condition, conditions.Below) else -part


def between(
    board: Board, alert: Alert, condition: conditions.Between, look: Look, *, few: bool = False
) -> Iterator[Verdict]:
    """Speak where a figure lies between two thresholds, both included; the lower one is told.

    With `few`, only what fires is returned.
    """
    values = board.values(condition.figure, alert.subject, look.period)
    for subject, value in amounts(values):
        fires = condition.low.value <= value.value <= condition.high.value
        if fires or not few:
            threshold = Quantity(condition.low.value, value.unit, value.currency)
            yield Verdict(subject, fires, condition.figure, value, threshold, values[subject])


def falling(board: Board, alert: Alert, condition: conditions.Falling, look: Look) -> Iterator[Verdict]:
    """Speak where a figure fell by more than a share of what it was."""
    past = look_before(look, alert.every).period
    if condition.against == "year_before":
        past = year_before(look.period)
    before = board.values(condition.figure, alert.subject, past)
    for subject, step in board.values(condition.figure, alert.subject, look.period).items():
        then = before.get(subject)
        if then is not None and isinstance(step.value, Quantity) and isinstance(then.value, Quantity):
            threshold = then.value.value * (1 - condition.by)
            fires = step.value.value < threshold
            yield Verdict(
                subject, fires, condition.figure, step.value, replace(step.value, value=threshold), step, then
            )


def occurred(board: Board, alert: Alert, condition: conditions.Occurred, look: Look) -> Iterator[Verdict]:
    """Speak of everything that is counted at all."""
    for subject, step in board.values(condition.figure, alert.subject, look.period).items():
        if isinstance(step.value, Quantity):
            nothing = replace(step.value, value=Fraction(0))
            yield Verdict(subject, step.value.value > 0, condition.figure, step.value, nothing, step)


# ------------------------------------------------------------------------------------------------- what single rows say


def missing(board: Board, alert: Alert, condition: conditions.Missing, look: Look) -> Iterator[Verdict]:
    """Speak of rows that lack a column; the value is how many of the subject's do."""
    grouped = board.shelf.grouped(condition.figure, alert.subject, look.period)
    if isinstance(grouped, NotMeasured) or not set(condition.columns) <= set(grouped.book.table.columns):
        return
    position = grouped.book.lines.position
    empty = {name: ~_filled(grouped, name, position) for name in condition.columns}
    for subject, index in grouped.index.items():
        gaps = {name: index[lacks[index]] for name, lacks in empty.items()}
        rows = np.unique(np.concatenate(list(gaps.values())))
        value = replace(NONE, value=Fraction(len(rows)))
        told = tuple(name for name, found in gaps.items() if len(found))
        step = _step(grouped, subject, value, f"rows without {' or '.join(condition.columns)}")
        yield Verdict(subject, len(rows) > 0, condition.figure, value, NONE, step, None, told)


def _filled(grouped: Grouped, name: str, position: np.ndarray) -> np.ndarray:
    """Tell for each row whether a column is filled; a day that had not come yet was not written."""
    cells = grouped.book.table.frame[name].iloc[position]
    known = cells.notna()
    if grouped.book.table.columns[name].type is ColumnType.DATE:
        known &= cells <= pd.Timestamp(grouped.end)
    return known.to_numpy(dtype=bool)


def _step(grouped: Grouped, subject: str, value: Quantity, formula: str, rows: Rows | None = None) -> Step:
    return Step(grouped.book.measure.id, value, formula, rows=rows or grouped.rows(subject))


def outside(board: Board, alert: Alert, condition: conditions.Outside, look: Look) -> Iterator[Verdict]:
    """Speak of values outside the bounds of their own row; the bound that is nearer is told, the newest row counts."""
    grouped = board.shelf.grouped(condition.figure, alert.subject, look.period)
    if isinstance(grouped, NotMeasured) or not {condition.low, condition.high} <= set(grouped.book.table.columns):
        return
    value, low, high, known, scale = _bounds(grouped, condition)
    for subject, index in grouped.index.items():
        rows = index[known[index]]
        if len(rows):
            beyond = rows[(value[rows] < low[rows]) | (value[rows] > high[rows])]
            told = int(beyond[-1] if len(beyond) else rows[-1])
            near = low[told] if value[told] - low[told] < high[told] - value[told] else high[told]
            unit = Quantity(at_scale(value[told], scale), grouped.book.measure.unit)
            threshold = replace(unit, value=at_scale(near, scale))
            step = _step(grouped, subject, unit, f"between {condition.low} and {condition.high} of its row")
            yield Verdict(subject, len(beyond) > 0, condition.figure, unit, threshold, step)


def _bounds(
    grouped: Grouped, condition: conditions.Outside
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, int]:
    """Return the rows' values and bounds as integers at one scale, which rows have all three, and the scale."""
    table, lines = grouped.book.table, grouped.book.lines
    names = (condition.low, condition.high)
    scale = max(grouped.book.scale, *(table.columns[name].scale for name in names))
    cells = [table.frame[name].iloc[lines.position] for name in names]
    known = lines.known & np.all([cell.notna().to_numpy(dtype=bool) for cell in cells], axis=0)
    low, high = (
        integers(cell, 10**scale).to_numpy() * 10 ** (scale - table.columns[name].scale)
        for name, cell in zip(names, cells, strict=True)
    )
    return lines.value * 10 ** (scale - grouped.book.scale), low, high, known, scale


def concentrated(board: Board, alert: Alert, condition: conditions.Concentrated, look: Look) -> Iterator[Verdict]:
    """Speak where the largest of a column make more than a share of a figure; they are told, the largest first."""
    grouped = board.shelf.grouped(condition.figure, alert.subject, look.period)
    if isinstance(grouped, NotMeasured) or condition.column not in grouped.book.table.columns:
        return
    threshold = Quantity(condition.share, Unit.PERCENT)
    codes, texts = grouped.book.lines.codes(condition.column)
    coded = codes, texts.whole()
    for subject, index in grouped.index.items():
        whole = grouped.book.lines.total(index)
        largest = _largest(grouped, coded, index, condition.top)
        if whole > 0:
            value = Quantity(Fraction(sum(largest.values()), whole), Unit.PERCENT)
            step = _step(grouped, subject, value, f"largest {condition.top} by {condition.column} ÷ all")
            fires = value.value > condition.share
            yield Verdict(subject, fires, condition.figure, value, threshold, step, None, tuple(largest))


def _largest(grouped: Grouped, coded: tuple[np.ndarray, list[str]], index: Index, top: int) -> dict[str, int]:
    """Return the largest values of a column with their sums; equal ones by name."""
    codes, names = coded
    mine = index[codes[index] >= 0]
    order = np.argsort(codes[mine], kind="stable")
    numbers, starts = np.unique(codes[mine][order], return_index=True)
    if not len(numbers):
        return {}
    sums = np.add.reduceat(grouped.book.lines.worth(mine)[order], starts)
    found = {names[number]: int(value) for number, value in zip(numbers.tolist(), sums.tolist(), strict=True)}
    ranked = sorted(found, key=lambda name: (-found[name], name))
    return {name: found[name] for name in ranked[:top]}


KINDS: Mapping[type, Callable[[Board, Alert, Any, Look], Iterator[Verdict]]] = {
    conditions.Below: compared,
    conditions.Above: compared,
    conditions.Between: between,
    conditions.Falling: falling,
    conditions.Missing: missing,
    conditions.Concentrated: concentrated,
    conditions.Outside: outside,
    conditions.Occurred: occurred,
}
"""The conditions, by the kind that the plan names."""
