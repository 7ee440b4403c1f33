"""What the department is and may spend: its market, head count, spans, offices beside it, and its expense budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from reportgen.model.entry import Entry, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Market(Entry):
    """The market the company can serve (`sam`) and hopes to win (`som`), in major units of the plan's currency."""

    sam: Fraction
    som: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadCount(Entry):
    """How many posts there are in all, and which roles lead which, from the top."""

    posts: int
    ladder: tuple[str, ...]
    supporting: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessLine(Entry):
    """A way in which the department is divided, and its parts."""

    divides: Literal["industry", "scenario", "region", "product"]
    parts: Mapping[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Entry):
    """The most active customers a person looks after, or people who report to one leader."""

    of: Literal["active_customers", "reports"]
    roles: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(Entry):
    """Somebody outside the sales roles to whom the plan gives actions: a general manager, after-sales, finance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetItem:
    """A part of the budget, and what each unit spent should bring in orders; None has no return target."""

    name: Text
    share: Fraction
    returns: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget(Entry):
    """What a year may spend: an amount that is a share of a target, at most `cap` of revenue, by items (sum to one).

    `attribution` says how orders are told to belong to spending: each to the `first`, `last` or `largest` item, and
    none twice. An item without a return target is a finding.
    """

    year: int
    amount: Fraction
    metric: str
    share: Fraction
    cap: Fraction | None = None
    items: Mapping[str, BudgetItem]
    attribution: Literal["first", "last", "largest"]


OrganisationRule = Market | HeadCount | BusinessLine | Span | Office | Budget
