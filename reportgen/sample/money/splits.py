"""Turns orders into who shares them: two or three sellers in percent or thirds, and consultants on top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from reportgen.sample.activity.base import columns
from reportgen.sample.company import PLAN_YEAR, Order, Person, Product
from reportgen.sample.products import FLEX
from reportgen.sample.sheet import Sheet
from reportgen.sample.staff import CONSULTANT
from reportgen.sample.streams import chance, stream, weighted

_FIRST = date(PLAN_YEAR, 1, 1)
_SHARED, _SHARED_FROM = 90, 120_000_00  # thousandths of the orders above so many fen
_ADVISED, _ADVISED_FROM = 150, 100_000_00
_SHOWN = "E017"  # whose orders the documentation follows, undivided
# The parts that sum to the whole, and how usual they are.
_PATTERNS = {(60, 40): 40, (70, 30): 25, (50, 30, 20): 20, (1, 1, 1): 15}
_OVERLAY = (20, 100)


@dataclass(frozen=True, slots=True)
class Credited:
    """A person's share of an order: `parts` of `whole`, exact where percent would not be.

    The shares of an order sum to it; what is `on_top` is an overlay and counts for nobody else's sum.
    """

    order: str
    person: str
    role: str
    parts: int
    whole: int
    on_top: bool


def splits(
    seed: int, orders: Iterable[Order], people: tuple[Person, ...], products: tuple[Product, ...]
) -> Iterator[Credited]:
    """Return the shares of the plan year's divided orders, order by order; all others are their seller's alone."""
    flex = {product.id for product in products if product.line == FLEX}
    by_region: dict[str, list[Person]] = {}
    for person in people:
        by_region.setdefault(person.posts[-1].region, []).append(person)
    named = {person.id: person for person in people}
    for order in orders:
        seller = named.get(order.person)
        if seller is None or order.original or order.signed < _FIRST or order.person == _SHOWN:
            continue
        near = by_region[seller.region(order.signed)]
        yield from _shared(stream(seed, "splits", order.number), order, near)
        if order.lines[0].product in flex:
            yield from _advised(stream(seed, "overlays", order.number), order, near)


def _shared(random: Random, order: Order, near: list[Person]) -> Iterator[Credited]:
    if order.amount < _SHARED_FROM or not chance(random, _SHARED):
        return
    others = [p.id for p in near if p.sells_on(order.signed) and p.id not in {order.person, _SHOWN}]
    if len(others) < 2:
        return
    pattern = weighted(random, _PATTERNS)
    sellers = [order.person, *random.sample(others, len(pattern) - 1)]
    for place, (person, share) in enumerate(zip(sellers, pattern, strict=True)):
        yield Credited(order.number, person, "协作" if place else "主办", share, sum(pattern), on_top=False)


def _advised(random: Random, order: Order, near: list[Person]) -> Iterator[Credited]:
    if order.amount < _ADVISED_FROM or not chance(random, _ADVISED):
        return
    advisers = [p.id for p in near if p.posts[-1].role == CONSULTANT and p.employed(order.signed)]
    if advisers:
        yield Credited(order.number, random.choice(advisers), CONSULTANT, *_OVERLAY, on_top=True)


def splits_sheet(rows: Iterable[Credited]) -> Sheet:
    """A row for each share."""
    header = columns("订单号 工号 角色 份数:count 总份数:count 计入方式")
    return Sheet(
        "业绩分配", header,
        ((r.order, r.person, r.role, r.parts, r.whole, "叠加" if r.on_top else "分配") for r in rows),
    )  # fmt: skip
