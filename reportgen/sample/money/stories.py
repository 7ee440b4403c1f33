"""Turns the sellers' customers into the money side's planned orders: too many customers, and orders of nobody."""

from __future__ import annotations

from datetime import date, timedelta

from reportgen.sample.company import FIRST_DAY, YEAR_END, Customer, Order, OrderLine, Person, Product, Target
from reportgen.sample.customers import INDUSTRIES, company_name
from reportgen.sample.orders import order_line
from reportgen.sample.staff import REPRESENTATIVE
from reportgen.sample.streams import stream, weighted
from reportgen.sample.workdays import later, workdays_between

MOST = 25
"""Active customers a person may have."""
NEW_SHARES = (26, 30)
"""Percent of their targets that new customers bring the two people of the story in one order."""
SPRING = (date(2026, 4, 1), date(2026, 6, 30))
"""The quarter in which two people's small customers wake up."""
_WAKING = (date(2026, 4, 7), date(2026, 6, 26))
_NOBODYS = ((date(2026, 3, 27), 1), (date(2026, 3, 30), 2), (date(2026, 8, 12), 1))


def crowded(people: tuple[Person, ...]) -> tuple[tuple[str, int], ...]:
    """Two who sell in 华北 and 西南: one gets one customer too many, one exactly as many as allowed."""
    found = []
    for region, count in (("华北", MOST + 1), ("西南", MOST)):
        here = (p for p in people if p.posts[0].role == REPRESENTATIVE and p.posts[0].region == region)
        found.append((next(p.id for p in here if p.left is None and len(p.posts) == 1), count))
    return tuple(found)


def long_tail(seed: int, people: tuple[Person, ...], customers: tuple[Customer, ...]) -> tuple[Customer, ...]:
    """Return the small customers that two people wake up in spring, so many that each has the planned number."""
    taken = {customer.name for customer in customers}
    regions = {person.id: person.region(YEAR_END) for person in people}
    found: list[Customer] = []
    for person, count in crowded(people):
        owned = sum(1 for customer in customers if customer.owner(YEAR_END) == person)
        for _ in range(count - owned):
            random = stream(seed, "long tail", str(len(found)))
            industry = weighted(random, INDUSTRIES)
            name = company_name(random, "C", regions[person], industry)
            while name in taken:
                name = company_name(random, "C", regions[person], industry)
            taken.add(name)
            recorded = date(random.randint(2017, 2023), random.randint(1, 12), random.randint(1, 28))
            id_, owners = f"C{len(customers) + len(found) + 1:04d}", ((FIRST_DAY, person),)
            found.append(Customer(id_, name, "C", industry, regions[person], 0, 30, recorded, owners, recorded))
    return tuple(found)


def long_tail_orders(
    seed: int, customers: tuple[Customer, ...], products: tuple[Product, ...], targets: tuple[Target, ...]
) -> tuple[Order, ...]:
    """One order each in the second quarter, so that all are active at the year's end.

    A person's first is large: new customers bring one of the two just as much of the target as is asked, the other
    one less.
    """
    found = []
    large = _large(customers, targets)
    for place, customer in enumerate(customers, start=1):
        random = stream(seed, "long tail orders", customer.id)
        day = random.choice(workdays_between(*_WAKING))
        product = min(products, key=lambda product: product.list_price)
        wanted = large.get(customer.id, 0)
        line = _line(product, -(-wanted // product.list_price) or random.randint(2, 9))
        due = day + timedelta(days=customer.terms)
        delivery = later(day, random.randint(5, 20))
        found.append(
            Order(f"SL-{day:%y%m}-{place:04d}", "", day, customer.id, customer.owner(day), delivery, due, (line,))
        )
    return tuple(sorted(found, key=lambda order: (order.signed, order.number)))


def _large(customers: tuple[Customer, ...], targets: tuple[Target, ...]) -> dict[str, int]:
    """Of each person's first customer, what the order must bring: shares of the quarter's target, in fen."""
    firsts: dict[str, str] = {}
    for customer in customers:
        firsts.setdefault(customer.owners[-1][1], customer.id)
    asked = dict.fromkeys(firsts, 0)
    for target in targets:
        if target.person in asked and SPRING[0] <= target.month <= SPRING[1]:
            asked[target.person] += target.floor
    shares = zip(firsts.items(), NEW_SHARES, strict=True)
    return {customer: asked[person] * percent // 100 for (person, customer), percent in shares}


def of_nobody(customers: tuple[Customer, ...], products: tuple[Product, ...]) -> tuple[Order, ...]:
    """Orders that came in by post when the owner was away: no person stands on them, and they are not paid yet."""
    tier = [customer for customer in customers if customer.tier == "B"]
    found = []
    for place, (day, number) in enumerate(_NOBODYS):
        lines = (_line(products[12 + place], 3 + place),)
        due = day + timedelta(days=30)
        found.append(Order(f"SU-{day:%y%m}-{number:04d}", "", day, tier[7 * place].id, "", later(day, 12), due, lines))
    return tuple(found)


def _line(product: Product, quantity: int) -> OrderLine:
    return order_line(1, product.id, quantity, product.list_price, 0, quantity * product.unit_cost)
