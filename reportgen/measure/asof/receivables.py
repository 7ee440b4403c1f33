"""Invoices and receipts as they stood on a day: whose they are, what was still open, how long money took to come.

A receipt that names an order pays that order's invoices, the oldest due first; one that names a customer only pays
the customer's oldest open invoices. A credit note and a write-off settle like money; a reversed receipt is negative.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.asof.allocation import PAID_ORDER
from reportgen.measure.asof.columns import days_between, has, looked_up, number, text, with_columns
from reportgen.measure.asof.lasting import Keyed, Lasting, Queue
from reportgen.measure.columns import integers
from reportgen.model.table import Column, ColumnType, Table

Tables = Mapping[str, Table]


def invoices(tables: Tables, cut_off: date, lasting: Lasting) -> Table | None:
    """Return invoices with `person` (of their order), `open_amount` and `days_overdue` on a day."""
    table = tables.get("invoices")
    if table is None:
        return None
    added: dict[Column, pd.Series[Any]] = {}
    if has(table, "order_no") and has(tables.get("orders"), "order_no", "person"):
        sellers = lasting.once("sellers of invoices", lambda: _of_order(tables["orders"], table, "person"))
        added[text("person")] = sellers
    if has(table, "order_no", "due_date", "gross"):
        left = _open(tables, table, cut_off, lasting)
        gross = table.columns["gross"]
        added[Column("open_amount", ColumnType.MONEY, gross.scale, gross.currency, gross.tax)] = left
        added[number("days_overdue")] = _overdue(table, left, cut_off)
    return with_columns(table, added)


def receipts(tables: Tables) -> Table | None:
    """Return receipts with `days_to_collect`: since the order that they pay was signed; absent where they pay none."""
    table, sold = tables.get("receipts"), tables.get("orders")
    if table is None or sold is None or not has(table, "order_no", "receipt_date"):
        return table
    if not has(sold, "order_no", "order_date"):
        return table
    first = sold.frame.groupby("order_no", observed=True)["order_date"].min()
    paid = table.frame[PAID_ORDER if PAID_ORDER in table.columns else "order_no"]
    began = looked_up(paid, first).astype("datetime64[s]")
    return with_columns(table, {number("days_to_collect"): days_between(began, table.frame["receipt_date"])})


def _of_order(orders: Table, table: Table, name: str) -> pd.Series[Any]:
    first = orders.frame.set_index("order_no")[name]
    return looked_up(table.frame["order_no"], first).astype("string")


def _open(tables: Tables, table: Table, cut_off: date, lasting: Lasting) -> pd.Series[Any]:
    """Return what of each invoice was not settled yet, never below zero; a credit note is not open itself."""
    frame = table.frame
    due = integers(frame["gross"]).to_numpy()
    issued = (frame["invoice_date"] <= pd.Timestamp(cut_off)).fillna(value=False).to_numpy()
    owed = np.where(issued & (due > 0), due, 0)
    by_order = lasting.once("invoices by order", lambda: Queue.of(table, "order_no", "due_date"))
    paid = _paid(tables, table, cut_off, "order_no", by_order.keyed, lasting)
    credited = by_order.keyed.sums(pd.Series(np.where(issued & (due < 0), -due, 0)))
    left = owed - by_order.settled(owed, paid + credited)
    if has(table, "customer"):
        by_customer = lasting.once("invoices by customer", lambda: Queue.of(table, "customer", "due_date"))
        left = left - by_customer.settled(left, _paid(tables, table, cut_off, "customer", by_customer.keyed, lasting))
    return pd.Series(pd.arrays.IntegerArray(left.astype(np.int64), ~issued), index=frame.index)


def _paid(tables: Tables, invoices_: Table, cut_off: date, by: str, keyed: Keyed, lasting: Lasting) -> pd.Series[Any]:
    """Return the money and write-offs up to a day by the number of the order, or customer where they name no order."""
    total = pd.Series(0, index=range(len(keyed.texts)), dtype="int64")
    for name, moment in (("receipts", "receipt_date"), ("write_offs", "written_off_on")):
        table = tables.get(name)
        if table is None or not has(table, moment, "amount", "order_no", by):
            continue
        every = lasting.once((name, by), partial(_money, table, moment, by, keyed))
        rows = every[(every["day"] <= pd.Timestamp(cut_off)).fillna(value=False)]
        factor = 10 ** (invoices_.columns["gross"].scale - table.columns["amount"].scale)
        total += keyed.by_number((integers(rows["amount"]) * factor).groupby(rows["number"]).sum(), 0)
    return total


def _money(table: Table, moment: str, by: str, keyed: Keyed) -> pd.DataFrame:
    """Return the rows that name an order, or those that do not, as far as they name a key that is owed for."""
    names_order = table.frame["order_no"].notna()
    return keyed.rows(table.frame[names_order if by == "order_no" else ~names_order], by, moment, "amount")


def _overdue(table: Table, left: pd.Series[Any], cut_off: date) -> pd.Series[Any]:
    """Return the days since an open invoice was due; absent where nothing is open or it is not due yet."""
    today = pd.Series(pd.Timestamp(cut_off), index=table.frame.index).astype("datetime64[s]")
    days = days_between(table.frame["due_date"], today)
    late = (left.fillna(0) > 0) & (days > 0)
    return days.where(late.fillna(value=False))
