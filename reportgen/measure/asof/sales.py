"""Orders as they stood on a day: their margin, the customer's credit rating then, and what was paid before delivery."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.asof.columns import days_between, has, number, text, with_columns
from reportgen.measure.asof.lasting import Keyed, Lasting
from reportgen.measure.columns import at_places, integers, scaled
from reportgen.model.table import Column, ColumnType, Table

Tables = Mapping[str, Table]

_FINE = 9
"""Decimals of a ratio that is compared and never summed: rounded down, so that `below` and `from` compare exactly."""


def orders(tables: Tables, cut_off: date, lasting: Lasting) -> Table | None:
    """Return orders with `margin_rate`, `days_since`, `credit_rating`, `prepaid_share`, as far as the inputs tell."""
    table = tables.get("orders")
    if table is None or not has(table, "order_date"):
        return table
    frame = table.frame
    today = pd.Series(pd.Timestamp(cut_off), index=frame.index).astype("datetime64[s]")
    added: dict[Column, pd.Series[Any]] = {number("days_since"): days_between(frame["order_date"], today)}
    if has(table, "gross_profit", "amount"):
        ratio = lasting.once("margin rate", lambda: _ratio(table, "gross_profit", "amount"))
        added[Column("margin_rate", ColumnType.PERCENT, _FINE)] = ratio
    credit = tables.get("customer_credit")
    if credit is not None and has(table, "customer") and has(credit, "customer", "rated", "rating"):
        added[text("credit_rating")] = lasting.once("credit rating", lambda: _rating(frame, credit.frame))
    if has(table, "order_no", "delivery_date", "gross"):
        added[Column("prepaid_share", ColumnType.PERCENT, _FINE)] = _prepaid(tables, table, cut_off, lasting)
    return with_columns(table, added)


def _ratio(table: Table, above: str, below: str) -> pd.Series[Any]:
    """Return a ratio rounded down, in wide integers where 64 bits do not suffice; absent without a divisor."""
    scale = 10 ** (table.columns[below].scale - table.columns[above].scale + _FINE)
    over, base = scaled(integers(table.frame[above]), scale), integers(table.frame[below])
    absent = (table.frame[above].isna() | table.frame[below].isna() | (base <= 0)).to_numpy(dtype=bool)
    ratio = (over * scale) // base.where(base > 0, 1)
    values = ratio.where(~absent, 0).astype("int64").to_numpy()
    return pd.Series(pd.arrays.IntegerArray(values, absent), index=table.frame.index)


def _rating(frame: pd.DataFrame, credit: pd.DataFrame) -> pd.Series[Any]:
    """Return the rating of each order's customer that was valid on the order's day."""
    left = pd.DataFrame({"customer": frame["customer"].astype("object"), "day": frame["order_date"]}).reset_index()
    right = pd.DataFrame(
        {"customer": credit["customer"].astype("object"), "day": credit["rated"], "r": credit["rating"]}
    )
    known = left.dropna().sort_values("day", kind="stable")
    found = pd.merge_asof(known, right.dropna().sort_values("day", kind="stable"), on="day", by="customer")
    return found.set_index("index")["r"].reindex(frame.index).astype("string")


def _prepaid(tables: Tables, table: Table, cut_off: date, lasting: Lasting) -> pd.Series[Any]:
    """Return the part of each order that was paid by its delivery, or by the day where it is not delivered yet."""
    frame = table.frame
    ours = lasting.once("orders", lambda: Keyed.of(frame["order_no"]))
    gross = lasting.once("gross of orders", lambda: ours.sums(integers(frame["gross"])))
    paid = pd.Series(0, index=gross.index, dtype="int64")
    money = tables.get("receipts")
    if money is not None and has(money, "order_no", "receipt_date", "amount"):
        rows = lasting.once("money of orders", lambda: _of_orders(ours, money))
        first = lasting.once("first delivery", lambda: _first(ours, frame["delivery_date"]))
        today = np.datetime64(cut_off, "s")
        limits = np.where(first <= today, first, today)  # of an order that is not delivered the first is absent
        early = rows[rows["day"].to_numpy() <= limits[rows["number"].to_numpy()]]
        factor = 10 ** (table.columns["gross"].scale - money.columns["amount"].scale)
        paid = ours.by_number((integers(early["amount"]) * factor).groupby(early["number"]).sum(), 0)
    above, below = integers(paid, 10**_FINE) * 10**_FINE, gross.where(gross > 0, 1)
    share = (above // below).astype("Int64").mask(gross <= 0)
    return pd.Series(at_places(share, ours.number.astype("intp")), index=frame.index)


def _of_orders(ours: Keyed, money: Table) -> pd.DataFrame:
    """Return the money that names one of our orders."""
    return ours.rows(money.frame[money.frame["order_no"].notna()], "order_no", "receipt_date", "amount")


def _first(ours: Keyed, delivery: pd.Series[Any]) -> np.ndarray:
    """Return the first day on which a part of each order is delivered, none where no row says it."""
    there = ours.number >= 0
    return delivery[there].groupby(ours.number[there]).min().to_numpy()
