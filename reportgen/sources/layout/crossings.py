"""Turns a table whose columns are summed beside them into those checks: `合计` behind twelve months, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from reportgen.sources.layout.area import Crossing, SumCheck, at_rows
from reportgen.sources.layout.figures import Figures, figures
from reportgen.sources.layout.labels import Label, sum_label
from reportgen.sources.layout.looks import Look, Seen

_SAMPLE = 40
_LISTED = 1_000
_MOST_UNITS = 2**52
_MOST_SUMMED = 2**62


@dataclass(slots=True)
class Running:
    """Columns added up row by row, from left to right, in whole numbers of 10^-scale: each is looked at once.

    `most` is the largest number among them and `bound` what no sum exceeds; `fits` tells whether 64 bits hold them.
    `sizes` are the sums of the numbers without their signs, `readable` the rows in which every cell is a number.
    """

    columns: list[int]
    summed: Any
    sizes: Any
    readable: Any
    scale: int = 0
    most: int = 0
    bound: int = 0
    fits: bool = True


def crossings(whole: Seen, names: Mapping[int, str], rows: Any) -> tuple[Crossing, ...]:
    """Return the columns that sum those before them, with the rows in which they do not.

    A column is one of them where its name is that of a sum and most rows agree: with the columns since the last such
    one, or with all before it.
    """
    labels = {column for column, name in names.items() if _label(name)}
    if not labels or len(rows) < 2:
        return ()
    since, before = _nothing(len(rows)), _nothing(len(rows))
    found = []
    for column in sorted(column for column in names if column <= max(labels) and _is_numeric(whole, column, rows)):
        read = figures(at_rows(whole.grid.columns[column], rows))
        if column not in labels:
            _add(since, column, read)
            _add(before, column, read)
            continue
        crossing = _checked(column, read, since, rows) or _checked(column, read, before, rows)
        found += [crossing] if crossing else []
        since = _nothing(len(rows))
    return tuple(found)


def _nothing(height: int) -> Running:
    return Running([], np.zeros(height, np.int64), np.zeros(height, np.int64), np.ones(height, bool))


def _add(running: Running, column: int, read: Figures) -> None:
    running.columns.append(column)
    scale = max(running.scale, read.scale)
    running.fits = running.fits and _fits(running, read, scale)
    if not running.fits:
        return
    factor, units = 10 ** (scale - running.scale), read.units * 10 ** (scale - read.scale)
    running.summed = running.summed * factor + units
    running.sizes = running.sizes * factor + np.abs(units)
    running.readable[read.unread] = False
    running.most = max(running.most * factor, _largest(read, scale))
    running.bound = running.bound * factor + _largest(read, scale)
    running.scale = scale


def _fits(running: Running, read: Figures, scale: int) -> bool:
    """Tell whether the sums and one more column fit at a scale."""
    factor = 10 ** (scale - running.scale)
    if read.units.dtype == object or max(running.most * factor, _largest(read, scale)) > _MOST_UNITS:
        return False
    return bool(running.bound * factor + _largest(read, scale) <= _MOST_SUMMED)


def _largest(read: Figures, scale: int) -> int:
    return int(np.abs(read.units).max(initial=0)) * int(10 ** (scale - read.scale))


def _label(name: str) -> Label | None:
    label = sum_label(name.rpartition(" / ")[2])
    return None if label is None or label.other or label.weak else label


def _is_numeric(whole: Seen, column: int, rows: Any) -> bool:
    looks = [look for row in rows[:_SAMPLE].tolist() if (look := whole.look(row, column)) is not Look.BLANK]
    return bool(looks) and all(look in {Look.NUMBER, Look.NEUTRAL} for look in looks)


def _checked(column: int, read: Figures, running: Running, rows: Any) -> Crossing | None:
    """Hold a column against those added up, in whole numbers of one scale; None where most rows do not agree."""
    scale = max(running.scale, read.scale)
    if len(running.columns) < 2 or not running.fits or not _fits(running, read, scale):
        return None
    factor, said = 10 ** (scale - running.scale), read.units * 10 ** (scale - read.scale)
    summed, readable = running.summed * factor, running.readable.copy()
    readable[read.unread] = False
    # Figures with many decimals carry the noise of binary fractions.
    noise = (running.sizes * factor + np.abs(said)) // 10**12 if scale > 6 else 0
    wrong = readable & (np.abs(summed - said) > noise)
    checked = int(readable.sum())
    if not checked or int(wrong.sum()) * 2 > checked:
        return None
    differing = tuple(
        (
            int(rows[index]),
            SumCheck(column, Fraction(int(said[index]), 10**scale), Fraction(int(summed[index]), 10**scale)),
        )
        for index in np.flatnonzero(wrong)[:_LISTED].tolist()
    )
    return Crossing(column, tuple(running.columns), checked, differing)
