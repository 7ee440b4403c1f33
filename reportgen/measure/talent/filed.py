"""A table of what is said of people → each person's rows with the day on which they are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from reportgen.measure.actuals.picking import period_end
from reportgen.measure.columns import cells, day
from reportgen.model.period import Period
from reportgen.model.table import Cell, ColumnType, Table


@dataclass(frozen=True)
class Filed:
    """A table whose rows are each about a person and, by its column `dated`, of a period or a day."""

    table: Table
    dated: str

    @cached_property
    def _days(self) -> list[date | None]:
        """The last day of each row's period, None where it has none."""
        values = self.table.frame[self.dated]
        if self.table.columns[self.dated].type is ColumnType.DATE:
            return [day(value) if known else None for value, known in zip(values, values.notna(), strict=True)]
        texts = values.astype("string")
        ends = {text: period_end(str(text))[0] for text in texts.dropna().unique()}
        found = [ends.get(text) for text in texts]
        return [end.date() if end else None for end in found]

    @cached_property
    def _positions(self) -> Mapping[str, Sequence[int]]:
        groups: dict[str, list[int]] = {}
        for position, person in enumerate(self.table.frame["person"].astype("string")):
            if not pd.isna(person):
                groups.setdefault(str(person), []).append(position)
        return groups

    def rows(self, person: str, span: Period) -> list[Mapping[str, Cell]]:
        """Return a person's rows whose period ends in a span, as exact values, in the order of the table."""
        return [self.row(position) for position in self._positions.get(person, ()) if self._within(position, span)]

    def all_of(self, person: str) -> list[Mapping[str, Cell]]:
        """Return all rows about a person, as exact values."""
        return [self.row(position) for position in self._positions.get(person, ())]

    def newest(self, person: str, until: date) -> Mapping[str, Cell] | None:
        """Return a person's row of the newest period that had ended by a day; of equal ones, the last."""
        known = [(self._days[position], position) for position in self._positions.get(person, ())]
        past = [(when, position) for when, position in known if when is not None and when <= until]
        return self.row(max(past)[1]) if past else None

    def row(self, position: int) -> Mapping[str, Cell]:
        """Return one row as exact values."""
        return {name: found[position] for name, found in self._cells.items()}

    @cached_property
    def _cells(self) -> Mapping[str, list[Cell]]:
        """The columns as exact values: everybody's rows are asked for, some of them several times."""
        return {name: cells(self.table.frame, column) for name, column in self.table.columns.items()}

    def _within(self, position: int, span: Period) -> bool:
        when = self._days[position]
        return when is not None and when in span


def filed(table: Table | None, dated: str, needed: Sequence[str]) -> Filed | None:
    """Return a table as filed rows; None where there is none, or it lacks a column."""
    if table is None or {"person", dated, *needed} - {*table.columns}:
        return None
    return Filed(table, dated)


def text(row: Mapping[str, Cell], name: str) -> str:
    """Return a cell's text, "" where it is empty."""
    found = row.get(name)
    return found if isinstance(found, str) else ""
