"""How a component prices what comes back: which part of a return counts, and what it takes off what was earned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import lcm
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.columns import day_number, half_up_columns, scaled, under
from reportgen.model.pay import Component, EarnedOver
from reportgen.model.pay_kinds import Tier

_YEAR = 12


@dataclass(frozen=True, slots=True)
class Refunds:
    """How returns count: `apart` where they are priced and not rated again, in parts of `unit`.

    `window` is what is taken back by days, `over` by the months that a transaction was kept.
    """

    apart: bool
    window: tuple[Tier, ...]
    over: EarnedOver | None
    unit: int

    @property
    def bounded(self) -> bool:
        """Tell whether less may be taken back than came back."""
        return bool(self.window) or self.over is not None


def refunds(component: Component) -> Refunds:
    """Return how a component takes returns back."""
    window, over = component.policy.clawback, component.policy.clawback_over
    unit = over.months if over else lcm(*(share.rate.denominator for share in window), 1)
    return Refunds(component.policy.refund != "re_rate", window, over, unit)


def returned(rows: pd.DataFrame, known: pd.DataFrame, undone: Refunds) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cut rows into those that a transaction consists of and those that came back later, all in parts of `unit`.

    What comes back is below zero and later than the transaction's first day. Without a price of their own and
    without a window, returns are rated with what they reverse.
    """
    if not undone.apart and not undone.bounded:
        return rows, rows.iloc[:0]
    began = known.drop_duplicates("_key", keep="first").set_index("_key")["_day"]
    began = under(rows["_key"], began)
    back = (rows["_value"] < 0) & (rows["_day"] > began)
    weights = _left(began, rows["_day"], undone.over) if undone.over else _weights(began, rows["_day"], undone)
    weighed = rows.assign(_value=scaled(rows["_value"], undone.unit) * np.where(back, weights, undone.unit))
    return (weighed[~back], weighed[back]) if undone.apart else (weighed, weighed.iloc[:0])


def weighed(rows: pd.DataFrame, component: Component) -> tuple[pd.DataFrame, int]:
    """Return rows (with `_key`) in parts of a unit, what came back with the part of it that is taken back."""
    undone = replace(refunds(component), apart=False)
    if not undone.bounded:
        return rows, 1
    found, _ = returned(rows, rows[rows["_key"].notna()], undone)
    return found, undone.unit


def _left(began: pd.Series[Any], back: pd.Series[Any], over: EarnedOver) -> np.ndarray:
    """Return how many of the months are left on the day on which something came back."""
    months = (back.dt.year - began.dt.year) * _YEAR + back.dt.month - began.dt.month
    kept = months + (back.dt.day > began.dt.day) if over.counts == "begun" else months - (back.dt.day < began.dt.day)
    left: np.ndarray = np.clip(over.months - kept.to_numpy(), 0, over.months)
    return left


def _weights(began: pd.Series[Any], back: pd.Series[Any], undone: Refunds) -> np.ndarray:
    """Return which part of `unit` a return is taken back with, by days since its transaction."""
    days = day_number(back) - day_number(began)
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
