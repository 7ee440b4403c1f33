"""Turns customers' orders into tiers at each quarter's end, who moved, and which of R, F, M and CLV moved them.

Ranked are the customers who bought within twelve months. Each criterion scores the part of the others that are worse
(ties count half), weighted 20 % recency, 20 % frequency, 35 % money, 25 % lifetime value, which is the gross profit
since the books begin. The first 18 are S, the next 42 A, the next 120 B, the rest C; equal scores go by number.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from reportgen.sample.truth.events import Events, profit
from reportgen.sample.truth.words import QUARTERS, of_fen, period, text, yuan

WEIGHTS = {"R": Fraction(20, 100), "F": Fraction(20, 100), "M": Fraction(35, 100), "CLV": Fraction(25, 100)}
COUNTS = (("S", 18), ("A", 42), ("B", 120))
SERVICE = {"S": "1+1+3, 60 days on site", "A": "1+2", "B": "digital", "C": "self-service"}
_ENDS = ("2025-Q4", *QUARTERS)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A customer at a quarter's end: days since the last order, orders, money and lifetime value in yuan, scores."""

    quarter: str
    customer: str
    tier: str
    days: int
    orders: int
    money: Fraction
    value: Fraction
    scores: dict[str, Fraction]
    total: Fraction

    HEADER = ("quarter", "customer", "tier", "score", "days", "orders", "money", "lifetime", "r", "f", "m", "clv")

    def row(self) -> tuple[str, ...]:
        """The customer as text."""
        facts = (text(self.total), str(self.days), str(self.orders), yuan(self.money), yuan(self.value))
        return (self.quarter, self.customer, self.tier, *facts, *(text(score) for score in self.scores.values()))


@dataclass(frozen=True, slots=True)
class Moved:
    """A customer who changed the tier from one quarter's end to the next; new and lost ones among them (tier "")."""

    quarter: str
    customer: str
    before: str
    now: str
    because: str
    service: str

    HEADER = ("quarter", "customer", "before", "now", "because", "service")

    def row(self) -> tuple[str, ...]:
        """The move as text."""
        return (self.quarter, self.customer, self.before, self.now, self.because, self.service)


def tiers(events: Events) -> dict[str, dict[str, Ranked]]:
    """Return the ranking of each quarter's end by customer, the best first."""
    return {name: _ranked(events, name, period(name).end) for name in _ENDS}


def _ranked(events: Events, name: str, end: date) -> dict[str, Ranked]:
    since = end.replace(year=end.year - 1) + timedelta(days=1)
    facts: dict[str, list[Fraction]] = {}
    last: dict[str, date] = {}
    for order in events.orders:
        if order.signed > end:
            break
        found = facts.setdefault(order.customer, [Fraction(0)] * 4)
        found[3] += of_fen(profit(order))
        if order.signed >= since:
            found[2] += of_fen(order.amount)
            if not order.original:
                found[1] += 1
                last[order.customer] = order.signed
    bought = {customer: [Fraction((end - day).days), *facts[customer][1:]] for customer, day in last.items()}
    scores = {customer: {} for customer in bought}  # type: dict[str, dict[str, Fraction]]
    for place, criterion in enumerate(WEIGHTS):
        sign = -1 if criterion == "R" else 1
        ordered = sorted(sign * values[place] for values in bought.values())
        for customer, values in bought.items():
            mine = sign * values[place]
            below, equal = bisect_left(ordered, mine), bisect_right(ordered, mine) - bisect_left(ordered, mine) - 1
            scores[customer][criterion] = (below + Fraction(equal, 2)) / max(1, len(ordered) - 1)
    totals = {c: sum((WEIGHTS[of] * score for of, score in each.items()), Fraction(0)) for c, each in scores.items()}
    best = sorted(totals, key=lambda customer: (-totals[customer], customer))
    tier = dict(zip(best, [name for name, count in COUNTS for _ in range(count)], strict=False))
    return {
        c: Ranked(name, c, tier.get(c, "C"), int(days), int(count), money, value, scores[c], totals[c])
        for c in best
        for days, count, money, value in (bought[c],)
    }


def migrations(ranked: dict[str, dict[str, Ranked]]) -> Iterator[Moved]:
    """Return who moved, by quarter and customer; `because` names the criterion whose score moved furthest that way."""
    for before, now in itertools.pairwise(_ENDS):
        old, new = ranked[before], ranked[now]
        for customer in sorted(old.keys() | new.keys()):
            was, is_ = old.get(customer), new.get(customer)
            first, second = (was.tier if was else ""), (is_.tier if is_ else "")
            if first != second:
                yield Moved(now, customer, first, second, _why(was, is_), SERVICE.get(second, ""))


def _why(was: Ranked | None, is_: Ranked | None) -> str:
    if was is None:
        return "bought for the first time in twelve months"
    if is_ is None:
        return "bought nothing in twelve months"
    by = {of: WEIGHTS[of] * (is_.scores[of] - was.scores[of]) for of in WEIGHTS}
    way = 1 if is_.total >= was.total else -1
    moved = [of for of in by if by[of] * way > 0]
    return " ".join(sorted(moved, key=lambda of: -abs(by[of]))) or "others moved"
