"""The vocabulary between layout and file: blocks of cells, and the sheet they make up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.render.sheets.formulas import Landed
from reportgen.render.sheets.pieces import Piece

LEFT = 2
"""The first column used: a narrow empty one before it keeps text off the window's edge."""

ROW_HEIGHT = 18.0
"""The height in points of a row of one line."""

LOGO_HEIGHT = 36.0
"""The height in points of the row that a brand's logo stands in."""


@dataclass(frozen=True, slots=True)
class Block:
    """The pieces of one part of a section, its last row, heights that differ, and where its tables landed.

    `header` is the row of a table's heads, `folded` are the rows that open with one click.
    """

    pieces: tuple[Piece, ...]
    bottom: int
    heights: Mapping[int, float] = field(default_factory=dict)
    landed: Mapping[str, Landed] = field(default_factory=dict)
    header: int = 0
    folded: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet ready to be written: `frozen` is the first cell that scrolls, `repeated` the row printed on each page.

    `cut` is the row and column that the second half of a sheet of two pages in breadth begins with: the first column is
    on both, the head on the first alone. `breaks` are rows that pages end with, `tall` is how many
    pages high it is, 0 for as many as it needs, `several` whether there is more than one; `tight` asks for narrow
    margins. The rows `folded` open with one click, and so do the columns from `aside` on; `logo` is the row of the
    brand's picture. Both are 0 for none.
    """

    name: str
    pieces: tuple[Piece, ...]
    widths: Mapping[int, float]
    heights: Mapping[int, float]
    landed: Mapping[str, Landed]
    right: int
    bottom: int
    frozen: tuple[int, int] | None
    repeated: int
    tall: int = 0
    several: bool = False
    breaks: tuple[int, ...] = ()
    cut: tuple[int, int] | None = None
    tight: bool = False
    folded: tuple[int, ...] = ()
    aside: int = 0
    logo: int = 0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a sheet from left to right with their widths in digits.

    `pair` is how many of them the left one of two tables side by side takes; a narrow gutter then follows, which other
    tables step over. 0 means no such pair.
    """

    widths: tuple[float, ...]
    pair: int = 0

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the sheet's column numbers, the gutter left out."""
        return tuple(LEFT + index + (1 if self.pair and index >= self.pair else 0) for index in range(len(self.widths)))

    @property
    def right(self) -> int:
        """Return the number of the last column."""
        return self.numbers[-1]

    def before(self, number: int) -> Columns:
        """Return the columns that stand left of a column."""
        count = sum(each < number for each in self.numbers)
        return Columns(self.widths[:count], self.pair if self.pair < count else 0)

    def times(self, factor: float) -> Columns:
        """Return the columns drawn out."""
        return Columns(tuple(width * factor for width in self.widths), self.pair)

    def behind(self, number: int) -> float:
        """Return the width of a second page that begins with a column: the first one stands on it too."""
        after = (width for each, width in zip(self.numbers, self.widths, strict=True) if each >= number)
        return self.widths[0] + sum(after)

    @property
    def total(self) -> float:
        """Return the width of all columns together."""
        return sum(self.widths)


def lines(text: str, width: float, measure: int) -> int:
    """Return how many lines a text of a measured width takes in a column, at least one a line break."""
    # A Chinese character is measured as two digits, and is a little narrower: a name that just fits stays on its line.
    least = width if measure == 2 * len(text) else width - 1
    return max(text.count("\n") + 1, -(-measure // max(int(least), 1)))


def row_height(count: int) -> float:
    """Return the height in points of a row of `count` lines."""
    return ROW_HEIGHT if count <= 1 else 15.0 * count + 4
