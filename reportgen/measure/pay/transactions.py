"""A component that is rated per transaction, as known at a cut-off.

One row a transaction with what it earned and released.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from reportgen.measure.columns import half_up_columns, scaled
from reportgen.measure.pay.bench import PLACES, Bench, holds, known_rows, roles_on
from reportgen.measure.pay.tiers import rate
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Tiered
from reportgen.model.plan import Measure

_SHOWN = ("customer_name", "customer", "product_name", "product")


def rated_transactions(bench: Bench, component: Component, rule: Tiered, cut_off: date) -> pd.DataFrame | None:
    """Return the component's transactions, or None when the inputs lack what it is rated on.

    Columns: `payee key day customer product` (of the first row: what a return reverses decides), `base per invoiced
    collected` in integers at `scale`, `slice0…` at 1 ÷ `unit`, `earned released` in minor units, `reason`.
    Transactions that began before pay starts, or on a day on which another version or no version holds, or whose
    person's role the component does not name, are not in it.
    """
    measure = bench.measure(rule.base, component.since)
    table = bench.table(measure)
    if table is None or rule.transaction not in table.columns:
        return None
    per = bench.measure(rule.per, component.since) if rule.per else measure
    if bench.table(per) is not table:
        return None
    scale = max(table.columns[measure.column].scale, table.columns[per.column].scale)
    rows = known_rows(table, measure, cut_off)
    first = _first_rows(bench, component, rule, rows)
    first["base"] = _sums(rows, rule.transaction, first, scale - table.columns[measure.column].scale)
    shares = known_rows(table, per, cut_off)
    first["per"] = _sums(shares, rule.transaction, first, scale - table.columns[per.column].scale)
    result = rate(rule, first["base"], first["per"] if rule.per else None, scale)
    for position, part in enumerate(result.slices):
        first[f"slice{position}"] = part
    first["earned"] = result.earned
    first["reason"] = _reasons(first, rule)
    first.attrs = {"unit": result.unit, "scale": scale}
    return _released(bench, component, rule, first, cut_off)


def _first_rows(bench: Bench, component: Component, rule: Tiered, rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a transaction, its oldest: it fixes the day, the person and so the rules."""
    named = rows[rows[rule.transaction].notna()]
    first = named.drop_duplicates(rule.transaction, keep="first")
    keep = (first["_day"] >= pd.Timestamp(bench.start)) & holds(bench, component, first["_day"])
    first = first[keep & first["_person"].isin(list(bench.roster.people))]
    if component.roles:
        first = first[roles_on(bench.roster, first, "_person", "_day").isin(component.roles)]
    result = pd.DataFrame(
        {"payee": first["_person"], "key": first[rule.transaction].astype("string"), "day": first["_day"]}
    )
    for name, choices in (("customer", _SHOWN[:2]), ("product", _SHOWN[2:])):
        column = next((choice for choice in choices if choice in first), None)
        result[name] = first[column].astype("string").fillna("") if column else ""
    return result.reset_index(drop=True)


def _sums(rows: pd.DataFrame, transaction: str, first: pd.DataFrame, decimals: int) -> pd.Series:
    # Not `map`: a key without rows would turn the whole column into binary floats.
    found = rows.groupby(transaction)["_value"].sum().reindex(first["key"], fill_value=0).set_axis(first.index)
    result: pd.Series = scaled(found, 10**decimals) * 10**decimals
    return result


def _reasons(first: pd.DataFrame, rule: Tiered) -> pd.Series:
    reasons = pd.Series("", index=first.index, dtype="string")
    if rule.per:
        reasons[first["per"] <= 0] = "no-revenue"
    if rule.negative == "zero":
        reasons[first["base"] < 0] = "negative-margin"
    return reasons


def _released(bench: Bench, component: Component, rule: Tiered, first: pd.DataFrame, cut_off: date) -> pd.DataFrame:
    """Add what was invoiced, collected and so released to date (integers at `cash`), by the same transaction key."""
    first.attrs["cash"] = PLACES
    if component.release.on == "booking":
        first["invoiced"] = first["collected"] = np.int64(0)
        first["released"] = first["earned"]
        return first
    measures = {
        name: bench.measure(getattr(component.release, name), component.since) for name in ("invoiced", "collected")
    }
    first.attrs["cash"] = max(PLACES, *(_scale(bench, measure) for measure in measures.values()))
    for name, measure in measures.items():
        first[name] = _cash(bench, measure, rule.transaction, first, cut_off)
    first["released"] = _share(first)
    return first


def _scale(bench: Bench, measure: Measure) -> int:
    table = bench.table(measure)
    return table.columns[measure.column].scale if table else 0


def _cash(bench: Bench, measure: Measure, transaction: str, first: pd.DataFrame, cut_off: date) -> pd.Series:
    """Return a cash measure per transaction; nothing at all where the inputs lack it, so that nothing is released."""
    table = bench.table(measure)
    if table is None or transaction not in table.columns:
        return pd.Series(np.int64(0), index=first.index)
    decimals = int(first.attrs["cash"]) - table.columns[measure.column].scale
    return _sums(known_rows(table, measure, cut_off), transaction, first, decimals)


def _share(first: pd.DataFrame) -> pd.Series:
    """Return earned × min(1, collected ÷ invoiced), rounded to date.

    Where nothing is invoiced (reversed, or not known) no cash can arrive: nothing is released, and what is owed back
    (a negative earning) is taken back at once.
    """
    invoiced = first["invoiced"].where(first["invoiced"] > 0, 1)
    collected = first["collected"].where(first["collected"] > 0, 0)
    collected = collected.where(collected < invoiced, invoiced)
    most = int(invoiced.max()) if len(invoiced) else 1
    part = half_up_columns(scaled(first["earned"], max(1, most) * 2) * collected, invoiced)
    owed_back = first["earned"].where(first["earned"] < 0, 0)
    released: pd.Series = part.where(first["invoiced"] > 0, owed_back)
    return released
