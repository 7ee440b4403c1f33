"""Adds computed columns to a table: integers, days and texts beside what its files hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.columns import under
from reportgen.model.table import Column, ColumnType, Table


def with_columns(table: Table, added: Mapping[Column, pd.Series[Any]]) -> Table:
    """Return a table with further columns; one that its files bring is kept as it is."""
    new = {column: series for column, series in added.items() if column.name not in table.columns}
    if not new:
        return table
    columns = {**table.columns, **{column.name: column for column in new}}
    frame = table.frame.assign(**{column.name: series for column, series in new.items()})
    return replace(table, columns=columns, frame=frame)


def number(name: str, scale: int = 0) -> Column:
    """Return the declaration of a column of numbers."""
    return Column(name, ColumnType.NUMBER, scale)


def text(name: str) -> Column:
    """Return the declaration of a column of texts."""
    return Column(name, ColumnType.TEXT)


def moment(name: str) -> Column:
    """Return the declaration of a column of days."""
    return Column(name, ColumnType.DATE)


def days_between(first: pd.Series[Any], last: pd.Series[Any]) -> pd.Series[Any]:
    """Return whole days from one column to another, absent where either is."""
    absent = (first.isna() | last.isna()).to_numpy()
    gap = last.to_numpy(dtype="datetime64[D]").astype(np.int64) - first.to_numpy(dtype="datetime64[D]").astype(np.int64)
    values = np.where(absent, 0, gap)
    return pd.Series(pd.arrays.IntegerArray(values, absent), index=first.index)


def summed(one: pd.Series[Any], other: pd.Series[Any]) -> pd.Series[Any]:
    """Return the sums of two columns of integers by their keys.

    Not `add` with a fill value, which goes by way of binary floats where one has a key that the other has not.
    """
    both = pd.concat([each for each in (one, other) if len(each)] or [one])
    found: pd.Series[Any] = both.groupby(both.index.array).sum()
    return found


def looked_up(keys: pd.Series[Any], found: pd.Series[Any]) -> pd.Series[Any]:
    """Return for each key what another table says of it (the first row of a key), absent where it says nothing."""
    return under(keys, found)


def has(table: Table | None, *names: str) -> bool:
    """Tell whether a table is there and has all of some columns."""
    return table is not None and all(name in table.columns for name in names)
