"""Turns a company into every table that its department keeps, by name; in which file each stands is not said here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.sample.activities import activities
from reportgen.sample.activity.overseas import freight
from reportgen.sample.company import PLAN_YEAR, Company, Order
from reportgen.sample.core import (
    customers_sheet,
    deals_sheet,
    handovers_sheet,
    orders_sheet,
    people_sheet,
    products_sheet,
    receipts_sheet,
    targets_sheet,
)
from reportgen.sample.habits import budget_sheet, deals_at_year_end, last_months_list
from reportgen.sample.money import MoneySide
from reportgen.sample.money.tables import of_orders, of_people
from reportgen.sample.sheet import Sheet

Named = tuple[str, Sheet]


def tables(company: Company) -> dict[str, list[Sheet]]:
    """Return the sheets of each table; rows are drawn while they are read, and only once.

    A company without its money side, of which somebody took a part, has nothing around its orders.
    """
    found: dict[str, list[Sheet]] = {}
    for name, sheet in (*_core(company), *(_around(company, company.money) if company.money else ())):
        found.setdefault(name, []).append(sheet)
    return found


def _core(company: Company) -> Iterator[Named]:
    yield "people", people_sheet(company)
    yield "customers", customers_sheet(company)
    yield "customer_handovers", handovers_sheet(company)
    yield "products", products_sheet(company)
    for year in (PLAN_YEAR - 1, PLAN_YEAR):
        yield f"orders of {year}", orders_sheet(_signed(company, year))
    yield "receipts", receipts_sheet(company.receipts)
    yield "targets", targets_sheet(company)
    yield "opportunities", deals_sheet(company.deals)


def _signed(company: Company, year: int) -> list[Order]:
    """A year's orders by day and number, those of nobody among them."""
    orders: Iterable[Order] = (*company.orders, *(company.money.of_nobody if company.money else ()))
    return sorted((o for o in orders if o.signed.year == year), key=lambda order: (order.signed, order.number))


def _around(company: Company, side: MoneySide) -> Iterator[Named]:
    yield "orders of the shop", orders_sheet(side.shop.orders)
    yield "receipts of the shop", receipts_sheet(side.shop.receipts)
    yield from of_people(side)
    yield from of_orders(side)
    for activity in activities(company):
        yield activity.kind, activity.sheet
    yield "freight", freight(company).sheet
    yield "budget", budget_sheet(company)
    yield "improvements of the month before", last_months_list(company)
    yield "opportunities of the year's end", deals_at_year_end(company)
