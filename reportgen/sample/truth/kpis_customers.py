"""Turns customers and their cash into KPIs: concentration, coverage, owners, own growth, NPS, cycle, overdue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from reportgen.model.period import Period, year_before
from reportgen.sample.customers import KEY_TIERS
from reportgen.sample.staff import REGIONS
from reportgen.sample.truth.cash import allocated
from reportgen.sample.truth.events import Events, dated, day_of, number, profit, word
from reportgen.sample.truth.kpis_work import STORY
from reportgen.sample.truth.receivables import overdue
from reportgen.sample.truth.specs import here_on
from reportgen.sample.truth.teams import COMPANY
from reportgen.sample.truth.words import Expected, measured, of_fen, summed


def active(events: Events, person: str, end: date) -> set[str]:
    """Return the customers to whom a person sold in the twelve months up to a day."""
    since = end.replace(year=end.year - 1) if (end.month, end.day) != (2, 29) else date(end.year - 1, 2, 28)
    return {
        order.customer
        for order in events.during(Period(since + timedelta(days=1), end, "year"))
        if order.person == person and not order.original
    }


def customers(events: Events, name: str, span: Period) -> Iterator[Expected]:
    """Return concentration, coverage, value, owners and active customers of a quarter."""
    amounts: Counter[str] = Counter()
    for order in events.during(span):
        amounts[order.customer] += order.amount
    top = sum(amount for _, amount in amounts.most_common(10))
    yield measured("customer_concentration", name, COMPANY, (of_fen(top), of_fen(sum(amounts.values()))))
    yield measured("customer_concentration", name, ("person", "E068"), (None, None), gap="sold nothing")
    visited = {word(row, "客户编号") for row in events.tables["visits"] if dated(row, "拜访日期", span)}
    listed = {customer.id for customer in events.customers.values() if customer.recorded <= span.end}
    yield measured("customer_coverage", name, COMPANY, (len(visited & listed), len(listed)))
    yield measured("customer_coverage", name, ("person", "E068"), (None, None), gap="has no customers")
    sold = [order for order in events.during(span) if not order.original]
    gain = of_fen(sum(map(profit, events.during(span))))
    yield measured("customer_value", name, COMPANY, (gain, len({order.customer for order in sold})))
    yield measured("customer_value", name, ("person", "E068"), (None, None), gap="sold nothing")
    key = [customer for customer in events.company.customers if customer.tier in KEY_TIERS]
    yield summed("single_owner", name, COMPANY, sum(not customer.second for customer in key))
    yield summed("single_owner", name, ("person", "E068"), 0)
    for person in (*STORY, "E038", "E050"):
        found = len(active(events, person, span.end)) if here_on(events, person, name) else None
        yield summed("active_customers", name, ("person", person), found, gap="not employed in the period")


def facts(events: Events, name: str, span: Period) -> Iterator[Expected]:
    """Return customers' own growth against our supply, joint work, visits at the top, and NPS of a quarter."""
    facts = [fact for fact in events.side.facts if fact.quarter == name]
    past, now = (Counter[str](), Counter[str]())
    for amounts, orders in ((now, events.during(span)), (past, events.during(year_before(span)))):
        for order in orders:
            amounts[order.customer] += order.amount
    for fact in facts:
        if events.customers[fact.customer].tier == "S":
            before = past[fact.customer]
            ours = Fraction(now[fact.customer] - before, before) if before else None
            grown = fact.growth is not None and ours is not None and ours > 0
            parts = (Fraction(fact.growth - 1000, 1000), ours) if grown and fact.growth is not None else (None, None)
            gap = "the customer does not tell" if fact.growth is None else "our supply did not grow"
            yield measured("customer_growth_ratio", name, ("customer", fact.customer), parts, gap=gap)
    strategic = [fact for fact in facts if events.customers[fact.customer].tier == "S"]
    yield measured("joint_projects", name, COMPANY, (sum(f.labs + f.patents for f in strategic), len(strategic)))
    yield measured("joint_projects", name, ("tier", "A"), (None, None), gap="asked of S customers only")
    visits = [visit for visit in events.side.top_visits if visit.day in span]
    yield summed("executive_visits", name, COMPANY, len(visits) or None)
    yield measured("blueprint_rate", name, COMPANY, (sum(visit.blueprint for visit in visits), len(visits)))
    yield summed("executive_visits", name, ("person", "E068"), 0)
    yield measured("blueprint_rate", name, ("person", "E068"), (None, None), gap="visits nobody")
    rows = {word(row, "大区"): row for row in events.tables["nps_surveys"] if day_of(row["季度"]) == span.start}
    for region in REGIONS:
        row = rows.get(region)
        asked = bool(row) and number(row, "样本数") * 10 >= number(row, "客户数") * 3 if row else False
        net = 100 * (number(row, "推荐者") - number(row, "贬损者")) if row and asked else None
        gap = "the sample is below 30 % of the customers" if row else "no survey was held"
        yield measured("nps", name, ("region", region), (net, number(row, "样本数") if row else None), gap=gap)


def cash(events: Events, name: str, span: Period) -> Iterator[Expected]:
    """Return collection cycle, overdue receivables and bad debt of a quarter.

    The cycle counts from signing, of all cash that pays an order. Write-offs are nobody's own: what they make of
    revenue is everybody's figure.
    """
    days, weight = defaultdict[str, int](int), defaultdict[str, int](int)
    for came in allocated(events):
        if came.day in span and came.order:
            signed = events.transactions[came.order][0].signed
            for subject in ("", events.sellers[came.order]):
                days[subject] += came.amount * (came.day - signed).days
                weight[subject] += came.amount
    yield measured("collection_cycle", name, COMPANY, (of_fen(days[""]), of_fen(weight[""])))
    for person in STORY:
        there = weight[person] and here_on(events, person, name)
        parts = (of_fen(days[person]), of_fen(weight[person])) if there else (None, None)
        yield measured("collection_cycle", name, ("person", person), parts, gap="nothing came in, or not employed")
    owed = overdue(events, span.end)
    yield summed("overdue_receivables", name, COMPANY, of_fen(sum(row.open for row in owed)))
    yield summed("overdue_receivables", name, ("person", "E068"), None, gap="has no receivables")
    net = of_fen(sum(row.net for row in events.side.invoices if row.day in span))
    gone = of_fen(sum(row.amount for row in events.side.write_offs if row.day in span))
    for whose in (COMPANY, ("person", "E068")):
        yield measured("bad_debt_rate", name, whose, (gone, net))
