"""A component and a cut-off → the earning periods that ended, who is paid in them, and for which of their days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

from reportgen.measure.pay.bench import Bench
from reportgen.measure.roster import change_days, leaders
from reportgen.measure.targets import Targets, part
from reportgen.measure.targets.part import days
from reportgen.model.measured import Subject
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Excess, Flat
from reportgen.model.people import Assignment, Person
from reportgen.model.period import Period, after, spanning
from reportgen.model.plan import next_change, valid
from reportgen.model.target_rules import PartPeriods

WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A component that is rated, and the day up to which rows are known."""

    bench: Bench
    component: Component
    targets: Targets
    cut_off: date

    @property
    def currency(self) -> str:
        """Return the currency of pay."""
        return self.bench.plan.company.currency

    @property
    def until(self) -> date:
        """Return the last day on which this version of the component holds."""
        change = next_change(self.bench.plan.components, self.component)
        return change - timedelta(days=1) if change else date.max

    @property
    def boundaries(self) -> tuple[date, ...]:
        """Return the days on which the roster or the component changes: between two of them nothing does."""
        return self.bench.once(("boundaries", self.component.id), self._boundaries)

    def _boundaries(self) -> tuple[date, ...]:
        versions = (each.since for each in self.bench.plan.components if each.id == self.component.id)
        return tuple(sorted({*change_days(self.bench.roster), *versions}))


@dataclass(frozen=True, slots=True)
class Stay:
    """The days of an earning period for which somebody is paid, under one assignment.

    Rows count up to `until`: what comes in after somebody left is still theirs.
    `share` is the part of the period that thresholds are prorated to, `of_target` the part of the person's own target.
    `key` is the period's id, or with the first day where the period was cut.
    """

    person: Person
    assignment: Assignment
    first: date
    until: date
    share: Fraction
    of_target: Fraction
    key: str


def finished(asked: Asked) -> Iterator[Period]:
    """Yield the earning periods that ended by the cut-off, from the first that pay starts with.

    A version rates those that it holds at the end of; where a change cuts the period, those it holds on any day of.
    """
    period = spanning(asked.bench.start, asked.component.earning)
    first, last = asked.component.since, asked.until
    cut = asked.component.policy.on_change == "split"
    while period.end <= asked.cut_off:
        if first <= period.end and (period.start if cut else period.end) <= last:
            yield period
        period = after(period)


def stays(asked: Asked, period: Period, name: str = "") -> Iterator[Stay]:
    """Yield who is paid for an earning period, in the roster's order, and for which days of it.

    `name` is what their lines are known by where that is not the period's id. They are the same at every cut-off, and
    where nothing cuts the period, for all components of the same roles.
    """
    component = asked.component
    cut = component.policy.on_change == "split"
    whose: Hashable = (component.id, component.since) if cut else frozenset(_roles(component))
    yield from asked.bench.once(("stays", whose, period, name), lambda: tuple(_stays(asked, period, name)))


def _stays(asked: Asked, period: Period, name: str) -> Iterator[Stay]:
    for person in asked.bench.roster.people.values():
        if asked.component.policy.on_change == "split":
            yield from _cut(asked, person, period, name or period.id)
            continue
        assignment = person.in_period(period)
        if assignment is not None and covers(asked.component, assignment.role) and person.days_in(period):
            share = asked.bench.once(("share", person.id, period), partial(_share, asked, person, period))
            yield Stay(person, assignment, period.start, period.end, share, WHOLE, name or period.id)


def _share(asked: Asked, person: Person, period: Period) -> Fraction:
    return part(person, period, part_rule(asked, period), asked.targets.calendar)


def leading(asked: Asked, period: Period) -> Iterator[tuple[Person, Assignment]]:
    """Yield the leaders whose teams' funds a component pays."""
    for person in asked.bench.roster.people.values():
        assignment = person.in_period(period)
        if assignment is not None and covers(asked.component, assignment.role) and person.days_in(period):
            yield person, assignment


