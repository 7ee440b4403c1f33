"""Tiers over columns of integers: each transaction's slices and what they earn, exact to the last unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import lcm

import pandas as pd

from reportgen.measure.columns import LARGEST, half_up_columns, scaled
from reportgen.measure.pay.bench import PLACES
from reportgen.model.pay_kinds import Tier, Tiered


@dataclass(frozen=True, slots=True)
class Rated:
    """The result of rating. Slice i holds integers of 1 ÷ `unit` major units.

    `earned` is in minor units, rounded once per row.
    """

    unit: int
    slices: tuple[pd.Series, ...] = field(repr=False)
    earned: pd.Series = field(repr=False)


def rate(rule: Tiered, base: pd.Series, per: pd.Series | None, scale: int) -> Rated:
    """Rate each row of `base` by the rule's tiers (half-open, thresholds only); `per` makes thresholds shares of it.

    `base` and `per` are integers at `scale`. Rows with a negative base earn nothing under `zero`; under `unwind` they
    earn the first tier's rate. Rounding: half up, once per row, to the minor unit (pay.md §4.2).
    """
    thresholds = lcm(*(tier.start.denominator for tier in rule.tiers))
    rates = lcm(*(tier.rate.denominator for tier in rule.tiers))
    highest = max(tier.rate for tier in rule.tiers) * rates
    steepest = max((tier.start for tier in rule.tiers), default=rule.tiers[0].start)
    factor = int(thresholds * max(1, int(highest)) * max(1, int(steepest) + 1) * 100)
    fixed = 0 if per is not None else int(steepest * thresholds) * 10**scale  # the highest bound, where it is no column
    amount = (scaled(base, factor) if 2 * fixed <= LARGEST else base.astype(object)) * thresholds
    measured = scaled(per, factor) if per is not None else None
    bounds = [_bound(tier, measured, thresholds, scale) for tier in rule.tiers]
    slices = _marginal(amount, bounds) if rule.mode == "marginal" else _whole(amount, bounds)
    slices = [_signed(rule, position, part, amount) for position, part in enumerate(slices)]
    money = sum((part * int(tier.rate * rates) for part, tier in zip(slices, rule.tiers, strict=True)), amount * 0)
    earned = half_up_columns(money * 10**PLACES, thresholds * rates * 10**scale)
    return Rated(thresholds * 10**scale, tuple(slices), earned)


def _bound(tier: Tier, per: pd.Series | None, thresholds: int, scale: int) -> pd.Series | int:
    whole = int(tier.start * thresholds)
    return whole * 10**scale if per is None else per * whole


def _marginal(amount: pd.Series, bounds: list[pd.Series | int]) -> list[pd.Series]:
    slices = []
    for position, low in enumerate(bounds):
        above = amount - low
        if position + 1 < len(bounds):
            width = bounds[position + 1] - low
            above = above.where(above < width, width)
        slices.append(above.where(above > 0, 0))
    return slices


def _whole(amount: pd.Series, bounds: list[pd.Series | int]) -> list[pd.Series]:
    slices = []
    for position, low in enumerate(bounds):
        reached = amount >= low
        if position + 1 < len(bounds):
            reached &= amount < bounds[position + 1]
        slices.append(amount.where(reached, 0))
    return slices


def _signed(rule: Tiered, position: int, part: pd.Series, amount: pd.Series) -> pd.Series:
    negative = amount if rule.negative == "unwind" and position == 0 else 0
    return part.where(amount >= 0, negative)
