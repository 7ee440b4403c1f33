"""A spreadsheet that people fill in by hand → its rows, read cell by cell: thousands of them, never millions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from reportgen.measure.columns import cells
from reportgen.model.balances import NOTHING
from reportgen.model.place import Place
from reportgen.model.table import Cell, Table


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a spreadsheet that people fill in by hand; a column is made cells once for all of its rows."""

    table: Table
    position: int
    known: dict[str, list[Cell]] = field(default_factory=dict, repr=False, compare=False)
    places: list[Place] = field(default_factory=list, repr=False, compare=False)

    @property
    def place(self) -> Place:
        """Return where the row stands."""
        if not self.places:
            self.places.extend(self.table.places())
        return self.places[self.position]

    def _cell(self, name: str) -> Cell:
        if name not in self.table.columns:
            return None
        if name not in self.known:
            self.known[name] = cells(self.table.frame, self.table.columns[name])
        return self.known[name][self.position]

    def text(self, name: str) -> str:
        """Return a cell's text, "" for an empty cell or where there is no such column."""
        found = self._cell(name)
        return "" if found is None else str(found).strip()

    def first(self, names: tuple[str, ...]) -> str:
        """Return the text of the first of some columns that holds one."""
        return next((text for name in names if (text := self.text(name))), "")

    def day(self, name: str) -> date | None:
        """Return a cell's day."""
        found = self._cell(name)
        return found if isinstance(found, date) else None

    def first_day(self, names: tuple[str, ...]) -> date | None:
        """Return the day of the first of some columns that holds one."""
        return next((day for name in names if (day := self.day(name))), None)

    def money(self, name: str) -> Fraction:
        """Return a cell's amount, nothing for an empty cell or where there is no such column."""
        found = self._cell(name)
        return found if isinstance(found, Fraction) else NOTHING


def rows_of(table: Table | None) -> Iterator[Row]:
    """Return a table's rows in their order; no table has none."""
    known: dict[str, list[Cell]] = {}
    places: list[Place] = []
    height = len(table.frame) if table is not None else 0
    return (Row(table, position, known, places) for position in range(height)) if table is not None else iter(())
