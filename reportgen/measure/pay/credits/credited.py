"""Rows of a measure → credits: one row a transaction and payee, with the payee's exact share.

The oldest row of a transaction fixes its day and seller, and so what holds for all its returns and corrections.
Without a declared split a transaction whose lines several people sold is each one's own lines; what goes back on it
is theirs whose line it names, else its first seller's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.actuals.crediting import Crediting
from reportgen.measure.columns import (
    among,
    ordered,
    scaled,
    sorting,
    stamps,
    sums_by_number,
    texts_apart,
    texts_numbered,
    under,
)
from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.credits.shares import OVERLAY, SPLIT, TEAM, shares
from reportgen.measure.roster import change_days


@dataclass(frozen=True, slots=True)
class Credits:
    """Who is credited with which transaction: `key number seller payee part counts day first at`; `part` in 1 ÷ `unit`.

    `first` is the position of the transaction's oldest row in its table and `at` in `rows`, which are the measure's own
    with `_key` and `_number`, so that sums of other measures can be divided alike. `sold` are the pairs of transactions
    and people where a transaction is several people's.
    """

    unit: int
    frame: pd.DataFrame = field(repr=False)
    rows: pd.DataFrame = field(repr=False)
    sold: pd.DataFrame = field(repr=False)

    def in_parts(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Return what makes the same credits again, and of what."""
        return Credits, (self.unit, self.frame, self.rows, self.sold)

    def sums(self, rows: pd.DataFrame, decimals: int) -> pd.Series[Any]:
        """Return a measure's rows (with `_key`) as each credit's part, at 1 ÷ (`unit` × 10 ** more decimals)."""
        if len(self.sold):
            owned = with_sellers(rows, self.rows, self.sold)
            have, want = texts_numbered(owned[["_key", "_seller"]], self.frame[["key", "seller"]])
        else:
            have, want = rows["_number"].to_numpy(), self.frame["number"].to_numpy()
        total = sums_by_number(have, rows["_value"], want).set_axis(self.frame.index)
        most = int(self.frame["part"].max()) if len(self.frame) else 1
        result: pd.Series[Any] = scaled(total, max(1, most) * 10**decimals) * 10**decimals * self.frame["part"]
        return result

    def until(self, rows: pd.DataFrame) -> Credits:
        """Return what the first rows alone say, where no transaction is several people's."""
        there = (self.frame["at"] < len(rows)).to_numpy()
        return Credits(self.unit, self.frame[there].reset_index(drop=True), rows, self.sold)


def credited(bench: Bench, rows: pd.DataFrame, transaction: str, credit: str = "own") -> Credits:
    """Credit a measure's known rows (oldest first, with `_key _number _person _day _value`) to people.

    With `credit` `team` each transaction is credited to the teams that its seller belonged to on its day.
    """
    told = shares(bench, transaction)
    named = (rows["_number"] >= 0).to_numpy()
    sold = _several(rows[named], told.frame["key"])
    if len(sold):
        owned = with_sellers(rows[named], rows[named], sold)
        first = owned.drop_duplicates(["_key", "_seller"], keep="first")
        at = np.flatnonzero(named)[~owned[["_key", "_seller"]].duplicated(keep="first").to_numpy()]
    else:
        at = np.flatnonzero(named & ~rows["_number"].duplicated(keep="first").to_numpy())
        first = rows.iloc[at]
        first = first.assign(_seller=first["_person"])
    numbers = first["_number"].astype("int64")
    columns = {"key": first["_key"], "number": numbers, "seller": first["_seller"], "day": first["_day"]}
    frame = pd.DataFrame({**columns, "first": first.index, "at": at}).reset_index(drop=True)
    frame = _shared(frame, told.frame, told.unit)
    if credit == TEAM:
        frame = of_teams(crediting(bench), frame[frame["counts"] != OVERLAY], "payee", "day").assign(counts=TEAM)
    return Credits(told.unit, frame, rows if named.all() else rows[named], sold)


def with_sellers(rows: pd.DataFrame, known: pd.DataFrame, sold: pd.DataFrame) -> pd.DataFrame:
    """Return rows with `_seller`: their transaction's first, or their own person where it is one of several sellers."""
    if "_seller" in rows:
        return rows
    first = known.drop_duplicates("_key", keep="first").set_index("_key")["_person"]
    sellers = under(rows["_key"], first)
    if len(sold):
        here, theirs = texts_numbered(rows[["_key", "_person"]], sold)
        mine = np.isin(here, theirs)
        sellers = sellers.mask(mine, rows["_person"])
    return rows.assign(_seller=sellers)


def _several(rows: pd.DataFrame, shared: pd.Series[Any]) -> pd.DataFrame:
    """Return the (transaction, seller) pairs of transactions whose sales are several people's and not split."""
    sold = rows.loc[rows["_value"] > 0, ["_key", "_number", "_person"]]
    people, numbers = texts_apart(sold["_person"])[0], sold["_number"].to_numpy()
    firsts = np.full(int(numbers.max(initial=-1)) + 1, -1)
    firsts[numbers[::-1]] = people[::-1]  # of each transaction the first sale's: written last
    sold = sold[np.isin(numbers, numbers[people != firsts[numbers]])]
    sales = sold[["_key", "_person"]].drop_duplicates()
    several = sales[sales["_key"].duplicated(keep=False)]
    return several[~among(several["_key"], shared)]


def _shared(frame: pd.DataFrame, told: pd.DataFrame, unit: int) -> pd.DataFrame:
    """Put the payees of the splits in the place of the seller, and overlays beside them."""
    single = frame.assign(payee=frame["seller"], part=np.int64(unit), counts="")
    if told.empty:
        return single
    found = told[["number", "payee", "part", "counts", "since", "until"]].merge(frame, on="number", how="inner")
    late, early = found["day"] < found["since"], found["day"] > found["until"]
    found = found[~(late | early)]
    divided = np.isin(single["number"].to_numpy(), found.loc[found["counts"] == SPLIT, "number"].to_numpy())
    columns = list(single.columns)
    whole = pd.concat([single[~divided], found[columns]], ignore_index=True)
    order = sorting([ordered(whole["payee"].astype("string")).to_numpy(), whole["first"].to_numpy()])
    return whole.iloc[order].reset_index(drop=True)


def crediting(bench: Bench) -> Crediting:
    """Return whose teams people belong to, by the roster of the day."""
    return bench.once("crediting", lambda: Crediting(bench.roster))


def of_teams(crediting: Crediting, frame: pd.DataFrame, person: str, day: str) -> pd.DataFrame:
    """Give each row to every team that its person belonged to on its day: the leaders above, and who leads."""
    epochs = np.searchsorted(
        stamps(change_days(crediting.roster)), frame[day].to_numpy(dtype="datetime64[s]"), side="right"
    )
    codes, pairs = pd.MultiIndex.from_arrays([frame[person].astype("string"), epochs]).factorize()
    teams = [crediting.teams(str(who), int(epoch)) for who, epoch in pairs]
    sizes = np.array([len(each) for each in teams], np.intp)
    flat = np.array([leader for each in teams for leader in each], dtype=object)
    starts = np.cumsum(sizes) - sizes
    times = sizes[codes] if teams else np.zeros(len(frame), np.intp)
    rows = np.repeat(np.arange(len(frame)), times)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
    leaders = flat[starts[codes[rows]] + within] if len(rows) else flat
    return frame.iloc[rows].assign(**{person: pd.array(leaders, dtype="string")}).reset_index(drop=True)
