"""Two rankings → who moved from one tier to another, and which criteria moved them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal

from reportgen.measure.customers.ranking import Ranking
from reportgen.model.customers import Migration
from reportgen.model.tiers import ServiceLevel, Tiering


def migrations(
    rule: Tiering, was: Ranking, now: Ranking, service: Mapping[str, ServiceLevel], names: Mapping[str, str]
) -> Iterator[Migration]:
    """Return everybody whose tier is another one, by number."""
    for customer in sorted({*was.customers, *now.customers}):
        before, after = was.tier.get(customer, ""), now.tier.get(customer, "")
        if before != after:
            because = _because(rule, was, now, customer) if before and after else ()
            kind = _kind(rule, before, after)
            yield Migration(customer, names.get(customer, ""), before, after, kind, because, service.get(after))


def _kind(rule: Tiering, before: str, after: str) -> Literal["up", "down", "new", "gone"]:
    order = list(rule.tiers)
    if not before or not after:
        return "gone" if before else "new"
    return "up" if order.index(after) < order.index(before) else "down"


def _because(rule: Tiering, was: Ranking, now: Ranking, customer: str) -> tuple[str, ...]:
    """Return the criteria that moved the score its way, by how far; none where the customer only was overtaken."""
    gained = {
        name: criterion.weight * (_score(now, name, customer) - _score(was, name, customer))
        for name, criterion in rule.criteria.items()
    }
    way = 1 if now.score[customer] >= was.score[customer] else -1
    moved = [name for name in gained if gained[name] * way > 0]
    return tuple(sorted(moved, key=lambda name: -abs(gained[name])))


def _score(ranking: Ranking, name: str, customer: str) -> Fraction:
    return Fraction(ranking.points[name][customer], ranking.parts)
