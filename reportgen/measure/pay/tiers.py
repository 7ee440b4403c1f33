"""Tiers over columns of integers: each transaction's slices and what they earn, exact to the last unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import lcm

import pandas as pd

from reportgen.measure.columns import LARGEST, each_fits, half_up_columns, widened
from reportgen.measure.pay.bench import PLACES
from reportgen.model.pay_kinds import Tier, Tiered


@dataclass(frozen=True, slots=True)
class Rated:
    """The result of rating. Slice i holds integers of 1 ÷ `unit` major units (of a `step`, one for the reached tier).

    `money` is exact, in 1 ÷ `fine` minor units; `earned` is in minor units, rounded once per row.
    """

    unit: int
    slices: tuple[pd.Series, ...] = field(repr=False)
    money: pd.Series = field(repr=False)
    fine: int
    earned: pd.Series = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Scales:
    """What makes a rule's thresholds and rates whole: amounts are rated in 1 ÷ `unit`, rates are in 1 ÷ `rates`.

    `widths` makes the distances between thresholds divide, where rates are interpolated. `most` is what an amount is
    multiplied by at most, so that a column can be proven to stay within 64 bits.
    """

    thresholds: int
    rates: int
    widths: int
    unit: int
    most: int

    @property
    def fine(self) -> int:
        """Return into how many parts money's minor unit is cut; every product ends with it."""
        return self.rates * self.widths * self.unit


def rate(
    rule: Tiered,
    base: pd.Series,
    per: pd.Series | None,
    unit: int,
    before: pd.Series | None = None,
    by: pd.Series | None = None,
) -> Rated:
    """Rate each row of `base` by the rule's tiers (half-open, thresholds only); `per` makes thresholds shares of it.

    `base`, `per`, `by` (what finds the tier, where that is not the base) and `before` are integers of 1 ÷ `unit` major
    units. With `before`, what had accumulated when a row
    came, the row earns what it adds: what is earned up to it less what was earned before it, each rounded. Rows with a
    negative amount earn nothing under `zero`; under `unwind` they earn the first tier's rate. Rounding: half up, once
    per row, to the minor unit (pay.md §4.2).
    """
    if before is None:
        return _rated(rule, base, per, unit, by)
    after, start = (_rated(rule, amount, per, unit, None) for amount in (base + before, before))
    slices = tuple(late - early for late, early in zip(after.slices, start.slices, strict=True))
    return Rated(after.unit, slices, after.money - start.money, after.fine, after.earned - start.earned)


def _rated(rule: Tiered, base: pd.Series, per: pd.Series | None, unit: int, by: pd.Series | None) -> Rated:
    scales = _scales(rule, unit)
    wide = rule.mode == "interpolated" or 2 * scales.fine > LARGEST
    wide = wide or any(not each_fits(column, scales.most) for column in (base, per, by) if column is not None)
    wide = wide or (per is None and 2 * int(rule.tiers[-1].start * scales.unit) > LARGEST)
    amount = (widened(base) if wide else base) * scales.thresholds
    measured = widened(per) if wide and per is not None else per
    bounds = [_bound(tier, measured, scales) for tier in rule.tiers]
    place = amount if by is None else (widened(by) if wide else by) * scales.thresholds
    slices = _slices(rule, amount, place, bounds, scales.unit)
    money = _money(rule, amount, slices, bounds, scales)
    earned = half_up_columns(money, scales.fine)
    return Rated(scales.unit, tuple(slices), money, scales.fine, earned)


def _scales(rule: Tiered, unit: int) -> _Scales:
    thresholds = lcm(*(tier.start.denominator for tier in rule.tiers))
    rates = lcm(*(tier.rate.denominator for tier in rule.tiers))
    widths = 1
    if rule.mode == "interpolated":
        widths = lcm(*(int((late.start - early.start) * thresholds * unit) for early, late in pairwise(rule.tiers)), 1)
    highest = max(1, *(int(tier.rate * rates) for tier in rule.tiers))
    steepest = int(max(tier.start for tier in rule.tiers)) + 1
    # Twice, for the comparison of what is left with half a minor unit.
    most = 2 * thresholds * highest * steepest * 10**PLACES
    return _Scales(thresholds, rates, widths, thresholds * unit, most)


def _money(
    rule: Tiered, amount: pd.Series, slices: list[pd.Series], bounds: list[pd.Series | int], scales: _Scales
) -> pd.Series:
    """Return what the slices earn, exact, in 1 ÷ `fine` minor units."""
    whole = [int(tier.rate * scales.rates) for tier in rule.tiers]
    money = sum((part * each for part, each in zip(slices, whole, strict=True)), amount * 0) * scales.widths
    if rule.mode == "interpolated":
        for position, (part, (low, high)) in enumerate(zip(slices, pairwise(bounds), strict=False)):
            steeper = (whole[position + 1] - whole[position]) * (scales.widths // (high - low))
            money = money + (part * (amount - low) * steeper).where(amount > 0, 0)
    minor: pd.Series = money * 10**PLACES
    return minor


def _bound(tier: Tier, per: pd.Series | None, scales: _Scales) -> pd.Series | int:
    return int(tier.start * scales.unit) if per is None else per * int(tier.start * scales.thresholds)


def _slices(
    rule: Tiered, amount: pd.Series, place: pd.Series, bounds: list[pd.Series | int], unit: int
) -> list[pd.Series]:
    """Return what of each amount falls to each tier; of a step, one for the tier that its place reaches."""
    if rule.mode == "step":
        # Nothing sold, or all of it returned, reaches no tier: not even one that pays from the first cent on.
        ones = [(reached & (amount > 0)).astype("int64") for reached in _reached(place, bounds)]
        return [(each.astype(amount.dtype) if amount.dtype != "int64" else each) * unit for each in ones]
    if rule.mode == "marginal":
        slices = _marginal(amount, bounds)
    else:
        slices = [amount.where(reached, 0) for reached in _reached(place, bounds)]
    first = amount if rule.negative == "unwind" else 0
    sound = (amount >= 0) & (place >= 0)
    return [part.where(sound, 0 if position else first) for position, part in enumerate(slices)]


def _marginal(amount: pd.Series, bounds: list[pd.Series | int]) -> list[pd.Series]:
    slices = []
    for position, low in enumerate(bounds):
        above = amount - low
        if position + 1 < len(bounds):
            width = bounds[position + 1] - low
            above = above.where(above < width, width)
        slices.append(above.where(above > 0, 0))
    return slices


def _reached(amount: pd.Series, bounds: list[pd.Series | int]) -> list[pd.Series]:
    """Tell for each tier in which rows it is the one that is reached."""
    starts = [amount >= low for low in bounds]
    return [reached & ~beyond for reached, beyond in pairwise(starts)] + starts[-1:]


def interpolated(rule: Tiered, position: int, amount: Fraction) -> Fraction:
    """Return the rate of an amount in a tier: the tier's own, or one on the line to the next tier's."""
    tier = rule.tiers[position]
    if rule.mode != "interpolated" or position + 1 == len(rule.tiers) or amount <= 0:
        return tier.rate
    after = rule.tiers[position + 1]
    return tier.rate + (after.rate - tier.rate) * (amount - tier.start) / (after.start - tier.start)
