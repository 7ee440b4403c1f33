"""Turns a size and a seed into a company: the one place that knows in which order its parts come to be."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.sample.budget import achievements, quarters
from reportgen.sample.company import FIRST_DAY, LAST_DAY, Company, Order, Size
from reportgen.sample.customers import customers
from reportgen.sample.deals import deals
from reportgen.sample.orders import Market, signed
from reportgen.sample.products import products
from reportgen.sample.receipts import receipts
from reportgen.sample.returns import returns
from reportgen.sample.staff import Staff, staff
from reportgen.sample.targets import targets


def generate(size: Size, seed: int) -> Company:
    """Return the company: the same size and seed give the same values on every machine and day."""
    employed = staff(size, seed)
    market = Market(size, seed, customers(size, seed, employed), products())
    sold = tuple(_orders(market, employed))
    returned = returns(seed, sold, employed.people)
    return Company(
        size=size,
        seed=seed,
        people=employed.people,
        customers=market.customers,
        products=market.products,
        orders=tuple(sorted((*sold, *returned), key=lambda order: (order.signed, order.number))),
        receipts=receipts(seed, sold, returned),
        targets=targets(size, market.customers),
        deals=deals(size, seed, market.customers),
    )


def _orders(market: Market, employed: Staff) -> Iterator[Order]:
    for quarter in quarters(FIRST_DAY, LAST_DAY):
        achieved = achievements(market.seed, employed.people, market.customers, quarter)
        yield from signed(market, quarter, achieved)
