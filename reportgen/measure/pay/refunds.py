"""How a component prices what comes back: which part of a return counts, and what it takes off what was earned."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.columns import day_number, half_up_columns, scaled
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Tier


@dataclass(frozen=True, slots=True)
class Refunds:
    """How returns count: `apart` where they are priced and not rated again, `window` by days, in parts of `unit`."""

    apart: bool
    window: tuple[Tier, ...]
    unit: int


def refunds(component: Component) -> Refunds:
    """Return how a component takes returns back."""
    window = component.policy.clawback
    unit = lcm(*(share.rate.denominator for share in window), 1)
    return Refunds(component.policy.refund != "re_rate", window, unit)


def returned(rows: pd.DataFrame, known: pd.DataFrame, undone: Refunds) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cut rows into those that a transaction consists of and those that came back later, all in parts of `unit`.

    What comes back is below zero and later than the transaction's first day. Without a price of their own and
    without a window, returns are rated with what they reverse.
    """
    if undone.unit == 1 and not undone.apart and not undone.window:
        return rows, rows.iloc[:0]
    began = known.drop_duplicates("_key", keep="first").set_index("_key")["_day"]
    began = began.reindex(rows["_key"]).set_axis(rows.index)
    back = (rows["_value"] < 0) & (rows["_day"] > began)
    days = day_number(rows["_day"]) - day_number(began)
    weighed = rows.assign(
        _value=scaled(rows["_value"], undone.unit) * np.where(back, _weights(days, undone), undone.unit)
    )
    return (weighed[~back], weighed[back]) if undone.apart else (weighed, weighed.iloc[:0])


def _weights(days: pd.Series[Any], undone: Refunds) -> np.ndarray:
    """Return which part of `unit` a return is taken back with, by days since its transaction."""
    if not undone.window:
        return np.full(len(days), undone.unit)
    starts = np.array([-(-step.start.numerator // step.start.denominator) for step in undone.window])
    shares = np.array([int(step.rate * undone.unit) for step in undone.window])
    return shares[np.clip(np.searchsorted(starts, days.to_numpy(), side="right") - 1, 0, None)]


def priced(component: Component, first: pd.DataFrame, period: pd.Series[Any]) -> pd.Series[Any]:
    """Return what is taken off each credit's earning, in minor units and never above zero; half up, once per line."""
    policy = component.policy.refund
    if policy == "none":
        return pd.Series(np.int64(0), index=first.index)
    earned, base = first["earned"], first["base"]
    if policy == "average_rate":
        keys = [first["payee"], period]
        earned, base = (column.groupby(keys).transform("sum") for column in (earned, base))
    gone = (-first["base_gone"]).where(first["base_gone"] < 0, 0)
    whole = base.where(base > 0, 1)
    gone = gone.where(base > 0, 0)
    paid = earned.where(earned > 0, 0)
    most = int(paid.max()) if len(paid) else 0
    result: pd.Series[Any] = -half_up_columns(scaled(gone, 2 * max(1, most)) * paid, whole)
    return result.astype("int64")
