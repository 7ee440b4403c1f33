"""Turns orders into the KPIs of margin, mix, the pilot abroad, revenue and profit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from reportgen.model.period import Period, year_before
from reportgen.sample.money.overseas import rate
from reportgen.sample.products import ULTRA
from reportgen.sample.truth.events import Events, dated, day_of, number, profit, word
from reportgen.sample.truth.teams import COMPANY, employed, heads
from reportgen.sample.truth.words import Expected, measured, of_fen, summed


def margins(events: Events, name: str, span: Period) -> Iterator[Expected]:
    """Return margins by line, discounts and the price premium of a quarter."""
    orders = events.during(span)
    lines = [(events.lines[line.product], line) for order in orders for line in order.lines]
    for line in dict.fromkeys(events.lines.values()):
        mine = [each for of, each in lines if of == line]
        sold = of_fen(sum(each.amount for each in mine))
        yield measured("line_margin", name, ("line", line), (of_fen(sum(e.amount - e.cost for e in mine)), sold))
    sales = [line for order in orders if not order.original for line in order.lines]
    given = sum(line.discount * line.amount for line in sales)
    weight = sum(line.amount for line in sales)
    yield measured("discount_given", name, COMPANY, (Fraction(given, 1000) / 100, of_fen(weight)))
    thin = sum(line.amount for line in sales if line.amount and 100 * (line.amount - line.cost) < 22 * line.amount)
    yield measured("low_margin_share", name, COMPANY, (of_fen(thin), of_fen(sum(o.amount for o in orders))))
    ours = [of_fen(line.unit_price) for line in sales if events.lines[line.product] == ULTRA]
    rows = [
        row for row in events.tables["competitor_prices"] if word(row, "产品线") == ULTRA and dated(row, "月份", span)
    ]
    theirs = sum((number(row, "成交均价") for row in rows), Fraction(0)) / len(rows)
    mean = sum(ours, Fraction(0)) / len(ours)
    yield measured("price_premium", name, COMPANY, (mean - theirs, theirs))
    yield measured("price_premium", name, ("person", "E068"), (mean - theirs, theirs))  # competitors' are nobody's own
    for id_ in ("line_margin", "discount_given", "low_margin_share"):
        yield measured(id_, name, ("person", "E068"), (None, None), gap="sold nothing")


def overseas(events: Events, name: str, span: Period) -> Iterator[Expected]:
    """In yuan at the rate of the day of signature; by country, of which some order nothing in a quarter."""
    every = events.side.export_orders
    for country in ("", *sorted({order.country for order in every})):
        mine = [order for order in every if order.signed in span and country in {"", order.country}]
        subject = ("country", country) if country else COMPANY
        rates = [(order, Fraction(rate(events.side.rates, "USD", order.signed), 10_000)) for order in mine]
        sold = sum((of_fen(order.amount) * value for order, value in rates), Fraction(0))
        gain = sum((of_fen(order.amount - order.cost) * value for order, value in rates), Fraction(0))
        met = any(order.signed <= span.end and country in {"", order.country} for order in every)
        yield summed("overseas_sales", name, subject, sold if met else None, gap="nothing ordered yet")
        yield measured("overseas_margin", name, subject, (gain, sold))
    signed = [row for row in events.tables["installers"] if dated(row, "Signed", span)]
    yield summed("overseas_installers", name, COMPANY, len(signed) or None)
    yield summed("overseas_installers", "2025-Q4", COMPANY, None, gap="the pilot begins in 2026")


def new_amount(events: Events, person: str, span: Period) -> Fraction:
    """Return a person's sales of a period to new customers: until twelve months after the first order of each."""
    return of_fen(
        sum(
            order.amount
            for order in events.during(span)
            if order.person == person
            and not order.original
            and order.signed < a_year_after(events.first_orders[order.customer].signed)
        )
    )


def a_year_after(day: date) -> date:
    """Return the same day a year later; of a 29 February the 28th."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def mix(events: Events, name: str, span: Period) -> Iterator[Expected]:
    """Return what new customers, new products, industries and tiers make of a quarter."""
    orders = events.during(span)
    sales = [order for order in orders if not order.original]
    amount = of_fen(sum(order.amount for order in orders))
    asked: Counter[str] = Counter()
    for target in events.targets:
        asked[target.person] += target.floor * (target.month in span)
    for person in employed(events, span):
        new = new_amount(events, person.id, span)
        yield measured(
            "new_customer_share", name, ("person", person.id), (new, of_fen(asked[person.id])), gap="no target"
        )
    bought = {order.customer for order in sales}
    energy = {customer for customer in bought if events.customers[customer].industry == "新能源"}
    yield measured("new_energy_share", name, COMPANY, (len(energy), len(bought)))
    counts = Counter(order.customer for order in sales)
    yield measured("repurchase_rate", name, COMPANY, (sum(count > 1 for count in counts.values()), len(bought)))
    yield measured("repurchase_rate", name, ("person", "E068"), (None, None), gap="sold nothing")
    yield measured("new_energy_share", name, ("person", "E068"), (None, None), gap="sold nothing")
    past = {order.customer for order in events.during(year_before(span)) if not order.original}
    yield measured("customer_retention", name, COMPANY, (len(past & bought), len(past)))
    yield measured("customer_retention", name, ("person", "E025"), (None, None), gap="not here a year before")
    first: dict[str, date] = {}
    for order in events.orders:
        for line in order.lines if not order.original else ():
            first.setdefault(line.product, order.signed)
    brought = sum(
        line.amount for order in sales for line in order.lines if order.signed < a_year_after(first[line.product])
    )
    yield measured("new_product_share", name, COMPANY, (of_fen(brought), amount))
    for tier in "SABC":
        mine = of_fen(sum(o.amount for o in orders if events.customers[o.customer].tier == tier))
        yield measured("tier_mix", name, ("tier", tier), (mine, amount))
    yield measured("tier_mix", name, ("person", "E068"), (None, None), gap="sold nothing")


def sales(events: Events, name: str, span: Period) -> Iterator[Expected]:
    """Return revenue, output, channel, expense and profit of a quarter."""
    net, past = (
        of_fen(sum(row.net for row in events.side.invoices if row.day in each)) for each in (span, year_before(span))
    )
    yield summed("revenue", name, COMPANY, net)
    yield summed("revenue", name, ("person", "E068"), 0)
    yield measured("revenue_growth", name, COMPANY, (net - past, past))
    yield measured("revenue_growth", name, ("person", "E025"), (None, None), gap="not here a year before")
    amount = of_fen(sum(order.amount for order in events.during(span)))
    yield measured("output_per_head", name, COMPANY, (amount, heads(events, span)))
    yield measured("output_per_head", name, ("team", "E025"), (None, None), gap="leads nobody")
    bought = [row for row in events.tables["dealer_health"] if day_of(row["季度"]) == span.start]
    yield measured("channel_share", name, COMPANY, (sum((number(r, "提货额") for r in bought), Fraction(0)), amount))
    yield measured("channel_share", name, ("dealer", "PT-12"), (None, None), gap="orders name no dealer")
    spent = sum((number(row, "支出") for row in events.tables["spend"] if dated(row, "月份", span)), Fraction(0))
    gain = of_fen(sum(map(profit, events.during(span))))
    for subject in (COMPANY, ("person", "E068")):  # expense is nobody's own: what it makes is everybody's figure
        yield measured("expense_ratio", name, subject, (spent, net))
        yield summed("profit", name, subject, gain - spent)
