"""A table found on a sheet: which rows are its header, its units, its data and its sums, and which columns are its."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from reportgen.sources.chunks import taken
from reportgen.sources.grid import Cells, Grid


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
class SumCheck:
    """One figure of a sum held against the rows it covers, in the unit of the sheet.

    `column` is the column on the grid, `said` what the sheet says and `summed` what its rows sum to. `near` says that
    the two differ by no more than rounding explains.
    """

    column: int
    said: Fraction
    summed: Fraction
    near: bool = False

    @property
    def agrees(self) -> bool:
        """Return whether the sheet says what its rows sum to."""
        return self.near or self.said == self.summed


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row that repeats others as their sum: its zero-based position, its label, and the data rows it should sum.

    `checks` are the figures that were held against those rows; none where no figure could be.
    """

    position: int
    label: str
    covers: Any
    checks: tuple[SumCheck, ...] = ()

    @property
    def agrees(self) -> bool | None:
        """Return whether every figure that was checked agrees, or None where none was checked."""
        return all(check.agrees for check in self.checks) if self.checks else None


@dataclass(frozen=True, slots=True)
class Crossing:
    """A column that repeats others as their sum: `合计` beside twelve months.

    `covers` are the columns it should sum; `checked` is how many rows were held against them, and `differing` are the
    checks of those that do not agree, by row.
    """

    column: int
    covers: tuple[int, ...]
    checked: int
    differing: tuple[tuple[int, SumCheck], ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """One table on a sheet. All positions are zero-based positions on the grid.

    `header` are the rows that name the columns, several where the header is merged over rows, none where nothing names
    them. `names` gives the full name of each column that belongs to the table, by its column on the grid: the parts of
    a header of several rows joined by " / ", "" for a column with data and no name. `rows` is a numpy array of the rows
    that hold data: no blank rows, no header repeated, no sums. `units` is keyed by column; a unit that holds for the
    whole table stands at every column that it can mean. `sums` are the rows left out as totals, `repeated` those left
    out as the header once more. `notes` are rows of prose above and below. `crossings` are columns that sum others;
    they stay among `names`.
    """

    grid: Grid
    header: tuple[int, ...]
    names: Mapping[int, str]
    rows: Any
    units: Mapping[int, Unit]
    sums: tuple[SumRow, ...] = ()
    notes: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    crossings: tuple[Crossing, ...] = ()

    def cells(self, column: int, *, merged: bool = True) -> Cells:
        """Return the data cells of a column on the grid; a value `merged` over rows stands in each of them, or once."""
        rows = self._merged_rows(column) if merged else self.rows
        unit = self.units.get(column)
        return Cells(
            texts=at_rows(self.grid.columns[column], rows),
            kinds=self.grid.kinds[column][rows] if self.grid.kinds else None,
            factor=unit.factor if unit else 1,
            epoch=self.grid.epoch,
            # A number shown as 12.5% is a share already, whatever its header says.
            percent=bool(unit and unit.percent and column not in self.grid.percent_columns),
            decimal_commas=self.grid.decimal_commas,
        )

    def merged_into(self, column: int) -> int:
        """Return how many data cells of a column are blank only because the cell above is merged over them."""
        return int((self._merged_rows(column) != self.rows).sum())

    def _merged_rows(self, column: int) -> Any:
        """Return for each data row the row in which its value is written."""
        rows = self.rows
        for merge in self.grid.merges:
            if merge.left == column and merge.bottom > merge.top:
                first, last = np.searchsorted(self.rows, (merge.top, merge.bottom + 1))
                if last > first:
                    rows = rows.copy() if rows is self.rows else rows
                    rows[first:last] = merge.top
        return rows


def at_rows(column: pa.LargeStringArray, rows: Any) -> pa.LargeStringArray:
    """Return the cells of a column in some rows; without a copy where those follow one another."""
    if len(rows) and rows[-1] - rows[0] + 1 == len(rows) and (np.diff(rows) == 1).all():
        return column.slice(int(rows[0]), len(rows))
    return taken(column, rows)
