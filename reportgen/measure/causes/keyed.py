"""Two tables of one kind → the same columns and sources for both, and which of their rows are the same by key."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reportgen.model.table import NUMERIC, Column, Table

_OWN = ("_source", "_row")


@dataclass(frozen=True, slots=True)
class Pair:
    """A kind of table in both states, with columns, scales and sources made alike.

    `kept_first` and `kept_second` are the positions of the rows that both have, in step; `gone` are positions of the
    first that the second has not, `new` positions of the second that the first has not.
    """

    first: Table
    second: Table
    kept_first: np.ndarray
    kept_second: np.ndarray
    gone: np.ndarray
    new: np.ndarray

    def differs(self, column: str) -> np.ndarray:
        """Tell for each kept row whether a column holds something else in the second state."""
        old = self.first.frame[column].iloc[self.kept_first].reset_index(drop=True)
        new = self.second.frame[column].iloc[self.kept_second].reset_index(drop=True)
        absent = (old.isna() & new.isna()).to_numpy(dtype=bool)
        same = (old == new).fillna(value=False).to_numpy(dtype=bool)
        return np.asarray(~same & ~absent)


def pair(first: Table, second: Table) -> Pair:
    """Match the rows of two tables by business key; rows of one key are matched in their order.

    Tables without a key have their whole rows for one: such a row is new or gone, never changed.
    """
    first, second = _alike(first, second)
    key = [name for name in (second.key or tuple(second.columns)) if name in second.columns]
    groups = pd.concat([first.frame[key], second.frame[key]], ignore_index=True)
    numbers = groups.groupby(key, dropna=False, sort=False).ngroup()
    split = len(first.frame)
    left, right = _numbered(numbers.iloc[:split]), _numbered(numbers.iloc[split:].reset_index(drop=True))
    both = left.merge(right, on=["group", "turn"], how="inner", suffixes=("_first", "_second"))
    kept_first, kept_second = both["position_first"].to_numpy(), both["position_second"].to_numpy()
    return Pair(
        first,
        second,
        kept_first,
        kept_second,
        np.setdiff1d(np.arange(split), kept_first),
        np.setdiff1d(np.arange(len(second.frame)), kept_second),
    )


def _numbered(groups: pd.Series) -> pd.DataFrame:
    turns = groups.groupby(groups).cumcount()
    return pd.DataFrame({"group": groups.to_numpy(), "turn": turns.to_numpy(), "position": np.arange(len(groups))})


def _alike(first: Table, second: Table) -> tuple[Table, Table]:
    """Give two tables the same columns, at the finer scale of the two, and one list of sources."""
    columns = {
        name: _finer(first.columns.get(name), second.columns.get(name))
        for name in dict.fromkeys((*second.columns, *first.columns))
    }
    sources = (*first.sources, *second.sources)
    return (
        replace(first, columns=columns, sources=sources, frame=_frame(first, columns, 0)),
        replace(second, columns=columns, sources=sources, frame=_frame(second, columns, len(first.sources))),
    )


def _finer(one: Column | None, other: Column | None) -> Column:
    found = [column for column in (other, one) if column is not None]
    # What a column is said to be may differ (a profile was changed): then the second state's word holds.
    return replace(found[0], scale=max(column.scale for column in found))


def _frame(table: Table, columns: dict[str, Column], offset: int) -> pd.DataFrame:
    frame = table.frame
    found: dict[str, pd.Series] = {}
    for name, column in columns.items():
        own = table.columns.get(name)
        if own is None or own.type is not column.type:
            found[name] = _absent(column, len(frame))
        elif own.type in NUMERIC and own.scale != column.scale:
            found[name] = frame[name].reset_index(drop=True) * 10 ** (column.scale - own.scale)
        else:
            found[name] = frame[name].reset_index(drop=True)
    found["_source"] = frame["_source"].reset_index(drop=True) + offset
    found["_row"] = frame["_row"].reset_index(drop=True)
    return pd.DataFrame(found)


def _absent(column: Column, rows: int) -> pd.Series:
    kind = "Int64" if column.type in NUMERIC else "datetime64[s]" if column.type == "date" else "string"
    return pd.Series([None] * rows, dtype=kind)


def with_columns(base: pd.DataFrame, found: Pair, names: list[str]) -> pd.DataFrame:
    """Return the first state's rows with some columns of the second where both have the row."""
    result = base.copy(deep=False)
    for name in names:
        old, new = base[name], found.second.frame[name]
        # By position through one column of both, so that a type that allows no empty cell keeps its type.
        both = pd.concat([old, new], ignore_index=True)
        order = np.arange(len(old))
        order[found.kept_first] = len(old) + found.kept_second
        result[name] = both.iloc[order].to_numpy() if name in _OWN else both.iloc[order].set_axis(base.index)
    return result