def covers(component: Component, role: str) -> bool:
    """Tell whether a component is a role's; a team's is its leader's."""
    roles = _roles(component)
    return not roles or role in roles


def _roles(component: Component) -> Collection[str]:
    return component.rule.leaders if isinstance(component.rule, Excess) else component.roles


def is_fund(component: Component) -> bool:
    """Tell whether a component is paid to teams' funds."""
    return isinstance(component.rule, Excess) or component.policy.to == "team_fund"


def fund_of(leader: str) -> str:
    """Return the payee id of a team's fund: a payee without a person."""
    return f"FUND-{leader}"


def payee_of(component: Component, person: str) -> str:
    """Return who is paid for a person's work or leadership."""
    return fund_of(person) if is_fund(component) else person


def subject_of(asked: Asked, person: str, period: Period) -> Subject:
    """Return whose figures a component looks at: the team's where it pays a fund or counts teams, else one's own."""
    if asked.component.policy.credit == "team":
        return led(asked, person, period)
    return Subject("team" if is_fund(asked.component) else "person", person)


def led(asked: Asked, person: str, period: Period) -> Subject:
    """Return the team of somebody who leads one, else the person."""
    return Subject("team" if person in leaders(asked.bench.roster, period) else "person", person)


def part_rule(asked: Asked, period: Period) -> PartPeriods | None:
    """Return the plan's rule that prorates thresholds, None where there is none or it keeps them."""
    return asked.bench.once(("part rule", period.end), lambda: _part_rule(asked, period))


def _part_rule(asked: Asked, period: Period) -> PartPeriods | None:
    rules = valid(asked.bench.plan.target_rules, period.end).values()
    found = next((rule for rule in rules if isinstance(rule, PartPeriods)), None)
    return found if found and found.thresholds == "prorated" else None


def epochs(asked: Asked, stay: Stay) -> range:
    """Return the stretches without a change that a stay lies in."""
    return range(bisect_right(asked.boundaries, stay.first), bisect_right(asked.boundaries, stay.until) + 1)


def _cut(asked: Asked, person: Person, period: Period, name: str) -> Iterator[Stay]:
    """Cut a person's period where their assignment or the component changes."""
    begins, ends = max(period.start, asked.component.since), min(period.end, asked.until)
    found: list[tuple[Assignment, date, date]] = []
    for assignment in person.assignments:
        first = max(begins, assignment.start or begins, person.hired or begins)
        last = min(ends, assignment.end or ends, person.left or ends)
        if first > last or not covers(asked.component, assignment.role):
            continue
        if found and found[-1][2] + timedelta(days=1) == first and _alike(asked, found[-1][0], assignment):
            found[-1] = (assignment, found[-1][1], last)
        else:
            found.append((assignment, first, last))
    for assignment, first, last in found:
        of_period, here = _days(asked, period, first, last), person.days_in(period)
        own = Fraction((last - first).days + 1, here) if here else WHOLE
        one = len(found) == 1 and asked.component.since <= period.start
        key = name if one or first == period.start else f"{name}/{first}"
        until = ends if last == person.left else last
        yield Stay(person, assignment, first, until, of_period, own, key)


def _days(asked: Asked, period: Period, first: date, last: date) -> Fraction:
    """Return the part that some days are of a period, counted as the plan counts days."""
    rule = part_rule(asked, period)
    if rule is None:
        return Fraction((last - first).days + 1, period.days)
    whole = days(period.start, period.end, rule, asked.targets.calendar)
    return days(first, last, rule, asked.targets.calendar) / whole if whole else Fraction(0)


def _alike(asked: Asked, one: Assignment, other: Assignment) -> bool:
    """Tell whether two assignments are paid by the same rule: then the period is not cut between them."""
    rule = asked.component.rule
    name = rule.rate_column if isinstance(rule, Flat) else ""
    return one.role == other.role and one.attributes.get(name) == other.attributes.get(name)
