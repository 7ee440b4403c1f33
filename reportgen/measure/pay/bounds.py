"""What each transaction earned → what the plan's bounds leave of it: least and most, gates, caps, leavers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.columns import day, half_up_columns, scaled, sorted_by
from reportgen.measure.pay.bench import PLACES, Bench
from reportgen.measure.pay.rating.asked import Asked, subject_of
from reportgen.measure.pay.rating.figures import value_of
from reportgen.measure.pay.release.released import release
from reportgen.model.pay import Component, Gate
from reportgen.model.pay_kinds import Tiered
from reportgen.model.period import Period, spanning
from reportgen.model.quantity import Quantity


def within_each(first: pd.DataFrame, rule: Tiered) -> pd.DataFrame:
    """Hold what each transaction earned between the least and the most of one; who shares it shares the bound.

    What was taken back whole, and what lies below nothing, has neither.
    """
    sold = first["base"] > 0
    if rule.least is not None:
        first = _moved(first, _limit(first, rule.least), sold & (first["earned"] < _limit(first, rule.least)), "floor")
    if rule.most is not None:
        first = _moved(first, _limit(first, rule.most), sold & (first["earned"] > _limit(first, rule.most)), "capped")
    return first


def bounded(bench: Bench, component: Component, first: pd.DataFrame, cut_off: date) -> pd.DataFrame:
    """Apply what the plan lets through, and at most, of a payee's transactions of an earning period."""
    policy = component.policy
    if policy.gate is None and policy.cap is None and policy.leaving != "forfeit":
        return first
    period = first["day"].dt.to_period({"month": "M", "quarter": "Q", "year": "Y"}[component.earning])
    first = first.assign(_period=period.dt.start_time.astype("datetime64[s]"))
    if policy.gate is not None:
        first = _gated(bench, component, policy.gate, first, cut_off)
    if policy.cap is not None:
        first = _capped(first, policy.cap)
    if policy.leaving == "forfeit":
        first = _moved(first, _nothing(first), _left(bench, component, first) & (first["earned"] > 0), "left")
    return first.drop(columns="_period")


def after_leaving(bench: Bench, component: Component, rule: Tiered, first: pd.DataFrame, cut_off: date) -> pd.DataFrame:
    """Count cash for some days after somebody left, where the plan says so; what comes later is forfeited."""
    if component.policy.leaving != "days":
        return first
    attrs = first.attrs
    for last, gone in _last_days(bench, component, first, cut_off).items():
        mine = first["payee"].isin(gone)
        known = release(bench, component, rule, first[mine].copy(), last)
        lost = (known["released"] < known["earned"]) & (known["earned"] > 0)
        for name in ("invoiced", "collected", "released"):
            first.loc[mine, name] = known[name]
        first.loc[lost.index[lost], "earned"] = known["released"][lost]
        first.loc[lost.index[lost], "reason"] = "left"
    first.attrs = attrs
    return first


def _limit(first: pd.DataFrame, bound: Fraction) -> pd.Series[Any]:
    """Return a bound in minor units as each credit's part of the transaction, half up."""
    unit = int(first.attrs["unit"])
    whole = bound * 10**PLACES
    parts = scaled(first["part"], 2 * max(1, whole.numerator)) * whole.numerator
    return half_up_columns(parts, unit * whole.denominator)


def _gated(bench: Bench, component: Component, gate: Gate, first: pd.DataFrame, cut_off: date) -> pd.DataFrame:
    """Let through what is reached, compared exactly; before its earning period ended the gate is closed."""
    pairs = first[["payee", "_period"]].drop_duplicates()
    opened = {
        (payee, start): _passes(bench, component, gate, str(payee), spanning(day(start), component.earning), cut_off)
        for payee, start in pairs.itertuples(index=False)
    }
    index = pd.MultiIndex.from_frame(first[["payee", "_period"]])
    through = pd.Series(pd.Series(opened, dtype=bool).reindex(index).to_numpy(dtype=bool), index=first.index)
    return _moved(first, _nothing(first), ~through & (first["earned"] > 0), "below-gate")


def _passes(bench: Bench, component: Component, gate: Gate, payee: str, period: Period, cut_off: date) -> bool:
    if bench.targets is None or period.end > cut_off:
        return False
    asked = Asked(bench, component, bench.targets, cut_off)
    found = value_of(asked, gate.figure, subject_of(asked, payee, period), period).value
    return isinstance(found, Quantity) and found.value >= gate.least.value


def _capped(first: pd.DataFrame, cap: Fraction) -> pd.DataFrame:
    """Cut a payee's transactions of an earning period at the cap, in the order of their days."""
    most = int(cap * 10**PLACES)
    order = sorted_by(first, "payee", "_period", "day", "key")
    total = order.groupby(["payee", "_period"])["earned"].cumsum()
    left = total.clip(upper=most) - (total - order["earned"]).clip(upper=most)
    left = left.reindex(first.index)
    return _moved(first, left, left != first["earned"], "capped")


def _left(bench: Bench, component: Component, first: pd.DataFrame) -> pd.Series[Any]:
    """Tell which transactions are of a period before whose end their payee left."""
    people = bench.roster.people
    left = {who: last for who in first["payee"].unique() if who in people and (last := people[who].left)}
    pairs = first[["payee", "_period"]].drop_duplicates()
    gone = {
        (payee, start): payee in left and left[payee] < spanning(day(start), component.earning).end
        for payee, start in pairs.itertuples(index=False)
    }
    index = pd.MultiIndex.from_frame(first[["payee", "_period"]])
    return pd.Series(pd.Series(gone, dtype=bool).reindex(index).to_numpy(dtype=bool), index=first.index)


def _last_days(bench: Bench, component: Component, first: pd.DataFrame, cut_off: date) -> Mapping[date, list[str]]:
    """Return those whose cash no longer counts, by the last day on which it did."""
    found: dict[date, list[str]] = {}
    for payee in first["payee"].unique():
        listed = bench.roster.people.get(str(payee))
        last = listed.left + timedelta(component.policy.days) if listed and listed.left else None
        if last is not None and last < cut_off:
            found.setdefault(last, []).append(str(payee))
    return found


def _nothing(first: pd.DataFrame) -> pd.Series[Any]:
    return pd.Series(np.int64(0), index=first.index)


def _moved(first: pd.DataFrame, earned: pd.Series[Any], where: pd.Series[Any], reason: str) -> pd.DataFrame:
    """Return credits with another earning, and why, where a bound holds them."""
    attrs = first.attrs
    told = first["reason"].mask(where & (first["reason"] == ""), reason)
    found = first.assign(earned=first["earned"].mask(where, earned).astype(first["earned"].dtype), reason=told)
    found.attrs = attrs
    return found
