"""Turns a sheet drawn in a test, one line a row and cells parted by |, into a grid, and areas into what people see."""

import re

import numpy as np
import pyarrow as pa

from reportgen.model.place import column_letters
from reportgen.sources.grid import CellKind, Grid, Merge
from reportgen.sources.layout import Area

_KINDS = (
    (r"", CellKind.BLANK),
    (r"#[A-Z/0!]+", CellKind.ERROR),
    (r"-?\d+(\.\d+)?", CellKind.NUMBER),
    (r"\d{4}-\d\d-\d\d", CellKind.DATE),
    (r"TRUE|FALSE", CellKind.TRUTH),
    (r".*", CellKind.TEXT),
)


def cells_of(drawing: str) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in drawing.strip("\n").splitlines()]
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def grid_of(rows: list[list[str]], merges: str = "", *, workbook: bool = True) -> Grid:
    """Make a grid of cell texts; `merges` are ranges such as `A1:B2 C3:C4`."""
    columns = list(zip(*rows, strict=True))
    kinds = tuple(np.array([_kind(cell) for cell in column], np.uint8) for column in columns) if workbook else ()
    return Grid("表", tuple(pa.array(column, pa.large_string()) for column in columns), (), kinds, _merges(merges))


def drawn(drawing: str, merges: str = "", *, workbook: bool = True) -> Grid:
    """Make a grid of a drawing; without `workbook` it is a text file's, whose cells are all text."""
    return grid_of(cells_of(drawing), merges, workbook=workbook)


def _kind(cell: str) -> int:
    return next(int(kind) for pattern, kind in _KINDS if re.fullmatch(pattern, cell, re.DOTALL))


def _merges(ranges: str) -> tuple[Merge, ...]:
    found = re.findall(r"([A-Z])(\d+):([A-Z])(\d+)", ranges)
    return tuple(
        Merge(int(top) - 1, ord(left) - 65, int(bottom) - 1, ord(right) - 65) for left, top, right, bottom in found
    )


def names(area: Area) -> dict[str, str]:
    """The names of an area's columns by their letters."""
    return {column_letters(column): name for column, name in area.names.items()}


def rows(area: Area) -> list[int]:
    """The data rows as people number them."""
    return [row + 1 for row in area.rows.tolist()]


def sums(area: Area) -> list[tuple[int, str, list[int], bool | None]]:
    """The rows of sums: where, what they are called, which rows they cover, and whether they agree."""
    return [(one.position + 1, one.label, [row + 1 for row in one.covers.tolist()], one.agrees) for one in area.sums]


def notes(area: Area) -> list[int]:
    """The rows of prose."""
    return [row + 1 for row in area.notes]


def units(area: Area) -> dict[str, tuple[str, int, str]]:
    """Each column's unit by its letters: as written, its factor, its currency."""
    return {column_letters(column): (one.written, one.factor, one.currency) for column, one in area.units.items()}
