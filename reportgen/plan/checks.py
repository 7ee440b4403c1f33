"""Turns a plan read line by line into what only the whole shows: names that lead nowhere, two rules for one day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Tiered, base_of
from reportgen.model.payment import PaymentRule
from reportgen.model.plan import CompanyTarget, Entry, Measure, Plan, Scorecard, valid
from reportgen.model.problem import Problem
from reportgen.plan import kinds
from reportgen.plan.names import HOMES, SPOKEN, by_section, first_days
from reportgen.plan.thresholds import thresholds_fit
from reportgen.plan.yaml_nodes import Reference, hint

S = TypeVar("S", Scorecard, CompanyTarget, PaymentRule)


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan before it is believed: the names its lines use, and the files that could not be read at all (`kpis`)."""

    plan: Plan
    references: tuple[Reference, ...]
    unread: frozenset[str]


Check = Callable[[Draft], Iterator[Problem]]


def check(draft: Draft) -> tuple[Problem, ...]:
    """Return everything that the whole plan shows to be wrong."""
    return tuple(problem for one in CHECKS for problem in one(draft))


def names_lead_somewhere(draft: Draft) -> Iterator[Problem]:
    """Find names that nothing in the plan has, or has only later."""
    every = first_days(draft.plan)
    for named in draft.references:
        if not draft.unread.isdisjoint(HOMES[named.what]):
            continue
        known, what = every[named.what], SPOKEN.get(named.what, named.what)
        first = known.get(named.name)
        if first is None:
            yield named.node.problem(kinds.REFERENCE_UNKNOWN, named.name, what=what, hint=hint(named.name, known))
        elif named.since < first < date.max:
            values = {"what": what, "since": str(named.since), "first": str(first)}
            yield named.node.problem(kinds.REFERENCE_EARLY, named.name, **values)


def main_measure_is_a_kpi(draft: Draft) -> Iterator[Problem]:
    """Find a main measure that is the id of no KPI: documents compare it with its target and its past."""
    measures, ids = {each.id for each in draft.plan.measures}, {kpi.id for kpi in draft.plan.kpis}
    for named in draft.references:
        if named.node.key == "main_measure" and named.name in measures - ids and "kpis" not in draft.unread:
            near = hint(named.name, measures & ids)
            yield named.node.problem(kinds.MAIN_MEASURE_NO_KPI, named.name, hint=near)


def versions_are_apart(draft: Draft) -> Iterator[Problem]:
    """Find two versions of one id that begin on the same day."""
    for entries in by_section(draft.plan).values():
        seen: dict[tuple[str, date], Entry | Component] = {}
        for entry in entries:
            key = (entry.id, entry.since)
            if key in seen and entry.id and entry.since != date.max:
                values = (("since", str(entry.since)), ("first", str(seen[key].place.row)))
                yield Problem(kinds.VERSION_TWICE, entry.place, entry.id, values)
            seen.setdefault(key, entry)


def one_scorecard_a_role(draft: Draft) -> Iterator[Problem]:
    """Find roles that two scorecards hold for on one day."""
    yield from _overlaps(draft.plan.scorecards, _roles_of, "scorecards", "the role")


def one_target_a_year(draft: Draft) -> Iterator[Problem]:
    """Find metrics that two targets of one year hold for on one day."""
    yield from _overlaps(draft.plan.targets, _metric_of, "targets", "the metric")


def one_payment_a_role(draft: Draft) -> Iterator[Problem]:
    """Find roles that two rules of payment hold for on one day."""
    yield from _overlaps(draft.plan.payment, _paid_roles, "payment", "the role")


def weights_can_score(draft: Draft) -> Iterator[Problem]:
    """Find KPIs with a weight that can never be scored, because no version of them has a target."""
    plan = draft.plan
    with_target = {kpi.id for kpi in plan.kpis if kpi.target is not None or kpi.values}
    known = {kpi.id for kpi in plan.kpis}
    for scorecard in plan.scorecards:
        for weight in scorecard.weights:
            if weight.kpi in known - with_target:
                values = (("scorecard", scorecard.id),)
                yield Problem(kinds.WEIGHT_WITHOUT_TARGET, scorecard.place, weight.kpi, values)


