"""A measure's rows → what each payee is credited with, row by row, for components rated per earning period."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from reportgen.measure.columns import joined, scaled
from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.credits.credited import Credits, credited, crediting, of_teams, with_sellers
from reportgen.measure.pay.credits.keys import ORDER, keys_of
from reportgen.measure.pay.credits.known import keyed, rows_keyed
from reportgen.measure.pay.credits.shares import OVERLAY, TEAM, shares
from reportgen.model.plan import Measure
from reportgen.model.table import Table


@dataclass(frozen=True, slots=True)
class PeriodCredits:
    """What payees are credited with: `_key _person _day _value`, values in parts of `unit`.

    `_day` is that of the transaction that a row belongs to, so a return counts where what it reverses did.
    """

    unit: int
    frame: pd.DataFrame = field(repr=False)


def credited_by(bench: Bench, table: Table, measure: Measure, transaction: str, credit: str, cut_off: date) -> Credits:
    """Return who is credited with the transactions of a measure's rows that are known on a day.

    Where no transaction is several people's this does not change from day to day: it is found once for all of them.
    """
    name = ("credited by", id(table), measure.id, measure.since, transaction, credit)
    last = rows_keyed(bench, table, measure, transaction, date.max)
    every = bench.once(name, lambda: credited(bench, last, transaction, credit))
    rows = rows_keyed(bench, table, measure, transaction, cut_off)
    return credited(bench, rows, transaction, credit) if len(every.sold) else every.until(rows)


def by_transaction(rows: pd.DataFrame, base: pd.DataFrame, found: Credits) -> PeriodCredits:
    """Credit rows to those who are `found` to be credited with their transaction among the rows of `base`.

    Rows of the base that name no transaction stay whose they are; cash that names none is nobody's.
    """
    named = rows[(rows["_number"] >= 0).to_numpy()]
    both = _beside(named, found)
    most = int(both["part"].max()) if len(both) else 1
    whole = _frame(
        both["_key"],
        both["payee"],
        both["day"],
        scaled(both["_value"], most) * both["part"],
    )
    loose = base[base["_key"].isna()] if rows is base else base.iloc[:0]
    return PeriodCredits(found.unit, _with_loose(whole, loose, found.unit))


def _beside(rows: pd.DataFrame, found: Credits) -> pd.DataFrame:
    """Return rows beside the credits of their transaction, or of their seller in it."""
    mine = found.frame[["key", "number", "seller", "payee", "part", "day"]]
    if not len(found.sold):
        return rows[["_key", "_number", "_value"]].merge(mine, left_on="_number", right_on="number", how="inner")
    persons = rows if "_person" in rows else rows.assign(_person="")
    owned = with_sellers(persons, found.rows, found.sold)[["_key", "_seller", "_value"]]
    return joined(owned, mine, ["_key", "_seller"], ["key", "seller"])


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
