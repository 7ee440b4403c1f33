"""Receipts that name only a customer → for each transaction what it was given of them, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from reportgen.measure.columns import at_scale
from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.release.alike import alike
from reportgen.measure.pay.release.allocated import allocated
from reportgen.model.pay import Component
from reportgen.model.quantity import money
from reportgen.model.step import Step

GIVEN = "allocated to it"


def given_to(bench: Bench, component: Component, transaction: str, until: date) -> Mapping[str, Step]:
    """Return by transaction what receipts that do not name it paid of it up to a day, with their places."""
    due, came = alike(bench, component) if component.release.collected else (None, None)
    cash = None
    if due is not None and came is not None:
        cash = allocated(bench, transaction, due, came, component.release.allocation or "oldest_due")
    if cash is None:
        return {}
    rows = cash.frame[cash.frame["found"] & cash.frame["_key"].notna()]
    found = {}
    for key, mine in rows[rows["_day"] <= pd.Timestamp(until)].groupby("_key"):
        amount = at_scale(int(mine["_value"].sum()), cash.scale)
        places = tuple(cash.table.place(int(row)) for row in dict.fromkeys(mine["row"]))
        said = "receipts that name only the customer, as the plan allocates them"
        found[str(key)] = Step(GIVEN, money(amount, bench.plan.company.currency), said, places=places)
    return found
