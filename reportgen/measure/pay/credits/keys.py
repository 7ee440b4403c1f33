"""Rows of any table → the transaction that each belongs to: by its own column, or by the order that it names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.measure.columns import at_places, places_of, texts_apart
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
    return bench.once(name, lambda: pd.Series(_numbers(bench, table, transaction, keys), index=keys.index))


def _numbers(bench: Bench, table: Table, transaction: str, keys: pd.Series[Any]) -> np.ndarray:
    """Number each row's transaction; where the table names orders, these have numbers already."""
    found = _order_of(bench, table, transaction)
    orders = bench.dataset.tables.get("orders")
    of_orders = numbers_of(bench, orders, transaction) if found is not None and orders is not None else None
    if found is None or of_orders is None:
        return numbered(bench, transaction, keys)
    known, places = found
    numbers: np.ndarray = np.append(of_orders.reindex(known.index).to_numpy(), np.int32(-1))[places]
    unknown = places < 0
    if unknown.any():
        numbers[unknown] = numbered(bench, transaction, keys[unknown])
    return numbers


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
    found = _order_of(bench, table, transaction)
    if found is None:
        return named
    known, places = found
    texts = pd.Series(at_places(known[transaction].astype("string"), places), index=named.index)
    return texts.fillna(named).astype("string") if (places < 0).any() else texts


def _order_of(bench: Bench, table: Table, transaction: str) -> tuple[pd.DataFrame, np.ndarray] | None:
    """Return the first row of every order, and which of them each row of a table that names orders alone means.

    −1 where it means none; None where the table names transactions itself, or the orders do not tell them.
    """
    orders = bench.dataset.tables.get("orders")
    if orders is None or transaction in table.columns or not {ORDER, transaction} <= set(orders.columns):
        return None
    known = bench.once(
        ("orders", transaction), lambda: orders.frame[[ORDER, transaction]].dropna().drop_duplicates(ORDER)
    )

    def places() -> np.ndarray:
        return places_of(table.frame[ORDER].astype("string"), pd.Index(known[ORDER].astype("string")))

    return known, bench.once(("order of", id(table), transaction), places)
