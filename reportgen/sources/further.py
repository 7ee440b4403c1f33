"""Turns the rows that one problem stands for besides its own into words: how many, which they are, how many in all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

_NAMED = 40
"""Runs of rows that are named; a longer list names the last row instead."""


def further(rows: Any, elsewhere: int = 0, listed: int = 0) -> str:
    """Say which further rows, as people count them, a problem is about.

    `elsewhere` are those on other sheets, `listed` those that were reported one by one before this problem.
    """
    count = len(rows) + elsewhere
    told = f" The same is so of further rows here: {count}"
    named = f"rows {row_ranges(rows)}" if len(rows) else ""
    others = f"{elsewhere} on other sheets" if elsewhere else ""
    told += f" ({', '.join(filter(None, (named, others)))})." if named or others else "."
    if listed:
        told += f" In all there are {listed + 1 + count}; the first {listed + 1} are told one by one."
    return told


def further_of(frame: pd.DataFrame, positions: Sequence[int], listed: int = 0) -> str:
    """Say which further rows a problem at the first of some positions of a table is about."""
    sources = frame["_source"].to_numpy()[list(positions)]
    rows = frame["_row"].to_numpy()[list(positions)][1:]
    here = sources[1:] == sources[0]
    return further(np.unique(rows[here]), int((~here).sum()), listed)


def row_ranges(rows: Any) -> str:
    """Write rows as `12, 15-40`."""
    numbers = np.unique(np.asarray(rows, np.int64))
    runs = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs[:_NAMED]]
    return ", ".join(told) + (f" and others up to {numbers[-1]}" if len(runs) > _NAMED else "")
