"""A pool of everybody's → each person's part: buckets by share, each shared by a score, with the most that some take.

Every division is to the cent and sums to its whole: the largest remainder, ties by id (pay.md §4.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from reportgen.measure.actuals.reading import Only
from reportgen.measure.pay.rating.asked import Asked, Stay, finished, led, stays
from reportgen.measure.pay.rating.bases import payee
from reportgen.measure.pay.rating.figures import value_of
from reportgen.measure.pay.rating.line import NOTHING, PeriodLine, Rated
from reportgen.measure.pay.rating.policies import adjusted, settled
from reportgen.measure.pay.rating.slices import ONE
from reportgen.model.measured import Slices, Subject
from reportgen.model.money import half_up, split
from reportgen.model.pay_kinds import Pool, PoolCap, PoolPart
from reportgen.model.period import Period
from reportgen.model.problem import Problem
from reportgen.model.quantity import NotMeasured, Quantity, Unit, money
from reportgen.model.step import Step

Money = Mapping[str, Fraction]
_COMPANY = Subject("company", "")


@dataclass(frozen=True, slots=True)
class _Shares:
    """A pool's buckets, everybody's score for each, and what each gives everybody."""

    buckets: Money
    scores: Mapping[str, Mapping[str, Step]]
    got: Mapping[str, Money]

    def total(self, name: str) -> Fraction:
        """Return the sum of the scores that share a bucket."""
        return sum((_number(step) for step in self.scores[name].values()), NOTHING)


@dataclass(frozen=True, slots=True)
class _Aside:
    """What everybody has before and after some roles are held at their most."""

    whole: Fraction
    totals: Money
    final: Money
    roles: Mapping[str, str]

    def inputs(self, rule: Pool, who: str) -> Iterator[tuple[str, Fraction]]:
        """Yield the sums over others by which a group's most can be computed again for one person."""
        cap = rule.cap
        if cap is None or cap.scope != "group":
            return
        theirs = sum((amount for name, amount in self.totals.items() if self.roles[name] in cap.roles), NOTHING)
        if self.roles[who] in cap.roles:
            yield "cap-most", half_up(cap.share * self.whole)
            yield "cap-others", theirs - self.totals[who]
        elif cap.excess == "redistribute":
            yield "cap-over", max(NOTHING, theirs - half_up(cap.share * self.whole))
            yield "cap-rest", sum(self.totals.values(), NOTHING) - theirs - self.totals[who]


def pool_lines(asked: Asked, rule: Pool) -> tuple[list[PeriodLine], list[Problem]]:
    """Share each finished period's pool among those who are there at its end."""
    return [line for period in finished(asked) for line in _of_period(asked, rule, period)], []


def _of_period(asked: Asked, rule: Pool, period: Period) -> list[PeriodLine]:
    source, whole = _whole(asked, rule, period)
    here = {stay.person.id: stay for stay in stays(asked, period) if _takes_part(asked, rule, stay, period)}
    if whole <= 0 or not here:
        return []
    buckets = split(whole, {name: part.share for name, part in rule.parts.items()})
    scores = {name: _scores(asked, part, here.values(), period) for name, part in rule.parts.items()}
    got = {name: _shared(buckets[name], scores[name]) for name in rule.parts}
    totals = {who: sum((got[name].get(who, NOTHING) for name in rule.parts), NOTHING) for who in here}
    roles = {who: stay.assignment.role for who, stay in here.items()}
    aside = _Aside(whole, totals, _capped(rule.cap, whole, totals, roles), roles)
    shares = _Shares(buckets, scores, got)
    return [
        settled(asked, payee(asked, stay, period, period.id), _told(asked, rule, source, whole, who, shares, aside))
        for who, stay in here.items()
    ]


def _whole(asked: Asked, rule: Pool, period: Period) -> tuple[Step, Fraction]:
    """Return the pool, rounded once, and what it is a part of."""
    if rule.amount is not None:
        return Step("pool", money(rule.amount, asked.currency), places=(asked.component.place,)), half_up(rule.amount)
    step = value_of(asked, rule.base, _COMPANY, period)
    base = step.value.value if isinstance(step.value, Quantity) else NOTHING
    return step, half_up(base * rule.rate)


def _takes_part(asked: Asked, rule: Pool, stay: Stay, period: Period) -> bool:
    """Tell whether somebody shares the pool: who is there at its end, and reached what it asks for."""
    if not _stays_on(asked, stay, period):
        return False
    if rule.qualify is None:
        return True
    found = value_of(asked, rule.qualify.figure, payee(asked, stay, period, period.id).subject, period).value
    return isinstance(found, Quantity) and found.value >= rule.qualify.least.value


