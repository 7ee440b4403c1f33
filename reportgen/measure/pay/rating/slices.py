"""Tiers over one exact number: which slices of it earn what, in each mode."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from reportgen.measure.pay.rating.line import NOTHING
from reportgen.model.measured import Slices
from reportgen.model.pay_kinds import Tier

ONE = Fraction(1)


def scaled(tiers: Sequence[Tier], by: Fraction) -> tuple[Tier, ...]:
    """Return tiers whose thresholds are shares of something, or of a whole period, as amounts."""
    return tuple(
        Tier(start=tier.start * by if tier.start else NOTHING, rate=tier.rate, each=tier.each) for tier in tiers
    )


def reached(tiers: Sequence[Tier], position: Fraction) -> int | None:
    """Return which tier a number falls into, None below the first."""
    found = [index for index, tier in enumerate(tiers) if position >= tier.start]
    return found[-1] if found else None


def marginal(tiers: Sequence[Tier], base: Fraction) -> tuple[Slices, ...]:
    """Give each slice of a base its own tier's rate; a negative base unwinds the first tier's."""
    if base < 0:
        first = tiers[0]
        rest = tuple(Slices(tier.start, NOTHING, tier.rate, NOTHING) for tier in tiers[1:])
        return (Slices(first.start, base, first.rate, base * first.rate), *rest)
    found = []
    for tier, after in zip(tiers, [*tiers[1:], None], strict=True):
        top = after.start if after is not None and after.start < base else base
        part = top - tier.start if top > tier.start else NOTHING
        found.append(Slices(tier.start, part, tier.rate, part * tier.rate if part else NOTHING))
    return tuple(found)


def whole(tiers: Sequence[Tier], base: Fraction, position: Fraction) -> tuple[Slices, ...]:
    """Give the whole base the rate of the tier that a number reaches, the first one's where it reaches none."""
    at = reached(tiers, position) or 0
    amounts = [base if index == at else NOTHING for index in range(len(tiers))]
    return tuple(
        Slices(tier.start, amount, tier.rate, amount * tier.rate) for tier, amount in zip(tiers, amounts, strict=True)
    )


def steps(tiers: Sequence[Tier], position: Fraction) -> tuple[Slices, ...]:
    """Return the sum of the tier that a number reaches; below the first there is none."""
    at = reached(tiers, position)
    return tuple(
        Slices(tier.start, ONE, tier.rate, tier.rate, "", "number", sums=True)
        if index == at
        else Slices(tier.start, NOTHING, tier.rate, NOTHING, "", "number", sums=True)
        for index, tier in enumerate(tiers)
    )


def paid_share(tiers: Sequence[Tier], position: Fraction, point: Fraction) -> Fraction:
    """Return the share that a number's tier pays, with what it adds for each point above it; `point` is one of them."""
    tier = tiers[reached(tiers, position) or 0]
    return tier.rate + tier.each * (position - tier.start) / point if tier.each and point else tier.rate


def between(tiers: Sequence[Tier], position: Fraction) -> Fraction:
    """Return the rate on the line between the tiers around a number; beyond the last it stays."""
    at = reached(tiers, position)
    if at is None or at + 1 == len(tiers):
        return tiers[at or 0].rate
    low, high = tiers[at], tiers[at + 1]
    return low.rate + (high.rate - low.rate) * (position - low.start) / (high.start - low.start)
