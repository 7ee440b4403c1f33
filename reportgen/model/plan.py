"""The plan as checked values: what the company promised, each item dated, placed and reasoned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from reportgen.model.alerts import Alert
from reportgen.model.calendar import CalendarRule
from reportgen.model.checklists import Checklist
from reportgen.model.cockpit import CockpitRule
from reportgen.model.entry import Entry, Text, english
from reportgen.model.forecasts import ForecastRule
from reportgen.model.meetings import MeetingRule
from reportgen.model.organisation import OrganisationRule
from reportgen.model.pay import Component
from reportgen.model.payment import PaymentRule
from reportgen.model.retro import RetroRule
from reportgen.model.rules import (
    DECK_SUBJECTS,
    EVER,
    BandSlice,
    Company,
    CompanyTarget,
    Documents,
    Funnel,
    Growth,
    Kpi,
    KpiKind,
    Measure,
    Ratio,
    Scorecard,
    Shown,
    Slice,
    Sum,
    TargetSource,
    Weight,
)
from reportgen.model.talent import TalentRule
from reportgen.model.target_rules import TargetRule
from reportgen.model.tiers import TierRule
from reportgen.model.variance_rules import VarianceRule

__all__ = [
    "DECK_SUBJECTS",
    "EVER",
    "BandSlice",
    "Company",
    "CompanyTarget",
    "D",
    "Dated",
    "Documents",
    "Entry",
    "Funnel",
    "Growth",
    "Kpi",
    "KpiKind",
    "Measure",
    "Plan",
    "Ratio",
    "Scorecard",
    "Shown",
    "Slice",
    "Sum",
    "TargetSource",
    "Text",
    "Weight",
    "english",
    "next_change",
    "valid",
]
"""The rules are told apart in `reportgen.model.rules`; whoever reads a plan finds all of them here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything the company promised, checked. `digest` is the SHA-256 over the plan folder's files.

    What stands behind `digest` is read and checked and not computed yet. `words` are names of the inputs' own words by
    language.
    """

    company: Company
    roles: Mapping[str, Text]
    measures: tuple[Measure, ...]
    kpis: tuple[Kpi, ...]
    scorecards: tuple[Scorecard, ...]
    targets: tuple[CompanyTarget, ...]
    slices: tuple[Slice | BandSlice, ...]
    funnels: tuple[Funnel, ...]
    components: tuple[Component, ...]
    documents: Documents
    digest: str
    organisation: tuple[OrganisationRule, ...] = ()
    calendar: tuple[CalendarRule, ...] = ()
    target_rules: tuple[TargetRule, ...] = ()
    tiers: tuple[TierRule, ...] = ()
    alerts: tuple[Alert, ...] = ()
    forecasts: tuple[ForecastRule, ...] = ()
    talent: tuple[TalentRule, ...] = ()
    meetings: tuple[MeetingRule, ...] = ()
    cockpit: tuple[CockpitRule, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    variance: tuple[VarianceRule, ...] = ()
    retro: tuple[RetroRule, ...] = ()
    words: Mapping[str, Text] = field(default_factory=dict)
    payment: tuple[PaymentRule, ...] = ()


class Dated(Protocol):
    """Anything with an id and a first day."""

    @property
    def id(self) -> str:
        """Return the stable id."""
        ...

    @property
    def since(self) -> date:
        """Return the first day it holds."""
        ...


D = TypeVar("D", bound=Dated)


def valid(entries: Sequence[D], day: date) -> dict[str, D]:
    """Return the version of each entry that holds on a day, by id, in the order of the plan."""
    found: dict[str, D] = {}
    for entry in entries:
        if entry.since <= day and (entry.id not in found or found[entry.id].since < entry.since):
            found[entry.id] = entry
    return found


def next_change(entries: Sequence[D], entry: D) -> date | None:
    """Return the first day of the next version of an entry, or None when it holds for good."""
    return min((other.since for other in entries if other.id == entry.id and other.since > entry.since), default=None)
