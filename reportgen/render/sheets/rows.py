"""Turns the pieces of a laid-out sheet into the rows of its part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reportgen.render.sheets.banded import rows_of_band
from reportgen.render.sheets.cells import Pen, behind_address
from reportgen.render.sheets.grid import Sheet
from reportgen.render.sheets.markup import letters
from reportgen.render.sheets.pieces import Band


def rows_of(sheet: Sheet, pen: Pen) -> Iterator[str]:
    """Yield the rows of a sheet that have cells, a height of their own, or are folded away."""
    told = _within(sheet, pen)
    folded = frozenset(sheet.folded)
    for row in sorted(told.keys() | sheet.heights.keys() | folded):
        height = f' ht="{sheet.heights[row]:g}" customHeight="1"' if row in sheet.heights else ""
        hidden = ' hidden="1" outlineLevel="1"' if row in folded else ""
        here = told.get(row, {})
        yield f'<row r="{row}"{hidden}{height}>{"".join(map(here.__getitem__, sorted(here)))}</row>'


def _within(sheet: Sheet, pen: Pen) -> dict[int, dict[int, str]]:
    """Return the markup of each row by the column that it begins with: no piece stands between cells of a band."""
    told: defaultdict[int, dict[int, str]] = defaultdict(dict)
    known: dict[tuple[int, int, str, str, str, str, float], tuple[str, ...]] = {}
    for piece in sheet.pieces:
        if isinstance(piece, Band):
            for row, within in zip(piece.rows, rows_of_band(piece, sheet.name, pen), strict=True):
                told[row][piece.columns[0]] = within
            continue
        row, column, content, style, pattern, formula, part, _, aside, _, size = piece
        # Many cells of a table are like another one. What is known by its place in memory is the sheet's.
        after = known.get(key := (id(content), id(style), pattern, formula, part, aside, size))
        if after is None:
            after = known[key] = behind_address(piece, sheet.name, pen)
        told[row][column] = f'<c r="{letters(column)}{row}"{str(row).join(after)}'
    return told
