"""The rows of a measure as plain arrays: what one subject's figure looks at is found by index, in microseconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from reportgen.model.table import Table

Index = np.ndarray
"""Indexes of rows of a measure (not positions in its table), in the order of the table."""

NOTHING: Index = np.zeros(0, np.intp)


class Lines:
    """A measure's qualifying rows: `month`, `value` (integers at its scale), `known` (filled) and table `position`."""

    def __init__(self, rows: pd.DataFrame, table: Table) -> None:
        """Take the rows of a book and the table they stand in."""
        self._rows = rows
        self._table = table
        self.month: np.ndarray = rows["month"].to_numpy(dtype=np.int64)
        self.position: np.ndarray = rows["position"].to_numpy(dtype=np.intp)
        self.known: np.ndarray = rows["known"].to_numpy(dtype=bool)
        self._coded: dict[str, tuple[np.ndarray, list[str]]] = {}

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.month)

    @cached_property
    def value(self) -> np.ndarray:
        """Return the integers that are summed; of a measure that counts different values, ones."""
        values = self._rows["value"]
        if values.dtype == object or pd.api.types.is_integer_dtype(values.dtype):
            return values.to_numpy()
        return np.ones(len(values), np.int64)

    @cached_property
    def all(self) -> Index:
        """Return every row."""
        return np.arange(len(self.month), dtype=np.intp)

    @cached_property
    def people(self) -> Mapping[str, Index]:
        """Return each person's rows."""
        found: Any = self._rows.groupby("person", sort=False, observed=True).indices
        return dict(found)

    @cached_property
    def pairs(self) -> Mapping[tuple[str, int], Index]:
        """Return each person's rows of an epoch."""
        found: Any = self._rows.groupby(["person", "epoch"], sort=False, observed=True).indices
        return dict(found)

    def codes(self, column: str) -> tuple[np.ndarray, list[str]]:
        """Return for each row the number of its value in a column of the table (−1 where empty), and the values."""
        if column not in self._coded:
            cells = self._table.frame[column].iloc[self.position]
            codes, values = pd.factorize(cells)
            self._coded[column] = codes, [str(value) for value in values]
        return self._coded[column]

    def different(self, column: str, index: Index) -> set[int]:
        """Return the numbers of the values of a column in some rows."""
        codes = self.codes(column)[0][index]
        return set(codes[codes >= 0].tolist())

    def total(self, index: Index) -> int:
        """Return the exact sum of the values of some rows; their bound was proven when they were read."""
        return int(self.value[index].sum()) if len(index) else 0

    def within(self, index: Index, first: int, last: int) -> Index:
        """Return the rows among some that lie in months from first to last."""
        months = self.month[index]
        found: Index = index[(months >= first) & (months <= last)]
        return found

    def having(self, index: Index, column: str, wanted: Sequence[str]) -> Index:
        """Return the rows among some whose column holds one of some values."""
        codes, values = self.codes(column)
        numbers = [number for number, value in enumerate(values) if value in wanted]
        found: Index = index[np.isin(codes[index], numbers)]
        return found
