"""Turns orders and their returns into the money that comes in: in full, in parts, late, never, once taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

from reportgen.sample.company import YEAR_END, Order, Receipt
from reportgen.sample.streams import chance, parts, stream, weighted
from reportgen.sample.workdays import later, workday_from

_HABITS = {"on time": 44, "with advance": 26, "in three": 10, "late": 13, "short": 4, "never": 3}
BOUNCES_IN = "2026-Q1"
"""The quarter in which a draft bounces."""
_BOUNCED_AFTER, _REPLACED = date(2026, 2, 24), date(2026, 4, 16)
_UNNAMED_FROM, _UNNAMED = date(2026, 4, 1), 12


def receipts(seed: int, orders: Sequence[Order], changed: Sequence[Order]) -> list[Receipt]:
    """Return what comes in for these orders, not yet numbered; nobody pays for what goes back or was corrected away."""
    by: dict[str, int] = {}
    for order in changed:
        by[order.original] = by.get(order.original, 0) + order.gross
    return [
        _receipt(seed, order, workday_from(day), amount)
        for order in orders
        for day, amount in _paid(stream(seed, "receipts", order.number), order, order.gross + by.get(order.number, 0))
        if amount and workday_from(day) <= YEAR_END
    ]


def _receipt(seed: int, order: Order, day: date, amount: int) -> Receipt:
    """From April on some payments name the customer only."""
    unnamed = day >= _UNNAMED_FROM and chance(stream(seed, "unnamed", order.number, str(day)), _UNNAMED)
    return Receipt("", day, order.number, order.customer, amount, named=not unnamed)


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


def bounced(found: Sequence[Receipt], orders: Sequence[Order]) -> list[Receipt]:
    """Let one draft of a quarter that paid a whole order bounce eight days later and be replaced in April."""
    owed = {order.number: order.gross for order in orders}
    first = next((r for r in found if r.day >= _BOUNCED_AFTER and r.amount == owed.get(r.order)), None)
    if first is None:
        return []
    return [
        replace(first, day=later(first.day, 8), amount=-first.amount),
        replace(first, day=workday_from(_REPLACED)),
    ]


def numbered_receipts(prefix: str, found: Sequence[Receipt]) -> tuple[Receipt, ...]:
    """Number receipts by month in the order of their days: `HK-2601-0001` is the first of January 2026."""
    counted: dict[str, int] = {}
    numbers = []
    for receipt in sorted(found, key=lambda receipt: (receipt.day, receipt.order)):
        month = f"{receipt.day:%y%m}"
        counted[month] = counted.get(month, 0) + 1
        numbers.append(replace(receipt, number=f"{prefix}-{month}-{counted[month]:04d}"))
    return tuple(numbers)
