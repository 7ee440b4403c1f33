"""A measure's rows → what each payee is credited with, row by row, for components rated per earning period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from reportgen.measure.columns import joined, scaled
from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.credits.credited import credited, crediting, of_teams, with_sellers
from reportgen.measure.pay.credits.keys import ORDER, keys_of
from reportgen.measure.pay.credits.shares import OVERLAY, TEAM, shares
from reportgen.model.table import Table


@dataclass(frozen=True, slots=True)
class PeriodCredits:
    """What payees are credited with: `_key _person _day _value`, values in parts of `unit`.

    `_day` is that of the transaction that a row belongs to, so a return counts where what it reverses did.
    """

    unit: int
    frame: pd.DataFrame = field(repr=False)


def keyed(bench: Bench, table: Table, rows: pd.DataFrame, transaction: str) -> pd.DataFrame:
    """Return known rows with `_key`, absent where they name no transaction."""
    keys = keys_of(bench, table, transaction)
    return rows.assign(_key=keys.reindex(rows.index) if keys is not None else pd.Series(dtype="string"))


def by_transaction(
    bench: Bench, rows: pd.DataFrame, base: pd.DataFrame, transaction: str, credit: str
) -> PeriodCredits:
    """Credit rows to those who are credited with their transaction among the rows of `base` (both with `_key`).

    Rows of the base that name no transaction stay whose they are; cash that names none is nobody's.
    """
    found = credited(bench, base, transaction, credit)
    named = rows[rows["_key"].notna()]
    if "_person" not in named:
        named = named.assign(_person="")
    owned = with_sellers(named, found.rows, found.sold)[["_key", "_seller", "_value"]]
    mine = found.frame[["key", "seller", "payee", "part", "day"]]
    both = joined(owned, mine, ["_key", "_seller"], ["key", "seller"])
    most = int(both["part"].max()) if len(both) else 1
    whole = _frame(
        both["_key"],
        both["payee"],
        both["day"],
        scaled(both["_value"], most) * both["part"],
    )
    loose = base[base["_key"].isna()] if rows is base else base.iloc[:0]
    return PeriodCredits(found.unit, _with_loose(whole, loose, found.unit))


def by_row(bench: Bench, table: Table, rows: pd.DataFrame, credit: str) -> PeriodCredits:
    """Credit each row by itself, on its own day: to its person, or to those who share its order.

    With `credit` `team` it is credited to the teams that its person belonged to on its day.
    """
    told = shares(bench, ORDER)
    if told.frame.empty or keys_of(bench, table, ORDER) is None:
        return PeriodCredits(1, _rolled(bench, rows.assign(_key=""), credit))
    named = keyed(bench, table, rows, ORDER)
    counted = told.frame[told.frame["counts"] != OVERLAY] if credit == TEAM else told.frame
    both = joined(named, counted[["key", "payee", "part"]], ["_key"], ["key"])
    shared = _frame(
        both["_key"],
        both["payee"],
        both["_day"],
        scaled(both["_value"], told.unit) * both["part"],
    )
    whole = _with_loose(shared, named[~named["_key"].isin(counted["key"])], told.unit)
    return PeriodCredits(told.unit, _rolled(bench, whole, credit))


def _rolled(bench: Bench, rows: pd.DataFrame, credit: str) -> pd.DataFrame:
    """Credit rows to the teams of their people where a component counts teams."""
    return of_teams(crediting(bench), rows, "_person", "_day") if credit == TEAM else rows


def _frame(key: pd.Series[Any], person: pd.Series[Any], day: pd.Series[Any], value: pd.Series[Any]) -> pd.DataFrame:
    return pd.DataFrame({"_key": key, "_person": person, "_day": day, "_value": value})


def _with_loose(shared: pd.DataFrame, loose: pd.DataFrame, unit: int) -> pd.DataFrame:
    rest = _frame(loose["_key"], loose["_person"], loose["_day"], scaled(loose["_value"], unit) * unit)
    whole = pd.concat([each for each in (shared, rest) if len(each)] or [shared], ignore_index=True)
    return whole.astype({"_person": "string"})
