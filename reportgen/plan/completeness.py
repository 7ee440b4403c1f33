"""A checked plan and a year → the proof that it holds on every day of it, and by name what begins late or lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import lcm

from reportgen.model.pay import Component
from reportgen.model.pay_kinds import ComponentKind, Matrix, Pool, Steps, Tiered
from reportgen.model.plan import Dated, Entry, Plan, valid
from reportgen.model.problem import Kind, Problem
from reportgen.plan import kinds
from reportgen.plan.names import by_section


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved of a plan year, in sentences, and what is not so, each with its line."""

    year: int
    lines: tuple[str, ...]
    problems: tuple[Problem, ...]


def plan_year(plan: Plan) -> int:
    """Return the year a plan is for: the last one that it has targets of, else the one in which its pay starts."""
    return max((target.year for target in plan.targets), default=int(plan.company.pay_starts[:4]))


def prove(plan: Plan, year: int) -> Proof:
    """Prove that a plan is complete over a year; reading it has proved already that what it says is sound."""
    problems = (*_late(plan, year), *_unscored(plan, year), *_unpaid(plan, year))
    return Proof(year, tuple(_lines(plan, year)), problems)


def change_days(plan: Plan, year: int) -> tuple[date, ...]:
    """Return a year's first day and those on which any entry changes: between them the plan stands still."""
    since = {entry.since for entries in by_section(plan).values() for entry in entries}
    return tuple(sorted({date(year, 1, 1), *(day for day in since if day.year == year)}))


def _lines(plan: Plan, year: int) -> Iterator[str]:
    days = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    sections = by_section(plan)
    whole = sum(_first(entries, id_) <= date(year, 1, 1) for entries in sections.values() for id_ in _ids(entries))
    every = sum(len(_ids(entries)) for entries in sections.values())
    changes = len(change_days(plan, year)) - 1
    yield f"{days} days, {changes} of them with a change: {whole} of {every} entries hold on each"
    cards, targets = len(plan.scorecards), len(plan.targets)
    yield f"the weights of {cards} scorecards and the phasing of {targets} targets each make 100 %"
    yield from _pay_lines(plan)
    yield _covered(plan, year, plan.scorecards, "have one scorecard")
    yield _covered(plan, year, plan.components, "are covered by a pay component")


def _pay_lines(plan: Plan) -> Iterator[str]:
    """Say what is proved of the pay components: versions, tiers, parts of pools, bounds."""
    ids = _ids(plan.components)
    yield f"{len(ids)} pay components in {len(plan.components)} versions: no two of one component hold on one day"
    tiers = {component.id: _tiers(component.rule) for component in plan.components}
    laddered = [count for count in tiers.values() if count]
    yield (
        f"every amount falls into exactly one of {sum(laddered)} tiers in {len(laddered)} components: "
        "they begin at 0 and rise"
    )
    pools = [component.rule for component in plan.components if isinstance(component.rule, Pool)]
    if pools:
        yield f"the parts of {len(pools)} pools make 100 %"
    rules = [component.rule for component in plan.components if isinstance(component.rule, Tiered)]
    if rules:
        most = min(largest_base(rule, _CENTS) for rule in rules)
        yield f"transactions up to {most:,} are rated in 64 bits, larger ones without a bound: nothing wraps"


_CENTS = 2
"""Decimals of an amount in the usual tables; a finer column lowers the bound, which is checked again on the rows."""


def largest_base(rule: Tiered, scale: int) -> int:
    """Return the largest whole amount at a scale whose slices and money fit 64 bits."""
    thresholds = lcm(*(tier.start.denominator for tier in rule.tiers))
    rates = lcm(*(tier.rate.denominator for tier in rule.tiers))
    highest = max(1, int(max(tier.rate for tier in rule.tiers) * rates))
    steepest = int(max(tier.start for tier in rule.tiers)) + 1 if rule.per else 1
    most: int = (2**63 - 1) // (thresholds * highest * steepest * 100 * 10**scale)
    return most


def _tiers(rule: ComponentKind) -> int:
    if isinstance(rule, Matrix):
        return len(rule.rows) + len(rule.columns)
    return len(rule.steps if isinstance(rule, Steps) else getattr(rule, "tiers", ()))


def _covered(plan: Plan, year: int, entries: Sequence[Entry | Component], told: str) -> str:
    """Say how many roles something covers on every day, and name the others."""
    lacking = [role for role in plan.roles if _missing_days(entries, role, plan, year)]
    rest = f"; not: {', '.join(lacking)}" if lacking else ""
    return f"{len(plan.roles) - len(lacking)} of {len(plan.roles)} roles {told} on every day{rest}"


def _ids(entries: Sequence[Dated]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.id for entry in entries))


def _first(entries: Sequence[Dated], id_: str) -> date:
    return min(entry.since for entry in entries if entry.id == id_)


def _late(plan: Plan, year: int) -> Iterator[Problem]:
    """Find entries that begin within the year: on the days before, nothing holds in their place."""
    for section, entries in by_section(plan).items():
        for id_ in _ids(entries):
            first = min((entry for entry in entries if entry.id == id_), key=lambda entry: entry.since)
            if date(year, 1, 1) < first.since <= date(year, 12, 31):
                days = (first.since - date(year, 1, 1)).days
                values = (("section", section), ("since", str(first.since)), ("days", str(days)), ("year", str(year)))
                yield Problem(kinds.BEGINS_LATE, first.place, id_, values)


def _unscored(plan: Plan, year: int) -> Iterator[Problem]:
    yield from _uncovered(plan, year, plan.scorecards, kinds.ROLE_UNSCORED)


def _unpaid(plan: Plan, year: int) -> Iterator[Problem]:
    yield from _uncovered(plan, year, plan.components, kinds.ROLE_UNPAID)


def _uncovered(plan: Plan, year: int, entries: Sequence[Entry | Component], kind: Kind) -> Iterator[Problem]:
    """Name the roles that no entry is for, and since which days of the year."""
    for role in plan.roles:
        days = _missing_days(entries, role, plan, year)
        if days:
            values = (("year", str(year)), ("days", ", ".join(map(str, days))))
            yield Problem(kind, plan.company.place, role, values)


def _missing_days(entries: Iterable[Entry | Component], role: str, plan: Plan, year: int) -> tuple[date, ...]:
    """Return the days of change from which on nothing covers a role."""
    held = tuple(entries)
    return tuple(
        day for day in change_days(plan, year) if not any(_covers(entry, role) for entry in valid(held, day).values())
    )


def _covers(entry: Entry | Component, role: str) -> bool:
    roles: tuple[str, ...] = getattr(entry, "roles", ())
    leaders: tuple[str, ...] = getattr(getattr(entry, "rule", None), "leaders", ())
    return role in roles or (isinstance(entry, Component) and not roles and not leaders)
