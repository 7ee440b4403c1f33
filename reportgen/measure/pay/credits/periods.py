"""A measure → what each payee is credited with, row by row, for components that are rated per earning period."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from reportgen.measure.pay.bench import Bench, known_rows
from reportgen.measure.pay.credits.credited import credited
from reportgen.measure.pay.credits.keys import ORDER, keys_of
from reportgen.measure.pay.credits.shares import OVERLAY, shares
from reportgen.model.plan import Measure


@dataclass(frozen=True, slots=True)
class PeriodCredits:
    """What payees are credited with: `payee day value key`, `value` an integer of 1 ÷ `unit` of the measure's own unit.

    `day` is that of the transaction that a row belongs to, so a return counts where what it reverses did.
    """

    unit: int
    frame: pd.DataFrame = field(repr=False)


def period_credits(
    bench: Bench, measure: Measure, transaction: str, cut_off: date, credit: str = "own"
) -> PeriodCredits | None:
    """Return a measure as people are credited with it, or None where the inputs lack it.

    Without a transaction each row stands for itself on its own day, divided as its order is. Overlays are nobody's
    base: they count only where a component is rated per transaction.
    """
    table = bench.table(measure)
    if table is None:
        return None
    name = transaction if transaction in table.columns else ""
    keys = keys_of(bench, table, name or ORDER)
    rows = known_rows(table, measure, cut_off)
    decimals = 10 ** table.columns[measure.column].scale if measure.column else 1
    own = rows.rename(columns={"_person": "payee", "_day": "day", "_value": "value"})[["payee", "day", "value"]]
    if keys is None or (not name and shares(bench, ORDER).frame.empty):
        return PeriodCredits(decimals, own.assign(key=""))
    rows = rows.assign(_key=keys.reindex(rows.index))
    found = credited(bench, rows, name or ORDER, credit)
    mine = found.frame[found.frame["counts"] != OVERLAY].drop(columns="first")
    joined = found.rows[["_key", "_seller", "_value", "_day"]].merge(
        mine, left_on=["_key", "_seller"], right_on=["key", "seller"], how="inner"
    )
    value = joined["_value"] * joined["part"]
    day = joined["day"] if name else joined["_day"]
    whole = pd.DataFrame({"payee": joined["payee"], "day": day, "value": value, "key": joined["key"]})
    loose = own[rows["_key"].isna()].assign(value=lambda each: each["value"] * found.unit, key="")
    return PeriodCredits(decimals * found.unit, pd.concat([whole, loose], ignore_index=True))
