"""A component that is rated per transaction, as known at a cut-off.

One row a transaction and payee with what it earned and released.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.columns import sorted_by, windows
from reportgen.measure.pay.bench import Bench, holds, roles_on
from reportgen.measure.pay.bounds import after_leaving, bounded, within_each
from reportgen.measure.pay.credits.credited import Credits, credited
from reportgen.measure.pay.credits.known import known_by
from reportgen.measure.pay.credits.shares import OVERLAY, TEAM
from reportgen.measure.pay.opening import goes_on
from reportgen.measure.pay.refunds import Refunds, priced, refunds, returned
from reportgen.measure.pay.release import release
from reportgen.measure.pay.rounding import parts_of_whole
from reportgen.measure.pay.tiers import Rated, rate
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Tiered
from reportgen.model.plan import Measure
from reportgen.model.table import Table

_SHOWN = ("customer_name", "customer", "product_name", "product")
_SCOPES = {"period": 1, "quarter": 3, "year_to_date": 12}
_EARNING = {"month": 1, "quarter": 3, "year": 12}


def rated_transactions(
    bench: Bench, component: Component, rule: Tiered, cut_off: date, every: pd.DataFrame | None = None
) -> pd.DataFrame | None:
    """Return the component's transactions, or None when the inputs lack what it is rated on.

    Columns: `payee key day customer product` (of the first row: what a return reverses decides), `part counts`: the
    payee's share in 1 ÷ `unit` of the whole and how it is credited, `base per before` in integers of 1 ÷ `fine`,
    `invoiced collected` (of the whole transaction) at the scale `cash`, `slice0…` at 1 ÷ `cut`, `earned refunded
    released` in minor units, `reason`, and `first`, the position of the oldest row. Left out (`credits_of` has them)
    is what is nobody's, of another role, from before pay starts, or of a day on which another version holds. `every`
    are the credits themselves, where the caller has asked for them already.
    """
    found = credits_of(bench, component, rule, cut_off) if every is None else every
    if found is None:
        return None
    first = found[found["why"] == ""].drop(columns="why").reset_index(drop=True)
    first.attrs = found.attrs
    first = _rated(first, component, rule)
    first = bounded(bench, component, first, cut_off)
    first = release(bench, component, rule, first, cut_off)
    return after_leaving(bench, component, rule, first, cut_off)


def credits_of(bench: Bench, component: Component, rule: Tiered, cut_off: date) -> pd.DataFrame | None:
    """Return every credit of a component's base, `why` telling what is not paid by it ("" where it is)."""
    measure = bench.measure(rule.base, component.since)
    table = bench.table(measure)
    per = bench.measure(rule.per, component.since) if rule.per else measure
    by = bench.measure(rule.by, component.since) if rule.by else measure
    if (
        table is None
        or rule.transaction not in table.columns
        or {id(bench.table(each)) for each in (per, by)} != {id(table)}
    ):
        return None
    scale = max(table.columns[each.column].scale for each in (measure, per, by))
    found = _found(bench, component, table, measure, rule.transaction, cut_off)
    rows, frame = known_by(bench, table, measure, rule.transaction, cut_off), found.frame.drop(columns="at")
    undone = refunds(component)
    shares = known_by(bench, table, per, rule.transaction, cut_off) if rule.per else rows
    _add_sums(frame, "base", found, found.rows, undone, scale - table.columns[measure.column].scale)
    _add_sums(frame, "per", found, shares, undone, scale - table.columns[per.column].scale)
    if rule.by:
        finding = known_by(bench, table, by, rule.transaction, cut_off)
        _add_sums(frame, "by", found, finding, undone, scale - table.columns[by.column].scale)
    twice = bool(frame.pop("twice").any())
    if component.policy.credit == TEAM or twice:
        frame = _collapsed(frame, found.unit)
        frame["why"] = _left_out(bench, component, frame)
    frame.attrs = {"unit": found.unit, "fine": 10**scale * found.unit * undone.unit}
    return frame


def _found(
    bench: Bench, component: Component, table: Table, measure: Measure, transaction: str, cut_off: date
) -> Credits:
    """Return who is credited with which transaction that is known on a day, with what is shown of it, and `why` not.

    Where no transaction is several people's this does not change from day to day: it is found once for all of them.
    """
    name = ("credited", component.id, component.since)
    every = bench.once(
        name,
        lambda: _told(bench, component, table, transaction, known_by(bench, table, measure, transaction, date.max)),
    )
    rows = known_by(bench, table, measure, transaction, cut_off)
    return _told(bench, component, table, transaction, rows) if len(every.sold) else every.until(rows)


def _told(bench: Bench, component: Component, table: Table, transaction: str, rows: pd.DataFrame) -> Credits:
    found = credited(bench, rows, transaction, component.policy.credit)
    frame = _shown(table, found.frame)
    twice = frame.duplicated(["number", "payee"], keep=False)
    return replace(found, frame=frame.assign(why=_left_out(bench, component, frame), twice=twice))


