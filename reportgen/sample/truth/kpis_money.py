"""Turns orders, receipts, targets and deals into the KPIs that everybody has.

A return counts on its own day. A receipt counts for who stands on its order; one that names only a customer counts
for those whose oldest open invoices it pays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from reportgen.model.period import Period, year_before
from reportgen.sample.truth.cash import Came, allocated
from reportgen.sample.truth.events import Events, profit
from reportgen.sample.truth.targets import company_target
from reportgen.sample.truth.teams import COMPANY, Subject, employed, leaders, subjects, whole
from reportgen.sample.truth.words import (
    QUARTERS,
    Expected,
    measured,
    of_fen,
    period,
    summed,
)

PERIODS = ("2026-03", *QUARTERS)
Whose = Callable[[str, date], tuple[Subject, ...]]
"""Whom a row of a person and day counts for."""


@dataclass(slots=True)
class Book:
    """What counts for each subject in a period: sums in fen, and the orders and customers of sales."""

    sums: dict[tuple[str, Subject], int] = field(default_factory=lambda: defaultdict(int))
    sets: dict[tuple[str, Subject], set[str]] = field(default_factory=lambda: defaultdict(set))

    def fen(self, name: str, subject: Subject) -> int:
        """Return a sum; of nothing it is 0, for the tables cover all of 2025 and 2026."""
        return self.sums.get((name, subject), 0)

    def count(self, name: str, subject: Subject) -> int:
        """Return how many different ones there were."""
        return len(self.sets.get((name, subject), ()))


def book(events: Events, cash: tuple[Came, ...], span: Period) -> Book:
    """Sum up a period's orders, dues, receipts, targets and closed deals for every subject."""
    found = Book()
    leading = frozenset(leaders(events, period("2026")))

    def whose(person: str, day: date) -> tuple[Subject, ...]:
        return subjects(events, person, day, leading)

    _orders(found, events, span, whose)
    _cash(found, events, cash, span, whose)
    for target in events.targets:
        if target.month in span:
            last = min(period(f"{target.month:%Y-%m}").end, events.people[target.person].left or date.max)
            for subject in whose(target.person, last):
                found.sums["floor", subject] += target.floor
                found.sums["stretch", subject] += target.stretch
    for life in events.lives:
        if life.closes in span:
            for subject in whose(life.customer.owner(life.closes), life.closes):
                found.sums["closed", subject] += 1
                found.sums["won", subject] += life.won
                found.sums["won_amount", subject] += life.amount * life.won
    return found


def _orders(found: Book, events: Events, span: Period, whose: Whose) -> None:
    for order in events.during(span):
        for subject in whose(order.person, order.signed):
            found.sums["amount", subject] += order.amount
            found.sums["profit", subject] += profit(order)
            if not order.original:
                found.sets["orders", subject].add(order.number)
                found.sets["customers", subject].add(order.customer)
    for order in events.orders:
        if order.due in span:
            for subject in whose(order.person, order.due):
                found.sums["due", subject] += order.gross


def _cash(found: Book, events: Events, cash: tuple[Came, ...], span: Period, whose: Whose) -> None:
    for came in cash:
        if came.day in span:
            for subject in whose(events.sellers.get(came.order, ""), came.day):
                found.sums["collected", subject] += came.amount


def everybody(events: Events) -> Iterator[Expected]:
    """Return the KPIs of the company, of every team and person in some months and every quarter of 2026."""
    cash = allocated(events)
    for name in PERIODS:
        span = period(name)
        now, before = book(events, cash, span), book(events, cash, year_before(span))
        people = [("person", person.id) for person in employed(events, span)]
        teams = [("team", leader) for leader in leaders(events, span)]
        for subject in (COMPANY, *teams, *people):
            both = (span, year_before(span))
            there = subject[0] != "person" or all(whole(events, subject[1], each) for each in both)
            yield from _of_subject(name, subject, now, before, there)


def _of_subject(name: str, subject: Subject, now: Book, before: Book, there: bool) -> Iterator[Expected]:
    amount = of_fen(now.fen("amount", subject))
    yield summed("order_amount", name, subject, amount)
    yield measured("gross_margin", name, subject, (of_fen(now.fen("profit", subject)), amount), gap="nothing ordered")
    past = of_fen(before.fen("amount", subject))
    grown = (amount - past, past) if there else (None, None)
    yield measured("order_growth", name, subject, grown, gap="nothing a year before, or only here for a part of it")
    yield summed("order_count", name, subject, now.count("orders", subject))
    yield summed("customer_count", name, subject, now.count("customers", subject))
    cash, due = of_fen(now.fen("collected", subject)), of_fen(now.fen("due", subject))
    yield measured("collection_rate", name, subject, (cash, due), gap="nothing fell due")
    won, closed = now.fen("won", subject), now.fen("closed", subject)
    yield measured("win_rate", name, subject, (won, closed), gap="no deal was closed")
    floor, stretch = (_asked(name, subject, now, column) for column in ("floor", "stretch"))
    yield measured("attainment_floor", name, subject, (amount, floor), gap="no target")
    yield measured("attainment_stretch", name, subject, (amount, stretch), gap="no target")
    count = now.count("orders", subject)
    yield measured("average_order_value", name, subject, (amount, count), gap="nothing ordered")


def _asked(name: str, subject: Subject, found: Book, column: str) -> Fraction:
    """Return the target of a period: the company's is the year's in the given parts, everybody else's a sum."""
    if subject == COMPANY:
        return company_target(f"order_amount/{column}", period(name))
    return of_fen(found.fen(column, subject))
