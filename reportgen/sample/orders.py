"""Turns customers, owners and the plan of a quarter into signed orders with their lines.

A quarter needs nothing of another one, so that a large company can be made quarter by quarter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from reportgen.model.money import half_up_division
from reportgen.sample.budget import Quarter, planned_amount, planned_orders
from reportgen.sample.company import PLAN_YEAR, Customer, Order, OrderLine, Product, Size
from reportgen.sample.customers import TIERS, WHOLE, Tier
from reportgen.sample.products import ECO, FLEX, ULTRA
from reportgen.sample.streams import about, chance, parts, stream, weighted
from reportgen.sample.workdays import later, workdays_between

TAX_PERCENT = 13
_LINES = {1: 30, 2: 34, 3: 26, 4: 10}
# What each industry buys, in percent of the lines: so margins differ between customers, and hence between people.
_PRODUCT_LINES = {
    "能源": {ULTRA: 46, FLEX: 30, ECO: 24},
    "制造": {ULTRA: 38, FLEX: 30, ECO: 32},
    "建筑": {ULTRA: 8, FLEX: 14, ECO: 78},
    "新能源": {ULTRA: 60, FLEX: 30, ECO: 10},
    "智慧交通": {ULTRA: 34, FLEX: 46, ECO: 20},
    "数字工厂": {ULTRA: 40, FLEX: 48, ECO: 12},
}
# Thousandths off the list price, by how important the customer is.
_DISCOUNTS = {"S": (30, 90), "A": (20, 70), "B": (0, 50), "C": (0, 20)}
# Stock sold off below its cost: thousandths of the orders outside S, and what is taken off.
_CLEARANCE, _CLEARANCE_OFF = 6, (290, 350)
# Last year's prices and costs in thousandths of the plan year's.
_PRICES_BEFORE, _COSTS_BEFORE = 970, 980


@dataclass(frozen=True, slots=True)
class Market:
    """What orders are drawn from."""

    size: Size
    seed: int
    customers: tuple[Customer, ...]
    products: tuple[Product, ...]


def signed(market: Market, quarter: Quarter, achieved: dict[str, int]) -> tuple[Order, ...]:
    """Return a quarter's orders by day and number; `achieved` is what each owner gets of the customers' promise."""
    tiers = {tier.name: tier for tier in TIERS}
    drafts = [
        order
        for customer in market.customers
        for order in _of_customer(market, customer, tiers[customer.tier], quarter, achieved)
    ]
    # Sorting keeps a customer's orders of one day in the order in which they were drawn.
    return numbered("SO", sorted(drafts, key=lambda order: (order.signed, order.customer)))


def numbered(prefix: str, drafts: list[Order]) -> tuple[Order, ...]:
    """Number orders that are in the order of their days: `SO-2601-0001` is the first of January 2026."""
    counted: dict[str, int] = {}
    found = []
    for draft in drafts:
        month = f"{draft.signed:%y%m}"
        counted[month] = counted.get(month, 0) + 1
        found.append(replace(draft, number=f"{prefix}-{month}-{counted[month]:04d}"))
    return tuple(found)


def order_line(number: int, product: str, quantity: int, price: int, discount: int, cost: int) -> OrderLine:
    """Return a line whose amounts without and with tax are each rounded half up; `cost` is that of all pieces."""
    amount = half_up_division(quantity * price * (1000 - discount), 1000)
    gross = amount + half_up_division(amount * TAX_PERCENT, 100)
    return OrderLine(number, product, quantity, price, discount, amount, cost, gross)


def _of_customer(
    market: Market, customer: Customer, tier: Tier, quarter: Quarter, achieved: dict[str, int]
) -> Iterator[Order]:
    """Draw a quarter's orders; how many a small customer signs is chance, a large one keeps to its plan."""
    random = stream(market.seed, "orders", customer.id, str(quarter))
    customers = tier.count * market.size.units
    expected = max(1, planned_orders(market.size, quarter) * tier.orders // 1000 // customers)
    drawn = expected * about(random, 300) // 1000
    count = drawn // 1000 + chance(random, drawn % 1000)
    if not count:
        return
    plan = planned_amount(market.size, quarter) * customer.weight // WHOLE
    amount = plan if expected >= 3000 else plan * count * 1000 // expected
    days = workdays_between(quarter.first, quarter.last)
    for place, part in enumerate(parts(amount, [about(random, 550) for _ in range(count)])):
        # Spread over the quarter, so that who owns the customer for half of it gets about half.
        day = random.choice(days[place * len(days) // count : (place + 1) * len(days) // count])
        person = customer.owner(day)
        order = _order(random, market, customer, person, day, part * achieved[person] // 1000)
        if day >= customer.first_order:
            yield order


def _order(random: Random, market: Market, customer: Customer, person: str, day: date, amount: int) -> Order:
    clearance = customer.tier != "S" and chance(random, _CLEARANCE)
    wanted = parts(amount, [about(random, 500) for _ in range(weighted(random, _LINES))])
    on_sale = tuple(product for product in market.products if product.launched <= day)
    chosen: dict[str, Product] = {}
    lines = []
    for number, part in enumerate(wanted, start=1):
        line = ECO if clearance else weighted(random, _PRODUCT_LINES[customer.industry])
        product = _product(random, on_sale, part, line, chosen)
        chosen[product.id] = product
        lines.append(_line(random, number, product, part, customer.tier, day.year, clearance))
    delivery = later(day, random.randint(5, 30))
    return Order("", "", day, customer.id, person, delivery, day + timedelta(days=customer.terms), tuple(lines))


def _product(
    random: Random, products: tuple[Product, ...], wanted: int, line: str, chosen: dict[str, Product]
) -> Product:
    """Choose a product of a line that the order does not have yet and of which the wanted amount buys at least one."""
    left = [product for product in products if product.id not in chosen]
    fitting = [product for product in left if product.line == line and product.list_price <= wanted]
    # The dearer half: who spends 100,000 yuan does not buy a hundred small motors.
    fitting.sort(key=lambda product: product.list_price)
    return random.choice(fitting[len(fitting) // 2 :]) if fitting else min(left, key=lambda product: product.list_price)


def _line(
    random: Random, number: int, product: Product, wanted: int, tier: str, year: int, clearance: bool
) -> OrderLine:
    low, high = _CLEARANCE_OFF if clearance else _DISCOUNTS[tier]
    discount = random.randint(low // 5, high // 5) * 5
    prices, costs = (1000, 1000) if year == PLAN_YEAR else (_PRICES_BEFORE, _COSTS_BEFORE)
    price = product.list_price * prices // 1000
    net = price * (1000 - discount) // 1000
    quantity = max(1, (wanted + net // 2) // net)
    cost = half_up_division(quantity * product.unit_cost * costs * about(random, 60), 1_000_000)
    return order_line(number, product.id, quantity, price, discount, cost)
