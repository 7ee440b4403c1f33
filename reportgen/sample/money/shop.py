"""Turns the weeks of the plan year into the online shop: the long tail that signs up, orders and pays by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from reportgen.sample.company import FIRST_DAY, HOUSE, PLAN_YEAR, Customer, Order, Product, Receipt, Size
from reportgen.sample.customers import INDUSTRIES, company_name
from reportgen.sample.orders import numbered, order_line
from reportgen.sample.products import ECO
from reportgen.sample.receipts import numbered_receipts
from reportgen.sample.staff import REGIONS
from reportgen.sample.streams import chance, stream, weighted
from reportgen.sample.workdays import later, workdays_between

_A_WEEK = {4: 25, 5: 45, 6: 20, 7: 10}  # new customers in a week of five working days
_ORDERS_AGAIN = 350  # thousandths who come back
_DEAREST, _AT_MOST = 5_000_00, 9_000_00  # what sells without a word, and what is paid at once, in fen


@dataclass(frozen=True, slots=True)
class Shop:
    """The online shop: who signed up, what they ordered (by nobody, so the house's) and paid."""

    customers: tuple[Customer, ...]
    orders: tuple[Order, ...]
    receipts: tuple[Receipt, ...]


def shop(size: Size, seed: int, others: tuple[Customer, ...], products: tuple[Product, ...]) -> Shop:
    """Return the shop of the plan year; its customers are numbered after the `others`."""
    customers = _customers(size, seed, others)
    cheap = tuple(product for product in products if product.line == ECO and product.list_price <= _DEAREST)
    drafts = [order for customer in customers for order in _orders(seed, customer, cheap)]
    orders = numbered("WS", sorted(drafts, key=lambda order: (order.signed, order.customer)))
    paid = [Receipt("", order.signed, order.number, order.customer, order.gross) for order in orders]
    return Shop(customers, orders, numbered_receipts("WX", paid))


def _customers(size: Size, seed: int, others: tuple[Customer, ...]) -> tuple[Customer, ...]:
    taken = {customer.name for customer in others}
    found: list[Customer] = []
    for week in range(1, date(PLAN_YEAR, 12, 28).isocalendar().week + 1):
        random = stream(seed, "shop", str(week))
        monday = date.fromisocalendar(PLAN_YEAR, week, 1)
        days = workdays_between(max(monday, date(PLAN_YEAR, 1, 1)), monday + timedelta(days=6))
        days = tuple(day for day in days if day.year == PLAN_YEAR)
        for _ in range(weighted(random, _A_WEEK) * size.units * len(days) // 5):
            found.append(_customer(random, f"C{len(others) + len(found) + 1:04d}", random.choice(days), taken))
    return tuple(found)


def _customer(random: Random, id_: str, day: date, taken: set[str]) -> Customer:
    region, industry = random.choice(REGIONS), weighted(random, INDUSTRIES)
    name = company_name(random, "C", region, industry)
    while name in taken:
        name = company_name(random, "C", region, industry)
    taken.add(name)
    return Customer(id_, name, "C", industry, region, 0, 0, day, ((FIRST_DAY, HOUSE),), recorded=day)


def _orders(seed: int, customer: Customer, products: tuple[Product, ...]) -> list[Order]:
    """The first order on the day of signing up, perhaps another one later."""
    random = stream(seed, "shop orders", customer.id)
    days = [customer.first_order]
    if chance(random, _ORDERS_AGAIN):
        days.append(later(customer.first_order, random.randint(20, 120)))
    return [_order(random, customer, day, random.choice(products)) for day in days if day.year == PLAN_YEAR]


def _order(random: Random, customer: Customer, day: date, product: Product) -> Order:
    quantity = random.randint(1, _AT_MOST // product.list_price)
    line = order_line(1, product.id, quantity, product.list_price, 0, quantity * product.unit_cost)
    return Order("", "", day, customer.id, HOUSE, later(day, random.randint(1, 4)), day, (line,))
