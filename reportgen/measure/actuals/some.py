"""Some rows of a measure → what they come to: counted by themselves, or looked up where everybody's were counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from reportgen.measure.actuals.answers import Total, Weighed
from reportgen.measure.actuals.lines import Index, Lines
from reportgen.measure.actuals.tally import Tally, Where

_NONE = Total()
_UNWEIGHED = Weighed()


class Some(Protocol):
    """Some rows of a measure; both kinds of them give the same answers."""

    @property
    def lines(self) -> Lines:
        """Return the measure's lines."""

    @property
    def index(self) -> Index:
        """Return the rows as indexes of the measure's lines."""

    @property
    def total(self) -> Total:
        """Return their sum, how many they are, how many are filled, and the sum of the filled ones."""

    def different(self, column: str) -> int:
        """Return how many values of a column they have."""

    def repeated(self, column: str, by: str, times: int) -> int:
        """Return how many values of a column occur under at least so many values of another ("": in so many rows)."""

    def largest(self, column: str, top: int) -> int:
        """Return what the largest sums by the values of a column make together."""

    def common(self, column: str, other: Some) -> int:
        """Return how many values of a column they share with rows of another measure."""

    def weighed(self, weights: Some) -> Weighed:
        """Return the filled rows that another measure of the same table counts too, weighed by its values."""

    def having(self, where: Where) -> Some:
        """Return those whose columns hold one of some values each."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows that are counted one by one."""

    lines: Lines
    index: Index

    @property
    def total(self) -> Total:
        """Return their sum, how many they are, how many are filled, and the sum of the filled ones."""
        filled = self.index[self.lines.known[self.index]]
        return Total(self.lines.total(self.index), len(self.index), len(filled), self.lines.total(filled))

    def different(self, column: str) -> int:
        """Return how many values of a column they have."""
        return len(self.lines.different(column, self.index))

    def repeated(self, column: str, by: str, times: int) -> int:
        """Return how many values of a column occur under at least so many values of another ("": in so many rows)."""
        values = self.lines.coded(column, self.index)
        keys = self.lines.coded(by, self.index) if by else self.index
        pairs = np.unique(np.stack([values, keys])[:, values >= 0], axis=1)
        return int((np.bincount(pairs[0]) >= times).sum()) if pairs.size else 0

    def largest(self, column: str, top: int) -> int:
        """Return what the largest sums by the values of a column make together."""
        return sum(sorted(self.lines.sums(column, self.index), reverse=True)[:top])

    def common(self, column: str, other: Some) -> int:
        """Return how many values of a column they share with rows of another measure."""
        theirs = _listed(other)
        return len(_texts(self.lines, column, self.index) & _texts(theirs.lines, column, theirs.index))

    def weighed(self, weights: Some) -> Weighed:
        """Return the filled rows that another measure of the same table counts too, weighed by its values."""
        theirs = _listed(weights)
        lines, other, heavy = self.lines, theirs.lines, theirs.index
        weight_at = dict(zip(other.position[heavy].tolist(), other.worth(heavy).tolist(), strict=True))
        filled = self.index[lines.known[self.index]]
        mine = zip(lines.worth(filled).tolist(), lines.position[filled].tolist(), strict=True)
        pairs = [(value, weight_at[position]) for value, position in mine if position in weight_at]
        return Weighed(len(pairs), sum(value * weight for value, weight in pairs), sum(weight for _, weight in pairs))

    def having(self, where: Where) -> Listed:
        """Return those whose columns hold one of some values each."""
        index = self.index
        for column, allowed in where.items():
            index = self.lines.having(index, column, allowed)
        return Listed(self.lines, index)


@dataclass(frozen=True, slots=True)
class Tallied:
    """The rows of one subject among all subjects' that were counted at once; `find` lists them."""

    lines: Lines
    tally: Tally
    name: str
    find: Callable[[], Index]

    @property
    def index(self) -> Index:
        """Return the rows as indexes of the measure's lines."""
        return self.find()

    @property
    def total(self) -> Total:
        """Return their sum, how many they are, how many are filled, and the sum of the filled ones."""
        return self.tally.totals.get(self.name, _NONE)

    def different(self, column: str) -> int:
        """Return how many values of a column they have."""
        return self.tally.different(column).get(self.name, 0)

    def repeated(self, column: str, by: str, times: int) -> int:
        """Return how many values of a column occur under at least so many values of another ("": in so many rows)."""
        return self.tally.repeated(column, by, times).get(self.name, 0)

    def largest(self, column: str, top: int) -> int:
        """Return what the largest sums by the values of a column make together."""
        return self.tally.largest(column, top).get(self.name, 0)

    def common(self, column: str, other: Some) -> int:
        """Return how many values of a column they share with rows of another measure."""
        if isinstance(other, Tallied) and other.name == self.name:
            return self.tally.common(column, other.tally).get(self.name, 0)
        return _listed(self).common(column, other)

    def weighed(self, weights: Some) -> Weighed:
        """Return the filled rows that another measure of the same table counts too, weighed by its values."""
        known = None
        if isinstance(weights, Tallied) and weights.name == self.name:
            known = self.tally.weighed(weights.tally)
        return _listed(self).weighed(weights) if known is None else known.get(self.name, _UNWEIGHED)

    def having(self, where: Where) -> Tallied:
        """Return those whose columns hold one of some values each."""
        narrowed = self.tally.having(where)
        return Tallied(self.lines, narrowed, self.name, lambda: _listed(self).having(where).index)


def _listed(some: Some) -> Listed:
    return Listed(some.lines, some.index)


def _texts(lines: Lines, column: str, index: Index) -> set[str]:
    values = lines.values(column)
    return {values[code] for code in lines.different(column, index)}
