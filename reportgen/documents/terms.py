"""A pay component → its terms in a sentence: how it is computed, when it is released, and what bounds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from reportgen.documents.wording import joined, pool_part, say
from reportgen.model import pay_kinds as kinds
from reportgen.model.document import Message, Value, Verbatim
from reportgen.model.money import decimal_text
from reportgen.model.pay import Component
from reportgen.model.quantity import percent


def terms(component: Component) -> Message:
    """Return a component's terms; a kind without a sentence of its own is a bug."""
    said = _KINDS[type(component.rule)](component.rule)
    released = say(f"statement.release.{component.release.on}")
    return say(said.key, **{name.replace("-", "_"): value for name, value in said.values}, release=released)


def _tiered(rule: kinds.Tiered) -> Message:
    share = "share" if rule.per else "amount"
    paid = "amount" if rule.amounts or rule.mode == "step" else "share"
    return say(f"statement.terms.{rule.mode}", tiers=_tiers(rule.tiers, share, paid))


def _flat(rule: kinds.Flat) -> Message:
    if rule.amount is not None:
        return say("statement.terms.flat-units", amount=Verbatim(_plain(rule.amount, "amount")))
    rate: Value = percent(rule.rate) if rule.rate is not None else say("statement.own-rate")
    return say("statement.terms.flat", rate=rate)


def _excess(rule: kinds.Excess) -> Message:
    return say(f"statement.terms.excess-{rule.over}", gate=percent(rule.gate), rate=percent(rule.rate))


def _ladder(rule: kinds.Ladder) -> Message:
    tiers = _tiers(rule.tiers, "share" if rule.thresholds == "attainment" else "amount", _paid(rule))
    mode = f"pay-{rule.mode}" if rule.pays_target else rule.mode
    return say(f"statement.terms.ladder-{mode}", tiers=tiers, scope=say(f"statement.scope.{rule.scope}"))


def _paid(rule: kinds.Ladder) -> str:
    return "amount" if rule.amounts else "share"


def _excess_ladder(rule: kinds.ExcessLadder) -> Message:
    tiers = _tiers([tier for tier in rule.tiers if tier.rate], "share", "share")
    net = "-net" if rule.net_of else ""
    return say(f"statement.terms.excess-ladder{net}", tiers=tiers)


def _lump_sum(rule: kinds.LumpSum) -> Message:
    each = "-each" if rule.measure else ""
    sums = [_for(Verbatim(value) if value else None, amount, "amount") for value, amount in rule.amounts.items()]
    return say(f"statement.terms.lump-sum{each}", amounts=joined("statement.and", sums))


def _steps(rule: kinds.Steps) -> Message:
    return say(f"statement.terms.steps-{rule.against.replace('_', '-')}", tiers=_tiers(rule.steps, "amount", "amount"))


def _contribution(rule: kinds.Contribution) -> Message:
    return say("statement.terms.contribution")


def _pool(rule: kinds.Pool) -> Message:
    shares = [
        say("statement.term.part", part=pool_part(rule, name), share=Verbatim(_plain(part.share, "share")))
        for name, part in rule.parts.items()
    ]
    parts = joined("statement.and", shares)
    if rule.amount is not None:
        return say("statement.terms.pool-amount", amount=Verbatim(_plain(rule.amount, "amount")), parts=parts)
    return say("statement.terms.pool", rate=percent(rule.rate), parts=parts)


def _vesting(rule: kinds.Vesting) -> Message:
    share = percent(rule.smallest)
    return say("statement.terms.vesting", share=share, years=rule.vests, instalments=rule.instalments)


def _vesting_months(rule: kinds.VestingMonths) -> Message:
    return say("statement.terms.vesting-months", months=rule.months, cliff=rule.cliff)


def _matrix(rule: kinds.Matrix) -> Message:
    return say("statement.terms.matrix", down=Verbatim(rule.down), across=Verbatim(rule.across))


def _fixed(rule: kinds.Fixed) -> Message:
    return say("statement.terms.fixed")


def _honour(rule: kinds.Honour) -> Message:
    return say("statement.terms.honour")


def _guarantee(rule: kinds.Guarantee) -> Message:
    amount = Verbatim(_plain(rule.amount, "amount"))
    return say("statement.terms.guarantee", amount=amount, periods=rule.periods)


def _draw(rule: kinds.Draw) -> Message:
    amount = Verbatim(_plain(rule.amount, "amount"))
    return say(f"statement.terms.draw-{rule.recovery}", amount=amount, most=percent(rule.at_most))


def _manual(rule: kinds.Manual) -> Message:
    return say("statement.terms.manual")


def _tiers(tiers: Sequence[kinds.Tier], starts: str, rates: str) -> Value:
    told = (_for(Verbatim(_plain(tier.start, starts)), tier.rate, rates) for tier in tiers)
    return joined("statement.and", [_more(tier, each) for tier, each in zip(tiers, told, strict=True)])


def _for(what: Value, value: Fraction, kind: str) -> Value:
    """Say what is paid for something, where it is named."""
    shown = Verbatim(_plain(value, kind))
    return say("statement.term", what=what, paid=shown) if what is not None else shown


def _more(tier: kinds.Tier, told: Value) -> Value:
    """Say what each further point of percent adds."""
    return say("statement.term.more", term=told, each=Verbatim(_plain(tier.each, "share"))) if tier.each else told


def _plain(value: Fraction, kind: str) -> str:
    text = decimal_text(value * 100 if kind == "share" else value) or str(value)
    return f"{text}%" if kind == "share" else text


_KINDS: Mapping[type, Callable[[Any], Message]] = {
    kinds.Tiered: _tiered,
    kinds.Flat: _flat,
    kinds.Excess: _excess,
    kinds.Ladder: _ladder,
    kinds.ExcessLadder: _excess_ladder,
    kinds.LumpSum: _lump_sum,
    kinds.Steps: _steps,
    kinds.Contribution: _contribution,
    kinds.Pool: _pool,
    kinds.Vesting: _vesting,
    kinds.VestingMonths: _vesting_months,
    kinds.Matrix: _matrix,
    kinds.Fixed: _fixed,
    kinds.Honour: _honour,
    kinds.Guarantee: _guarantee,
    kinds.Draw: _draw,
    kinds.Manual: _manual,
}
