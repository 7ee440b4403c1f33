"""Customers' rows up to a day → their places by the plan's criteria, and the tiers that follow; exact, by column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

import numpy as np

from reportgen.measure.actuals.groups import Shelf, Timed
from reportgen.measure.actuals.lines import Index
from reportgen.measure.actuals.reading import first_day, quantity
from reportgen.measure.columns import month_id
from reportgen.model.period import Period
from reportgen.model.quantity import Quantity
from reportgen.model.tiers import Criterion, Tiering

Facts = Mapping[str, int]
"""Customer → an integer at the scale of its measure."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Customers at a day, the best first.

    `points` are the places by criterion: a score is points ÷ `parts`. `facts` are integers at their measure's scale.
    """

    customers: tuple[str, ...]
    tier: Mapping[str, str]
    score: Mapping[str, Fraction]
    points: Mapping[str, Mapping[str, int]] = field(repr=False)
    parts: int
    facts: Mapping[str, Facts] = field(repr=False)


def ranking(shelf: Shelf, rule: Tiering, period: Period) -> Ranking | None:
    """Rank the customers of whom every criterion has a row; None where the inputs lack a criterion.

    A criterion scores the part of the others that are worse, equal ones by half. Equal scores go by number.
    """
    found = {name: _facts(shelf, criterion, rule.months, period) for name, criterion in rule.criteria.items()}
    facts = {name: each for name, each in found.items() if each is not None}
    if len(facts) < len(rule.criteria) or not facts:
        return None
    everybody = sorted(set.intersection(*(set(each) for each in facts.values())))
    points = {name: _points(facts[name], everybody, criterion) for name, criterion in rule.criteria.items()}
    parts = 2 * max(1, len(everybody) - 1)
    whole = lcm(*(criterion.weight.denominator for criterion in rule.criteria.values()))
    weights = {name: int(criterion.weight * whole) for name, criterion in rule.criteria.items()}
    totals = {customer: sum(weights[name] * points[name][customer] for name in weights) for customer in everybody}
    best = tuple(sorted(everybody, key=lambda customer: (-totals[customer], customer)))
    score = {customer: Fraction(totals[customer], whole * parts) for customer in best}
    return Ranking(best, _tiers(rule, best, score), score, points, parts, facts)


def _facts(shelf: Shelf, criterion: Criterion, months: int, period: Period) -> Facts | None:
    """Return a criterion of every customer: sums, numbers of different values, or the least."""
    found = shelf.books.of(criterion.measure, period)
    if found is None:
        return None
    timed = shelf.timed(found)
    coded = timed.coded("customer")
    if coded is None:
        return None
    start = None if criterion.over == "ever" else first_day(month_id(period.end) - months + 1)
    index = timed.between(start, period.end)
    index = index[(coded[0][index] >= 0) & found.lines.known[index]]
    if not len(index):
        return {}
    numbers, values = _by_customer(timed, criterion, coded[0], index)
    return {coded[1][number]: int(value) for number, value in zip(numbers.tolist(), values.tolist(), strict=True)}


def _by_customer(timed: Timed, criterion: Criterion, codes: Index, index: Index) -> tuple[np.ndarray, np.ndarray]:
    measure, lines = timed.book.measure, timed.book.lines
    mine = codes[index].astype(np.int64)
    if measure.how == "distinct":
        values = lines.coded(measure.column, index) + 1
        different = int(values.max(initial=0)) + 1
        return np.unique(np.unique(mine * different + values) // different, return_counts=True)
    order = np.argsort(mine, kind="stable")
    numbers, starts = np.unique(mine[order], return_index=True)
    add = np.minimum if criterion.take == "least" else np.add
    return numbers, add.reduceat(lines.worth(index)[order], starts)


def _points(facts: Facts, everybody: list[str], criterion: Criterion) -> dict[str, int]:
    """Return twice how many are worse, equal ones counting half."""
    sign = 1 if criterion.better == "higher" else -1
    mine = np.array([sign * facts[customer] for customer in everybody], dtype=object)
    if all(abs(value) < 2**62 for value in mine):
        mine = mine.astype(np.int64)
    ordered = np.sort(mine)
    left, right = np.searchsorted(ordered, mine, side="left"), np.searchsorted(ordered, mine, side="right")
    return dict(zip(everybody, (left + right - 1).tolist(), strict=True))


def _tiers(rule: Tiering, best: tuple[str, ...], score: Mapping[str, Fraction]) -> dict[str, str]:
    """Return each customer's tier: so many of the best, or from a score on; the last one takes the rest."""
    names = list(rule.tiers)
    if rule.by == "cut_offs":
        starts = {name: grade.start for name, grade in rule.tiers.items()}
        return {
            customer: next((n for n in names if (at := starts[n]) is None or score[customer] >= at), names[-1])
            for customer in best
        }
    found: dict[str, str] = {}
    rest = list(best)
    for name, grade in rule.tiers.items():
        taken = rest if grade.count is None else rest[: grade.count]
        found.update(dict.fromkeys(taken, name))
        rest = rest[len(taken) :]
    return {customer: found.get(customer, names[-1]) for customer in best}


def facts_of(shelf: Shelf, rule: Tiering, found: Ranking, period: Period) -> dict[str, dict[str, Quantity]]:
    """Return every customer's criteria as the quantities that they stand for."""
    facts: dict[str, dict[str, Quantity]] = {customer: {} for customer in found.customers}
    for name, criterion in rule.criteria.items():
        book = shelf.books.of(criterion.measure, period)
        if book is not None:
            mine = found.facts[name]
            known = {value: quantity(book, value) for value in set(mine.values())}
            for customer, its in facts.items():
                its[name] = known[mine[customer]]
    return facts
