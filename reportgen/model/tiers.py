"""How customers are graded, what each grade is served with, and who may buy on credit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from reportgen.model.entry import Entry, Text
from reportgen.model.period import Grain


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing customers are ranked by: a measure, its weight, and whether more or less of it is better.

    `take` is the sum of a customer's rows or the least of them (days since an order: of the last one), over the
    months of the rule or over all time.
    """

    measure: str
    weight: Fraction
    better: Literal["higher", "lower"]
    take: Literal["total", "least"] = "total"
    over: Literal["months", "ever"] = "months"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A tier: how many customers it holds (None: the rest) or from which score on, and the sales it should bring."""

    name: Text
    count: int | None = None
    start: Fraction | None = None
    sales: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiering(Entry):
    """Recency, frequency, money and lifetime value → tiers, by counts of the ranking or by cut-offs of the score.

    Ranked are the customers of whom every criterion has a row. `money` names the criterion that a tier's sales are told
    in, `covered` the measure whose rows say that a customer was looked after.
    """

    by: Literal["counts", "cut_offs"]
    months: int
    every: Grain
    criteria: Mapping[str, Criterion]
    tiers: Mapping[str, Grade]
    money: str = ""
    covered: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevel(Entry):
    """What a tier is served with: the team (a number of each), days on site a year; people may be shared."""

    tier: str
    team: tuple[int, ...]
    channel: Literal["team", "digital", "self_service"]
    days_on_site: int
    shared: Literal["may", "may_not"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditRating(Entry):
    """How much customers are trusted: what is weighed, the grades from best to worst, and their terms."""

    factors: Mapping[str, Fraction]
    grades: tuple[str, ...]
    terms: Mapping[str, Literal["open", "before_delivery", "none"]]


TierRule = Tiering | ServiceLevel | CreditRating