def _stays_on(asked: Asked, stay: Stay, period: Period) -> bool:
    left = stay.person.left
    return asked.component.policy.leaving == "pay" or left is None or left >= period.end


def _scores(asked: Asked, part: PoolPart, here: Iterable[Stay], period: Period) -> dict[str, Step]:
    return {stay.person.id: _score(asked, part, stay, period) for stay in here}


def _score(asked: Asked, part: PoolPart, stay: Stay, period: Period) -> Step:
    """Return a person's score: their own, their team's, or that of their value of a column, else the company's."""
    if not part.score:
        return Step("equal parts", Quantity(ONE, Unit.NUMBER))
    if part.by:
        value = stay.assignment.attributes.get(part.by)
        step = value_of(asked, part.score, _COMPANY, period, Only(part.by, str(value))) if value else None
        if step is not None and not isinstance(step.value, NotMeasured):
            return step
        return value_of(asked, part.score, _COMPANY, period)
    own = Subject("person", stay.person.id)
    return value_of(asked, part.score, led(asked, own.id, period) if part.leaders == "team" else own, period)


def _number(step: Step) -> Fraction:
    """Return a score; what is not measured, and what is below nothing, shares nothing."""
    return max(NOTHING, step.value.value) if isinstance(step.value, Quantity) else NOTHING


def _shared(bucket: Fraction, scores: Mapping[str, Step]) -> Money:
    """Share a bucket; where nobody has a score it stays with the company."""
    numbers = {who: _number(step) for who, step in scores.items()}
    return split(bucket, numbers) if sum(numbers.values(), NOTHING) > 0 else {}


def _capped(cap: PoolCap | None, whole: Fraction, totals: Money, roles: Mapping[str, str]) -> Money:
    """Hold some roles at their most, together or each; what is over goes to the others pro rata, or stays."""
    if cap is None:
        return totals
    most = half_up(cap.share * whole)
    members = [who for who in totals if roles[who] in cap.roles]
    if cap.scope == "group":
        return _group(cap, most, totals, members)
    return _each(cap, most, totals, members)


def _group(cap: PoolCap, most: Fraction, totals: Money, members: list[str]) -> Money:
    theirs = {who: totals[who] for who in members}
    over = sum(theirs.values(), NOTHING) - most
    if over <= 0:
        return totals
    rest = {who: amount for who, amount in totals.items() if who not in theirs}
    return {**totals, **split(most, theirs), **_given(cap, over, rest)}


def _each(cap: PoolCap, most: Fraction, totals: Money, members: list[str]) -> Money:
    """Hold each at the most; what the others get for it may lift another member to it, until nobody is above."""
    found, held = dict(totals), set[str]()
    while over := {who: found[who] - most for who in members if found[who] > most}:
        held |= over.keys()
        found |= dict.fromkeys(over, most)
        rest = {who: amount for who, amount in found.items() if who not in held}
        found |= _given(cap, sum(over.values(), NOTHING), rest)
    return found


def _given(cap: PoolCap, over: Fraction, rest: Money) -> Money:
    """Give what is over to the others, in proportion to what they have."""
    if cap.excess == "retain" or sum(rest.values(), NOTHING) <= 0:
        return rest
    more = split(over, rest)
    return {who: amount + more[who] for who, amount in rest.items()}


def _told(asked: Asked, rule: Pool, source: Step, whole: Fraction, who: str, shares: _Shares, aside: _Aside) -> Rated:
    """Return a person's parts, and of everybody together only the sums: nobody sees another's score."""
    parts = tuple(_part(name, shares.got[name].get(who, NOTHING)) for name in rule.parts)
    base = source.value.value if isinstance(source.value, Quantity) else whole
    steps = [source]
    inputs: list[tuple[str, Quantity]] = [("pool", money(whole, asked.currency))]
    for name in rule.parts:
        step, all_of_it = shares.scores[name][who], shares.total(name)
        steps += [step, Step(f"{step.name} of all", Quantity(all_of_it, Unit.NUMBER))]
        unit = step.value.unit if isinstance(step.value, Quantity) else Unit.NUMBER
        inputs += [
            (f"bucket {name}", money(shares.buckets[name], asked.currency)),
            (f"score {name}", Quantity(_number(step), unit)),
            (f"others {name}", Quantity(all_of_it - _number(step), unit)),
        ]
    inputs += [(name, money(amount, asked.currency)) for name, amount in aside.inputs(rule, who)]
    rated = Rated(base, whole, parts, tuple(inputs), "", tuple(steps))
    by_cap = aside.final[who] - aside.totals[who]
    return adjusted(rated, "pool-cap", by_cap, "pool-cap") if by_cap else rated


def _part(name: str, amount: Fraction) -> Slices:
    return Slices(NOTHING, amount, ONE, amount, name)
