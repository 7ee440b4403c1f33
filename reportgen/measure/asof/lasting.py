"""Tables → what they say alike on every day: looked up, told apart and put in order once, whichever day asks first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from reportgen.measure.columns import at_places, places_of
from reportgen.model.room import aside
from reportgen.model.table import Table

Kept = TypeVar("Kept")

NUMBER = np.int32


@dataclass(frozen=True, slots=True)
class Lasting:
    """What was computed of some tables; nothing in it may depend on a day."""

    _kept: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: Hashable, compute: Callable[[], Kept]) -> Kept:
        """Return what was computed under a name before, or compute it."""
        if name not in self._kept:
            self._kept[name] = aside(compute())
        found: Kept = self._kept[name]
        return found


@dataclass(frozen=True, slots=True)
class Keyed:
    """A column of texts: the number of each row's text (−1 where it is absent), and the texts by number."""

    number: np.ndarray
    texts: pd.Index = field(repr=False)

    @classmethod
    def of(cls, column: pd.Series[Any]) -> Keyed:
        """Number the texts of a column."""
        codes, texts = pd.factorize(column.array)
        return cls(codes.astype(NUMBER), pd.Index(texts, dtype="string"))

    def in_parts(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Return what makes the same column again, and of what."""
        return Keyed, (self.number, self.texts)

    def sums(self, values: pd.Series[Any]) -> pd.Series[Any]:
        """Return what integers, one a row, come to by number; every text has some."""
        there = self.number >= 0
        found: pd.Series[Any] = values[there].groupby(self.number[there]).sum()
        return found

    def rows(self, frame: pd.DataFrame, by: str, moment: str, amount: str) -> pd.DataFrame:
        """Return `number day amount` of the rows of another table that name one of the texts."""
        numbers = places_of(frame[by].fillna("").astype("string"), self.texts).astype(NUMBER)
        found = pd.DataFrame({"number": numbers, "day": frame[moment].array, "amount": frame[amount].array})
        return found[numbers >= 0].reset_index(drop=True)

    def by_number(self, values: pd.Series[Any], missing: Any) -> pd.Series[Any]:
        """Return a column by number, some of which may be absent, as one that has them all in their order."""
        places = np.full(len(self.texts), -1, np.intp)
        places[values.index.to_numpy()] = np.arange(len(values))
        return pd.Series(at_places(values, places, missing))


@dataclass(frozen=True, slots=True)
class Queue:
    """Amounts that are owed, in the order in which money meets them: each key's by their day."""

    keyed: Keyed
    order: np.ndarray

    @classmethod
    def of(cls, table: Table, by: str, moment: str) -> Queue:
        """Put the rows of a table in order; those that name no key have one together."""
        keyed = Keyed.of(table.frame[by].fillna("").astype("string"))
        days = table.frame[moment].to_numpy(dtype="datetime64[D]")
        return cls(keyed, np.lexsort((days, keyed.number)).astype(NUMBER))

    def in_parts(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Return what makes the same queue again, and of what."""
        return Queue, (self.keyed, self.order)

    def settled(self, owed: np.ndarray, paid: pd.Series[Any]) -> np.ndarray:
        """Return how much of each amount owed is settled when each key's money, by number, goes to its oldest first."""
        mine, numbers = owed[self.order], self.keyed.number[self.order]
        before = pd.Series(mine).groupby(numbers).cumsum().to_numpy() - mine
        money = paid.to_numpy().astype(np.int64)[numbers]
        result = np.zeros(len(owed), np.int64)
        result[self.order] = np.clip(money - before, 0, mine)
        return result
