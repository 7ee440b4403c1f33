"""Turns orders into the few returns among them: negative lines of their own day that name the order they reverse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from reportgen.model.money import half_up_division
from reportgen.sample.company import YEAR_END, Order, OrderLine, Person
from reportgen.sample.orders import order_line
from reportgen.sample.streams import chance, stream
from reportgen.sample.workdays import later

_RETURNED, _WHOLE_ORDER = 18, 250  # thousandths of the orders; thousandths of the returns


def returns(seed: int, orders: Sequence[Order], people: Mapping[str, Person]) -> list[Order]:
    """Return what goes back of these orders, not yet numbered.

    The seller of the original order stands on a return and must still be here.
    """
    drafts = []
    for order in orders:
        random = stream(seed, "returns", order.number)
        if not chance(random, _RETURNED):
            continue
        day = later(order.delivery, random.randint(3, 40))
        if day <= YEAR_END and people[order.person].sells_on(day):
            drafts.append(_return(random, order, day))
    return drafts


def _return(random: Random, order: Order, day: date) -> Order:
    """Send the whole order back, or some pieces of one line; nothing is owed for it before the order itself is due."""
    if chance(random, _WHOLE_ORDER):
        back = [_reversed(line, line.quantity) for line in order.lines]
    else:
        line = random.choice(order.lines)
        back = [_reversed(line, random.randint(1, line.quantity))]
    return Order("", order.number, day, order.customer, order.person, day, max(day, order.due), tuple(back))


def _reversed(line: OrderLine, quantity: int) -> OrderLine:
    """Take pieces back at the price they were sold for, with their part of the line's cost."""
    cost = half_up_division(-line.cost * quantity, line.quantity)
    return order_line(line.number, line.product, -quantity, line.unit_price, line.discount, cost)
