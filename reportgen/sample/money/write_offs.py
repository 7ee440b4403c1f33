"""Turns orders that nobody ever pays into what is written off of them, at the end of each quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.sample.activity.base import columns
from reportgen.sample.company import PLAN_YEAR, Order, Person
from reportgen.sample.sheet import Money, Sheet
from reportgen.sample.staff import DIRECTOR

_DAYS = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31))
# Fen a quarter: the third is above half a percent of what was ordered, the others are below.
_AT_MOST = (520_000_00, 380_000_00, 760_000_00, 90_000_00)
_REASONS = ("客户破产清算", "质量争议和解", "多次催收无果", "客户注销")


@dataclass(frozen=True, slots=True)
class WriteOff:
    """A receivable given up, with tax, in fen."""

    number: str
    day: date
    order: str
    customer: str
    amount: int
    reason: str
    approver: str


def write_offs(unpaid: Sequence[Order], people: tuple[Person, ...], units: int = 1) -> tuple[WriteOff, ...]:
    """Return the plan year's write-offs: last year's unpaid orders, oldest first, up to each quarter's sum."""
    director = next(person.id for person in people if person.posts[0].role == DIRECTOR)
    waiting = [order for order in unpaid if order.signed.year < PLAN_YEAR]
    found: list[WriteOff] = []
    for day, most in zip(_DAYS, _AT_MOST, strict=True):
        left = most * units
        for order in [order for order in waiting if (day - order.due).days > 180]:
            if order.gross <= left:
                left -= order.gross
                waiting.remove(order)
                number, reason = f"HX-{day:%y%m}-{len(found) + 1:03d}", _REASONS[len(found) % len(_REASONS)]
                found.append(WriteOff(number, day, order.number, order.customer, order.gross, reason, director))
    return tuple(found)


def write_offs_sheet(rows: tuple[WriteOff, ...]) -> Sheet:
    """A row for each receivable that was given up."""
    header = columns("核销单号 核销日期:day 订单号 客户编号 核销金额:money 原因 审批人")
    cells = ((r.number, r.day, r.order, r.customer, Money(r.amount), r.reason, r.approver) for r in rows)
    return Sheet("坏账核销", header, cells)
