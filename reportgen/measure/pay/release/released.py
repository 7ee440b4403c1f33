"""Rated credits → what was invoiced and collected of their transactions, and so what of each earning is released."""

from __future__ import annotations

from datetime import date
from math import lcm
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.columns import day_number, half_up_columns, integers, scaled, sorted_by, sums_by_number, under
from reportgen.measure.pay.bench import PLACES, Bench
from reportgen.measure.pay.credits.keys import keys_of, numbers_of
from reportgen.measure.pay.credits.known import known_by
from reportgen.measure.pay.release.alike import Amounts, alike
from reportgen.measure.pay.release.allocated import allocated_by
from reportgen.measure.pay.release.schedule import released_by
from reportgen.model.pay import Component, Release
from reportgen.model.pay_kinds import Tier, Tiered

WRITTEN_OFF = "written-off"


def release(bench: Bench, component: Component, rule: Tiered, first: pd.DataFrame, cut_off: date) -> pd.DataFrame:
    """Add what was invoiced and collected to date (integers at `cash`) by transaction, and `released` in minor units.

    On `booking` all is released. `delivery` and `pro_rata_cash` release the share that arrived, `full_payment` all of
    it once everything did; a ladder weighs each part by the days it took.
    """
    terms = component.release
    first.attrs["cash"] = PLACES
    if terms.on in ("booking", "schedule"):
        first["invoiced"] = first["collected"] = np.int64(0)
        first["released"] = first["earned"] if terms.on == "booking" else released_by(terms.parts, first, cut_off)
        return first
    if terms.on == "delivery" and terms.date:
        due, came, scale = delivered(bench, component, rule.per or rule.base, rule.transaction, cut_off)
    else:
        due, came, scale = paid_by(bench, component, rule.transaction, cut_off)
    first.attrs["cash"] = scale
    first["invoiced"] = _by_key(due, first)
    first["collected"] = _by_key(came, first)
    whole = 1 if not terms.ladder else lcm(*(step.rate.denominator for step in terms.ladder))
    counted = _weighed(terms, came, first, whole) if terms.ladder else first["collected"]
    counting = _counting(terms, first, counted, whole)
    if terms.ladder:
        first["counted"], first.attrs["weights"] = counting, whole
    first["released"] = _share(first, counting, whole)
    return _written_off(bench, rule, first, cut_off)


Rows = pd.DataFrame
"""Amounts by transaction: `_key _number _day _value`."""


def paid_by(bench: Bench, component: Component, transaction: str, cut_off: date) -> tuple[Rows, Rows, int]:
    """Return what was invoiced and what came in by a day, at one scale; nothing at all where the inputs lack it."""
    due, came = alike(bench, component)
    scale = max(PLACES, *(each.scale for each in (due, came) if each), 0)
    billed = _known(bench, due, transaction, cut_off, scale) if due else _NOTHING
    if due is None or came is None:
        return billed, _NOTHING, scale
    cash = allocated_by(bench, transaction, due, came, component.release.allocation or "oldest_due", cut_off)
    if cash is None:
        return billed, _NOTHING, scale
    return billed, _scaled(cash[0], scale - cash[1]), scale


_NOTHING = pd.DataFrame(
    {
        "_key": pd.Series(dtype="string"),
        "_number": pd.Series(dtype="int64"),
        "_day": pd.Series(dtype="datetime64[s]"),
        "_value": pd.Series(dtype="int64"),
    }
)


def _known(bench: Bench, amounts: Amounts, transaction: str, cut_off: date, scale: int) -> Rows:
    if keys_of(bench, amounts.table, transaction) is None:
        return _NOTHING
    rows = known_by(bench, amounts.table, amounts.measure, transaction, cut_off)
    found = rows[["_day", "_key", "_number"]].assign(_value=amounts.values.reindex(rows.index))
    return _scaled(found, scale - amounts.scale)


def _scaled(rows: Rows, decimals: int) -> Rows:
    return rows.assign(_value=scaled(rows["_value"], 10**decimals) * 10**decimals) if decimals else rows


def delivered(bench: Bench, component: Component, base: str, transaction: str, cut_off: date) -> tuple[Rows, Rows, int]:
    """Return what was sold and what of it was delivered, by the day in the component's own rows."""
    measure = bench.measure(base, component.since)
    table = bench.table(measure)
    if table is None or component.release.date not in table.columns:
        return _NOTHING, _NOTHING, PLACES
    rows = known_by(bench, table, measure, transaction, cut_off)
    scale = max(PLACES, table.columns[measure.column].scale)
    sold = rows[rows["_value"] > 0]
    sold = sold[["_day", "_value", "_key", "_number"]].assign(
        _on=table.frame[component.release.date].reindex(sold.index)
    )
    sold = _scaled(sold, scale - table.columns[measure.column].scale)
    there = sold[sold["_on"].notna() & (sold["_on"] <= pd.Timestamp(cut_off))]
    return sold, there.assign(_day=there["_on"]), scale


