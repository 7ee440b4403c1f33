"""By which drivers a period is explained: values of the data, prices and volumes, new customers, top movers."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.model.entry import Entry
from reportgen.model.target_rules import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ByValue(Entry):
    """Cut by a slice of the plan, each value against its own target at a level of the target tree."""

    slice: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPerson(Entry):
    """Cut by person, each against their own target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPrice(Entry):
    """Volume, mix, list price and discount of products, from columns of the main measure's table.

    What the target would have been made of is told by the same period a year before, scaled to the target.
    """

    product: str
    quantity: str
    list_price: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByNewness(Entry):
    """New customers against existing ones: `kpi` says what is new and which share of the target is asked of it."""

    kpi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Movers(Entry):
    """The values of columns that brought most more, and most less, than in the period before."""

    columns: tuple[str, ...]
    top: int


VarianceRule = ByValue | ByPerson | ByPrice | ByNewness | Movers
