"""Receipts that name only a customer → what they pay: the oldest open invoice first, or as the plan says (pay.md §4.9).

A receipt is given to what was open on its own day, so a later one changes nothing; what finds no invoice stays
nobody's. The order is not written into it: what it pays is a finding of ours, what it names is the customer's word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.asof.columns import has
from reportgen.measure.columns import among, ordered, texts_listed
from reportgen.model.money import split
from reportgen.model.table import Column, ColumnType, Table

Tables = Mapping[str, Table]

PAID_ORDER = "paid_order"
"""The column that says which order a receipt pays: the one that it names, else the one that was found."""

OLDEST_DUE, PROPORTIONAL, AS_LISTED = "oldest_due", "proportional", "as_listed"
"""How a receipt is given to several open invoices."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a receipt: its row, the integer amount, and the order that it pays ("" for none)."""

    row: int
    amount: int
    order: str


@dataclass(frozen=True, slots=True)
class Bills:
    """What customers owe, one row an invoice as listed: `order customer day due amount number`."""

    frame: pd.DataFrame = field(repr=False)

    @classmethod
    def of(cls, table: Table, orders: Any, days: Any, due: Any, amounts: Any) -> Bills:
        """Take the columns of a table; `number` is its business key, by which invoices due on one day are ordered."""
        columns = {"order": orders, "customer": table.frame["customer"], "day": days, "due": due, "amount": amounts}
        frame = pd.DataFrame(columns).assign(number=numbered(table))
        return cls(frame.dropna(subset=["order", "customer", "day", "amount"]))

    def times(self, factor: int) -> Bills:
        """Return the same bills with amounts in smaller units."""
        return Bills(self.frame.assign(amount=self.frame["amount"] * factor))

    def sorted_for(self, mode: str) -> pd.DataFrame:
        """Return them in the order in which a receipt meets them."""
        if mode == AS_LISTED:
            return self.frame
        by = ["due", "number", "day"] if mode == OLDEST_DUE else ["order"]
        return self.frame.sort_values(by, kind="stable")


@dataclass(frozen=True, slots=True)
class Money:
    """What came from customers: `row customer day order amount number`, `order` absent where only they are named."""

    frame: pd.DataFrame = field(repr=False)


def numbered(table: Table) -> pd.Series[int]:
    """Return each row's rank by its business key."""
    frame = table.frame
    keys = [name for name in table.key if name in frame.columns]
    if keys and all(isinstance(frame[name].dtype, pd.StringDtype) for name in keys):
        # pandas would carry every column of the table along.
        ranks = np.empty(len(frame), np.int64)
        ranks[np.lexsort([ordered(frame[name]).to_numpy() for name in reversed(keys)])] = np.arange(len(frame))
        return pd.Series(ranks, index=frame.index)
    sorted_ = frame.sort_values(keys, kind="stable") if keys else frame
    return pd.Series(range(len(sorted_)), index=sorted_.index).reindex(frame.index)


def spread(money: Money, bills: Bills, mode: str = OLDEST_DUE) -> Iterator[Piece]:
    """Give every receipt without an order to what its customer owes on its day; named ones pay their own order."""
    asking = money.frame.loc[money.frame["order"].isna(), "customer"].dropna()
    mine = money.frame[among(money.frame["customer"], asking)]
    turns = mine.sort_values(["customer", "day", "number"], kind="stable")
    owed = _by_customer(Bills(bills.frame[among(bills.frame["customer"], asking)]).sorted_for(mode))
    rows = zip(texts_listed(turns["customer"]), _receipts(turns), strict=True)
    for customer, found in groupby(rows, key=itemgetter(0)):
        yield from _of_customer([receipt for _, receipt in found], owed.get(customer, []), mode)


_Receipt = tuple[int, int, str | None, int]
"""Its row, its day as a number, the order that it names, and its amount."""

_Bill = tuple[str, int, int]
"""Its order, its day as a number, and its amount."""


def _receipts(frame: pd.DataFrame) -> Iterator[_Receipt]:
    orders = texts_listed(frame["order"])
    return zip(frame["row"].tolist(), _days(frame["day"]), orders, map(int, frame["amount"].tolist()), strict=True)


