"""Turns orders into the few corrections among them: a later line with the difference to what was written before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from reportgen.model.money import half_up_division
from reportgen.sample.company import YEAR_END, Order, OrderLine, Person
from reportgen.sample.orders import order_line
from reportgen.sample.streams import chance, stream
from reportgen.sample.workdays import later

_CORRECTED = 6  # thousandths of the orders
# Corrections are a form of the plan year's second quarter; before it only a cost could be wrong.
_FROM, _QUANTITIES_FROM = date(2026, 4, 1), date(2026, 4, 1)


def corrections(seed: int, orders: Sequence[Order], people: Mapping[str, Person], returned: set[str]) -> list[Order]:
    """Return the corrections of these orders, not yet numbered; an order of which something went back has none."""
    drafts = []
    for order in orders:
        random = stream(seed, "corrections", order.number)
        if order.number in returned or not chance(random, _CORRECTED):
            continue
        day = later(order.signed, random.randint(20, 75))
        if _FROM <= day <= YEAR_END and people[order.person].sells_on(day):
            drafts.append(_correction(random, order, day))
    return drafts


def _correction(random: Random, order: Order, day: date) -> Order:
    """Correct one line: a piece too many or too few, or a cost that was booked wrongly."""
    line = random.choice(order.lines)
    by_quantity = order.signed >= _QUANTITIES_FROM and line.quantity > 1 and chance(random, 500)
    changed = _pieces(line, random.choice((-1, 1))) if by_quantity else _cost(line, random.choice((-40, 30, 60)))
    lines = (changed,)
    return Order("", order.number, day, order.customer, order.person, day, max(day, order.due), lines, corrects=True)


def _pieces(line: OrderLine, pieces: int) -> OrderLine:
    cost = half_up_division(line.cost * pieces, line.quantity)
    return order_line(line.number, line.product, pieces, line.unit_price, line.discount, cost)


def _cost(line: OrderLine, thousandths: int) -> OrderLine:
    """Change the cost alone: no piece, no amount."""
    cost = half_up_division(line.cost * thousandths, 1000)
    return order_line(line.number, line.product, 0, line.unit_price, line.discount, cost)
