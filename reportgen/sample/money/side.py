"""Turns a company into everything around its orders: who is away, who shares, what is invoiced, held and known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.sample.company import Company, Order
from reportgen.sample.money.duplicates import Duplicate, duplicates
from reportgen.sample.money.facts import Credit, Fact, TopVisit, facts, ratings, top_visits
from reportgen.sample.money.history import PastYear, history
from reportgen.sample.money.invoices import Invoice, invoices
from reportgen.sample.money.leave import Leave, leaves
from reportgen.sample.money.manual import Hold, ManualLine, holds, manual_lines
from reportgen.sample.money.opening import Opening, openings
from reportgen.sample.money.overseas import ExchangeRate, ExportOrder, export_orders, rates
from reportgen.sample.money.pay_info import PayItem, pay_items
from reportgen.sample.money.prices import PriceRequest, price_requests
from reportgen.sample.money.seats import Seat, seats
from reportgen.sample.money.shop import Shop, shop
from reportgen.sample.money.splits import Credited, splits
from reportgen.sample.money.stories import of_nobody
from reportgen.sample.money.target_versions import LevelTarget, TargetChange, level_targets, target_changes
from reportgen.sample.money.write_offs import WriteOff, write_offs
from reportgen.sample.staff import Staff


@dataclass(frozen=True, slots=True)
class MoneySide:
    """The rows of every table around the orders, and the orders that no seller signed."""

    seats: tuple[Seat, ...]
    leaves: tuple[Leave, ...]
    pay_items: tuple[PayItem, ...]
    duplicates: tuple[Duplicate, ...]
    ratings: tuple[Credit, ...]
    facts: tuple[Fact, ...]
    top_visits: tuple[TopVisit, ...]
    history: tuple[PastYear, ...]
    shop: Shop
    of_nobody: tuple[Order, ...]
    splits: tuple[Credited, ...]
    invoices: tuple[Invoice, ...]
    price_requests: tuple[PriceRequest, ...]
    write_offs: tuple[WriteOff, ...]
    target_changes: tuple[TargetChange, ...]
    level_targets: tuple[LevelTarget, ...]
    manual_lines: tuple[ManualLine, ...]
    holds: tuple[Hold, ...]
    openings: tuple[Opening, ...]
    rates: tuple[ExchangeRate, ...]
    export_orders: tuple[ExportOrder, ...]


def money_side(company: Company, employed: Staff, unpaid: Sequence[Order]) -> MoneySide:
    """Return what surrounds a company's orders; `unpaid` are those for which nothing ever comes in.

    Given a company without orders, it is what does not hang on them.
    """
    size, seed, people, customers = company.size, company.seed, company.people, company.customers
    online = shop(size, seed, customers, company.products)
    exchange = rates()
    return MoneySide(
        seats=seats(people),
        leaves=leaves(seed, people, employed.absences, busy(company.orders)),
        pay_items=pay_items(seed, people),
        duplicates=duplicates(customers, 1 + len(customers) + len(online.customers)),
        ratings=ratings(seed, customers),
        facts=facts(seed, customers),
        top_visits=top_visits(seed, customers, people),
        history=history(size, seed, people, customers),
        shop=online,
        of_nobody=of_nobody(customers, company.products),
        splits=tuple(splits(seed, company.orders, people, company.products)),
        invoices=tuple(invoices(seed, company.orders)),
        price_requests=tuple(price_requests(seed, company.orders, people)),
        write_offs=write_offs(unpaid, people, size.units),
        target_changes=target_changes(people, company.targets),
        level_targets=level_targets(size, people, company.targets),
        manual_lines=manual_lines(people),
        holds=holds(people, company.orders),
        openings=openings(people, company.orders, company.receipts),
        rates=exchange,
        export_orders=export_orders(size, seed, people, company.products, exchange),
    )


def busy(orders: Sequence[Order]) -> dict[str, set[date]]:
    """The days on which each person signs something."""
    found: dict[str, set[date]] = {}
    for order in orders:
        found.setdefault(order.person, set()).add(order.signed)
    return found