def _by_customer(bills: pd.DataFrame) -> Mapping[str, list[_Bill]]:
    found: dict[str, list[_Bill]] = {}
    customers, orders = (map(str, texts_listed(bills[name])) for name in ("customer", "order"))
    amounts = map(int, bills["amount"].tolist())
    for customer, order, day, amount in zip(customers, orders, _days(bills["day"]), amounts, strict=True):
        found.setdefault(customer, []).append((order, day, amount))
    return found


def _days(days: pd.Series[Any]) -> list[int]:
    """Return days as numbers; none at all is before every other."""
    numbers: list[int] = days.to_numpy(dtype="datetime64[s]").astype("int64").tolist()
    return numbers


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


def _pieces(money: Table, invoices: Table, nameless: pd.Series) -> Iterator[Piece]:
    due = invoices.frame
    bills = Bills.of(invoices, due["order_no"], due["invoice_date"], due["due_date"], due["gross"])
    issued = Bills(bills.frame[among(bills.frame["customer"], money.frame.loc[nameless, "customer"])])
    owners = issued.frame.drop_duplicates("order").set_index("order")["customer"]
    frame = money.frame.assign(number=numbered(money), row=range(len(money.frame)))
    named = among(frame["order_no"], owners.index.to_series())
    known = frame[frame["amount"].notna() & (nameless | named)]
    whose = known["customer"].where(known["order_no"].isna(), known["order_no"].map(owners))
    columns = {"day": known["receipt_date"], "order": known["order_no"], "customer": whose}
    yield from spread(Money(known[["row", "number", "amount"]].assign(**columns)), issued)


def _of_customer(receipts: list[_Receipt], bills: list[_Bill], mode: str) -> Iterator[Piece]:
    """Go through a customer's receipts by day: named ones pay their order, others what is open."""
    paid: dict[str, int] = defaultdict(int)
    for row, day, order, amount in receipts:
        if order is not None:
            paid[order] += amount
            continue
        owed = {name: gross - paid[name] for name, gross in _issued(bills, day).items() if gross > paid[name]}
        left = amount
        for name, part in _parts(owed, left, mode).items():
            paid[name] += part
            left -= part
            yield Piece(row, part, name)
        if left:
            yield Piece(row, left, "")


def _parts(owed: Mapping[str, int], amount: int, mode: str) -> dict[str, int]:
    """Return which part of an amount each open order gets, never more than it owes; none gets nothing."""
    given = max(0, min(amount, sum(owed.values())))
    if mode == PROPORTIONAL and given:
        shares = split(Fraction(given), {name: Fraction(each) for name, each in owed.items()}, places=0)
        return {name: int(part) for name, part in shares.items() if part}
    found: dict[str, int] = {}
    for name, open_ in owed.items():
        if given > 0:
            found[name] = min(given, open_)
            given -= found[name]
    return found


def _issued(bills: list[_Bill], day: int) -> dict[str, int]:
    """Return what was invoiced of each order up to a day, less its credit notes, the oldest due first."""
    found: dict[str, int] = {}
    for order, issued, gross in bills:
        if issued <= day:
            found[order] = found.get(order, 0) + gross
    return found


def _rewritten(money: Table, pieces: list[Piece], sellers: pd.Series) -> Table:
    """Return the table with the rows of the pieces in the place of the receipts that they make."""
    frame = money.frame.assign(_at=range(len(money.frame)))
    frame = frame.assign(**{PAID_ORDER: frame["order_no"]})
    parts = frame.iloc[[piece.row for piece in pieces]].assign(
        **{PAID_ORDER: pd.array([piece.order or None for piece in pieces], dtype="string")},
        amount=pd.array([piece.amount for piece in pieces], dtype="Int64"),
        person=pd.array([sellers.get(piece.order) if piece.order else None for piece in pieces], dtype="string"),
    )
    kept = frame[~frame["_at"].isin(parts["_at"])]
    whole = pd.concat([kept, parts]).sort_values("_at", kind="stable").drop(columns="_at").reset_index(drop=True)
    columns = {**money.columns, PAID_ORDER: Column(PAID_ORDER, ColumnType.TEXT)}
    return replace(money, columns=columns, frame=whole.astype(money.frame.dtypes))
