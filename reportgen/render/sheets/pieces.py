"""What sheets are made up of: single cells, and bands of rows that are like one another, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from reportgen.render.sheets.look import Style
from reportgen.render.sheets.values import Content

_LARGE: Final = 10.0
"""Points of what is to be read on a sheet that is printed much smaller."""


class Cell(NamedTuple):  # a statement has thousands: as a dataclass each takes four times as long to make
    """One cell: `formula` still names columns, `part` is the table whose columns it means; `span` merges cells.

    `aside` is text behind the content, of `aside_size` points. `name` is that under which other programs find the cell
    in every language, such as `headline.payable`; "" for none.
    """

    row: int
    column: int
    content: Content
    style: Style
    format: str = "General"
    formula: str = ""
    part: str = ""
    span: int = 1
    aside: str = ""
    name: str = ""
    aside_size: float = 9


@dataclass(frozen=True, slots=True)
class Strip:
    """One column of a band, row by row: what each cell holds with its format, its formula, whether it is `absent`.

    Cells of one place in memory are alike in all but their formula. `seen` is the look of those that were measured,
    `unmeasured` that of the others.
    """

    column: int
    cells: Sequence[tuple[Content, str]]
    formulas: Sequence[str]
    absent: Sequence[bool]
    seen: Style
    unmeasured: Style

    def look(self, index: int) -> Style:
        """Return the look of a cell."""
        return self.unmeasured if self.absent[index] else self.seen


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of the table `table` from the row `first` on, none of which stands out: a register has 200,000 such cells.

    Beside the strips, from left to right, are empty cells of the look `empty` in the columns `gaps`.
    """

    first: int
    strips: tuple[Strip, ...]
    table: str
    gaps: tuple[int, ...]
    empty: Style

    @property
    def rows(self) -> range:
        """Return the rows."""
        return range(self.first, self.first + len(self.strips[0].cells))

    @property
    def columns(self) -> tuple[int, int]:
        """Return the first and the last column."""
        return self.strips[0].column, self.strips[-1].column

    @property
    def cells(self) -> Iterator[Cell]:
        """Yield the cells row by row."""
        for index, row in enumerate(self.rows):
            yield from (self.cell(index, position) for position in range(len(self.strips)))
            yield from (Cell(row, gap, None, self.empty) for gap in self.gaps)

    def between(self, first: int, end: int) -> Band:
        """Return some of the rows, by their numbers from 0 on; the last one is not among them."""
        rows = slice(first, end)
        strips = (
            replace(strip, cells=strip.cells[rows], formulas=strip.formulas[rows], absent=strip.absent[rows])
            for strip in self.strips
        )
        return replace(self, first=self.first + first, strips=tuple(strips))

    def cell(self, index: int, position: int) -> Cell:
        """Return one cell, by the numbers of its row and its strip from 0 on."""
        strip = self.strips[position]
        held, pattern = strip.cells[index]
        formula = strip.formulas[index]
        return Cell(self.first + index, strip.column, held, strip.look(index), pattern, formula, self.table)


Piece = Cell | Band


def single(pieces: Iterable[Piece]) -> Iterator[Cell]:
    """Yield the cells that are in no band: all that have a name, span several columns or hold a check are."""
    return (piece for piece in pieces if isinstance(piece, Cell))


def every(pieces: Iterable[Piece]) -> Iterator[Cell]:
    """Yield all cells."""
    for piece in pieces:
        if isinstance(piece, Band):
            yield from piece.cells
        else:
            yield piece


def extent(piece: Piece) -> tuple[int, int, int, int]:
    """Return the first and the last row of a piece, and its first and last column."""
    if isinstance(piece, Band):
        return piece.first, piece.rows[-1], *piece.columns
    return piece.row, piece.row, piece.column, piece.column + piece.span - 1


def larger(piece: Piece) -> Piece:
    """Return a piece on which nothing is smaller than the figures of tables."""
    if isinstance(piece, Band):
        strips = tuple(
            replace(strip, seen=_larger(strip.seen), unmeasured=_larger(strip.unmeasured)) for strip in piece.strips
        )
        return replace(piece, strips=strips, empty=_larger(piece.empty))
    if piece.style.size >= _LARGE and not piece.aside:
        return piece
    return piece._replace(style=_larger(piece.style), aside_size=_LARGE)


def _larger(style: Style) -> Style:
    return style if style.size >= _LARGE else replace(style, size=_LARGE)
