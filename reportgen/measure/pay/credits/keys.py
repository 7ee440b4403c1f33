"""Rows of any table → the transaction that each belongs to: by its own column, or by the order that it names."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reportgen.measure.columns import under
from reportgen.measure.pay.bench import Bench
from reportgen.model.table import Table

ORDER = "order_no"
"""The column by which tables name an order: a transaction is an order with all that changes it."""


def keys_of(bench: Bench, table: Table, transaction: str) -> pd.Series[Any] | None:
    """Return each row's transaction, absent where it names none; None where the table cannot tell.

    A table without the column (invoices, splits) names orders, whose transaction the orders themselves tell.
    """
    return bench.once(("keys", id(table), transaction), lambda: _keys(bench, table, transaction))


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
