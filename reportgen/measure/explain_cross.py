"""A pair of values of the plan's two slices (`region=East,line=Eco`) → the figure of it that the documents print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.model.measured import Measured, SliceRow
from reportgen.model.plan import BandSlice, Slice, valid
from reportgen.model.step import Rows, Step

_Pair = tuple[str, Slice | BandSlice, str, Slice | BandSlice, SliceRow]
"""The value down and its slice, the value across and its slice, and what they come to together."""


def pairs(measured: Measured) -> tuple[str, ...]:
    """Return how the cells of the table of two slices are asked for, row by row; none where there is no such table."""
    return tuple(_called(pair) for pair in _pairs(measured))


def pair_steps(measured: Measured, subject: str) -> dict[str, Step]:
    """Return the figure of a cell by the measure's id, beside the year before; nothing for another subject."""
    pair = next((each for each in _pairs(measured) if _called(each) == subject), None)
    if pair is None or measured.crossed is None:
        return {}
    down, of_down, across, of_across, cell = pair
    behind = _behind(_behind(measured.crossed.behind, of_down, down), of_across, across)
    told = (
        f"sum of the rows with {of_down.column} {down or 'not stated'} and {of_across.column} {across or 'not stated'}"
    )
    year_before = Step("year before", cell.year_before)
    places = (of_down.place, of_across.place)
    return {of_down.measure: Step(of_down.measure, cell.actual, told, (year_before,), places=places, rows=behind)}


def _pairs(measured: Measured) -> Iterator[_Pair]:
    found, slices = measured.crossed, valid(measured.plan.slices, measured.period.end)
    if found is None:
        return
    of_down, of_across = slices[found.rows.slice], slices[found.columns.slice]
    for row, cells in zip(found.rows.rows, found.cells, strict=True):
        yield from ((row.label, of_down, cell.label, of_across, cell) for cell in cells)


def _called(pair: _Pair) -> str:
    down, of_down, across, of_across, _ = pair
    return f"{of_down.column}={down},{of_across.column}={across}"


def _behind(rows: Rows | None, of: Slice | BandSlice, value: str) -> Rows | None:
    """Narrow rows to a value; None where that cannot be described: numbers in bands, or two columns of the roster."""
    if rows is None or isinstance(of, BandSlice):
        return None
    if of.of == "row":
        return replace(rows, where={**rows.where, of.column: (value,)})
    return None if rows.key else replace(rows, key=of.column, value=value, narrowed=True)
