"""A measure's rows in some months → what every person's, every team's or every value's come to, all at once.

One subject's answer is looked up: that everybody is asked costs hardly more than that one is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reportgen.measure.actuals.answers import Answers, Total, Weighed
from reportgen.measure.actuals.arranged import Arranged
from reportgen.measure.columns import product, starts_of

if TYPE_CHECKING:
    from reportgen.measure.actuals.lines import Lines

Where = Mapping[str, Sequence[str]]


class _Sorted(NamedTuple):
    """Rows by unit: indexes of a measure's lines, the unit of each, and where those of a unit begin."""

    rows: np.ndarray
    unit: np.ndarray
    starts: np.ndarray


class Tally:
    """Some rows of a measure apart by subject; every answer is kept by the subject's name, and lacks who has no row."""

    def __init__(self, lines: Lines, rows: np.ndarray, arranged: Arranged) -> None:
        """Take rows of a measure (indexes of its lines), and how its table's rows fall to subjects."""
        self._lines, self._arranged, self._unsorted = lines, arranged, rows
        self._held: _Sorted | None = None
        self._answers: dict[tuple[str, ...], Mapping[str, int]] = {}
        self._narrowed: dict[tuple[tuple[str, ...], ...], Tally] = {}
        self._shared: dict[tuple[str, int], tuple[Tally, Mapping[str, int]]] = {}
        self._weighed: dict[int, tuple[Tally, Mapping[str, Weighed]]] = {}

    @property
    def _sorted(self) -> _Sorted:
        if self._held is None:
            unit = self._arranged.unit[self._lines.position[self._unsorted]]
            order = np.argsort(unit, kind="stable")
            unit = unit[order]
            self._held = _Sorted(self._unsorted[order], unit, starts_of(unit))
        return self._held

    @cached_property
    def totals(self) -> Mapping[str, Total]:
        """Return what each subject's rows come to."""
        lines, rows = self._lines, self._sorted.rows
        value, known = lines.worth(rows), lines.known[rows]
        whole = known.all()
        many, sums = self._sums(np.ones(len(value), np.int64)), self._sums(value)
        filled = (many, sums) if whole else (self._sums(known.astype(np.int64)), self._sums(np.where(known, value, 0)))
        if lines.added:
            self._held = None  # of most sums nothing else is asked: what they were made from would stay for nothing
        return Answers(Total, self._arranged.names, (sums, many, *filled), many != 0)

    def different(self, column: str) -> Mapping[str, int]:
        """Return how many values of a column of the table each subject's rows have."""
        key = ("different", column)
        if key not in self._answers:
            self._answers[key] = self._counted(self._subject_of(self._values(column), column))
        return self._answers[key]

    def repeated(self, column: str, by: str, times: int) -> Mapping[str, int]:
        """Return how many values occur under at least so many values of another column ("": in so many rows)."""
        key = ("repeated", column, by, str(times))
        if key not in self._answers:
            self._answers[key] = self._counted(self._often(column, by, times))
        return self._answers[key]

    def common(self, column: str, other: Tally) -> Mapping[str, int]:
        """Return how many values of a column each subject's rows share with the subject's rows of another measure."""
        key = (column, id(other))
        if key not in self._shared:
            # The other one is kept with the answer, so that its address cannot come to stand for another.
            both = np.intersect1d(self._values(column), other._values_as(self, column), assume_unique=True)
            self._shared[key] = other, self._counted(self._subject_of(both, column))
        return self._shared[key][1]

    def largest(self, column: str, top: int) -> Mapping[str, int]:
        """Return what the largest sums by the values of a column make together."""
        key = ("largest", column, str(top))
        if key not in self._answers:
            self._answers[key] = {
                name: sum(nlargest(top, sums.values())) for name, sums in self.by_value(column).items()
            }
        return self._answers[key]

    def by_value(self, column: str) -> Mapping[str, Mapping[int, int]]:
        """Return the sums by the numbers of a column's values; rows without a value are left out."""
        return self._by_code(*self._coded(column))

    def by_code(self, code: np.ndarray, size: int) -> Mapping[str, Mapping[int, int]]:
        """Return the sums by a number that each row of the measure has, from 0 to less than `size`; −1 is left out."""
        return self._by_code(code[self._sorted.rows], size)

    def _by_code(self, mine: np.ndarray, size: int) -> Mapping[str, Mapping[int, int]]:
        filled = np.flatnonzero(mine >= 0)
        keys = self._sorted.unit[filled].astype(np.int64) * size + mine[filled]
        order = np.argsort(keys, kind="stable")
        starts = starts_of(keys[order])
        if not len(starts):
            return {}
        sums = np.add.reduceat(self._lines.worth(self._sorted.rows[filled[order]]), starts)
        keys, sums = self._spread(keys[order][starts], size, sums)
        subject, codes = np.divmod(keys, size)
        ends = np.searchsorted(subject, np.arange(len(self._arranged.names) + 1)).tolist()
        codes, sums = codes.tolist(), sums.tolist()
        pieces = zip(self._arranged.names, ends, ends[1:], strict=False)
        return {name: dict(zip(codes[a:b], sums[a:b], strict=True)) for name, a, b in pieces if b > a}

    def weighed(self, weights: Tally) -> Mapping[str, Weighed] | None:
        """Return the filled rows that another measure of the same table counts too, weighed by its values.

        None where the other one's rows fall to subjects in another way.
        """
        if weights._arranged is not self._arranged:
            return None
        if id(weights) not in self._weighed:
            self._weighed[id(weights)] = weights, self._weigh(weights)
        return self._weighed[id(weights)][1]

    def having(self, where: Where) -> Tally:
        """Return the rows whose columns hold one of some values each; "" is an empty one."""
        key = tuple((name, *values) for name, values in where.items())
        if key not in self._narrowed:
            rows = self._unsorted
            for name, values in where.items():
                rows = self._lines.having(rows, name, values)
            self._narrowed[key] = Tally(self._lines, rows, self._arranged)
        return self._narrowed[key]

    def _sums(self, column: np.ndarray) -> np.ndarray:
        """Return the sums of the rows' numbers by subject."""
        arranged = self._arranged
        if not arranged.names:
            return np.zeros(0, np.int64)
        of_unit = np.zeros(arranged.units, column.dtype)
        if len(column):
            of_unit[self._sorted.unit[self._sorted.starts]] = np.add.reduceat(column, self._sorted.starts)
        found: np.ndarray = np.add.reduceat(of_unit[arranged.members], arranged.starts)
        return found

    def _coded(self, column: str) -> tuple[np.ndarray, int]:
        return self._lines.coded(column, self._sorted.rows), len(self._lines.values(column))

    def _values(self, column: str) -> np.ndarray:
        """Return subject × values + value of all values that a subject's rows have, sorted, each once."""
        mine, size = self._coded(column)
        filled = mine >= 0
        return self._once(self._sorted.unit[filled], mine[filled], size)

    def _once(self, unit: np.ndarray, code: np.ndarray, size: int) -> np.ndarray:
        keys = unit.astype(np.int64) * size + code
        keys.sort()
        return self._spread(keys[starts_of(keys)], size)[0]

    def _spread(self, keys: np.ndarray, size: int, sums: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Return unit × size + code as subject × size + code, sorted, each once, with the sums of its units'."""
        arranged = self._arranged
        unit = keys // max(size, 1)
        first, end = (np.searchsorted(unit, arranged.members, side=side) for side in ("left", "right"))
        times = end - first
        subject = np.repeat(np.repeat(np.arange(len(arranged.names)), arranged.sizes), times)
        taken = np.arange(len(subject)) + np.repeat(first - (np.cumsum(times) - times), times)
        found = subject * size + (keys - unit * size)[taken]
        if sums is None or not len(found):
            found.sort()
            return found[starts_of(found)], found
        order = np.argsort(found, kind="stable")
        starts = starts_of(found[order])
        return found[order][starts], np.add.reduceat(sums[taken[order]], starts)

    def _values_as(self, other: Tally, column: str) -> np.ndarray:
        """Return the values that each subject has, as another tally numbers subjects and values."""
        keys = self._values(column)
        if self._arranged is other._arranged and self._lines.values(column) is other._lines.values(column):
            return keys
        mine, theirs = self._lines.values(column), other._lines.values(column)
        numbers = {value: number for number, value in enumerate(theirs)}
        value = np.array([numbers.get(each, -1) for each in mine], np.int64)
        names = other._arranged.names
        subject = np.array([names.get(each, -1) for each in self._arranged.names], np.int64)
        subject, value = (
            each[one] for each, one in zip((subject, value), np.divmod(keys, max(len(mine), 1)), strict=True)
        )
        there = (subject >= 0) & (value >= 0)
        found: np.ndarray = np.sort(subject[there] * len(theirs) + value[there])
        return found

    def _often(self, column: str, by: str, times: int) -> np.ndarray:
        """Return the subject of every value that occurs so often."""
        mine, size = self._coded(column)
        filled = mine >= 0
        # An empty cell of the other column is a value of its own.
        under = self._lines.coded(by, self._sorted.rows) + 1 if by else self._sorted.rows
        width = int(under.max()) + 1 if len(under) else 1
        pairs, code = np.unique(mine[filled] * width + under[filled], return_inverse=True)
        subject, code = np.divmod(self._once(self._sorted.unit[filled], code, len(pairs)), max(len(pairs), 1))
        keys, counts = np.unique(subject * size + pairs[code] // width, return_counts=True)
        found: np.ndarray = keys[counts >= times] // max(size, 1)
        return found

    def _weigh(self, weights: Tally) -> Mapping[str, Weighed]:
        lines, other = self._lines, weights._lines
        weighing = other.worth(weights._sorted.rows)
        heavy = np.zeros(len(self._arranged.unit), weighing.dtype)
        there = np.zeros(len(heavy), bool)
        position = other.position[weights._sorted.rows]
        heavy[position], there[position] = weighing, True
        mine = lines.position[self._sorted.rows]
        both = lines.known[self._sorted.rows] & there[mine]
        weight = np.where(both, heavy[mine], 0)
        value = product(np.where(both, lines.worth(self._sorted.rows), 0), weight)
        sums = tuple(self._sums(each) for each in (both.astype(np.int64), value, weight))
        return Answers(Weighed, self._arranged.names, sums)

    def _subject_of(self, keys: np.ndarray, column: str) -> np.ndarray:
        found: np.ndarray = keys // max(self._coded(column)[1], 1)
        return found

    def _counted(self, subject: np.ndarray) -> Mapping[str, int]:
        """Return how often each subject occurs."""
        names = self._arranged.names
        return Answers(int, names, (np.bincount(subject, minlength=len(names)),))
