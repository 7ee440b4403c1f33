"""Turns a market into what is signed, sent back, corrected and paid, a quarter at a time.

Only what is still to come is held from one quarter to the next, so that a company of any size can be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from reportgen.sample.budget import Quarter, achievements, quarters
from reportgen.sample.company import FIRST_DAY, YEAR_END, Order, Receipt
from reportgen.sample.corrections import corrections
from reportgen.sample.orders import Market, numbered, signed
from reportgen.sample.receipts import BOUNCES_IN, bounced, numbered_receipts, receipts
from reportgen.sample.returns import returns
from reportgen.sample.staff import Staff

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Traded:
    """What a quarter brought, by day and number; `unpaid` are its sales for which nothing ever comes in."""

    quarter: Quarter
    orders: tuple[Order, ...]
    receipts: tuple[Receipt, ...]
    unpaid: tuple[Order, ...]


def trade(market: Market, employed: Staff, planned: tuple[Order, ...] = ()) -> Iterator[Traded]:
    """Return quarter after quarter; `planned` are numbered orders that no plan draws: stories."""
    people = {person.id: person for person in employed.people}
    changes: list[Order] = []
    incoming: list[Receipt] = []
    for quarter in quarters(FIRST_DAY, YEAR_END):
        told = [order for order in planned if quarter.first <= order.signed <= quarter.last]
        achieved = achievements(market.seed, employed.people, market.customers, quarter)
        sold = (*signed(market, quarter, achieved), *told)
        back = returns(market.seed, sold, people)
        fixed = corrections(market.seed, sold, people, {order.original for order in back})
        paid = receipts(market.seed, sold, (*back, *fixed))
        changes, incoming = [*changes, *back, *fixed], [*incoming, *paid]
        if str(quarter) == BOUNCES_IN:
            came = sorted(_until(incoming, quarter.last, _day), key=lambda receipt: (receipt.day, receipt.order))
            incoming += bounced(came, sold)
        settled = {receipt.order for receipt in paid}
        yield Traded(
            quarter,
            _in_order(sold, _until(changes, quarter.last, _signed)),
            numbered_receipts("HK", _until(incoming, quarter.last, _day)),
            tuple(order for order in sold if order.number not in settled),
        )
        changes, incoming = _after(changes, quarter.last, _signed), _after(incoming, quarter.last, _day)


def _in_order(sold: tuple[Order, ...], changes: list[Order]) -> tuple[Order, ...]:
    """Number returns and corrections, each in the order of their days, and put them among the sales."""
    by_day = sorted(changes, key=lambda change: (change.signed, change.original))
    back = numbered("SR", [change for change in by_day if not change.corrects])
    fixed = numbered("SG", [change for change in by_day if change.corrects])
    return tuple(sorted((*sold, *back, *fixed), key=lambda order: (order.signed, order.number)))


def _signed(order: Order) -> date:
    return order.signed


def _day(receipt: Receipt) -> date:
    return receipt.day


def _until(rows: list[Row], last: date, day: Callable[[Row], date]) -> list[Row]:
    return [row for row in rows if day(row) <= last]


def _after(rows: list[Row], last: date, day: Callable[[Row], date]) -> list[Row]:
    return [row for row in rows if day(row) > last]
