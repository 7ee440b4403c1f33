"""Customers and their handovers → customers as they were on a day: whose each of them was then.

A list of customers says who looks after them today. What somebody is paid or measured by for a quarter that ended asks
for that quarter's owner, who stands in the handovers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure import kinds
from reportgen.measure.asof.columns import has
from reportgen.model.problem import Problem
from reportgen.model.table import Table

Tables = Mapping[str, Table]

HANDOVERS = "customer_handovers"


def customers(tables: Tables, cut_off: date) -> Table | None:
    """Return customers with the `owner` that each had on a day.

    The last handover up to the day says who; before the first of a customer it was who gave the customer away. A
    customer who never changed hands is whose the list says.
    """
    table, moves = tables.get("customers"), _moves(tables)
    if table is None or moves is None or not has(table, "customer", "owner"):
        return table
    then = _owners(moves, cut_off)
    numbers = table.frame["customer"]
    moved = numbers.isin(then.index).fillna(value=False).to_numpy(dtype=bool)
    found = then.reindex(numbers[moved]).to_numpy()
    owners = table.frame["owner"].astype("object").to_numpy().copy()
    owners[moved] = found
    return replace(table, frame=table.frame.assign(owner=pd.array(owners, dtype="string")))


def unclear_handovers(tables: Tables, cut_off: date) -> Iterator[Problem]:
    """Find customers who were given away by somebody whose they were not, as the handovers or the list say.

    A list may be of the day that is looked at, before the handovers that follow, or of today.
    """
    moves, listed = _moves(tables), tables.get("customers")
    if moves is None:
        return
    before = moves.groupby("customer")["owner"].shift()
    wrong = (before.notna() & (before != moves["giver"]).fillna(value=False)).to_numpy(dtype=bool)
    for position in np.flatnonzero(wrong).tolist():
        yield _unclear(tables, moves, position, str(before.iloc[position]))
    if listed is None or not has(listed, "customer", "owner"):
        return
    today = listed.frame.drop_duplicates("customer").set_index("customer")["owner"]
    then = _owners(moves, cut_off)
    for row in moves.drop_duplicates("customer", keep="last").to_dict("records"):
        customer, taker = str(row["customer"]), str(row["owner"])
        owner = today.get(customer)
        if isinstance(owner, str) and owner not in (taker, then.get(customer)):
            values = (("customer", customer), ("since", f"{row['since']:%Y-%m-%d}"), ("listed", owner))
            yield Problem(kinds.HANDOVER_UNLISTED, tables[HANDOVERS].place(int(row["position"])), taker, values)


def _owners(moves: pd.DataFrame, cut_off: date) -> pd.Series[Any]:
    """Return whose each customer was on a day who ever changed hands."""
    done = moves["since"] <= pd.Timestamp(cut_off)
    taken = moves[done].drop_duplicates("customer", keep="last").set_index("customer")["owner"]
    given = moves[~done].drop_duplicates("customer", keep="first").set_index("customer")["giver"]
    found: pd.Series[Any] = pd.concat([taken, given[~given.index.isin(taken.index)]])
    return found


def _unclear(tables: Tables, moves: pd.DataFrame, position: int, whose: str) -> Problem:
    row = moves.iloc[position]
    values = (("customer", str(row["customer"])), ("since", f"{row['since']:%Y-%m-%d}"), ("whose", whose))
    place = tables[HANDOVERS].place(int(row["position"]))
    return Problem(kinds.HANDOVER_UNCLEAR, place, str(row["giver"]), values)


def _moves(tables: Tables) -> pd.DataFrame | None:
    """Return the handovers that say all of it, by customer and day, each with its position in the table."""
    table = tables.get(HANDOVERS)
    if table is None or not has(table, "customer", "since", "giver", "owner"):
        return None
    frame = table.frame[["customer", "since", "giver", "owner"]].assign(position=range(len(table.frame)))
    return frame.dropna().sort_values(["customer", "since", "position"], kind="stable", ignore_index=True)
