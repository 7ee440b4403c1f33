"""Rows of any table → the transaction that each belongs to: by its own column, or by the order that it names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.measure.columns import texts_apart, under
from reportgen.measure.pay.bench import Bench
from reportgen.model.table import Table

ORDER = "order_no"
"""The column by which tables name an order: a transaction is an order with all that changes it."""


def keys_of(bench: Bench, table: Table, transaction: str) -> pd.Series[Any] | None:
    """Return each row's transaction, absent where it names none; None where the table cannot tell.

    A table without the column (invoices, splits) names orders, whose transaction the orders themselves tell.
    """
    return bench.once(("keys", id(table), transaction), lambda: _keys(bench, table, transaction))


def numbers_of(bench: Bench, table: Table, transaction: str) -> pd.Series[Any] | None:
    """Return the number of each row's transaction, −1 where it names none; None where the table cannot tell.

    Equal transactions have equal numbers, whichever table names them.
    """
    keys = keys_of(bench, table, transaction)
    if keys is None:
        return None
    name = ("numbers", id(table), transaction)
    return bench.once(name, lambda: pd.Series(numbered(bench, transaction, keys), index=keys.index))


def numbered(bench: Bench, transaction: str, keys: pd.Series[Any]) -> np.ndarray:
    """Return the number of each transaction that is named, −1 where none is: a new one for whom nobody named before."""
    known: list[pa.Array] = bench.once(("texts", transaction), lambda: [pa.array([], pa.large_string())])
    codes, texts = texts_apart(keys)
    places = pc.index_in(texts, value_set=known[0])
    new = places.is_null().to_numpy(zero_copy_only=False)
    numbers = places.fill_null(-1).to_numpy().astype(np.int64)
    numbers[new] = len(known[0]) + np.arange(int(new.sum()))
    known[0] = pa.concat_arrays([known[0], texts.filter(pa.array(new))])
    found: np.ndarray = np.append(numbers, -1).astype(np.int32)[codes]
    return found


def _keys(bench: Bench, table: Table, transaction: str) -> pd.Series[Any] | None:
    if transaction in table.columns:
        return table.frame[transaction].astype("string")
    if ORDER not in table.columns:
        return None
    named = table.frame[ORDER].astype("string")
    known = _of_orders(bench, transaction)
    found = under(named, known) if known is not None else named
    return found.fillna(named).astype("string")


def _of_orders(bench: Bench, transaction: str) -> pd.Series[Any] | None:
    """Return the transaction of every order, where the orders tell both."""
    orders = bench.dataset.tables.get("orders")
    if orders is None or not {ORDER, transaction} <= set(orders.columns):
        return None
    return bench.once(("orders", transaction), lambda: _first(orders.frame, transaction))


def _first(frame: pd.DataFrame, transaction: str) -> pd.Series[Any]:
    rows = frame[[ORDER, transaction]].dropna().drop_duplicates(ORDER)
    return rows.set_index(rows[ORDER].astype("string"))[transaction].astype("string")
