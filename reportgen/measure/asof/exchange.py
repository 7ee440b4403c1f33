"""Amounts in other currencies → the company's, each at the rate of its row's own day; exact, at a finer scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.columns import integers
from reportgen.model.plan import Measure
from reportgen.model.table import Column, ColumnType, Table

OWN = "_own"
"""What stands behind the name of a column that holds an amount as the files have it, before it was converted."""


def converted(tables: Mapping[str, Table], measures: Iterable[Measure], currency: str) -> dict[str, Table]:
    """Return the tables whose sums of money are in another currency, with these columns in the company's.

    A row's rate is the one of the table `fx` that held on its day; without one, its amount is absent.
    """
    rates = tables.get("fx")
    found: dict[str, Table] = {}
    for measure in measures:
        table = found.get(measure.table) or tables.get(measure.table)
        column = table.columns.get(measure.column) if table is not None and measure.how == "sum" else None
        if table is None or rates is None or column is None or column.type is not ColumnType.MONEY:
            continue
        is_day = measure.date in table.columns and table.columns[measure.date].type is ColumnType.DATE
        if column.currency not in ("", currency) and is_day:
            found[measure.table] = _in(currency, table, column, measure.date, rates)
    return found


def rates_on(rates: Table, currency: str, days: pd.Series[Any]) -> tuple[np.ndarray, np.ndarray]:
    """Return a currency's rate on each day, an integer at the scale of the table, and where none held yet."""
    mine = rates.frame[rates.frame["currency"] == currency]
    known = mine[["since", "rate"]].dropna().sort_values("since", kind="stable")
    since = known["since"].to_numpy(dtype="datetime64[s]")
    at = np.searchsorted(since, days.to_numpy(dtype="datetime64[s]"), side="right") - 1
    absent = (at < 0) | days.isna().to_numpy()
    values = known["rate"].to_numpy(dtype=np.int64)
    return np.where(absent, 0, values[np.clip(at, 0, None)] if len(values) else 0), absent


def _in(currency: str, table: Table, column: Column, moment: str, rates: Table) -> Table:
    each, absent = rates_on(rates, column.currency, table.frame[moment])
    absent = absent | table.frame[column.name].isna().to_numpy()
    amounts = integers(table.frame[column.name], int(each.max()) if len(each) else 1)
    exact: Any = amounts.to_numpy() * each
    series = pd.Series(pd.arrays.IntegerArray(exact.astype(np.int64), absent), index=table.frame.index)
    changed = replace(column, currency=currency, scale=column.scale + rates.columns["rate"].scale)
    kept = replace(column, name=column.name + OWN)
    frame = table.frame.assign(**{kept.name: table.frame[column.name], column.name: series})
    return replace(table, columns={**table.columns, column.name: changed, kept.name: kept}, frame=frame)
