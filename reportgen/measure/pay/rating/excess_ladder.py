"""What lies above a person's target → what tiers of attainment earn on it, less what other awards paid for it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reportgen.measure.pay.rating.asked import Asked, Stay
from reportgen.measure.pay.rating.bases import cash_of, each_stay, goal_of
from reportgen.measure.pay.rating.line import NOTHING, PeriodLine, Rated
from reportgen.measure.pay.rating.policies import Payee, adjusted, settled
from reportgen.measure.pay.rating.refunds import priced
from reportgen.measure.pay.rating.slices import marginal, reached, scaled
from reportgen.model.measured import Slices
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import ExcessLadder, Tier
from reportgen.model.period import Period
from reportgen.model.problem import Problem
from reportgen.model.quantity import Quantity, money, percent


def excess_ladder_lines(asked: Asked, rule: ExcessLadder) -> tuple[list[PeriodLine], list[Problem]]:
    """Rate each person's excess; without a target, or below it, there is none."""
    lines = []
    for period, stay, payee in each_stay(asked):
        rated = _rated(asked, rule, stay, period)
        lines.append(_net(asked, rule, payee, settled(asked, payee, rated, cash_of(asked, stay)), period))
    return lines, []


def _rated(asked: Asked, rule: ExcessLadder, stay: Stay, period: Period) -> Rated:
    step = goal_of(asked, rule.metric, rule.column, stay, period)
    goal = step.value.value if isinstance(step.value, Quantity) else NOTHING
    base, parts = priced(asked, stay, period, lambda amount: _slices(rule, amount, goal))
    inputs: list[tuple[str, Quantity]] = [("target", step.value)] if isinstance(step.value, Quantity) else []
    if goal > 0:
        inputs.append(("attainment", percent(base / goal)))
    reason = "no-target" if goal <= 0 else "" if base > goal else "below-target"
    return Rated(base, goal, parts, tuple(inputs), reason, places=step.places, people=(stay.person.id,))


def _slices(rule: ExcessLadder, base: Fraction, goal: Fraction) -> tuple[Slices, ...]:
    """Return the slices of the excess: over the target, or over the threshold of the first tier that pays."""
    tiers = scaled(rule.tiers, goal)
    paying = [tier.start for tier in tiers if tier.rate]
    start = goal if rule.over == "target" else max(goal, min(paying, default=goal))
    if goal <= 0 or base <= start:
        return tuple(Slices(tier.start, NOTHING, tier.rate, NOTHING) for tier in tiers if tier.rate)
    if rule.mode == "whole":
        rate = tiers[reached(tiers, base) or 0].rate
        return (Slices(start, base - start, rate, (base - start) * rate),)
    above = [Tier(start=max(NOTHING, tier.start - start), rate=tier.rate) for tier in tiers]
    first = max(index for index, tier in enumerate(above) if tier.start == 0)
    return tuple(replace(part, start=part.start + start) for part in marginal(above[first:], base - start))


def _net(asked: Asked, rule: ExcessLadder, payee: Payee, line: PeriodLine, period: Period) -> PeriodLine:
    """Take off what shorter periods, and awards that do not stack, paid for the same excess; never below nothing."""
    names = [*rule.net_of, *(_same_excess(asked, rule) if rule.stack == "no" else ())]
    if not names:
        return line
    paid = sum((_awarded(asked, name, payee.id, period) for name in dict.fromkeys(names)), NOTHING)
    line = replace(line, inputs=(*line.inputs, ("awarded", money(paid, asked.currency))))
    if not paid or line.earned <= 0:
        return line
    less = -min(paid, line.earned)
    rated = Rated(line.base, line.against, line.parts)
    parts = adjusted(rated, "net-of", less).parts
    earned = line.earned + less
    out = line.released * earned / line.earned
    return replace(line, parts=parts, earned=earned, released=out, reason=line.reason or "net-of")


def _same_excess(asked: Asked, rule: ExcessLadder) -> list[str]:
    """Return the components before this one in the plan that pay for the same excess."""
    found = []
    for component in asked.bench.plan.components:
        if component.id == asked.component.id:
            break
        other = component.rule
        if isinstance(other, ExcessLadder) and (other.base, other.metric, other.column) == (
            rule.base,
            rule.metric,
            rule.column,
        ):
            found.append(component.id)
    return found


def _awarded(asked: Asked, name: str, payee: str, period: Period) -> Fraction:
    """Return what a component earned for somebody in the earning periods within a period."""
    found = (
        line
        for component in asked.bench.plan.components
        if component.id == name and isinstance(component.rule, ExcessLadder)
        for line in awards(asked, component, component.rule)
    )
    inside = (line for line in found if period.start <= line.period.start and line.period.end <= period.end)
    return sum((line.earned for line in inside if line.payee == payee), NOTHING)


def awards(asked: Asked, component: Component, rule: ExcessLadder) -> list[PeriodLine]:
    """Return another component's lines as of the same day, computed once."""
    key = ("awards", component.id, component.since, asked.cut_off)
    kept = asked.bench.kept
    if key not in kept:
        kept[key] = excess_ladder_lines(replace(asked, component=component), rule)[0]
    found: list[PeriodLine] = kept[key]
    return found
