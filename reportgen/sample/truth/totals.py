"""Turns all events into the sums by which everything else can be checked: orders, margin, cash, invoices, targets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from reportgen.sample.truth.cash import allocated
from reportgen.sample.truth.events import Events, dated, number
from reportgen.sample.truth.kpis_money import book
from reportgen.sample.truth.receivables import ageing
from reportgen.sample.truth.teams import COMPANY
from reportgen.sample.truth.words import MONTHS, PLAN, QUARTERS, Expected, Number, of_fen, period, summed

WEEK = 7


def totals(events: Events) -> Iterator[Expected]:
    """Return the company's sums by month, quarter and year, cut by line, tier and region, and what is owed."""
    cash = allocated(events)
    for name in (*MONTHS, *QUARTERS, "2026"):
        span = period(name)
        found = book(events, cash, span)
        for id_, key in (("order_amount", "amount"), ("gross_profit", "profit"), ("collected", "collected"),
                         ("due", "due")):  # fmt: skip
            yield summed(id_, name, COMPANY, of_fen(found.fen(key, COMPANY)))
        yield summed("order_amount/nobody", name, COMPANY, _nobody(events, name))
        yield summed("order_count", name, COMPANY, found.count("orders", COMPANY))
        yield summed("customer_count", name, COMPANY, found.count("customers", COMPANY))
        yield summed("order_lines", name, COMPANY, sum(len(order.lines) for order in events.during(span)))
        for id_, of in (("invoiced_net", "net"), ("invoiced_gross", "gross")):
            rows = (row for row in events.side.invoices if row.day in span)
            yield summed(id_, name, COMPANY, of_fen(sum(int(getattr(row, of)) for row in rows)), PLAN)
        yield from _cut(events, name)
        yield from _lights(events, name)
    yield from ageing(events)


def _nobody(events: Events, name: str) -> Number:
    """What stands on orders of nobody on the roster: the shop's house account, and orders that came by post."""
    return of_fen(sum(order.amount for order in events.during(period(name)) if order.person not in events.people))


def _lights(events: Events, name: str) -> Iterator[Expected]:
    """Deliveries on time or early, up to a week late, and later."""
    late = [number(row, "延期天数") for row in events.tables["deliveries"] if dated(row, "交付日期", period(name))]
    lights = Counter("green" if days <= 0 else "yellow" if days <= WEEK else "red" for days in late)
    for light, count in lights.items():
        yield summed("deliveries", name, ("light", light), count)


def _cut(events: Events, name: str) -> Iterator[Expected]:
    cuts: dict[tuple[str, str], int] = defaultdict(int)
    margins: dict[str, int] = defaultdict(int)
    for order in events.during(period(name)):
        person = events.people.get(order.person)
        cuts["tier", events.customers[order.customer].tier] += order.amount
        cuts["industry", events.customers[order.customer].industry] += order.amount
        cuts["region", person.region(order.signed) if person else ""] += order.amount
        for line in order.lines:
            cuts["line", events.lines[line.product]] += line.amount
            margins[events.lines[line.product]] += line.amount - line.cost
    for subject, amount in sorted(cuts.items()):
        yield summed("order_amount", name, subject, of_fen(amount))
    for of_line, amount in sorted(margins.items()):
        yield summed("gross_profit", name, ("line", of_line), of_fen(amount), PLAN)
