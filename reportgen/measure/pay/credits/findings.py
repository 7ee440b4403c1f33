"""Declared splits against the whole of their transactions → shares that make less or more than it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reportgen.measure import kinds
from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.credits.keys import ORDER
from reportgen.measure.pay.credits.shares import SPLIT, SPLITS, shares
from reportgen.model.money import decimal_text
from reportgen.model.problem import Problem


def unsound_splits(bench: Bench) -> Iterator[Problem]:
    """Find transactions whose splits (overlays stand on top) do not make the whole: those who share one are blocked.

    Splits that hold from a day on or until one are summed as they hold together: for each day that one begins.
    """
    told = shares(bench, ORDER)
    table = bench.dataset.tables.get(SPLITS)
    frame = told.frame[told.frame["counts"] == SPLIT]
    if table is None or frame.empty:
        return
    sums = frame.groupby(["key", "since"], dropna=False)["part"].sum()
    for key in dict.fromkeys(str(key) for key, _ in sums[sums != told.unit].index):
        mine = frame[frame["key"] == key]
        total = Fraction(int(mine["part"].sum()), told.unit) * 100
        said = decimal_text(total) or f"{total.numerator}/{total.denominator}"
        people = tuple(dict.fromkeys(mine["payee"].astype(str)))
        yield Problem(kinds.SPLIT_NOT_WHOLE, table.place(int(mine["row"].iloc[0])), key, (("sum", said),), people)
