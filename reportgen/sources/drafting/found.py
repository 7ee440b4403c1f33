"""What was found in a file: sheets, the tables on them, their columns and sums, and what stands beside the tables."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reportgen.model.problem import Problem
from reportgen.sources.layout.area import Unit
from reportgen.sources.profiles.profile import ColumnRule


@dataclass(frozen=True, slots=True)
class Values:
    """The cells of one column, each in the one form that it has everywhere else.

    `texts` is an arrow `large_string` array and `kinds` a numpy uint8 array of `CellKind`. A number is a plain decimal,
    a day ISO (`2026-03-05`, with a time `2026-03-05T10:30:00`), a truth `true` or `false`, an error its text.
    """

    texts: Any
    kinds: Any


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """One column of a table.

    `name` is unique in its table, `written` is the header as it stands (of several rows, joined by " / "), `index` the
    zero-based column of the sheet, -1 for one that a profile made. `type` is one of those of a profile, or `truth`,
    `time`, `mixed` or `empty`. `unit` is what a unit row or the header says, and `decimals` the most that any of its
    numbers has. `blank_marks` are what its cells say for "no value" (`—`, `N/A`). `rule` and `doubts` are what a
    drafted profile says of it.
    """

    name: str
    written: str
    index: int
    type: str
    values: Values
    decimals: int = 0
    currency: str = ""
    unit: Unit | None = None
    blank_marks: tuple[str, ...] = ()
    rule: ColumnRule | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundSum:
    """A row that repeats others as their sum.

    `row` is the row a person sees. `agrees` is None where none of its figures could be compared. `values` are the
    table's columns with a value here: name, and text and kind as in `Values`. `checks` are the figures that were held
    against their rows, in the unit of the sheet: column, what the sheet says, what its rows sum to, whether they agree.
    """

    row: int
    label: str
    agrees: bool | None
    values: tuple[tuple[str, str, int], ...]
    checks: tuple[tuple[str, Fraction, Fraction, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Cells that belong to no table: the row a person sees, and column letters with text and kind."""

    row: int
    cells: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class FoundTable:
    """One table of a sheet.

    `range` is written as spreadsheets do (`A5:F16`), from the header to the last row of data or sum; `header` and
    `rows` are rows as a person sees them (`rows` a numpy array), and so is `repeated`: where the header stands once
    more. `units` are the unit rows as written. `kind` is the
    table's name where a profile was used.
    """

    range: str
    header: tuple[int, ...]
    columns: tuple[FoundColumn, ...]
    rows: Any
    sums: tuple[FoundSum, ...] = ()
    units: tuple[Unit, ...] = ()
    repeated: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()
    merged: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """One sheet: its tables, and the cells that belong to none of them."""

    name: str
    hidden: bool = False
    tables: tuple[FoundTable, ...] = ()
    notes: tuple[Note, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file: how it was opened, what is in it, what is wrong with it. `refused` is why nothing could be read."""

    name: str
    sha256: str
    format: str
    encoding: str = ""
    separator: str = ""
    sheets: tuple[FoundSheet, ...] = ()
    problems: tuple[Problem, ...] = ()
    refused: Problem | None = None
