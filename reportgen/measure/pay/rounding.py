"""What several people earn of one transaction → parts of whole minor units that make what it earned."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reportgen.measure.columns import LARGEST, half_up_columns, ordered, widened


def parts_of_whole(
    earned: pd.Series[Any], money: pd.Series[Any], fine: int, first: pd.DataFrame, shared: pd.Series[Any]
) -> pd.Series[Any]:
    """Round shared lines so that their sum is the rounded sum: largest remainder, ties by payee (pay.md §4.3).

    `money` is exact, in 1 ÷ `fine` minor units; `earned` is each line rounded by itself, which all others keep.
    """
    if not shared.any():
        return earned
    work = pd.DataFrame({"key": first["key"], "payee": first["payee"], "money": money})[shared.to_numpy()]
    if int(work["money"].abs().max()) * 2 * len(work) > LARGEST:
        work["money"] = widened(work["money"])
    whole = work.groupby("key")["money"].transform("sum")
    # A transaction that takes back is divided as its mirror image.
    sign = pd.Series(1, index=work.index).where(whole >= 0, -1)
    size = work["money"] * sign
    low = size // fine
    left = half_up_columns(whole * sign, fine) - low.groupby(work["key"]).transform("sum")
    ranked = work.assign(rest=ordered(size - low * fine)).sort_values(
        ["rest", "payee"], ascending=[False, True], kind="stable"
    )
    rank = ranked.groupby("key").cumcount().reindex(work.index)
    result: pd.Series[Any] = earned.copy()
    result[shared] = (low + (rank < left).astype("int64")) * sign
    return result
