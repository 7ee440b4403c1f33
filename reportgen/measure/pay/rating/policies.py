"""What a rule made of a base → a payable line: gate, floor, cap, leaving, rounding, and what cash released of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from reportgen.measure.pay.rating.asked import Asked
from reportgen.measure.pay.rating.figures import value_of
from reportgen.measure.pay.rating.line import NOTHING, PeriodLine, Rated
from reportgen.measure.pay.rating.slices import ONE
from reportgen.measure.pay.release.schedule import due
from reportgen.model.measured import Slices, Subject
from reportgen.model.money import half_up, split
from reportgen.model.period import Period
from reportgen.model.quantity import Quantity, money


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid for which period under which key, and whose figures open the gate."""

    id: str
    subject: Subject
    period: Period
    key: str


@dataclass(frozen=True, slots=True)
class Cash:
    """What was invoiced and collected of the base to date."""

    invoiced: Fraction = NOTHING
    collected: Fraction = NOTHING


def settled(asked: Asked, payee: Payee, rated: Rated, cash: Cash | None = None) -> PeriodLine:
    """Apply the plan's policies to what was rated, round it once, and release what cash arrived for."""
    gated = _gated(asked, payee, rated)
    bounded = _bounded(asked, gated)
    staying = _leaving(asked, payee, bounded)
    earned = half_up(staying.money)
    found = cash or Cash()
    line = PeriodLine(
        payee.id,
        payee.period,
        staying.base,
        staying.against,
        staying.parts,
        earned,
        staying.inputs,
        staying.reason,
        staying.people,
        staying.places,
        payee.key,
        found.invoiced,
        found.collected,
        released(asked, payee, earned, found),
        steps=staying.steps,
    )
    return _forfeited_with_leaving(asked, payee, line)


def adjusted(rated: Rated, name: str, amount: Fraction, reason: str = "") -> Rated:
    """Return what was rated with a further part: what a policy takes off or adds."""
    part = Slices(NOTHING, amount, ONE, amount, name)
    return replace(rated, parts=(*rated.parts, part), reason=rated.reason or reason)


def released(asked: Asked, payee: Payee, earned: Fraction, cash: Cash) -> Fraction:
    """Return what is payable of what was earned: at once, by a schedule, or as cash arrives (pay.md §4.5).

    Where nothing is invoiced no cash can arrive: nothing is released, and what is owed back is taken back at once.
    """
    release = asked.component.release
    on = release.on
    if on == "booking" or (on == "delivery" and not (release.date or release.collected)):
        return earned
    if on == "schedule":
        share = due(release.parts, payee.period.end, known_until(asked, payee.subject.id))
        return half_up(earned * share) if earned > 0 else earned
    if cash.invoiced <= 0:
        return min(earned, NOTHING)
    if on == "full_payment":
        return earned if cash.collected >= cash.invoiced else min(earned, NOTHING)
    return half_up(earned * min(ONE, max(NOTHING, cash.collected) / cash.invoiced))


def known_until(asked: Asked, person: str) -> date:
    """Return the last day on which cash still counts for somebody: where the plan says so, not long after leaving."""
    listed = asked.bench.roster.people.get(person)
    policy = asked.component.policy
    if policy.leaving == "pay" or listed is None or listed.left is None:
        return asked.cut_off
    return min(asked.cut_off, listed.left + timedelta(days=policy.days))


def within_budget(asked: Asked, lines: Sequence[PeriodLine]) -> list[PeriodLine]:
    """Cut everybody's lines of a period pro rata where together they are more than the plan's budget."""
    budget = asked.component.policy.budget
    if budget is None:
        return list(lines)
    return [
        line
        for _, found in groupby(lines, lambda line: line.period)
        for line in _cut(list(found), budget, asked.currency)
    ]


