"""Customers' orders and the plan's tiers → everybody's tier, migrations, coverage, concentration, credit checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from reportgen.measure.actuals.groups import Shelf
from reportgen.measure.actuals.reading import first_day, quantity
from reportgen.measure.columns import month_id
from reportgen.measure.customers.credit import credit_checks
from reportgen.measure.customers.migrations import migrations
from reportgen.measure.customers.ranking import Ranking, facts_of, ranking
from reportgen.model.customers import Graded, TierPart, Tiers
from reportgen.model.period import Grain, Period, before, parts, spanning
from reportgen.model.plan import Plan, english, valid
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, Unit, percent
from reportgen.model.step import Rows, Step
from reportgen.model.table import Table
from reportgen.model.tiers import CreditRating, ServiceLevel, Tiering

_LARGEST = 10
"""How many customers the concentration is told of."""


def tiers(shelf: Shelf, plan: Plan, tables: Mapping[str, Table], period: Period) -> Tiers | None:
    """Grade the customers at the end of the last period of the rule's rhythm that ended by a period's end.

    None where the plan has no tiers or the inputs lack what they are made of.
    """
    rules = valid(plan.tiers, period.end).values()
    rule = next((each for each in rules if isinstance(each, Tiering)), None)
    last = _last(rule.every, period) if rule else None
    found = ranking(shelf, rule, last) if rule and last else None
    if rule is None or last is None or found is None or not found.customers:
        return None
    service = {each.tier: each for each in rules if isinstance(each, ServiceLevel)}
    credit = next((each for each in rules if isinstance(each, CreditRating)), None)
    names = _names(tables)
    past = ranking(shelf, rule, before(last)) if _reaches(shelf, rule, before(last)) else None
    moved = tuple(migrations(rule, past, found, service, names)) if past else ()
    return Tiers(
        rule,
        last.id,
        tuple(_graded(rule, found, names, facts_of(shelf, rule, found, last))),
        moved,
        tuple(_part(shelf, rule, found, tier, last) for tier in rule.tiers),
        _largest(shelf, rule, found),
        tuple(credit_checks(credit, tables.get("orders"), period)),
        _step(rule, last, len(found.customers)),
        service,
    )


def _last(every: Grain, period: Period) -> Period:
    """Return the last period of a rhythm that has come to its end."""
    ends = (spanning(month.end, every) for month in reversed(parts(period, "month")))
    return next((each for each in ends if each.end <= period.end), before(spanning(period.start, every)))


def _reaches(shelf: Shelf, rule: Tiering, period: Period) -> bool:
    """Tell whether the data begin early enough for the window: by half of it, everybody would seem to have moved."""
    first = month_id(period.end) - rule.months + 1
    books = [shelf.books.of(each.measure, period) for each in rule.criteria.values() if each.over == "months"]
    return all(found is not None and found.first <= first for found in books)


def _names(tables: Mapping[str, Table]) -> dict[str, str]:
    table = tables.get("customers")
    if table is None or not {"customer", "name"} <= set(table.columns):
        return {}
    listed = table.frame[["customer", "name"]].dropna()
    return {str(key): str(name) for key, name in zip(listed["customer"], listed["name"], strict=True)}


def _graded(
    rule: Tiering, found: Ranking, names: Mapping[str, str], facts: Mapping[str, dict[str, Quantity]]
) -> Iterator[Graded]:
    """Yield each customer's grade, the best first; a score that many have is one value."""
    parts: dict[int, Fraction] = {}
    for customer in found.customers:
        scores = {}
        for name in rule.criteria:
            points = found.points[name][customer]
            if points not in parts:
                parts[points] = Fraction(points, found.parts)
            scores[name] = parts[points]
        name = names.get(customer, "")
        yield Graded(customer, name, found.tier[customer], found.score[customer], facts[customer], scores)


def _part(shelf: Shelf, rule: Tiering, found: Ranking, tier: str, period: Period) -> TierPart:
    mine = [customer for customer in found.customers if found.tier[customer] == tier]
    sales, share = _sales(shelf, rule, found, mine)
    grade = rule.tiers[tier]
    return TierPart(
        tier, len(mine), grade.count, sales, share, grade.sales, _coverage(shelf, rule, frozenset(mine), period)
    )


def _sales(shelf: Shelf, rule: Tiering, found: Ranking, mine: list[str]) -> tuple[Measurable, Measurable]:
    """Return what some customers bought by the money criterion, and its part of what all did."""
    book = shelf.books.books.get(rule.criteria[rule.money].measure) if rule.money in rule.criteria else None
    if book is None:
        return NotMeasured("no-data"), NotMeasured("no-data")
    facts = found.facts[rule.money]
    part, whole = sum(facts[each] for each in mine), sum(facts[each] for each in found.customers)
    share = percent(Fraction(part, whole)) if whole > 0 else NotMeasured("zero-denominator")
    return quantity(book, part), share


def _coverage(shelf: Shelf, rule: Tiering, mine: frozenset[str], period: Period) -> Measurable:
    """Return the part of some customers that the covering measure knows in the period."""
    grouped = shelf.grouped(rule.covered, "customer", period) if rule.covered else NotMeasured("not-in-plan")
    if isinstance(grouped, NotMeasured):
        return grouped
    return percent(Fraction(len(mine & grouped.index.keys()), len(mine))) if mine else NotMeasured("zero-denominator")


def _largest(shelf: Shelf, rule: Tiering, found: Ranking) -> Measurable:
    """Return the part of all sales that the largest customers make."""
    if rule.money not in rule.criteria:
        return NotMeasured("not-in-plan")
    facts = found.facts[rule.money]
    ranked = sorted(found.customers, key=lambda customer: (-facts[customer], customer))
    return _sales(shelf, rule, found, ranked[:_LARGEST])[1]


def _step(rule: Tiering, period: Period, count: int) -> Step:
    """Return how scores came to be: each criterion with its rows and weight."""
    first = first_day(month_id(period.end) - rule.months + 1)
    operands = tuple(
        Step(
            name,
            percent(each.weight),
            f"{each.take} of {each.measure}, {each.better} is better",
            rows=Rows("", each.measure, start=None if each.over == "ever" else first, end=period.end),
        )
        for name, each in rule.criteria.items()
    )
    formula = "Σ weight × part of the other customers that are worse"
    value = Quantity(Fraction(count), Unit.COUNT)
    return Step("customers ranked", value, formula, operands, f"tiers/{rule.id}", english(rule.because), (rule.place,))
