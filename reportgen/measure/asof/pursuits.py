"""Deals as they stood on a day: how long they were in a stage, where they went, how near a forecast came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from reportgen.measure.asof.columns import days_between, has, looked_up, moment, number, text, with_columns
from reportgen.model.table import Column, Table

Tables = Mapping[str, Table]


def deal_stages(tables: Tables, cut_off: date) -> Table | None:
    """Return stages entered with `next_stage`, `left_on`, `days_in_stage` (of finished ones) and `days_so_far`.

    A stage that was not left by the day has no next one and no days; how long it had lasted then is `days_so_far`. Each
    has the `customer` and `industry` of its deal.
    """
    table = tables.get("deal_stages")
    if table is None or not has(table, "deal_no", "stage", "entered"):
        return table
    frame = table.frame
    known = frame[frame["entered"] <= pd.Timestamp(cut_off)]
    ordered = known.assign(_at=range(len(known))).sort_values(["deal_no", "entered", "_at"], kind="stable")
    grouped = ordered.groupby("deal_no", observed=True, sort=False)
    following = grouped["stage"].shift(-1).reindex(frame.index).astype("string")
    left = grouped["entered"].shift(-1).reindex(frame.index).astype("datetime64[s]")
    today = pd.Series(pd.Timestamp(cut_off), index=frame.index).astype("datetime64[s]")
    is_known = pd.Series(frame.index.isin(known.index), index=frame.index)
    so_far = days_between(frame["entered"], left.fillna(today)).where(is_known)
    return with_columns(
        table,
        {
            text("next_stage"): following,
            moment("left_on"): left,
            number("days_in_stage"): days_between(frame["entered"], left),
            number("days_so_far"): so_far,
            **_of_deals(table, tables.get("opportunities")),
        },
    )


def _of_deals(table: Table, deals: Table | None) -> dict[Column, pd.Series[Any]]:
    """Return whose the deals are and of which industry, as the list of deals says."""
    if deals is None or not has(deals, "deal_no"):
        return {}
    known = deals.frame.set_index("deal_no")
    names = [name for name in ("customer", "customer_name", "industry") if name in deals.columns]
    return {text(name): looked_up(table.frame["deal_no"], known[name]).astype("string") for name in names}


def predictions(tables: Tables, cut_off: date) -> Table | None:
    """Return forecasts of deals with the day on which the deal `closed`, `days_off` later than was said."""
    table, deals = tables.get("deal_predictions"), tables.get("opportunities")
    if table is None or not has(table, "deal_no", "predicted_close"):
        return table
    if deals is None or not has(deals, "deal_no", "closed"):
        return table
    known: pd.Series[Any] = deals.frame["closed"].where(deals.frame["closed"] <= pd.Timestamp(cut_off))
    closed = looked_up(table.frame["deal_no"], known.set_axis(deals.frame["deal_no"])).astype("datetime64[s]")
    off = days_between(table.frame["predicted_close"], closed)
    return with_columns(table, {moment("closed"): closed, number("days_off"): off})


def opportunities(tables: Tables, cut_off: date) -> Table | None:
    """Return deals as they stood on a day, with what was `foreseen` for each before it closed.

    Where the history of stages knows a deal, its stage is the last one entered by then. One that closed later was open:
    its stage is empty where no history tells it, and it had not closed.
    """
    table = tables.get("opportunities")
    if table is None or not has(table, "deal_no", "stage", "closed"):
        return table
    frame, today = table.frame, pd.Timestamp(cut_off)
    later = (frame["closed"] > today).fillna(value=False)
    stage = frame["stage"]
    history = tables.get("deal_stages")
    if history is not None and has(history, "deal_no", "stage", "entered"):
        known = history.frame[history.frame["entered"] <= today].sort_values("entered", kind="stable")
        last = known.drop_duplicates("deal_no", keep="last").set_index("deal_no")["stage"]
        then = looked_up(frame["deal_no"], last)
        stage = then.where(then.notna(), stage.mask(later)).astype("string")
        closed = frame["closed"].mask(later)
        table = replace(table, frame=frame.assign(stage=stage, closed=closed))
    return _foreseen(table, tables.get("deal_predictions"))


def _foreseen(table: Table, said: Table | None) -> Table:
    """Add the amount of the last forecast that was made before a deal closed, or of the last one of an open deal."""
    if said is None or not has(said, "deal_no", "predicted_on", "predicted_amount"):
        return table
    rows = said.frame[["deal_no", "predicted_on", "predicted_amount"]]
    closed = looked_up(rows["deal_no"], table.frame.set_index("deal_no")["closed"]).astype("datetime64[s]")
    made = rows[(closed.isna() | (rows["predicted_on"] < closed)).to_numpy()].sort_values("predicted_on", kind="stable")
    last = made.drop_duplicates("deal_no", keep="last").set_index("deal_no")["predicted_amount"]
    column = replace(said.columns["predicted_amount"], name="foreseen")
    return with_columns(table, {column: looked_up(table.frame["deal_no"], last)})
