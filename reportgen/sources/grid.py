"""One sheet as it is written: columns of cell texts in which position 0 is the row that people call 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.model.problem import Problem

if TYPE_CHECKING:
    import pyarrow as pa

_EXCERPT_CELLS = 30


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet's cells as text, column by column (arrow `large_string`, "" for blank).

    Numbers are plain decimals of at most 15 significant digits, dates ISO, failed formulas their error text
    (`#REF!`). `widths` is each row's own number of cells where the rows of a text file differ in it, else empty;
    shorter rows are filled up with blanks.
    """

    sheet: str
    columns: tuple[pa.LargeStringArray, ...]
    widths: tuple[int, ...] = ()

    @property
    def height(self) -> int:
        """Return the number of rows."""
        return len(self.columns[0]) if self.columns else 0

    def row(self, position: int) -> tuple[str, ...]:
        """Return the texts of one row."""
        return tuple(column[position].as_py() for column in self.columns)

    def excerpt(self, position: int) -> str:
        """Return a row as the person typed it, cells joined by " | ", without trailing blanks."""
        cells = [" ".join(cell.split()) for cell in self.row(position)]
        while cells and not cells[-1]:
            cells.pop()
        return " | ".join(cells[:_EXCERPT_CELLS])


@dataclass(frozen=True, slots=True)
class Opened:
    """A file's sheets, and what was wrong with opening it."""

    grids: tuple[Grid, ...] = ()
    problems: tuple[Problem, ...] = ()
