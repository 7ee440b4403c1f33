"""Turns the cells of a sheet that belong to no table into notes, so that nothing that is written is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.sources.drafting.canonical import plain_values
from reportgen.sources.drafting.found import Note
from reportgen.sources.drafting.names import cell_name
from reportgen.sources.grid import CellKind, Cells, Grid
from reportgen.sources.layout.area import Area


def left_over(grid: Grid, areas: Sequence[Area]) -> dict[int, Note]:
    """Return the rows with cells that no table has, by zero-based position: prose, titles, figures that stand alone."""
    free = [_filled(grid, index) for index in range(len(grid.columns))]
    for area in areas:
        taken = _rows_of(area)
        for index in area.names:
            free[index][taken] = False
    cells: dict[int, list[tuple[str, str, int]]] = {}
    for index, column in enumerate(free):
        positions = np.flatnonzero(column)
        if not len(positions):
            continue
        kinds = grid.kinds[index][positions] if grid.kinds else None
        values = plain_values(Cells(grid.columns[index].take(pa.array(positions)), kinds))
        for number, position in enumerate(positions.tolist()):
            text, kind = values.texts[number].as_py(), int(values.kinds[number])
            cells.setdefault(position, []).append((cell_name(position, index), text, kind))
    return {position: Note(position + 1, tuple(cells[position])) for position in sorted(cells)}


def _rows_of(area: Area) -> Any:
    units = {unit.position for unit in area.units.values()} - set(area.notes)  # a title stands beside such a unit
    sums = (one.position for one in area.sums)
    return np.array([*area.header, *area.repeated, *units, *sums, *np.asarray(area.rows)], np.int64)


def _filled(grid: Grid, index: int) -> Any:
    written = pc.not_equal(pc.utf8_trim_whitespace(grid.columns[index]), "").to_numpy(zero_copy_only=False)
    told = grid.kinds[index] == CellKind.UNCALCULATED if grid.kinds else False
    return written | told


def notes_of(area: Area, free: dict[int, Note]) -> tuple[Note, ...]:
    """Take the notes that stand by a table, away from those that are left."""
    return tuple(free.pop(position) for position in _sorted(area.notes) if position in free)


def _sorted(positions: Iterable[int]) -> list[int]:
    return sorted(set(positions))
