"""Turns orders, customers and money into the alerts about them: cash, credit, margins, shares, discounts, owners."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from reportgen.sample.customers import KEY_TIERS
from reportgen.sample.products import ECO
from reportgen.sample.staff import REGIONS
from reportgen.sample.truth.cash import allocated
from reportgen.sample.truth.events import Events
from reportgen.sample.truth.kpis_customers import active
from reportgen.sample.truth.kpis_money import book
from reportgen.sample.truth.kpis_sold import new_amount
from reportgen.sample.truth.receivables import overdue
from reportgen.sample.truth.teams import employed
from reportgen.sample.truth.words import MONTHS, QUARTERS, Alarm, of_fen, period, yuan

COLLECTED, NEW, ECO_FLOOR, CUT = Fraction(85, 100), Fraction(30, 100), Fraction(22, 100), 50
MOST, LARGEST, CONCENTRATED = 25, 5, Fraction(60, 100)
"""At most 25 customers a person; more than 60 % of a region with its five largest is this plan's own."""


def money_alarms(events: Events) -> Iterator[Alarm]:
    """Return what every rule about money says of every subject, firing or not."""
    for month in MONTHS:
        yield from _collection(events, month)
        yield from _overdue(events, month)
        yield from _margins(events, month)
        yield from _crowds(events, month)
        yield from _alone(events, month)
    for quarter in QUARTERS:
        yield from _new_customers(events, quarter)
        yield from _concentration(events, quarter)
    yield from _credit(events)
    yield from _price_cuts(events)


def _collection(events: Events, month: str) -> Iterator[Alarm]:
    """Collection rate < 85 % at month end: the owner chases, with a list."""
    figures = book(events, allocated(events), period(month))
    for person in employed(events, period(month)):
        due = figures.fen("due", ("person", person.id))
        if due > 0:
            cash = figures.fen("collected", ("person", person.id))
            words = f"{yuan(of_fen(cash))} of {yuan(of_fen(due))}"
            value = Fraction(cash, due)
            yield Alarm("collection-low", month, "person", person.id, value < COLLECTED, value, COLLECTED, words)


def _overdue(events: Events, month: str) -> Iterator[Alarm]:
    """What a customer owes after its due day; one that owes but is not late is the near miss."""
    end = period(month).end
    late: dict[str, list[int]] = defaultdict(list)
    ages: dict[str, int] = {}
    for row in overdue(events, end):
        late[row.customer].append(row.open)
        ages[row.customer] = max(ages.get(row.customer, 0), row.late)
    for customer, amounts in sorted(late.items()):
        words = f"{len(amounts)} invoices, the oldest {ages[customer]} days"
        yield Alarm("overdue-by-age", month, "customer", customer, True, of_fen(sum(amounts)), Fraction(0), words)
    today = next(
        (order for order in events.orders if order.due == end and not order.original and order.customer not in late),
        None,
    )
    if today:
        yield Alarm(
            "overdue-by-age",
            month,
            "customer",
            today.customer,
            False,
            Fraction(0),
            Fraction(0),
            f"{today.number} falls due today",
        )


def _margins(events: Events, month: str) -> Iterator[Alarm]:
    lines = [
        line for order in events.during(period(month)) for line in order.lines if events.lines[line.product] == ECO
    ]
    sold = sum(line.amount for line in lines)
    value = Fraction(sold - sum(line.cost for line in lines), sold)
    yield Alarm(
        "margin-below-floor", month, "line", ECO, value < ECO_FLOOR, value, ECO_FLOOR, f"{len(lines)} order lines"
    )


def _crowds(events: Events, month: str) -> Iterator[Alarm]:
    """Customers to whom a person sold within the last twelve months."""
    for person in employed(events, period(month)):
        count = len(active(events, person.id, period(month).end))
        yield Alarm("too-many-customers", month, "person", person.id, count > MOST, Fraction(count), Fraction(MOST))


def _alone(events: Events, month: str) -> Iterator[Alarm]:
    """S and A customers without a second owner 第二负责人."""
    for customer in events.company.customers:
        if customer.tier in KEY_TIERS:
            owners = 1 + bool(customer.second)
            yield Alarm("one-owner", month, "customer", customer.id, owners < 2, Fraction(owners), Fraction(2))


def _new_customers(events: Events, quarter: str) -> Iterator[Alarm]:
    asked: Counter[str] = Counter()
    for target in events.targets:
        asked[target.person] += target.floor * (target.month in period(quarter))
    for person, fen in sorted(asked.items()):
        if fen:
            new = new_amount(events, person, period(quarter))
            words = f"{yuan(new)} of a target of {yuan(of_fen(fen))}"
            value = new / of_fen(fen)
            yield Alarm("new-customer-share-low", quarter, "person", person, value < NEW, value, NEW, words)


def _concentration(events: Events, quarter: str) -> Iterator[Alarm]:
    """The five largest customers of a region."""
    for region in REGIONS:
        amounts: Counter[str] = Counter()
        for order in events.during(period(quarter)):
            person = events.people.get(order.person)
            if person and person.region(order.signed) == region:
                amounts[order.customer] += order.amount
        top = amounts.most_common(LARGEST)
        value = Fraction(sum(amount for _, amount in top), sum(amounts.values()))
        words = " ".join(customer for customer, _ in top)
        yield Alarm("concentration-high", quarter, "region", region, value > CONCENTRATED, value, CONCENTRATED, words)


def _credit(events: Events) -> Iterator[Alarm]:
    """B pays before delivery, C gets no credit: what is not paid in full by the day of delivery breaks it."""
    ratings = {row.customer: row.rating for row in events.side.ratings}
    paid: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for came in allocated(events):
        paid[came.order].append((came.day, came.amount))
    for number, parts in events.transactions.items():
        order, rating = parts[0], ratings.get(parts[0].customer)
        if rating not in {"B", "C"} or order.delivery.year != 2026 or order.signed.year != 2026:
            continue
        owed = sum(part.gross for part in parts if part.signed <= order.delivery)
        came_in = sum(amount for day, amount in paid[number] if day <= order.delivery)
        if owed > 0:
            value = Fraction(came_in, owed)
            words = f"{order.customer} rated {rating}, delivered {order.delivery}"
            yield Alarm(
                "credit-rule-broken", f"{order.delivery:%Y-%m}", "order", number, value < 1, value, Fraction(1), words
            )


def _price_cuts(events: Events) -> Iterator[Alarm]:
    """Requests of 5 % and more without a list of what the customer gives; ±3 % is the director's own."""
    for row in events.side.price_requests:
        fires = row.cut >= CUT and not row.exchange
        asked = f"list {row.exchange or 'missing'}, approver {row.approver or 'nobody'}"
        words = f"{asked}, {row.years} years, prepaid {row.prepaid / 10:g} %"
        month = f"{row.day:%Y-%m}"
        yield Alarm(
            "price-cut-unapproved",
            month,
            "request",
            row.number,
            fires,
            Fraction(row.cut, 1000),
            Fraction(CUT, 1000),
            words,
        )
