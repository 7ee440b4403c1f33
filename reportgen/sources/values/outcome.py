"""What reading a column gives: a pandas column of the declared type, and the doubts about its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.problem import Kind
from reportgen.model.table import NUMERIC, ColumnType
from reportgen.sources.values.pooled import pooled

LIMIT = 10**18
"""Every integer is smaller than this, so that the sum or difference of any two fits into 64 bits."""

LISTED = 100
"""Doubts of one kind in one column that are told singly; one more stands for the rest."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that could not be taken as it stands, or a column that could not.

    Position among the rows, column, and what a problem of it will say. `rows` are the positions of all rows that it
    stands for, one of which is `position`; None where that is the only one.
    """

    position: int
    column: str
    kind: Kind
    found: str
    values: tuple[tuple[str, str], ...] = ()
    rows: Any | None = field(default=None, compare=False)

    @property
    def positions(self) -> Sequence[int]:
        """Return the positions of all rows that the doubt stands for."""
        return [self.position] if self.rows is None else [int(row) for row in self.rows]

    def moved(self, by: int) -> Doubt:
        """Return the doubt of the same rows after others were put above them."""
        if not by:
            return self
        return replace(self, position=self.position + by, rows=None if self.rows is None else self.rows + by)


@dataclass(frozen=True, slots=True)
class Typed:
    """A column of the declared type, and the doubts about it.

    A doubtful cell is absent unless its kind says otherwise.
    """

    series: pd.Series[Any]
    doubts: tuple[Doubt, ...]


def text_series(texts: Any) -> pd.Series[Any]:
    """Return texts as a pandas column in which "" is absent.

    The texts of a long file stay in the pieces in which they were read, and share their memory with them.
    """
    empty = pc.equal(texts, "")
    if pc.any(empty).as_py():
        texts = pc.if_else(empty, pa.scalar(None, texts.type), texts)
    return pd.Series(pooled(texts), copy=False)


def integer_series(integers: Any, absent: Any) -> pd.Series[Any]:
    """Return integers as a pandas column; both arrays become its own."""
    return pd.Series(pd.arrays.IntegerArray(integers, absent), copy=False)


def absent_series(kind: ColumnType, length: int) -> pd.Series[Any]:
    """Return a column of a type in which every value is absent."""
    if kind is ColumnType.DATE:
        return pd.Series(np.full(length, "NaT", dtype="datetime64[s]"))
    if kind in NUMERIC:
        return integer_series(np.zeros(length, np.int64), np.ones(length, bool))
    return pd.Series(pooled(pa.nulls(length, pa.large_string())), copy=False)
