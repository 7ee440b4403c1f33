"""Turns a plan into the names its lines may use, by what they name, with the first day each holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from reportgen.model.organisation import Office
from reportgen.model.pay import Component
from reportgen.model.plan import Dated, Entry, Plan
from reportgen.model.tiers import Tiering

HOMES: Mapping[str, frozenset[str]] = {
    "measure": frozenset({"measures"}),
    "KPI": frozenset({"kpis"}),
    "figure": frozenset({"measures", "kpis"}),
    "role": frozenset({"company"}),
    "owner": frozenset({"company", "organisation"}),
    "funnel": frozenset({"funnels"}),
    "component": frozenset({"pay"}),
    "tier": frozenset({"tiers"}),
    "slice": frozenset({"slices"}),
}
"""The sections that define each kind of name: where one of them could not be read, nobody is told a name is unknown."""

SPOKEN: Mapping[str, str] = {"figure": "measure or KPI", "owner": "role or office"}
"""What people are told where the kind of name is no word of theirs."""

ALWAYS = ("seller", "leader")
"""Owners that every plan has: whose subject it is, and to whom that person reports."""


def by_section(plan: Plan) -> dict[str, Sequence[Entry | Component]]:
    """Return everything that is dated, by the section it stands in."""
    return {
        "measures": plan.measures,
        "kpis": plan.kpis,
        "scorecards": plan.scorecards,
        "targets": plan.targets,
        "slices": plan.slices,
        "funnels": plan.funnels,
        "pay": plan.components,
        "payment": plan.payment,
        "organisation": plan.organisation,
        "calendar": plan.calendar,
        "target_rules": plan.target_rules,
        "tiers": plan.tiers,
        "alerts": plan.alerts,
        "forecast": plan.forecasts,
        "talent": plan.talent,
        "meetings": plan.meetings,
        "cockpit": plan.cockpit,
        "checklists": plan.checklists,
        "variance": plan.variance,
    }


def first_days(plan: Plan) -> dict[str, dict[str, date]]:
    """Return the names that may be used, with the first day each holds."""
    roles = dict.fromkeys(plan.roles, date.min)
    offices = [rule for rule in plan.organisation if isinstance(rule, Office)]
    grades = {tier: rule.since for rule in plan.tiers if isinstance(rule, Tiering) for tier in rule.tiers}
    return {
        "measure": _days(plan.measures),
        "KPI": _days(plan.kpis),
        "figure": _days((*plan.measures, *plan.kpis)),
        "role": roles,
        "owner": {**_days(offices), **roles, **dict.fromkeys(ALWAYS, date.min)},
        "funnel": _days(plan.funnels),
        "component": _days(plan.components),
        "tier": grades,
        "slice": _days(plan.slices),
    }


def _days(entries: Iterable[Dated]) -> dict[str, date]:
    days: dict[str, date] = {}
    for entry in entries:
        days[entry.id] = min(entry.since, days.get(entry.id, date.max))
    return days
