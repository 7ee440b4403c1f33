"""The rows of a measure as plain arrays: what one subject's figure looks at is found by index, in microseconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from reportgen.measure.actuals.crediting import Credited, Crediting

Index = np.ndarray
"""Indexes of rows of a measure (not positions in its table), in the order of the table."""

Cellwise = Mapping[tuple[str, int], tuple[int, int]]
"""(subject, month) → (value at the measure's scale, rows)."""

NOTHING: Index = np.zeros(0, np.intp)


class Lines:
    """A measure's qualifying rows: `month`, `value` (integers at its scale), `known` (filled) and table `position`.

    Of a measure that counts rows or different values, every value is one. `said` keeps what the roster says of the
    rows' people, by its column.
    """

    def __init__(
        self, credited: Credited, position: np.ndarray, column: str, summed: bool, crediting: Crediting
    ) -> None:
        """Take the rows at some positions of a table, and the column that is counted ("" for the rows themselves)."""
        self._credited = credited
        self._crediting = crediting
        self.position = position
        self.said: dict[str, tuple[np.ndarray, Mapping[str, int]]] = {}
        self.month: np.ndarray = credited.month[position]
        self.value: np.ndarray = np.ones(len(position), np.int64)
        self.known: np.ndarray = np.ones(len(position), bool)
        if summed:
            values, known = credited.integers(column)
            self.value, self.known = values[position], known[position]
        elif column:
            self.known = credited.codes(column)[0][position] >= 0

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.position)

    @cached_property
    def all(self) -> Index:
        """Return every row."""
        return np.arange(len(self.position), dtype=np.intp)

    @cached_property
    def people(self) -> Mapping[str, Index]:
        """Return each person's rows."""
        groups = _groups(self._credited.person[self.position])
        return {self._credited.people[code]: index for code, index in groups.items()}

    @cached_property
    def pairs(self) -> Mapping[tuple[str, int], Index]:
        """Return each person's rows of an epoch."""
        groups = _groups(self._pair)
        return {self._named(code): index for code, index in groups.items()}

    @cached_property
    def teams(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """Return the persons and epochs whose rows count for each team."""
        found: dict[str, list[tuple[str, int]]] = {}
        for person, epoch in self.pairs:
            for team in self._crediting.teams(person, epoch):
                found.setdefault(team, []).append((person, epoch))
        return {team: tuple(pairs) for team, pairs in found.items()}

    @cached_property
    def by_person(self) -> Cellwise:
        """Return the sums by person and month."""
        return self._sums(self._credited.person[self.position], self.all, self._credited.people)

    @cached_property
    def by_team(self) -> Cellwise:
        """Return the sums by team and month, each row in every team that its person belonged to on its day."""
        names: dict[str, int] = {}
        codes, inverse = np.unique(self._pair, return_inverse=True)
        teams = [
            [names.setdefault(team, len(names)) for team in self._crediting.teams(*self._named(int(code)))]
            for code in codes
        ]
        counts = np.array([len(each) for each in teams], np.intp)
        starts = np.concatenate([[0], np.cumsum(counts)])[:-1].astype(np.intp)
        flat = np.array([team for each in teams for team in each], np.int64)
        times = counts[inverse] if len(inverse) else counts
        rows = np.repeat(self.all, times)
        offset = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
        return self._sums(flat[starts[inverse][rows] + offset] if len(rows) else flat, rows, tuple(names))

    @cached_property
    def in_all(self) -> Cellwise:
        """Return the sums by month, under ""."""
        return self._sums(np.zeros(len(self), np.int64), self.all, ("",))

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Return the rows as a frame with the table's index: person, epoch, month, position, known, value."""
        people = np.array(self._credited.people, dtype=object)[self._credited.person[self.position]]
        columns = {
            "person": pd.array(people, dtype="string"),
            "epoch": self._credited.epoch[self.position],
            "month": self.month,
            "position": self.position,
            "known": self.known,
            "value": self.value,
        }
        return pd.DataFrame(columns, index=self._credited.table.frame.index[self.position])

    def codes(self, column: str) -> tuple[np.ndarray, list[str]]:
        """Return for each row the number of its value in a column of the table (−1 where empty), and the values."""
        codes, values = self._credited.codes(column)
        return codes[self.position], values

    def coded(self, column: str, index: Index) -> np.ndarray:
        """Return for some rows the numbers of their values in a column."""
        codes: np.ndarray = self._credited.codes(column)[0][self.position[index]]
        return codes

    def values(self, column: str) -> list[str]:
        """Return the values of a column of the table by their numbers."""
        return self._credited.codes(column)[1]

    def sums(self, column: str, index: Index) -> list[int]:
        """Return the exact sums of some rows by the values of a column; rows without one are left out."""
        codes = self.coded(column, index)
        filled = codes >= 0
        if not filled.any():
            return []
        _, starts, order = _runs(codes[filled])
        return [int(each) for each in np.add.reduceat(self.value[index][filled][order], starts)]

    def different(self, column: str, index: Index) -> set[int]:
        """Return the numbers of the values of a column in some rows."""
        codes = self.coded(column, index)
        return set(np.unique(codes[codes >= 0]).tolist())

    def total(self, index: Index) -> int:
        """Return the exact sum of the values of some rows; their bound was proven when they were read."""
        return int(self.value[index].sum()) if len(index) else 0

    def within(self, index: Index, first: int, last: int) -> Index:
        """Return the rows among some that lie in months from first to last."""
        months = self.month[index]
        found: Index = index[(months >= first) & (months <= last)]
        return found

    def having(self, index: Index, column: str, wanted: Sequence[str]) -> Index:
        """Return the rows among some whose column holds one of some values; "" is an empty one."""
        codes, values = self._credited.codes(column)
        numbers = [number for number, value in enumerate(values) if value in wanted]
        if "" in wanted:
            numbers.append(-1)
        found: Index = index[np.isin(codes[self.position[index]], numbers)]
        return found

    @cached_property
    def _pair(self) -> np.ndarray:
        epochs = self._credited.epoch[self.position]
        codes: np.ndarray = self._credited.person[self.position] * self._credited.epochs + epochs
        return codes

    def _named(self, pair: int) -> tuple[str, int]:
        person, epoch = divmod(pair, self._credited.epochs)
        return self._credited.people[person], epoch

    def _sums(self, subject: np.ndarray, rows: Index, names: Sequence[str]) -> Cellwise:
        """Return the sums and numbers of some rows by subject and month, in exact integers."""
        if not len(rows):
            return {}
        width = int(self.month.max()) + 1
        keys, starts, order = _runs(subject * width + self.month[rows])
        sums = np.add.reduceat(self.value[rows][order], starts)
        counts = np.diff(np.append(starts, len(rows)))
        cells = zip(keys.tolist(), sums.tolist(), counts.tolist(), strict=True)
        return {(names[key // width], key % width): (value, count) for key, value, count in cells}


def _runs(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the different keys in order, where each begins once they are sorted, and the stable order."""
    order = np.argsort(keys, kind="stable")
    found, starts = np.unique(keys[order], return_index=True)
    return found, starts, order


def _groups(keys: np.ndarray) -> dict[int, Index]:
    """Return the rows of each key, in order."""
    if not len(keys):
        return {}
    found, starts, order = _runs(keys)
    return dict(zip(found.tolist(), np.split(order, starts[1:]), strict=True))
