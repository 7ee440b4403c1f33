"""Turns the figures of a table into the scale that each column is written at, so that decimals align."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.model.document import DataTable, HeatMap, Precision, Value
from reportgen.model.money import half_up
from reportgen.model.quantity import Quantity, Unit
from reportgen.render.words.catalogue import Words
from reportgen.render.words.numbers import fit_step

_LEAST = 2
"""The largest amount of a table has so many of its step, or the decimals would tell too little of the others: 1.68 亿
beside 456 万 would be 0.05 亿. Tables of one total that stand side by side have one step by that."""

_WIDE = 10_000
"""A step so far above the one below (亿 above 万) is taken only by what the lower one cannot tell at a glance."""

_TYPICAL, _SMALLEST = 3, 2
"""So many significant figures the median of a table's body has, and the smallest amount of it."""

_MOST = 100_000
"""So many of a step are still read at a glance."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How the figures of a column are written alike.

    Amounts are divided by `step` and have `places` decimals, percentages `shares`, days `days` and plain numbers
    `numbers`. Where it is None, each figure is written as fits it best.
    """

    step: int | None = None
    places: int = 0
    shares: int | None = None
    days: int | None = None
    numbers: int | None = None


AS_FITS = Scale()
"""The scale of a figure that stands in no column."""


@dataclass(frozen=True, slots=True)
class _Column:
    """How precisely a column is written, the units in it, and its figures that are not zero, its total last."""

    precision: Precision
    units: frozenset[Unit]
    figures: tuple[Quantity, ...]
    totalled: bool = False

    def values(self, unit: Unit) -> list[Fraction]:
        return [figure.value for figure in self.figures if figure.unit is unit]

    @property
    def amounts(self) -> list[Fraction]:
        """The amounts of a column of nothing but compact money: beside other units, each is another measure's."""
        alone = self.units == {Unit.MONEY} and self.precision == "compact"
        return self.values(Unit.MONEY) if alone else []

    @property
    def body(self) -> list[Fraction]:
        """Its amounts without their total, which tells nothing of how large the others are."""
        return self.amounts[:-1] if self.totalled else self.amounts


def scales(found: DataTable | HeatMap, words: Words) -> tuple[Scale, ...]:
    """Return the scale of each column of figures; of a table's columns, each is one.

    All columns of compact money have the same step, for their figures are compared along the rows as well.
    """
    totalled = isinstance(found, DataTable) and found.foot is not None
    columns = [_column(precision, cells, totalled=totalled) for precision, cells in _columns(found)]
    body = [value for each in columns for value in each.body]
    step, places = _step([value for each in columns for value in each.amounts], body, words)
    return tuple(_scale(each, step, places) for each in columns)


def _columns(found: DataTable | HeatMap) -> list[tuple[Precision, list[Value]]]:
    if isinstance(found, HeatMap):
        return [("compact", [row.cells[place].value for row in found.rows]) for place in range(len(found.columns))]
    rows = (*found.rows, *((found.foot,) if found.foot else ()))
    return [(column.precision, [row.cells[place] for row in rows]) for place, column in enumerate(found.columns)]


def _column(precision: Precision, cells: Sequence[Value], *, totalled: bool) -> _Column:
    figures = [cell for cell in cells if isinstance(cell, Quantity)]
    units = frozenset(figure.unit for figure in figures)
    last = cells[-1] if cells else None
    return _Column(
        precision,
        units,
        tuple(figure for figure in figures if figure.value),
        totalled and isinstance(last, Quantity) and bool(last.value),
    )


def _step(values: Sequence[Fraction], body: Sequence[Fraction], words: Words) -> tuple[int, int]:
    """The step of the largest amount and its decimals, or the one below where that has too few of them.

    So it is where the step would tell too little of the body's amounts, or write one as nothing, and the one below
    would not, as long as that is readable.
    """
    largest = max((abs(value) for value in values), default=Fraction(0))
    step, places = fit_step(largest, words.steps)
    if step <= words.steps[0]:
        return step, places
    index = words.steps.index(step) - 1
    lower = words.steps[index], min(index + 1, 2)
    # What even the lower one would write as nothing is written as it is.
    told = sorted(abs(value) for value in body if half_up(value / lower[0], lower[1]))
    coarse = bool(told) and (
        _figures(told[len(told) // 2], step, places) < _TYPICAL or _figures(told[0], step, places) < _SMALLEST
    )
    lost = _vanishes(values, step, places) and not _vanishes(values, *lower)
    readable = largest < _MOST * lower[0]
    wide = step >= _WIDE * lower[0]
    return lower if largest < step * _LEAST or (readable and (wide or coarse or lost)) else (step, places)


def _figures(value: Fraction, step: int, places: int) -> int:
    """How many significant figures an amount has that is written in a step with so many decimals."""
    written = int(half_up(abs(value) / step, places) * 10**places)
    return len(str(written)) if written else 0


def _vanishes(values: Sequence[Fraction], step: int, places: int) -> bool:
    return any(value and not half_up(value / step, places) for value in values)


def _scale(column: _Column, step: int, places: int) -> Scale:
    shares = [100 * value for value in column.values(Unit.PERCENT)]
    scaled = bool(column.amounts) and step > 1
    return Scale(
        step if scaled else None,
        _needed([value / step for value in column.amounts], places) if scaled else 0,
        _needed(shares, 1) if shares and column.precision == "compact" else None,
        _needed(column.values(Unit.DAYS), 1) if column.values(Unit.DAYS) else None,
        _needed(column.values(Unit.NUMBER), 2) if column.units == {Unit.NUMBER} else None,
    )


def _needed(values: Sequence[Fraction], places: int) -> int:
    """No decimals where all of them are zero, else as many as there may be."""
    return 0 if all(half_up(value, places).denominator == 1 for value in values) else places
