"""A table found on a sheet: which rows are its header, its units, its data and its sums, and which columns are its."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.sources.grid import Grid


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit line or a header says of numbers: `单位：万元` is a factor of 10,000 and CNY.

    `written` is the text as it stands and `position` its zero-based row. `currency` is an ISO code or "", `tax` is
    "included", "excluded" or "". A share in per cent (`单位：%`) is a factor of 1 and `percent`.
    """

    written: str
    position: int
    factor: int = 1
    currency: str = ""
    tax: str = ""
    percent: bool = False


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row that repeats others as their sum: its zero-based position, its label, and the data rows it should sum."""

    position: int
    label: str
    covers: Any


@dataclass(frozen=True, slots=True)
class Area:
    """One table on a sheet. All positions are zero-based positions on the grid.

    `header` are the rows that name the columns, several where the header is merged over rows. `names` gives the full
    name of each column that belongs to the table, by its column on the grid: the parts of a header of several rows
    joined by " / ", "" for a column with data and no name. `rows` is a numpy array of the rows that hold data: no
    blank rows, no header repeated, no sums. `units` is keyed by column; a unit that holds for the whole table stands
    at every column. `sums` are the rows left out as totals. `notes` are rows of prose above and below.
    """

    grid: Grid
    header: tuple[int, ...]
    names: Mapping[int, str]
    rows: Any
    units: Mapping[int, Unit]
    sums: tuple[SumRow, ...] = ()
    notes: tuple[int, ...] = ()
