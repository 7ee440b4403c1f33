"""Rated transactions that a pay period shows → their columns, and for each payee lines that are made when looked at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, overload

import numpy as np
import pandas as pd
import pyarrow as pa

from reportgen.measure.columns import ordered
from reportgen.measure.pay.credit_lines import TEXTS, Scales, Told, credit_lines, earning_periods, number_names
from reportgen.measure.pay.shared import Shared, whole
from reportgen.model.listed import Causes, Listed
from reportgen.model.measured import CreditLine
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Tiered
from reportgen.model.room import ROOM, aside
from reportgen.model.step import Step

_NO_CAUSES: Causes = {}


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rated transactions as whole columns, and which rows are each payee's where they are sorted by payee."""

    component: Component
    scales: Scales
    then: date | None
    days: np.ndarray
    numbers: Mapping[str, np.ndarray]
    texts: Mapping[str, pa.Array]
    steps: Mapping[str, Step]
    values: Shared
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def told(self, first: int, last: int) -> Told:
        """Return some rows as plain values."""
        texts = {name: _texts(column, first, last) for name, column in self.texts.items()}
        numbers = {name: tuple(column[first:last].tolist()) for name, column in self.numbers.items()}
        steps = {key: self.steps[key] for key in texts["key"] if key in self.steps} if self.steps else {}
        days = tuple(self.days[first:last].tolist())
        return Told(self.component, self.scales, self.then, days, numbers, texts, steps)

    def lines(self) -> Iterator[CreditLine]:
        """Yield the line of each row."""
        return credit_lines(self.told(0, len(self.days)), self.values)

    def of(self, payee: str, others: tuple[CreditLine, ...], sums: tuple[CreditLine, ...]) -> Listed | None:
        """Return a payee's lines, with those that no row tells of and what all come to; None of one without rows."""
        if payee not in self.places:
            return None
        return Lines(self, *self.places[payee], others, sums, _NO_CAUSES)


def rows_of(
    component: Component, frame: pd.DataFrame, scales: Scales, then: date | None, steps: Mapping[str, Step], to: Shared
) -> Rows:
    """Return rated transactions as columns, in the order in which they stand."""
    rule = component.rule
    names = number_names(rule, scales) if isinstance(rule, Tiered) else ()
    numbers = {name: _integers(frame[name]) for name in names}
    texts = {name: _arrow(frame[name]) for name in TEXTS}
    days = frame["day"].to_numpy(dtype="datetime64[D]")
    days, numbers, texts = aside((days, numbers, texts))
    return Rows(component, scales, then, days, numbers, texts, steps, to)


def listed_rows(
    component: Component, frame: pd.DataFrame, scales: Scales, then: date | None, steps: Mapping[str, Step], to: Shared
) -> Rows:
    """Return the same, each payee's together and by day and key."""
    payees, names = pd.factorize(frame["payee"].astype("string"))
    keys = ordered(frame["key"].astype("string")).to_numpy()
    order = np.lexsort([keys, frame["day"].to_numpy(), payees])
    found = rows_of(component, frame.iloc[order], scales, then, steps, to)
    ends = np.cumsum(np.bincount(payees, minlength=len(names))).tolist()
    spans = zip([0, *ends][:-1], ends, strict=True)
    mine = set(found.texts["key"].to_pylist()) if steps else set()
    kept = {key: step for key, step in steps.items() if key in mine}
    return replace(found, steps=kept, places=dict(zip(map(str, names), spans, strict=True)))


