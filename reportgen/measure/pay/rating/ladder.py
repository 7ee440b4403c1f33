"""What was reached in a scope of time → what its tiers earn: marginal, whole, a sum a step, or on the line between.

A scope that is longer than the earning period is a running account: what the scope to date earned, less what was paid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from reportgen.measure import kinds
from reportgen.measure.pay.rating.asked import Asked, Stay, finished, stays
from reportgen.measure.pay.rating.bases import account_of, accumulated, cash_of, goal_of, payee
from reportgen.measure.pay.rating.figures import value_of
from reportgen.measure.pay.rating.line import NOTHING, PeriodLine, Rated
from reportgen.measure.pay.rating.policies import settled
from reportgen.measure.pay.rating.refunds import priced, priced_account
from reportgen.measure.pay.rating.slices import ONE, between, marginal, paid_share, scaled, steps, whole
from reportgen.model.measured import Slices
from reportgen.model.pay_kinds import Ladder, Tier
from reportgen.model.period import Period
from reportgen.model.problem import Problem
from reportgen.model.quantity import NotMeasured, Quantity, Unit, money, percent
from reportgen.model.step import Step


def ladder_lines(asked: Asked, rule: Ladder) -> tuple[list[PeriodLine], list[Problem]]:
    """Rate what each person reached; a base that cannot be rated is a problem that blocks them, never nothing."""
    lines: list[PeriodLine] = []
    problems: list[Problem] = []
    for period, stay, known, key in _due(asked, rule):
        scope = accumulated(known, period, rule.scope)
        found = _rated(known, rule, stay, period, scope)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            cash = cash_of(known, stay)
            lines.append(settled(known, payee(known, stay, period, key), found, cash))
    return lines, problems


def _due(asked: Asked, rule: Ladder) -> Iterator[tuple[Period, Stay, Asked, str]]:
    """Yield what is rated, as of which day and under which key.

    Of a running account it is the newest earning period alone. What changes in an account after an earning period is
    the next one's; after its last, it shows at once.
    """
    if rule.scope == "period":
        for period in finished(asked):
            yield from ((period, stay, asked, stay.key) for stay in stays(asked, period))
        return
    accounts: dict[str, list[Period]] = {}
    for period in finished(asked):
        accounts.setdefault(account_of(period, rule.scope).id, []).append(period)
    for name, periods in accounts.items():
        last = periods[-1]
        ended = account_of(last, rule.scope).end == last.end
        known = replace(asked, cut_off=asked.cut_off if ended else last.end)
        seen: set[str] = set()
        for period in reversed(periods):
            # Who left, or was moved to a role that is not paid so, keeps the account that they had.
            scope = accumulated(asked, period, rule.scope)
            found = [stay for stay in stays(asked, scope, name) if stay.person.id not in seen]
            yield from ((last, stay, known, stay.key) for stay in found)
            seen |= {stay.person.id for stay in found}


def _rated(asked: Asked, rule: Ladder, stay: Stay, period: Period, scope: Period) -> Rated | Problem:
    goal = _goal(asked, rule, stay, period, scope)
    by = _scale(rule, stay, goal)
    tiers = scaled(rule.tiers, by)
    if rule.pay_column and _target_pay(rule, stay) is None:
        values = (("person", stay.person.id), ("period", period.id), ("column", rule.pay_column))
        return Problem(kinds.RATE_MISSING, stay.assignment.place, "", values, (stay.person.id,))
    if not rule.base:
        base, parts = NOTHING, _slices(asked, rule, stay, scope, tiers, NOTHING)
    elif rule.scope == "period":
        base, parts = priced(asked, stay, period, lambda amount: _slices(asked, rule, stay, period, tiers, amount))
    else:
        account = account_of(period, rule.scope)
        periods = [each for each in finished(asked) if account_of(each, rule.scope) == account]
        base, parts = priced_account(
            asked, stay, periods, lambda amount: _slices(asked, rule, stay, scope, tiers, amount)
        )
    if base < 0 and rule.negative == "refuse":
        values = (("person", stay.person.id), ("period", period.id), ("component", asked.component.id))
        return Problem(kinds.BASE_NEGATIVE, asked.component.place, "", values, (stay.person.id,))
    return _told(asked, rule, stay, scope, goal, base, parts)


def _goal(asked: Asked, rule: Ladder, stay: Stay, period: Period, scope: Period) -> Step:
    """Return what was to be reached: in the scope so far, or in all of it; nothing where a figure finds the tier."""
    if not rule.metric:
        return Step("", NotMeasured("no-target"))
    whole_scope = rule.goal == "whole" and rule.scope != "period"
    return goal_of(asked, rule.metric, rule.column, stay, account_of(period, rule.scope) if whole_scope else scope)


def _target_pay(rule: Ladder, stay: Stay) -> Fraction | None:
    """Return what is paid of the scope at 100 %: everybody's, or the person's own from the roster."""
    own = rule.pay if rule.pay is not None else stay.assignment.attributes.get(rule.pay_column)
    if not isinstance(own, Fraction):
        return None
    return own * stay.share if rule.prorated == "yes" else own


def _scale(rule: Ladder, stay: Stay, goal: Step) -> Fraction:
    """Return what thresholds are multiplied by: the target they are shares of, or the part of a period that counts."""
    if rule.figure:
        return ONE
    if rule.thresholds == "attainment":
        return goal.value.value if isinstance(goal.value, Quantity) else NOTHING
    return stay.share


def _slices(
    asked: Asked, rule: Ladder, stay: Stay, scope: Period, tiers: tuple[Tier, ...], base: Fraction
) -> tuple[Slices, ...]:
    """Return the slices of a base, nothing where a target or a figure lacks or a negative base is not unwound."""
    lacks = rule.thresholds == "attainment" and not rule.figure and tiers[-1].start <= 0
    if lacks or (base < 0 and rule.negative != "unwind"):
        return tuple(Slices(tier.start, NOTHING, tier.rate, NOTHING) for tier in tiers)
    position = base
    if rule.figure:
        step = value_of(asked, rule.figure, payee(asked, stay, scope, "").subject, scope)
        if not isinstance(step.value, Quantity):
            return tuple(Slices(tier.start, NOTHING, tier.rate, NOTHING) for tier in tiers)
        position = step.value.value
    if rule.pays_target:
        return (_paid(rule, stay, tiers, position),)
    return _by_mode(rule, tiers, base, position)


def _paid(rule: Ladder, stay: Stay, tiers: tuple[Tier, ...], position: Fraction) -> Slices:
    """Return the share of the target pay that a position earns."""
    pay = _target_pay(rule, stay) or NOTHING
    steepness = tiers[-1].start / rule.tiers[-1].start if rule.tiers[-1].start else ONE
    share = between(tiers, position) if rule.mode == "interpolated" else paid_share(tiers, position, steepness / 100)
    return Slices(NOTHING, pay, share, pay * share)


def _by_mode(rule: Ladder, tiers: tuple[Tier, ...], base: Fraction, position: Fraction) -> tuple[Slices, ...]:
    if rule.mode == "step":
        return steps(tiers, position)
    if rule.mode == "interpolated":
        rate = between(tiers, position)
        if rule.amounts:
            return (Slices(NOTHING, ONE, rate, rate, "", "number", sums=True),)
        return (Slices(NOTHING, base, rate, base * rate),)
    parts = whole(tiers, base, position) if rule.mode == "whole" else marginal(tiers, base)
    if rule.amounts:
        return tuple(replace(part, unit="number", sums=True) for part in parts)
    return parts


def _told(
    asked: Asked, rule: Ladder, stay: Stay, scope: Period, goal: Step, base: Fraction, parts: tuple[Slices, ...]
) -> Rated:
    """Add what the base was held against, and the figures that explain leads down to."""
    inputs: list[tuple[str, Quantity]] = []
    found: tuple[Step, ...] = ()
    against, reason = NOTHING, ""
    if isinstance(goal.value, Quantity):
        against = goal.value.value
        inputs.append(("target", goal.value))
        if against > 0:
            inputs.append(("attainment", percent(base / against)))
    if rule.figure:
        step = value_of(asked, rule.figure, payee(asked, stay, scope, "").subject, scope)
        found = (step,)
        if isinstance(step.value, Quantity):
            inputs.append(("figure", step.value))
        reason = "" if isinstance(step.value, Quantity) else "no-figure"
        if not rule.base and isinstance(step.value, Quantity):
            return Rated(step.value.value, NOTHING, parts, (("actual", step.value),), "", found, (), (stay.person.id,))
    elif rule.thresholds == "attainment" and against <= 0:
        reason = "no-target"
    if stay.share != 1 and rule.thresholds != "attainment" and not rule.figure:
        inputs.append(("part-of-period", percent(stay.share)))
    if base < 0 and rule.negative == "zero":
        reason = reason or "negative-base"
    unit = asked.bench.measure(rule.base, asked.component.since).unit if rule.base else Unit.NUMBER
    shown = money(base, asked.currency) if unit is Unit.MONEY else Quantity(base, unit)
    return Rated(base, against, parts, (("actual", shown), *inputs), reason, found, goal.places, (stay.person.id,))
