"""Receipts → the transactions that they pay: those that they name, or a customer's open ones in the plan's order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.actuals.picking import dates, of_rows
from reportgen.measure.asof.allocation import Bills, Money, numbered, spread
from reportgen.measure.columns import places_of, under
from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.credits.keys import keys_of, numbers_of
from reportgen.measure.pay.credits.keys import numbered as transactions_numbered
from reportgen.measure.pay.release.alike import Amounts
from reportgen.model.table import Table

CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Allocated:
    """Cash by transaction: `_key _number _day _value row found`, values at `scale`.

    `_number` is the transaction's, −1 where there is none; `row` is the position in the table; `found` tells that the
    receipt names only a customer. Without a transaction (`_key` absent) it is not allocated.
    """

    scale: int
    table: Table = field(repr=False)
    frame: pd.DataFrame = field(repr=False)

    def in_parts(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Return what makes the same again, and of what: the table stays the very same one, by which it is known."""
        return partial(Allocated, self.scale, self.table), (self.frame,)

    @property
    def left(self) -> pd.DataFrame:
        """Return what named only a customer and found nothing open."""
        return self.frame[self.frame["found"] & self.frame["_key"].isna()]


def allocated(bench: Bench, transaction: str, due: Amounts, came: Amounts, mode: str) -> Allocated | None:
    """Return all cash of a measure with the transaction that it pays; None where its table cannot tell."""
    versions = ((each.measure.id, each.measure.since) for each in (due, came))
    name = ("allocated", transaction, *versions, mode)
    return bench.once(name, lambda: _allocated(bench, transaction, due, came, mode))


def allocated_by(
    bench: Bench, transaction: str, due: Amounts, came: Amounts, mode: str, cut_off: date
) -> tuple[pd.DataFrame, int] | None:
    """Return all cash with the transaction that it pays that came by a day, oldest first, and its scale."""
    found = allocated(bench, transaction, due, came, mode)
    if found is None:
        return None
    days = found.frame["_day"].to_numpy(dtype="datetime64[s]")
    order = bench.once(("allocated by day", id(found)), lambda: np.argsort(days, kind="stable").astype(np.int32))
    known = order[: int(np.searchsorted(days, np.datetime64(cut_off, "s"), side="right", sorter=order))]
    return found.frame[["_key", "_number", "_day", "_value"]].iloc[known], found.scale


def _allocated(bench: Bench, transaction: str, due: Amounts, came: Amounts, mode: str) -> Allocated | None:
    table, measure = came.table, came.measure
    keys, numbers = keys_of(bench, table, transaction), numbers_of(bench, table, transaction)
    if keys is None or numbers is None:
        return None
    days = dates(measure, table).days
    keep = of_rows(measure, table, days)
    rows = pd.DataFrame({"_key": keys, "_number": numbers, "_day": days, "_value": came.values})
    rows = rows.assign(row=np.arange(len(rows)), found=False)[keep.to_numpy(dtype=bool)]
    nameless = _nameless(table, rows)
    owed = _bills(bench, transaction, due) if nameless.any() else None
    if owed is None:
        return Allocated(came.scale, table, rows.assign(found=nameless))
    finest = max(came.scale, owed[1])
    rows = rows.assign(_value=rows["_value"] * 10 ** (finest - came.scale))
    found = _found(table, rows, nameless, owed[0].times(10 ** (finest - owed[1])), mode)
    found = found.assign(_number=transactions_numbered(bench, transaction, found["_key"]))
    return Allocated(finest, table, pd.concat([rows[~nameless], found[list(rows.columns)]], ignore_index=True))


def _nameless(table: Table, rows: pd.DataFrame) -> pd.Series[Any]:
    if CUSTOMER not in table.columns:
        return pd.Series(False, index=rows.index)
    found: pd.Series[Any] = rows["_key"].isna() & table.frame.loc[rows.index, CUSTOMER].notna()
    return found


def _bills(bench: Bench, transaction: str, due: Amounts) -> tuple[Bills, int] | None:
    """Return what customers owe: their invoices where the inputs have them, else what the plan calls invoiced."""
    table = bench.dataset.tables.get("invoices")
    if table is not None and {CUSTOMER, "invoice_date", "gross"} <= set(table.columns):
        keys = keys_of(bench, table, transaction)
        if keys is not None:
            days = table.frame["invoice_date"]
            falls = table.frame["due_date"] if "due_date" in table.columns else days
            return Bills.of(table, keys, days, falls, table.frame["gross"]), table.columns["gross"].scale
    keys = keys_of(bench, due.table, transaction)
    if keys is None or CUSTOMER not in due.table.columns:
        return None
    days = due.table.frame[due.measure.date]
    falls = due.table.frame["due_date"] if "due_date" in due.table.columns else days
    return Bills.of(due.table, keys, days, falls, due.values), due.scale


def _found(table: Table, rows: pd.DataFrame, nameless: pd.Series[Any], bills: Bills, mode: str) -> pd.DataFrame:
    """Return what receipts that name only a customer pay: what was cut for other figures before is whole again first.

    Of named ones only those count that pay an order of such a customer.
    """
    asking = table.frame.loc[rows.index[nameless], CUSTOMER]
    owners = bills.frame.drop_duplicates("order").set_index("order")["customer"]
    owners = owners[owners.isin(asking)]
    near = nameless.to_numpy(dtype=bool) | (places_of(rows["_key"], owners.index) >= 0)
    rows, nameless = rows[near], nameless[near]
    at = table.frame.loc[rows.index, ["_source", "_row", CUSTOMER]].assign(number=numbered(table)[rows.index])
    at = pd.concat([at, rows], axis=1)
    parts = at[nameless.to_numpy()].groupby(["_source", "_row"], sort=False)
    money = parts.agg({**dict.fromkeys([CUSTOMER, "number", "_day", "row", "_key"], "first"), "_value": "sum"})
    named = at[~nameless.to_numpy()]
    named = named.assign(customer=under(named["_key"], owners))
    every = pd.concat([money.reset_index(drop=True), named], ignore_index=True)
    ours = every[["row", CUSTOMER, "_day", "_key", "_value", "number"]]
    ours.columns = pd.Index(["row", "customer", "day", "order", "amount", "number"])
    pieces = list(spread(Money(ours), bills, mode))
    found = pd.DataFrame(
        {
            "_key": pd.array([piece.order or None for piece in pieces], dtype="string"),
            "_value": pd.Series([piece.amount for piece in pieces], dtype="int64"),
            "row": pd.Series([piece.row for piece in pieces], dtype="int64"),
            "found": True,
        }
    )
    days = money.set_index("row")["_day"].reindex(found["row"]).to_numpy()
    return found.assign(_day=days)
