"""Turns orders and their returns into the money that comes in: in full, in parts, late, never, once taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

from reportgen.sample.company import LAST_DAY, PLAN_YEAR, Order, Receipt
from reportgen.sample.streams import parts, stream, weighted
from reportgen.sample.workdays import later, workday_from

_HABITS = {"on time": 44, "with advance": 26, "in three": 10, "late": 13, "short": 4, "never": 3}
_BOUNCED_AFTER = date(2026, 2, 24)


def receipts(seed: int, orders: Sequence[Order], returned: Sequence[Order]) -> tuple[Receipt, ...]:
    """Return all receipts up to the last day by day and number; nobody pays for what goes back."""
    back: dict[str, int] = {}
    for order in returned:
        back[order.original] = back.get(order.original, 0) + order.gross
    owed = {order.number: order.gross + back.get(order.number, 0) for order in orders}
    found = [
        Receipt("", workday_from(day), order.number, order.customer, amount)
        for order in orders
        for day, amount in _paid(stream(seed, "receipts", order.number), order, owed[order.number])
        if amount and workday_from(day) <= LAST_DAY
    ]
    found.sort(key=lambda receipt: (receipt.day, receipt.order))
    this_year = {order.number: owed[order.number] for order in orders if order.signed.year == PLAN_YEAR}
    return _numbered(_with_bounced_draft(found, this_year))


def _paid(random: Random, order: Order, owed: int) -> list[tuple[date, int]]:
    """Return the days and parts in which an order is paid."""
    match weighted(random, _HABITS):
        case "on time":
            return [(later(order.due, random.randint(-6, 3)), owed)]
        case "with advance":
            days = [later(order.signed, random.randint(2, 10)), later(order.due, random.randint(-4, 12))]
            return list(zip(days, parts(owed, (30, 70)), strict=True))
        case "in three":
            delivered = later(max(order.delivery, order.signed), random.randint(5, 15))
            days = [later(order.signed, random.randint(2, 10)), delivered, later(max(delivered, order.due), 30)]
            return list(zip(days, parts(owed, (30, 60, 10)), strict=True))
        case "late":
            return [(later(order.due, random.randint(15, 75)), owed)]
        case "short":
            return [(later(order.due, random.randint(0, 20)), owed * random.randint(50, 90) // 100)]
        case _:
            return []


def _with_bounced_draft(found: list[Receipt], owed: dict[str, int]) -> list[Receipt]:
    """Let one draft that paid a whole order bounce eight days later and be replaced after the quarter's end."""
    first = next(
        receipt for receipt in found if receipt.day >= _BOUNCED_AFTER and receipt.amount == owed.get(receipt.order)
    )
    bounced = replace(first, day=later(first.day, 8), amount=-first.amount)
    replaced = replace(first, day=workday_from(date(2026, 4, 16)))
    return sorted([*found, bounced, replaced], key=lambda receipt: (receipt.day, receipt.order))


def _numbered(found: list[Receipt]) -> tuple[Receipt, ...]:
    counted: dict[str, int] = {}
    for place, receipt in enumerate(found):
        month = f"{receipt.day:%y%m}"
        counted[month] = counted.get(month, 0) + 1
        found[place] = replace(receipt, number=f"HK-{month}-{counted[month]:04d}")
    return tuple(found)
