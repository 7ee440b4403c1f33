"""Turns receipts into what came in for each order: those that name only a customer go to its oldest open invoice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from reportgen.sample.company import Receipt
from reportgen.sample.money.invoices import Invoice
from reportgen.sample.truth.events import Events


@dataclass(frozen=True, slots=True)
class Came:
    """Money for an order on a day, in fen; `found` tells that the receipt did not name the order."""

    order: str
    day: date
    amount: int
    receipt: str
    found: bool


@lru_cache(maxsize=1)
def allocated(events: Events) -> tuple[Came, ...]:
    """Return every receipt with the order that it is for, by day.

    A receipt without an order pays the customer's open invoices in the order in which they fell due; what finds no
    invoice stays with order "".
    """
    invoices: dict[str, list[Invoice]] = defaultdict(list)
    for invoice in sorted(events.side.invoices, key=lambda each: (each.due, each.number)):
        invoices[invoice.customer].append(invoice)
    paid: dict[str, int] = defaultdict(int)
    found: list[Came] = []
    for receipt in events.receipts:
        if receipt.named:
            paid[receipt.order] += receipt.amount
            found.append(Came(receipt.order, receipt.day, receipt.amount, receipt.number, found=False))
        else:
            found += _spread(receipt, invoices[receipt.customer], paid)
    return tuple(found)


def _spread(receipt: Receipt, invoices: list[Invoice], paid: dict[str, int]) -> list[Came]:
    left, found = receipt.amount, []
    issued: dict[str, int] = defaultdict(int)
    for invoice in (each for each in invoices if each.day <= receipt.day):
        issued[invoice.order] += invoice.gross
    for order in dict.fromkeys(invoice.order for invoice in invoices if invoice.day <= receipt.day):
        part = min(left, issued[order] - paid[order])
        if part > 0:
            paid[order] += part
            left -= part
            found.append(Came(order, receipt.day, part, receipt.number, found=True))
    if left:
        found.append(Came("", receipt.day, left, receipt.number, found=True))
    return found