def _by_key(rows: Rows, first: pd.DataFrame) -> pd.Series[Any]:
    wanted = first["number"].to_numpy()
    return sums_by_number(rows["_number"].to_numpy(), integers(rows["_value"]), wanted).set_axis(first.index)


def _weighed(terms: Release, came: Rows, first: pd.DataFrame, whole: int) -> pd.Series[Any]:
    """Return what came in of each transaction, each part by the ladder's share of its days, in 1 ÷ `whole`.

    Money beyond what was invoiced weighs nothing, and what bounced takes its own weight back.
    """
    one = first.drop_duplicates("key").set_index("key")
    return _by_key(weighed_rows(terms, came, one["invoiced"], one["day"], whole), first)


def weighed_rows(terms: Release, came: Rows, invoiced: pd.Series[Any], days_of: pd.Series[Any], whole: int) -> Rows:
    """Return what came in by transaction, each part by the share of its days; `invoiced` and days by transaction."""
    rows = came[came["_key"].isin(invoiced.index)]
    rows = sorted_by(rows, "_key", "_day")
    most, began = under(rows["_key"], invoiced, 0), under(rows["_key"], days_of)
    total = rows.groupby("_key")["_value"].cumsum()
    after, before = (_within(each, most) for each in (total, total - rows["_value"]))
    days = day_number(rows["_day"]) - day_number(began)
    parts = after - before
    if terms.on == "full_payment":
        # All of it counts by the day on which the last of it came.
        parts = most.where((after == most) & (before < most) & (most > 0), 0) - most.where(
            (before == most) & (after < most), 0
        )
    weights = share_by_days(terms.ladder, days, whole)
    return rows.assign(_value=scaled(parts, whole) * weights)


def _within(total: pd.Series[Any], most: pd.Series[Any]) -> pd.Series[Any]:
    within = total.where(total < most, most)
    found: pd.Series[Any] = within.where(within > 0, 0)
    return found


def share_by_days(ladder: tuple[Tier, ...], days: pd.Series[Any], whole: int) -> np.ndarray:
    """Return the share that a ladder gives to so many days, in 1 ÷ `whole`; before its first day it is the first."""
    starts = np.array([-(-step.start.numerator // step.start.denominator) for step in ladder])
    shares = np.array([int(step.rate * whole) for step in ladder])
    found: np.ndarray = shares[np.clip(np.searchsorted(starts, days.to_numpy(), side="right") - 1, 0, None)]
    return found


def _counting(terms: Release, first: pd.DataFrame, counted: pd.Series[Any], whole: int) -> pd.Series[Any]:
    """Return which part of what was invoiced counts as arrived, in 1 ÷ `whole` and between nothing and all."""
    most = scaled(first["invoiced"], whole) * whole
    if terms.on == "full_payment" and not terms.ladder:
        return most.where(first["collected"] >= first["invoiced"], 0)
    return _within(counted, most)


def _share(first: pd.DataFrame, counted: pd.Series[Any], whole: int) -> pd.Series[Any]:
    """Return earned × what counts ÷ invoiced, rounded to date.

    Where nothing is invoiced (reversed, or not known) no cash can arrive: nothing is released, and what is owed back
    (a negative earning) is taken back at once.
    """
    invoiced = (scaled(first["invoiced"], whole * 2) * whole).where(first["invoiced"] > 0, 1)
    counted = counted.where(first["invoiced"] > 0, 0)
    most = int(invoiced.max()) if len(invoiced) else 1
    part = half_up_columns(scaled(first["earned"], max(1, most) * 2) * counted, invoiced)
    owed_back = first["earned"].where(first["earned"] < 0, 0)
    released: pd.Series[Any] = part.where(first["invoiced"] > 0, owed_back)
    return released


def _written_off(bench: Bench, rule: Tiered, first: pd.DataFrame, cut_off: date) -> pd.DataFrame:
    """Say of a transaction whose rest was given up that no more of it will come: what it earned stays unreleased."""
    table = bench.dataset.tables.get("write_offs")
    numbers = numbers_of(bench, table, rule.transaction) if table is not None else None
    if table is None or numbers is None or not {"written_off_on", "amount"} <= set(table.columns):
        return first
    known = (table.frame["written_off_on"] <= pd.Timestamp(cut_off)).fillna(value=False)
    rows = pd.DataFrame(
        {"_number": numbers, "_day": table.frame["written_off_on"], "_value": integers(table.frame["amount"])}
    )
    gone = _by_key(_scaled(rows[known], max(0, int(first.attrs["cash"]) - table.columns["amount"].scale)), first)
    over = (gone > 0) & (first["collected"] < first["invoiced"]) & (first["collected"] + gone >= first["invoiced"])
    first["reason"] = first["reason"].mask(over & (first["reason"] == ""), WRITTEN_OFF)
    return first
