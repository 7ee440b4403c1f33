"""Turns a size and a seed into a company: the one place that knows in which order its parts come to be."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportgen.sample.company import Company, Order, Size
from reportgen.sample.customers import customers
from reportgen.sample.deals import deals
from reportgen.sample.money import money_side
from reportgen.sample.money.stories import long_tail, long_tail_orders
from reportgen.sample.orders import Market
from reportgen.sample.products import products
from reportgen.sample.staff import Staff, staff
from reportgen.sample.targets import targets
from reportgen.sample.trade import trade


@dataclass(frozen=True, slots=True)
class Ground:
    """What orders grow on: the staff, the market, and the planned orders that no plan of amounts draws."""

    employed: Staff
    market: Market
    planned: tuple[Order, ...]
    company: Company


def generate(size: Size, seed: int) -> Company:
    """Return the company: the same size and seed give the same values on every machine and day."""
    ground = prepare(size, seed)
    traded = tuple(trade(ground.market, ground.employed, ground.planned))
    company = replace(
        ground.company,
        orders=tuple(order for quarter in traded for order in quarter.orders),
        receipts=tuple(receipt for quarter in traded for receipt in quarter.receipts),
        deals=deals(size, seed, ground.market.customers),
    )
    unpaid = [order for quarter in traded for order in quarter.unpaid]
    # What is done beside the orders is drawn from this company while its files are written: `activities`.
    return replace(company, money=money_side(company, ground.employed, unpaid))


def prepare(size: Size, seed: int) -> Ground:
    """Return everything that comes before the first order: a company with people, customers and targets."""
    employed = staff(size, seed)
    market = Market(size, seed, customers(size, seed, employed), products())
    asked = targets(size, market.customers)
    tail = long_tail(seed, employed.people, market.customers)
    company = Company(
        size=size,
        seed=seed,
        people=employed.people,
        customers=(*market.customers, *tail),
        products=market.products,
        orders=(),
        receipts=(),
        targets=asked,
        deals=(),
    )
    return Ground(employed, market, long_tail_orders(seed, tail, market.products, asked), company)
