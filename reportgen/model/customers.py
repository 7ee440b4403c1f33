"""What grading customers gives: each one's tier, who moved and why, how tiers are covered, who breaks credit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from reportgen.model.quantity import Measurable, Quantity
from reportgen.model.step import Step
from reportgen.model.tiers import ServiceLevel, Tiering


@dataclass(frozen=True, slots=True)
class Graded:
    """A customer in a tier.

    `facts` are the criteria as measured, `scores` their places among all customers from 0 (the last) to 1 (the first),
    `score` what they make by the plan's weights; all exact.
    """

    customer: str
    name: str
    tier: str
    score: Fraction
    facts: Mapping[str, Quantity]
    scores: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Migration:
    """A customer whose tier is another than a period before; "" is a customer who was, or is, in none.

    `because` are the criteria that moved it, the strongest first; none where only others moved, or for `new` and
    `gone` ones. `service` is what the new tier is served with.
    """

    customer: str
    name: str
    before: str
    now: str
    kind: Literal["up", "down", "new", "gone"]
    because: tuple[str, ...]
    service: ServiceLevel | None


@dataclass(frozen=True, slots=True)
class TierPart:
    """A tier as a whole: how many customers, what they bought, both as promised, and how many were seen.

    `sales` is the sum of the plan's money criterion, `share` its part of all tiers, `coverage` the part of the tier's
    customers that the covering measure knows in the period.
    """

    tier: str
    customers: int
    planned: int | None
    sales: Measurable
    share: Measurable
    planned_share: Fraction | None
    coverage: Measurable


@dataclass(frozen=True, slots=True)
class CreditCheck:
    """An order that goes out on credit which its customer's rating does not allow, or would if it went out today.

    `paid` is the part of it that came in by its delivery, or by the day looked at where it is not delivered yet.
    """

    order: str
    customer: str
    person: str
    rating: str
    terms: Literal["before_delivery", "none"]
    delivery: date | None
    delivered: bool
    paid: Fraction


@dataclass(frozen=True, slots=True)
class Tiers:
    """All customers in their tiers at the end of a period, the best first, and what follows from it.

    `period` is the one that ended last: tiers are made at the ends of the periods that the rule names. `largest` is the
    part of all sales that the ten largest customers make. `step` says how the scores came to be.
    """

    rule: Tiering
    period: str
    customers: tuple[Graded, ...]
    migrations: tuple[Migration, ...]
    parts: tuple[TierPart, ...]
    largest: Measurable
    credit: tuple[CreditCheck, ...]
    step: Step
    service: Mapping[str, ServiceLevel] = field(default_factory=dict)
