"""The rows of a measure as plain arrays: what one subject's figure looks at is found by index, in microseconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from reportgen.measure.actuals.crediting import NUMBER, Coded, Credited, Crediting
from reportgen.measure.actuals.tally import Tally
from reportgen.measure.actuals.texts import Texts
from reportgen.measure.columns import numbered, starts_of
from reportgen.model.room import aside

Index = np.ndarray
"""Indexes of rows of a measure (not positions in its table), in the order of the table."""

NOTHING: Index = np.zeros(0, NUMBER)


class Lines:
    """A measure's qualifying rows: `month`, `value` (integers at its scale), `known` (filled) and table `position`.

    Of a measure that counts rows or different values, every value is one.
    """

    def __init__(
        self, credited: Credited, position: np.ndarray, column: str, summed: bool, crediting: Crediting
    ) -> None:
        """Take the rows at some positions of a table, and the column that is counted ("" for the rows themselves)."""
        self._credited = credited
        self._crediting = crediting
        every = credited.every
        self._whole = len(position) == len(every)
        self.position = every if self._whole else aside(position.astype(NUMBER))
        self._said: dict[str, tuple[np.ndarray, Mapping[str, int]]] = {}
        self._months: dict[tuple[int, int], Index] = {}
        self._named: dict[tuple[str, ...], np.ndarray] = {}
        self._column = column
        self._summed = summed

    @property
    def month(self) -> np.ndarray:
        """Return each row's month."""
        return self._of_mine(self._credited.month)

    def _of_some(self, column: np.ndarray, index: Index) -> np.ndarray:
        """Return what a column of the table has for some rows."""
        found: np.ndarray = column[index if self._whole else self.position[index]]
        return found

    def _of_mine(self, column: np.ndarray) -> np.ndarray:
        """Return what a column of the table has for these rows: itself, where they are all of the table's."""
        return column if self._whole else column[self.position]

    @property
    def added(self) -> bool:
        """Tell whether values of a column are added up, and neither rows nor different values counted."""
        return self._summed

    @cached_property
    def value(self) -> np.ndarray:
        """Return what each row counts; the same one takes the memory of one."""
        if not self._summed:
            return np.broadcast_to(np.int64(1), len(self.position))
        return aside(self._of_mine(self._credited.integers(self._column)[0]))

    def worth(self, index: Index) -> np.ndarray:
        """Return what some rows count: of hundreds of measures few are asked for all of theirs more than once."""
        if not self._summed:
            return np.broadcast_to(np.int64(1), len(index))
        return self._of_some(self._credited.integers(self._column)[0], index)

    @cached_property
    def known(self) -> np.ndarray:
        """Tell for each row whether the counted column is filled."""
        if self._summed:
            found = self._of_mine(self._credited.integers(self._column)[1])
        elif self._column:
            found = self._of_mine(self._credited.codes(self._column)[0]) >= 0
        else:
            found = np.ones(0, bool)
        return aside(found) if len(found) and not found.all() else np.broadcast_to(np.True_, len(self.position))

    def standing(self, moment: date) -> Lines:
        """Return the same rows as stock of a day: of the teams that their people belong to then."""
        credited = self._crediting.standing(self._credited, moment)
        return Lines(credited, self.position, self._column, self._summed, self._crediting)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.position)

    @property
    def all(self) -> Index:
        """Return every row."""
        return self._credited.every[: len(self.position)]

    @cached_property
    def people(self) -> Mapping[str, Index]:
        """Return each person's rows."""
        groups = _groups(self._credited.person[self.position])
        return {self._credited.people[code]: index for code, index in groups.items()}

    @cached_property
    def pairs(self) -> Mapping[tuple[str, int], Index]:
        """Return each person's rows of an epoch."""
        groups = _groups(self._credited.stay[self.position])
        return {self._credited.stays[stay]: index for stay, index in groups.items()}

    @cached_property
    def teams(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """Return the persons and epochs whose rows count for each team."""
        there = np.zeros(len(self._credited.stays), bool)
        there[self._credited.stay[self.position]] = True
        found: dict[str, list[tuple[str, int]]] = {}
        for stay in np.flatnonzero(there).tolist():
            pair = self._credited.stays[stay]
            for team in self._crediting.teams(*pair):
                found.setdefault(team, []).append(pair)
        return {team: tuple(pairs) for team, pairs in found.items()}

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """Return the people whose rows count for each team."""
        return {team: tuple(dict.fromkeys(person for person, _ in pairs)) for team, pairs in self.teams.items()}

    def tally(self, kind: str, column: str, first: int, last: int) -> Tally:
        """Tell the rows of months from first to last apart by all subjects of a kind (see `Crediting.apart`)."""
        return Tally(self, self._between(first, last), self._crediting.apart(self._credited, kind, column))

    def said(self, column: str) -> tuple[np.ndarray, Mapping[str, int]]:
        """Return for each row the number of what the roster says of its person on its day, and the numbers."""
        if column not in self._said:
            apart = self._crediting.apart(self._credited, "roster", column)
            number = np.zeros(apart.units, NUMBER)
            number[apart.members] = np.repeat(np.arange(len(apart.names)), apart.sizes)
            self._said[column] = aside(number[apart.unit[self.position]]), apart.names
        return self._said[column]

    def _between(self, first: int, last: int) -> Index:
        if (first, last) not in self._months:
            self._months[(first, last)] = aside(self.within(self.all, first, last))
        return self._months[(first, last)]

    @cached_property
    def gaps(self) -> bool:
        """Tell whether the counted column is empty in some rows."""
        return not bool(self.known.all())

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Return the rows as a frame with the table's index: person, epoch, month, position, known, value."""
        people = np.array(self._credited.people, dtype=object)[self._credited.person[self.position]]
        columns = {
            "person": pd.array(people, dtype="string"),
            "epoch": self._credited.epoch[self.position].astype(NUMBER),
            "month": self.month.astype(NUMBER),
            "position": self.position,
            "known": self.known,
            "value": self.value,
        }
        return pd.DataFrame(columns, index=self._credited.table.frame.index[self.position])

    def codes(self, column: str) -> Coded:
        """Return for each row the number of its value in a column of the table (−1 where empty), and the values."""
        codes, values = self._credited.codes(column)
        return codes[self.position].astype(np.int64), values

    def coded(self, column: str, index: Index) -> np.ndarray:
        """Return for some rows the numbers of their values in a column."""
        codes: np.ndarray = self._credited.codes(column)[0][self.position[index]].astype(np.int64)
        return codes

    def values(self, column: str) -> Texts:
        """Return the values of a column of the table by their numbers."""
        return self._credited.codes(column)[1]

    def numbers(self, column: str) -> tuple[np.ndarray, np.ndarray]:
        """Return a column of the whole table as exact integers, 0 where empty, and where it is filled."""
        return self._credited.integers(column)

    def sums(self, column: str, index: Index) -> list[int]:
        """Return the exact sums of some rows by the values of a column; rows without one are left out."""
        codes = self.coded(column, index)
        filled = codes >= 0
        if not filled.any():
            return []
        _, starts, order = _runs(codes[filled])
        return [int(each) for each in np.add.reduceat(self.worth(index[filled])[order], starts)]

    def different(self, column: str, index: Index) -> set[int]:
        """Return the numbers of the values of a column in some rows."""
        codes = self.coded(column, index)
        return set(np.unique(codes[codes >= 0]).tolist())

    def newest(self, names: Sequence[str], index: Index) -> Index:
        """Return of each thing that some columns name the newest of some rows; without a name, the newest month's."""
        if not len(index):
            return index
        months = self._of_some(self._credited.month, index)
        order = np.lexsort((self.position[index], months))
        if not names:
            found: Index = index[months == months.max()]
            return found
        _, last = np.unique(self._things(tuple(names))[index][order][::-1], return_index=True)
        held: Index = index[np.sort(order[len(order) - 1 - last])]
        return held

    def _things(self, names: tuple[str, ...]) -> np.ndarray:
        """Return for each row the number of what it has in some columns; empty cells are alike."""
        if names not in self._named:
            found = np.zeros(len(self.position), np.int64)
            for name in names:
                codes, values = self.codes(name)
                # Numbered anew after each column, so that their product stays small.
                found = np.unique(found * (len(values) + 1) + codes + 1, return_inverse=True)[1].ravel()
            self._named[names] = aside(found)
        return self._named[names]

    def total(self, index: Index) -> int:
        """Return the exact sum of the values of some rows; their bound was proven when they were read."""
        return int(self.worth(index).sum()) if len(index) else 0

    def within(self, index: Index, first: int, last: int) -> Index:
        """Return the rows among some that lie in months from first to last."""
        months = self._of_some(self._credited.month, index)
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


def _runs(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the different keys in order, where each begins once they are sorted, and the stable order."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = starts_of(ordered)
    return ordered[starts], starts, order


def _groups(keys: np.ndarray) -> dict[int, Index]:
    """Return the rows of each key (from 0 on), in order."""
    if not len(keys):
        return {}
    found, starts, order = _runs(numbered(keys, int(keys.max()) + 1))
    return dict(zip(found.tolist(), np.split(aside(order.astype(NUMBER)), starts[1:]), strict=True))