def _shown(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Add who bought and what, of the transaction's first row."""
    choices = {"customer": _SHOWN[:2], "product": _SHOWN[2:]}
    shown = {name: next((each for each in of if each in table.columns), None) for name, of in choices.items()}
    rows = table.frame[[column for column in shown.values() if column]].loc[frame["first"]]
    added = {}
    for name, column in shown.items():
        texts = rows[column].astype("string").fillna("") if column else pd.Series("", index=rows.index, dtype="string")
        added[name] = texts.set_axis(frame.index)
    return frame.assign(**added, key=frame["key"].astype("string"), payee=frame["payee"].astype("string"))


def _add_sums(
    frame: pd.DataFrame, name: str, found: Credits, rows: pd.DataFrame, undone: Refunds, decimals: int
) -> None:
    """Add what a measure comes to for each credit, and apart from it what returns take off where they are priced."""
    kept, gone = returned(rows, found.rows, undone)
    frame[name] = found.sums(kept, decimals)
    if undone.apart:
        frame[f"{name}_gone"] = found.sums(gone, decimals)


def _collapsed(frame: pd.DataFrame, whole: int) -> pd.DataFrame:
    """Put together what one payee has of a transaction in several ways: of people below, or on top of a part."""
    summed = [name for name in ("part", "base", "per", "by", "base_gone", "per_gone", "by_gone") if name in frame]
    rest = {str(name): "first" for name in frame if name not in (*summed, "key", "payee")}
    grouped = frame.groupby(["key", "payee"], sort=False)
    found = grouped.agg({**rest, **dict.fromkeys(summed, "sum")}).reset_index()
    return found.assign(part=found["part"].where(found["part"] < whole, whole))


def _left_out(bench: Bench, component: Component, frame: pd.DataFrame) -> pd.Series[Any]:
    why = pd.Series("", index=frame.index, dtype="string")
    if component.roles:
        allowed = roles_on(bench.roster, frame, "payee", "day").isin(component.roles)
        why[~allowed.to_numpy(dtype=bool)] = "other-role"
    why[(~holds(bench, component, frame["day"])).to_numpy(dtype=bool)] = "other-version"
    why[(frame["day"] < pd.Timestamp(bench.start)).to_numpy(dtype=bool)] = "before-start"
    # What stands in the opening balances was earned, whatever role and rule earned it.
    why[goes_on(bench, component, frame["key"], frame["day"]).to_numpy(dtype=bool)] = ""
    why[(~frame["payee"].isin(list(bench.roster.people))).to_numpy(dtype=bool)] = "nobody"
    return why


def _rated(first: pd.DataFrame, component: Component, rule: Tiered) -> pd.DataFrame:
    """Add what each credit earned, by its own tiers or in the order of its payee's credits of the scope."""
    fine = int(first.attrs["fine"])
    before = None
    if rule.scope != "transaction":
        first = _in_order(first, _SCOPES[rule.scope])
        before = first["before"]
    else:
        first["before"] = 0
    result = rate(rule, first["base"], first["per"] if rule.per else None, fine, before, first.get("by"))
    for position, part in enumerate(result.slices):
        first[f"slice{position}"] = part
    first["earned"] = _rounded(first, component, rule, result)
    first["refunded"] = np.int64(0)
    first["reason"] = _reasons(first, rule)
    first.attrs |= {"cut": result.unit}
    first = within_each(first, rule)
    if "base_gone" in first:
        _take_off(first, component)
    # What earns nothing is listed and says why: nobody is to wonder where an order went.
    silent = (first["earned"] == 0) & (first["reason"] == "")
    back = first["base"] + first.get("base_gone", 0) == 0
    first["reason"] = first["reason"].mask(silent & back, "returned").mask(silent & ~back, "below-tiers")
    return first


def _in_order(first: pd.DataFrame, months: int) -> pd.DataFrame:
    """Order a payee's credits of a scope by day and key, with what had accumulated `before` each."""
    attrs = first.attrs
    first = first.assign(_window=windows(first["day"], months))
    first = sorted_by(first, "payee", "_window", "day", "key").reset_index(drop=True)
    within = first.groupby(["payee", "_window"])["base"].cumsum()
    found = first.assign(before=within - first["base"]).drop(columns="_window")
    found.attrs = attrs
    return found


def _rounded(first: pd.DataFrame, component: Component, rule: Tiered, result: Rated) -> pd.Series[Any]:
    """Round each line; where the plan rounds the pool, those who share a transaction get parts that make its sum."""
    if component.policy.rounds != "pool" or rule.scope != "transaction" or component.policy.credit == TEAM:
        return result.earned
    shared = first["key"].duplicated(keep=False) & (first["counts"] != OVERLAY)
    return parts_of_whole(result.earned, result.money, result.fine, first, shared)


def _reasons(first: pd.DataFrame, rule: Tiered) -> pd.Series[Any]:
    reasons = pd.Series("", index=first.index, dtype="string")
    if rule.per:
        reasons[first["per"] <= 0] = "no-revenue"
    below = first["base"] + first["before"] < 0
    below |= first["by"] < 0 if rule.by else False
    if rule.negative == "zero":
        reasons[below] = "negative-margin"
    if rule.negative == "refuse":
        reasons[below] = "refused"
    return reasons


def _take_off(first: pd.DataFrame, component: Component) -> None:
    """Take off what returns are priced at, by the transaction's own slices or the earning period's average rate.

    The base and its slices stay what was sold.
    """
    first["refunded"] = priced(component, first, windows(first["day"], _EARNING[component.earning]))
    first["earned"] += first["refunded"]