def pay_rates_sums(draft: Draft) -> Iterator[Problem]:
    """Find pay components that rate what does not add up, or compare measures of different tables line by line."""
    for component in draft.plan.components:
        measures = valid(draft.plan.measures, component.since)
        rule, release = component.rule, component.release
        per, base = rule.per if isinstance(rule, Tiered) else "", base_of(rule)
        by = rule.by if isinstance(rule, Tiered) else ""
        for name in dict.fromkeys((base, per, by, release.invoiced, release.collected)):
            if name in measures and measures[name].how != "sum":
                yield Problem(kinds.PAY_NEEDS_SUM, component.place, name, (("component", component.id),))
        for other in (per, by):
            if base in measures and other in measures and measures[base].table != measures[other].table:
                values = (("table", measures[other].table), ("base", base), ("other", measures[base].table))
                yield Problem(kinds.PAY_TABLES_DIFFER, component.place, other, (("component", component.id), *values))


def pay_keeps_its_rows(draft: Draft) -> Iterator[Problem]:
    """Find measures that pay rests on and that pick other rows on another day."""
    paid: dict[str, Component] = {}
    for component in draft.plan.components:
        for name in (base_of(component.rule), component.release.invoiced, component.release.collected):
            paid.setdefault(name, component)
    for measure in draft.plan.measures:
        key = _by_the_day(measure)
        if key and measure.id in paid:
            values = (("component", paid[measure.id].id), ("key", key))
            yield Problem(kinds.PAY_PICKS_BY_DAY, measure.place, measure.id, values)


def _by_the_day(measure: Measure) -> str:
    """Return the key by which a measure picks other rows on another day, "" where it has none."""
    picks: dict[str, object] = {"missing": measure.missing, "present": measure.present, "last_by": measure.last_by}
    picks |= {"window": measure.window, "repeated": measure.repeated > 1}
    return next((key for key, written in picks.items() if written), "")


def _thresholds_fit(draft: Draft) -> Iterator[Problem]:
    """Find thresholds that are no percentage where their figure is one, or the reverse."""
    return thresholds_fit(draft.plan)


def _roles_of(scorecard: Scorecard) -> Iterable[str]:
    return scorecard.roles


def _paid_roles(rule: PaymentRule) -> Iterable[str]:
    return rule.roles or ("everybody else",)


def _metric_of(target: CompanyTarget) -> Iterable[str]:
    return (f"{target.metric} {target.year}",)


def _overlaps(entries: Sequence[S], keys: Callable[[S], Iterable[str]], section: str, what: str) -> Iterator[Problem]:
    """Find what two entries of different ids speak about on one day; each pair is said once, for its first day."""
    said: set[tuple[str, str, str]] = set()
    for day in sorted({entry.since for entry in entries} - {date.max}):
        holders: dict[str, S] = {}
        for entry in valid(entries, day).values():
            for key in keys(entry):
                holder = holders.setdefault(key, entry)
                if holder is not entry and (key, holder.id, entry.id) not in said:
                    said.add((key, holder.id, entry.id))
                    yield _two_rules(holder, entry, day, {"section": section, "what": f"{what} `{key}`"})


def _two_rules(first: S, second: S, day: date, values: Mapping[str, str]) -> Problem:
    """Make the problem of two entries that hold at once; it stands on the second."""
    told = {**values, "since": str(day), "other": first.id, "first": str(first.place.row)}
    return Problem(kinds.RULE_TWICE, second.place, second.id, tuple(told.items()))


CHECKS: tuple[Check, ...] = (
    names_lead_somewhere,
    main_measure_is_a_kpi,
    versions_are_apart,
    one_scorecard_a_role,
    one_target_a_year,
    one_payment_a_role,
    weights_can_score,
    pay_rates_sums,
    pay_keeps_its_rows,
    _thresholds_fit,
)
"""What a whole plan must show: a further check is one function of this shape."""
