"""Invoices and receipts as they stood on a day: whose they are, what was still open, how long money took to come.

A receipt that names an order pays that order's invoices, the oldest due first; one that names a customer only pays
the customer's oldest open invoices. A credit note and a write-off settle like money; a reversed receipt is negative.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.asof.allocation import PAID_ORDER
from reportgen.measure.asof.columns import days_between, has, looked_up, number, summed, text, with_columns
from reportgen.measure.columns import integers, sorted_by, under
from reportgen.model.table import Column, ColumnType, Table

Tables = Mapping[str, Table]


def invoices(tables: Tables, cut_off: date) -> Table | None:
    """Return invoices with `person` (of their order), `open_amount` and `days_overdue` on a day."""
    table = tables.get("invoices")
    if table is None:
        return None
    added: dict[Column, pd.Series[Any]] = {}
    if has(table, "order_no") and has(tables.get("orders"), "order_no", "person"):
        added[text("person")] = _of_order(tables["orders"], table, "person")
    if has(table, "order_no", "due_date", "gross"):
        left = _open(tables, table, cut_off)
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


def _open(tables: Tables, table: Table, cut_off: date) -> pd.Series[Any]:
    """Return what of each invoice was not settled yet, never below zero; a credit note is not open itself."""
    frame = table.frame
    due = integers(frame["gross"]).to_numpy()
    issued = (frame["invoice_date"] <= pd.Timestamp(cut_off)).fillna(value=False).to_numpy()
    owed = np.where(issued & (due > 0), due, 0)
    order = frame["order_no"].fillna("").astype("string").reset_index(drop=True)
    paid = _paid(tables, table, cut_off, "order_no")
    credited = pd.Series(np.where(issued & (due < 0), -due, 0)).groupby(order).sum()
    paid = summed(paid, credited)
    days = frame["due_date"].to_numpy(dtype="datetime64[D]")
    left = owed - _settled(owed, order, days, paid)
    if has(table, "customer"):
        customer = frame["customer"].fillna("").astype("string").reset_index(drop=True)
        left = left - _settled(left, customer, days, _paid(tables, table, cut_off, "customer"))
    return pd.Series(pd.arrays.IntegerArray(left.astype(np.int64), ~issued), index=frame.index)


def _settled(owed: Any, keys: Any, days: Any, paid: pd.Series[Any]) -> Any:
    """Return how much of each amount owed is settled when each key's money goes to its oldest first."""
    if paid.empty or not len(owed):
        return np.zeros(len(owed), np.int64)
    work = pd.DataFrame({"key": keys, "day": days, "owed": owed}).reset_index()
    work = sorted_by(work, "key", "day")
    before = work.groupby("key")["owed"].cumsum() - work["owed"]
    money = under(work["key"], paid, 0).to_numpy().astype(np.int64)
    settled = np.clip(money - before.to_numpy(), 0, work["owed"].to_numpy())
    result = np.zeros(len(owed), np.int64)
    result[work["index"].to_numpy()] = settled
    return result


def _paid(tables: Tables, invoices_: Table, cut_off: date, by: str) -> pd.Series[Any]:
    """Return the money and write-offs up to a day by order, or by customer where they name no order."""
    total = pd.Series(dtype="int64", index=pd.Index([], dtype="string"))
    for name, moment in (("receipts", "receipt_date"), ("write_offs", "written_off_on")):
        table = tables.get(name)
        if table is None or not has(table, moment, "amount", "order_no"):
            continue
        frame = table.frame[table.frame[moment] <= pd.Timestamp(cut_off)]
        names_order = frame["order_no"].notna()
        rows = frame[names_order] if by == "order_no" else frame[~names_order]
        if by not in frame or rows.empty:
            continue
        factor = 10 ** (invoices_.columns["gross"].scale - table.columns["amount"].scale)
        sums = (integers(rows["amount"]) * factor).groupby(rows[by].fillna("").astype("string")).sum()
        total = summed(total, sums)
    return total


def _overdue(table: Table, left: pd.Series[Any], cut_off: date) -> pd.Series[Any]:
    """Return the days since an open invoice was due; absent where nothing is open or it is not due yet."""
    today = pd.Series(pd.Timestamp(cut_off), index=table.frame.index).astype("datetime64[s]")
    days = days_between(table.frame["due_date"], today)
    late = (left.fillna(0) > 0) & (days > 0)
    return days.where(late.fillna(value=False))
