"""Turns invoices and cash into what is owed on a day: by invoice, with its age, and in bands of age."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.sample.truth.events import Events
from reportgen.sample.truth.words import PLAN, QUARTERS, Expected, of_fen, period, summed

BANDS = (("to 30", 1, 30), ("31 to 60", 31, 60), ("61 to 90", 61, 90), ("over 90", 91, None))
"""Days overdue: the plan's own bands."""


@dataclass(frozen=True, slots=True)
class Owed:
    """An invoice not paid on a day, in fen with tax; `late` is how many days after its due day, 0 if not yet."""

    order: str
    customer: str
    person: str
    due: date
    late: int
    open: int


def owed(events: Events, day: date) -> list[Owed]:
    """Return the invoices of until a day that are not paid by its end, oldest due first.

    What came in for an order, its credit notes and its write-offs pay its invoices, the oldest due first; then what
    names only a customer pays the oldest that are still open. What is not invoiced yet is no receivable.
    """
    issued = sorted(
        (each for each in events.side.invoices if each.day <= day), key=lambda each: (each.due, each.number)
    )
    received = [each for each in events.receipts if each.day <= day]
    of_order, of_customer = defaultdict[str, int](int), defaultdict[str, int](int)
    for receipt in received:
        if receipt.named:
            of_order[receipt.order] += receipt.amount
        else:
            of_customer[receipt.customer] += receipt.amount
    for row in events.side.write_offs:
        of_order[row.order] += row.amount if row.day <= day else 0
    for invoice in issued:
        of_order[invoice.order] += max(0, -invoice.gross)
    open_ = {each.number: each.gross - _taken(of_order, each.order, each.gross) for each in issued if each.gross > 0}
    found = []
    for invoice in (each for each in issued if each.gross > 0):
        left = open_[invoice.number] - _taken(of_customer, invoice.customer, open_[invoice.number])
        if left:
            late = max(0, (day - invoice.due).days)
            found.append(Owed(invoice.order, invoice.customer, events.sellers[invoice.order], invoice.due, late, left))
    return found


def _taken(money: dict[str, int], key: str, most: int) -> int:
    """Take up to an amount from what there is under a key, and return how much."""
    part = max(0, min(money[key], most))
    money[key] -= part
    return part


def overdue(events: Events, day: date) -> list[Owed]:
    """Return what is owed after its due day."""
    return [row for row in owed(events, day) if row.late]


def ageing(events: Events) -> Iterator[Expected]:
    """Return what is owed at each quarter's end: not yet due, and overdue by band."""
    for name in QUARTERS:
        rows = owed(events, period(name).end)
        yield summed("receivables", name, ("company", ""), of_fen(sum(row.open for row in rows)), PLAN)
        yield summed("receivables", name, ("age", "not due"), of_fen(sum(r.open for r in rows if not r.late)), PLAN)
        for band, low, high in BANDS:
            inside = [row for row in rows if row.late >= low and (high is None or row.late <= high)]
            yield summed("receivables", name, ("age", band), of_fen(sum(row.open for row in inside)))
