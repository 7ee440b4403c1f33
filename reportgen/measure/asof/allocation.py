"""Receipts that name only a customer → the people whose orders they pay: the oldest open invoice first (pay.md §4.9).

A receipt is given to what was open on its own day, so a later one changes nothing; what finds no invoice stays
nobody's. The order is not written into it: what it pays is a finding of ours, what it names is the customer's word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from reportgen.measure.asof.columns import has
from reportgen.model.table import Table

Tables = Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a receipt: its row, the integer amount, and the order that it pays ("" for none)."""

    row: int
    amount: int
    order: str


def shared_out(tables: Tables) -> Table | None:
    """Return receipts with those that name only a customer given to people, one row for each order that they pay.

    A receipt of several orders stands there once for each, its amounts making the whole; its place stays.
    """
    money, invoices, orders = (tables.get(name) for name in ("receipts", "invoices", "orders"))
    if money is None or not has(money, "receipt_date", "order_no", "customer", "person", "amount"):
        return money
    nameless = money.frame["order_no"].isna() & money.frame["customer"].notna() & money.frame["amount"].notna()
    if not nameless.any() or invoices is None or orders is None or not has(orders, "order_no", "person"):
        return money
    needed = ("order_no", "customer", "invoice_date", "due_date", "gross")
    if not has(invoices, *needed) or invoices.columns["gross"].scale != money.columns["amount"].scale:
        return money
    sellers = orders.frame.drop_duplicates("order_no").set_index("order_no")["person"]
    return _rewritten(money, list(_pieces(money, invoices, nameless)), sellers)


def _pieces(money: Table, invoices: Table, nameless: pd.Series) -> Iterator[_Piece]:
    customers = money.frame.loc[nameless, "customer"].unique()
    issued = invoices.frame[invoices.frame["customer"].isin(customers) & invoices.frame["gross"].notna()]
    keys = [name for name in (*invoices.key, "invoice_date") if name in issued.columns]
    issued = issued.sort_values(["due_date", *keys], kind="stable")
    frame = money.frame.assign(_at=range(len(money.frame)))
    known = frame[frame["amount"].notna() & (nameless | frame["order_no"].isin(issued["order_no"].unique()))]
    owners = issued.drop_duplicates("order_no").set_index("order_no")["customer"]
    whose = known["customer"].where(known["order_no"].isna(), known["order_no"].map(owners))
    ordered = known.assign(_whose=whose).sort_values(
        ["_whose", "receipt_date", *(name for name in money.key if name in known.columns)], kind="stable"
    )
    by_customer = dict(tuple(issued.groupby("customer", sort=False)))
    for customer, rows in ordered.groupby("_whose", sort=True):
        yield from _of_customer(rows, by_customer.get(customer, issued.iloc[:0]))


def _of_customer(receipts: pd.DataFrame, invoices: pd.DataFrame) -> Iterator[_Piece]:
    """Go through a customer's receipts by day: named ones pay their order, others what is open, oldest due first."""
    paid: dict[str, int] = defaultdict(int)
    columns = invoices[["order_no", "invoice_date", "gross"]].itertuples(index=False)
    bills = [(str(order), day, int(gross)) for order, day, gross in columns if not pd.isna(order)]
    for row, day, order, amount in receipts[["_at", "receipt_date", "order_no", "amount"]].itertuples(index=False):
        left = int(amount)
        if not pd.isna(order):
            paid[str(order)] += left
            continue
        for name, open_ in _issued(bills, day).items():
            part = min(left, open_ - paid[name])
            if part > 0:
                paid[name] += part
                left -= part
                yield _Piece(int(row), part, name)
        if left:
            yield _Piece(int(row), left, "")


def _issued(bills: list[tuple[str, pd.Timestamp, int]], day: pd.Timestamp) -> dict[str, int]:
    """Return what was invoiced of each order up to a day, less its credit notes, the oldest due first."""
    found: dict[str, int] = {}
    for order, issued, gross in bills:
        if issued <= day:
            found[order] = found.get(order, 0) + gross
    return found


def _rewritten(money: Table, pieces: list[_Piece], sellers: pd.Series) -> Table:
    """Return the table with the rows of the pieces in the place of the receipts that they make."""
    frame = money.frame.assign(_at=range(len(money.frame)))
    parts = frame.iloc[[piece.row for piece in pieces]].assign(
        amount=pd.array([piece.amount for piece in pieces], dtype="Int64"),
        person=pd.array([sellers.get(piece.order) if piece.order else None for piece in pieces], dtype="string"),
    )
    kept = frame[~frame["_at"].isin(parts["_at"])]
    whole = pd.concat([kept, parts]).sort_values("_at", kind="stable").drop(columns="_at").reset_index(drop=True)
    return replace(money, frame=whole.astype(money.frame.dtypes))
