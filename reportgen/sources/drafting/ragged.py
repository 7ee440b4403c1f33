"""Turns rows of a text file with more or fewer cells than their header into problems."""

from __future__ import annotations

import numpy as np

from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem
from reportgen.sources import kinds
from reportgen.sources.grid import Grid
from reportgen.sources.layout.area import Area

LISTED = 1000
"""Rows of one kind that are listed; a file read with the wrong separator has as many as it has rows."""


def ragged_rows(area: Area, file: str) -> list[Problem]:
    """Report rows that are longer or shorter than the header: their values may stand in the wrong columns."""
    grid = area.grid
    if not grid.widths or not area.header:
        return []
    widths = np.asarray(grid.widths)
    width = int(widths[area.header[-1]])
    rows = np.asarray(area.rows)
    longer = rows[widths[rows] > width]
    longer = [position for position in longer[: 2 * LISTED].tolist() if any(grid.row(position)[width:])]
    shorter = rows[widths[rows] < width][:LISTED].tolist()
    found = [_problem(kinds.ROW_TOO_LONG, grid, position, width, file) for position in longer[:LISTED]]
    return found + [_problem(kinds.ROW_TOO_SHORT, grid, position, width, file) for position in shorter]


def _problem(kind: Kind, grid: Grid, position: int, width: int, file: str) -> Problem:
    values = (("cells", _counted(grid.widths[position], "cell")), ("headers", _counted(width, "header")))
    return Problem(kind, Place(file, grid.sheet, position + 1), values=values, excerpt=grid.excerpt(position))


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