class Lines(Listed):
    """A payee's lines of a component: some of its rows, or, where they have travelled, all of what told them."""

    __slots__ = ("_causes", "_first", "_last", "_others", "_rows", "_sums")

    def __init__(
        self,
        rows: Rows | Told,
        first: int,
        last: int,
        others: tuple[CreditLine, ...],
        sums: tuple[CreditLine, ...],
        causes: Causes,
    ) -> None:
        """Keep what the lines are made of."""
        self._rows, self._first, self._last = rows, first, last
        self._others, self._sums, self._causes = others, sums, causes

    @property
    def sums(self) -> tuple[CreditLine, ...]:
        """Return what the lines come to."""
        return self._sums

    @property
    def others(self) -> tuple[CreditLine, ...]:
        """Return the lines that are no transaction's of a day."""
        return self._others

    def told(self) -> Told:
        """Return what the lines of transactions are made of, as plain values."""
        return self._rows if isinstance(self._rows, Told) else self._rows.told(self._first, self._last)

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield the key and the earning period of each transaction."""
        rows, first, last = self._rows, self._first, self._last
        if isinstance(rows, Told):
            return zip(rows.texts["key"], earning_periods(rows.component, rows.days), strict=True)
        earnings = earning_periods(rows.component, rows.days[first:last].tolist())
        return zip(_texts(rows.texts["key"], first, last), earnings, strict=True)

    def told_before(self, day: date) -> Told:
        """Return what the lines of transactions of before a day are made of."""
        rows, first, last = self._rows, self._first, self._last
        if isinstance(rows, Told):
            return rows.first(bisect_left(rows.days, day))
        older = first + int(np.searchsorted(rows.days[first:last], np.datetime64(day, "D")))
        return rows.told(first, older)

    def changed(self, causes: Causes) -> Lines:
        """Return the same lines with the causes of those that changed."""
        others = tuple(_caused(line, causes) for line in self._others)
        return Lines(self._rows, self._first, self._last, others, self._sums, causes)

    def __iter__(self) -> Iterator[CreditLine]:
        """Make each line, by day and key, then yield the others."""
        # Where memory is short they are made for one payee at a time, and nothing of them is to stay.
        values = self._rows.values if isinstance(self._rows, Rows) and not ROOM.short else Shared()
        for line in credit_lines(self.told(), values):
            yield _caused(line, self._causes)
        yield from self._others

    def __len__(self) -> int:
        """Return how many lines there are."""
        return self._last - self._first + len(self._others)

    @overload
    def __getitem__(self, index: int) -> CreditLine: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[CreditLine]: ...
    def __getitem__(self, index: int | slice) -> CreditLine | Sequence[CreditLine]:
        """Make all lines, and return some of them."""
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        """Tell whether other lines say the same."""
        return tuple(self) == tuple(other) if isinstance(other, Listed | tuple) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # as a list has none

    def __repr__(self) -> str:
        """Return the lines as a tuple of them is written."""
        return repr(tuple(self))

    def in_parts(self) -> tuple[Callable[..., Lines], tuple[Any, ...]]:
        """Return what makes the same lines of the same rows again, in this process."""
        return Lines, (self._rows, self._first, self._last, self._others, self._sums, self._causes)

    def __reduce__(self) -> tuple[Callable[..., Lines], tuple[Any, ...]]:
        """Tell what makes the same lines again: plain values, of these rows alone."""
        return again, (self.told(), self._others, self._sums, dict(self._causes))


def _caused(line: CreditLine, causes: Causes) -> CreditLine:
    """Return a line with why it earns something else than it did, where it does."""
    if line.key not in causes or line.current or line.settled or line.earned == line.earned_before:
        return line
    return replace(line, causes=causes[line.key])


def again(told: Told, others: tuple[CreditLine, ...], sums: tuple[CreditLine, ...], causes: Causes) -> Lines:
    """Return lines of what tells them."""
    return Lines(told, 0, len(told.days), others, sums, causes)


def _integers(column: pd.Series[Any]) -> np.ndarray:
    """Return integers in as few bits as hold them, or as Python's own where 64 are too few."""
    if not isinstance(column.dtype, np.dtype) or column.dtype.kind not in "iu":
        return np.array([*whole(column), None], object)[:-1]
    found: np.ndarray = column.to_numpy()
    least, most = (int(found.min()), int(found.max())) if len(found) else (0, 0)
    fitting = np.promote_types(np.min_scalar_type(least), np.min_scalar_type(most))
    return found.astype(fitting) if fitting.kind in "iu" else found


def _arrow(column: pd.Series[Any]) -> pa.Array:
    found = pa.array(column.astype("string"), pa.large_string(), from_pandas=True)
    whole_column = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return whole_column.fill_null("")


def _texts(column: pa.Array, first: int, last: int) -> tuple[str, ...]:
    return tuple(column.slice(first, last - first).to_pylist())
