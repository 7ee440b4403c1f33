"""One sheet as it is written: columns of cell texts in which position 0 is the row that people call 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from reportgen.model.problem import Problem

if TYPE_CHECKING:
    import pyarrow as pa

MANY = 250_000
"""Rows of a table from which on memory is let go between two tables: it takes longer than to read a short one."""

_EXCERPT_CELLS = 30


class CellKind(IntEnum):
    """What a workbook says a cell is; a text file says it of no cell."""

    BLANK = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    TRUTH = 4
    ERROR = 5
    UNCALCULATED = 6
    """A formula whose result is not in the file: its text is "", and it is not an empty cell."""


class Merge(NamedTuple):
    """A merged range, zero-based and inclusive. Only its first cell holds a value."""

    top: int
    left: int
    bottom: int
    right: int


class Packed(Sequence[Any]):
    """A sheet's columns that are unpacked when somebody first looks into one: most sheets are known without it."""

    def __init__(self, unpacked: Callable[[], tuple[Any, ...]], many: int, height: int) -> None:
        """Have `many` columns of a `height`, which `unpacked` gives."""
        self._unpacked, self._many, self.height = unpacked, many, height

    @cached_property
    def _columns(self) -> tuple[Any, ...]:
        return self._unpacked()

    def __len__(self) -> int:
        """Return the number of columns."""
        return self._many

    def __getitem__(self, index: Any) -> Any:
        """Return a column, or several."""
        return self._columns[index]


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet's cells as text, column by column (arrow `large_string`, "" for blank; of a long text file in chunks).

    Numbers are plain decimals of at most 15 significant digits, dates ISO, failed formulas their error text
    (`#REF!`). `widths` is each row's own number of cells where the rows of a text file differ in it, else empty;
    shorter rows are filled up with blanks.

    What only workbooks have: `kinds` holds one numpy uint8 array of `CellKind` a column (empty for a text file),
    `merges` the merged ranges, `hidden` whether the whole sheet is hidden, `hidden_rows` and `hidden_columns` the
    zero-based positions that are, and `epoch` the year from which the workbook counts its days (1900 or 1904).
    `percent_columns` are those in which most numbers are shown as a percentage (0.125 as 12.5%), `currencies` the ISO
    codes of columns whose cells are amounts of one; an amount of another there is a text that names it. A number that
    its format fills up with zeros (123 shown as 000123) is the text that people see, of the kind TEXT.

    `decimal_commas` says of a text file that semicolons part its cells: programs write so where the decimal mark is a
    comma, and that leaves open what `1,234` is.
    """

    sheet: str
    columns: Sequence[pa.LargeStringArray]
    widths: tuple[int, ...] = ()
    kinds: Sequence[Any] = ()
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    epoch: int = 1900
    percent_columns: frozenset[int] = frozenset()
    currencies: Mapping[int, str] = field(default_factory=dict)
    decimal_commas: bool = False

    @property
    def height(self) -> int:
        """Return the number of rows."""
        if isinstance(self.columns, Packed):
            return self.columns.height
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
class Cells:
    """The data cells of one column, cut out of a grid: what a column of values is read from.

    `texts` is an arrow `large_string` array; `kinds` a numpy uint8 array of `CellKind`, or None for a text file.
    `factor` is what a unit written above the table or in the header multiplies numbers by (10,000 for 万元), `percent`
    says that it is per cent, `epoch` the year from which the workbook counts its days; `decimal_commas` is its grid's.
    """

    texts: Any
    kinds: Any | None = None
    factor: int = 1
    epoch: int = 1900
    percent: bool = False
    decimal_commas: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A file's sheets, and what was wrong with opening it.

    `encoding` and `separator` say how a text file was read; both are "" for a workbook. `kept` is the key under which
    its cells are kept, "" where they are not: what is found out about them may be kept only where they may.
    """

    grids: tuple[Grid, ...] = ()
    problems: tuple[Problem, ...] = ()
    encoding: str = ""
    separator: str = ""
    kept: str = ""
