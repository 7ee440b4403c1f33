"""Turns the figures of a table into the scale that each column is written at, so that decimals align."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.model.document import DataTable, TableColumn, Value
from reportgen.model.money import half_up
from reportgen.model.quantity import Quantity, Unit
from reportgen.render.words.catalogue import Words
from reportgen.render.words.numbers import fit_step

_LEAST = 2
"""The largest amount of a table has so many of its step, or the decimals would tell too little of the others: 1.68 亿
beside 456 万 would be 0.05 亿. Tables of one total that stand side by side have one step by that."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What amounts are divided by before they are written, and with how many decimals; a rate is divided by nothing."""

    step: int
    places: int


def scales(table: DataTable, words: Words) -> tuple[Scale | None, ...]:
    """Return each column's scale; None where its figures are written each as fits it best.

    That is so in a column of full precision, of several units, or without figures. All columns of money have the same
    step, for their figures are compared along the rows as well.
    """
    rows = (*table.rows, *((table.foot,) if table.foot else ()))
    found = [_figures(column, [row.cells[index] for row in rows]) for index, column in enumerate(table.columns)]
    step, places = _step([value for each in found if each.unit is Unit.MONEY for value in each.values], words)
    return tuple(_scale(each, step, places) for each in found)


@dataclass(frozen=True, slots=True)
class _Column:
    """The figures of a column that are not zero, and the unit that all of them have; None where they have several."""

    unit: Unit | None
    values: tuple[Fraction, ...]


def _figures(column: TableColumn, cells: Sequence[Value]) -> _Column:
    figures = [cell for cell in cells if isinstance(cell, Quantity)]
    units = {figure.unit for figure in figures}
    unit = units.pop() if len(units) == 1 and column.precision == "compact" else None
    return _Column(unit, tuple(figure.value for figure in figures if figure.value))


def _step(values: Sequence[Fraction], words: Words) -> tuple[int, int]:
    """The step of the largest amount and its decimals, or the one below where that has too few of them."""
    largest = max((abs(value) for value in values), default=Fraction(0))
    step, places = fit_step(largest, words.steps)
    if step > words.steps[0] and largest < step * _LEAST:
        index = words.steps.index(step) - 1
        return words.steps[index], min(index + 1, 2)
    return step, places


def _scale(column: _Column, step: int, places: int) -> Scale | None:
    if column.unit is Unit.PERCENT:
        return Scale(1, _needed([100 * value for value in column.values], 1))
    if column.unit is Unit.MONEY and step > 1:
        return Scale(step, _needed([value / step for value in column.values], places))
    return None


def _needed(values: Sequence[Fraction], places: int) -> int:
    """No decimals where all of them are zero, else as many as there may be."""
    return 0 if all(half_up(value, places).denominator == 1 for value in values) else places