def carried(asked: Asked, lines: Iterable[PeriodLine]) -> list[PeriodLine]:
    """Release at most the cap a person and earning period; what is deferred comes where a later period has room."""
    cap, policy = asked.component.policy.cap, asked.component.policy
    found = list(lines)
    if cap is None or policy.over_cap != "defer":
        return found
    waiting: dict[str, list[int]] = {}
    for index in sorted(range(len(found)), key=lambda each: found[each].period.start):
        line = found[index]
        out = min(line.released, cap)
        room = cap - max(NOTHING, out)
        for older in waiting.get(line.payee, []):
            more = min(room, found[older].deferred)
            found[older] = replace(
                found[older], released=found[older].released + more, deferred=found[older].deferred - more
            )
            room -= more
        found[index] = replace(line, released=out, deferred=line.released - out)
        waiting.setdefault(line.payee, []).append(index)
    return found


def _gated(asked: Asked, payee: Payee, rated: Rated) -> Rated:
    """Let through what the gate's figure reaches, compared exactly; without a figure nothing passes."""
    gate = asked.component.policy.gate
    if gate is None:
        return rated
    step = value_of(asked, gate.figure, payee.subject, payee.period)
    value = step.value
    reached = (("reached", value),) if isinstance(value, Quantity) else ()
    inputs = (*rated.inputs, ("gate", gate.least), *reached)
    found = replace(rated, steps=(*rated.steps, step), inputs=inputs)
    if rated.money <= 0 or (isinstance(value, Quantity) and value.value >= gate.least.value):
        return found
    return adjusted(found, "below-gate", -rated.money, "below-gate" if reached else "no-figure")


def _bounded(asked: Asked, rated: Rated) -> Rated:
    """Hold what was earned at the floor and, where what lies above is forfeited, at the cap."""
    policy = asked.component.policy
    if policy.floor is not None and rated.money < policy.floor:
        return adjusted(rated, "floor", policy.floor - rated.money, "floor")
    if policy.cap is not None and policy.over_cap != "defer" and rated.money > policy.cap:
        return adjusted(rated, "cap", policy.cap - rated.money, "capped")
    return rated


def _leaving(asked: Asked, payee: Payee, rated: Rated) -> Rated:
    """Forfeit what somebody would have earned who left before the period ended, where the plan says so."""
    person = asked.bench.roster.people.get(payee.subject.id)
    gone = person is not None and person.left is not None and person.left < payee.period.end
    if gone and payee.id == payee.subject.id and asked.component.policy.leaving == "forfeit" and rated.money > 0:
        return adjusted(rated, "left", -rated.money, "left")
    return rated


def _forfeited_with_leaving(asked: Asked, payee: Payee, line: PeriodLine) -> PeriodLine:
    """Take off what can no longer be released to somebody who left."""
    if known_until(asked, payee.subject.id) == asked.cut_off or line.released >= line.earned:
        return line
    lost = Slices(NOTHING, line.released - line.earned, ONE, line.released - line.earned, "left")
    return replace(line, earned=line.released, parts=(*line.parts, lost), reason=line.reason or "left")


def _cut(lines: list[PeriodLine], budget: Fraction, currency: str) -> list[PeriodLine]:
    asked_for = {line.key + line.payee: line.earned for line in lines if line.earned > 0}
    whole = sum(asked_for.values(), NOTHING)
    told = (("budget", money(budget, currency)), ("all-asked", money(whole, currency)))
    shown = [replace(line, inputs=(*line.inputs, *told)) for line in lines]
    if whole <= budget:
        return shown
    shares = split(budget, asked_for)
    return [_held(line, shares.get(line.key + line.payee, line.earned)) for line in shown]


def _held(line: PeriodLine, earned: Fraction) -> PeriodLine:
    if earned == line.earned:
        return line
    lost = Slices(NOTHING, earned - line.earned, ONE, earned - line.earned, "budget")
    out = half_up(line.released * earned / line.earned)
    return replace(line, earned=earned, released=out, parts=(*line.parts, lost), reason=line.reason or "budget")
