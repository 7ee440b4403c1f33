"""Turns a table recognised by a profile into the cells of its declared columns: filled down, turned into rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from reportgen.model.table import NUMERIC, ColumnType, Source
from reportgen.sources.chunks import in_one, taken
from reportgen.sources.grid import CellKind, Cells, Grid
from reportgen.sources.layout.area import Area
from reportgen.sources.layout.header import Header
from reportgen.sources.layout.looks import filled_cells
from reportgen.sources.profiles.profile import Profile


@dataclass(frozen=True, slots=True)
class Turned:
    """Columns turned into rows.

    Which columns of the grid, what their headers are written as, and for each row made of them the index of the row and
    of the column that it comes from.
    """

    columns: tuple[int, ...]
    written: tuple[str, ...]
    rows: Any
    picked: Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table on a sheet, recognised by a profile.

    Its cells, header, the positions of its data rows on the grid (a row that is turned into several stands several
    times), and what the table records of it. `found_rows` and `found_columns` are all that the table has on the grid,
    also those that the profile leaves out because they are hidden. `kept` is the key under which the file's cells are
    kept, "" where they are not.
    """

    profile: Profile
    grid: Grid
    header: Header
    positions: Any
    source: Source
    area: Area
    turned: Turned | None = None
    found_rows: Any = ()
    found_columns: tuple[int, ...] = ()
    kept: str = ""

    def cells(self, name: str) -> Cells | None:
        """Return the data cells of a declared column, or None where the sheet lacks it."""
        turned = self.turned
        made = self.profile.unpivot.makes if turned and self.profile.unpivot else ("", "")
        if turned and name == made[0]:
            return Cells(pa.array(turned.written, pa.large_string()).take(pa.array(turned.picked)))
        if turned and name == made[1]:
            return self._turned_cells(name, turned)
        index = self.header.columns.get(name)
        if index is None:
            return None
        cells = self._measured(name, self.filled(name, self.area.cells(index, merged=not self.counts_once(name))))
        return _taken(cells, turned.rows) if turned else cells

    def has(self, name: str) -> bool:
        """Return whether the sheet has a declared column."""
        return name in self.header.columns or (self.profile.unpivot is not None and name in self.profile.unpivot.makes)

    def counts_once(self, name: str) -> bool:
        """Return whether a value merged over rows stands for its first row alone: amounts would count several times."""
        return self.profile.columns[name].column.type in NUMERIC and name not in self.profile.fill_down

    def filled(self, name: str, cells: Cells) -> Cells:
        """Return cells in which an empty one takes the value above it, where the profile says so."""
        if name not in self.profile.fill_down or not len(cells.texts):
            return cells
        here = filled_cells(Grid("", (cells.texts,), kinds=() if cells.kinds is None else (cells.kinds,)))[0]
        return _taken(cells, np.maximum.accumulate(np.where(here, np.arange(len(here)), 0)))

    def column_of(self, name: str, row: int, found: str) -> int | None:
        """Return the column on the grid in which a declared column has the text found in a row (zero-based)."""
        if self.turned and self.profile.unpivot and name == self.profile.unpivot.value:
            columns = self.turned.columns
            return next((one for one in columns if self.grid.columns[one][row].as_py().strip() == found.strip()), None)
        return self.header.columns.get(name)

    def _turned_cells(self, name: str, turned: Turned) -> Cells:
        parts = [self.area.cells(column) for column in turned.columns]
        height = len(self.area.rows)
        order = turned.picked * height + turned.rows
        kinds = None if parts[0].kinds is None else np.concatenate([part.kinds for part in parts])[order]
        texts = pa.concat_arrays([in_one(part.texts) for part in parts]).take(pa.array(order))
        return self._measured(name, replace(parts[0], texts=texts, kinds=kinds))

    def _measured(self, name: str, cells: Cells) -> Cells:
        """Keep a unit where it can mean the column: money, or numbers whose own header carries it."""
        rule = self.profile.columns[name].column
        if rule.type not in NUMERIC:
            return replace(cells, factor=1, percent=False)
        return cells if rule.type is not ColumnType.NUMBER or self._has_own_unit(name) else replace(cells, factor=1)

    def _has_own_unit(self, name: str) -> bool:
        index = self.header.columns.get(name)
        unit = self.area.units.get(index) if index is not None else None
        return unit is not None and bool(self.area.header) and unit.position >= self.area.header[0]


def _taken(cells: Cells, positions: Any) -> Cells:
    kinds = None if cells.kinds is None else cells.kinds[positions]
    return replace(cells, texts=taken(cells.texts, positions), kinds=kinds)


def turn(area: Area, columns: tuple[int, ...], written: tuple[str, ...]) -> Turned:
    """Make one row of each filled cell of the columns, in the order of rows and then of columns."""
    height = len(area.rows)
    masks = []
    for column in columns:
        cells = area.cells(column)
        kinds = () if cells.kinds is None else (np.where(cells.kinds == CellKind.UNCALCULATED, cells.kinds, 1),)
        masks.append(filled_cells(Grid("", (cells.texts,), kinds=kinds))[0])
    here = np.stack(masks, axis=1) if masks else np.zeros((height, 0), bool)
    rows, picked = np.nonzero(here)
    return Turned(columns, written, rows.astype(np.int64), picked.astype(np.int64))
