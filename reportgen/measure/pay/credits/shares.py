"""The table of splits → each person's exact share of each transaction, as integers of one common part."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.columns import integers
from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.credits.keys import keys_of, numbers_of
from reportgen.model.money import exact
from reportgen.model.table import Table

SPLITS = "splits"
SPLIT, OVERLAY, TEAM = "split", "overlay", "team"
"""How a transaction is credited to somebody who is not simply its seller."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Who shares which transaction: `key number payee part counts since until row`, `part` in 1 ÷ `unit` of the whole.

    `number` is the transaction's, `row` the position in the table; `since` and `until` are absent where the table does
    not date its shares.
    """

    unit: int
    frame: pd.DataFrame = field(repr=False)


def shares(bench: Bench, transaction: str) -> Shares:
    """Return the shares that the table of splits tells, none where there is no such table."""
    return bench.once(("shares", transaction), lambda: _shares(bench, transaction))


def _shares(bench: Bench, transaction: str) -> Shares:
    table = bench.dataset.tables.get(SPLITS)
    keys = keys_of(bench, table, transaction) if table is not None else None
    numbers = numbers_of(bench, table, transaction) if table is not None else None
    if table is None or keys is None or numbers is None or "person" not in table.columns:
        return Shares(
            1,
            _frame(Table(SPLITS, {}, (), (), pd.DataFrame({"person": pd.Series(dtype="string")})), None).assign(
                number=np.int32(-1)
            ),
        )
    above, below = _parts(table)
    frame = _frame(table, keys).assign(number=numbers)
    whole: np.ndarray = (above >= 0) & (below > 0) & (frame["key"].notna() & frame["payee"].notna()).to_numpy()
    unit = lcm(*(int(each) for each in np.unique(below[whole]))) if whole.any() else 1
    # Not in place: the parts of a wide unit are Python integers.
    frame["part"] = pd.Series(above[whole], index=frame.index[whole]) * (
        unit // pd.Series(below[whole], frame.index[whole])
    )
    return Shares(unit, frame[whole].astype({"part": "int64"}))


def _frame(table: Table, keys: pd.Series[Any] | None) -> pd.DataFrame:
    rows = table.frame
    frame = pd.DataFrame(
        {
            "key": keys if keys is not None else pd.Series(dtype="string"),
            "payee": rows["person"].astype("string"),
            "part": np.int64(0),
            "counts": SPLIT,
            "row": np.arange(len(rows)),
        },
        index=rows.index,
    )
    if "counts" in table.columns:
        frame["counts"] = np.where(rows["counts"].fillna(SPLIT).to_numpy() == OVERLAY, OVERLAY, SPLIT)
    for name in ("since", "until"):
        frame[name] = rows[name] if name in table.columns else pd.Series(pd.NaT, rows.index, dtype="datetime64[s]")
    return frame


def _parts(table: Table) -> tuple[np.ndarray, np.ndarray]:
    """Return each row's share as numerator and denominator in lowest terms; −1 where it has none."""
    if {"parts", "whole"} <= set(table.columns):
        scales = table.columns["parts"].scale, table.columns["whole"].scale
        above = integers(table.frame["parts"].fillna(-1)).to_numpy() * 10 ** max(0, scales[1] - scales[0])
        below = integers(table.frame["whole"]).to_numpy() * 10 ** max(0, scales[0] - scales[1])
    elif "share" in table.columns:
        codes, texts = pd.factorize(table.frame["share"].astype("string"))
        read = [share_of(str(text)) for text in texts]
        above = np.array([*(each.numerator for each in read), -1])[codes]
        below = np.array([*(each.denominator for each in read), 1])[codes]
    else:
        return np.full(len(table.frame), -1), np.ones(len(table.frame), np.int64)
    common = np.gcd(np.abs(above), np.abs(below))
    common[common == 0] = 1
    return above // common, below // common


def share_of(text: str) -> Fraction:
    """Read a share exactly: `60 %`, `0.6`, `1/3`; −1 for anything else, which the table's own checks refuse."""
    above, _, below = text.partition("/")
    try:
        return exact(above) / exact(below) if below else exact(above)
    except (ValueError, ZeroDivisionError):
        return Fraction(-1)
