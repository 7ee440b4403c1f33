"""Turns a table whose columns are summed beside them into those checks: `合计` behind twelve months, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


def crossings(whole: Seen, names: Mapping[int, str], rows: Any) -> tuple[Crossing, ...]:
    """Return the columns that sum those before them, with the rows in which they do not.

    A column is one of them where its name is that of a sum and most rows agree.
    """
    labels = {column: label for column, name in names.items() if (label := _label(name))}
    if not labels or len(rows) < 2:
        return ()
    numeric = [column for column in names if _is_numeric(whole, column, rows)]
    read = {column: _figures(whole, column, rows) for column in numeric}
    found = []
    for column in labels:
        for covers in _blocks(column, labels, numeric):
            crossing = _checked(column, covers, read, rows)
            if crossing:
                found.append(crossing)
                break
    return tuple(found)


def _label(name: str) -> Label | None:
    label = sum_label(name.rpartition(" / ")[2])
    return None if label is None or label.other or label.weak else label


def _blocks(column: int, labels: Mapping[int, Label], numeric: list[int]) -> Iterator[tuple[int, ...]]:
    """Give the columns that one may sum: those since the last such column, and all before it."""
    before = [one for one in numeric if one < column]
    last = max((one for one in before if one in labels), default=-1)
    for covers in ([one for one in before if one > last], [one for one in before if one not in labels]):
        if len(covers) >= 2:
            yield tuple(covers)


def _is_numeric(whole: Seen, column: int, rows: Any) -> bool:
    looks = [look for row in rows[:_SAMPLE].tolist() if (look := whole.look(row, column)) is not Look.BLANK]
    return bool(looks) and all(look in {Look.NUMBER, Look.NEUTRAL} for look in looks)


def _figures(whole: Seen, column: int, rows: Any) -> Figures:
    return figures(at_rows(whole.grid.columns[column], rows))


def _checked(column: int, covers: tuple[int, ...], read: Mapping[int, Figures], rows: Any) -> Crossing | None:
    """Hold a column against others in whole numbers of one scale; None where most rows do not agree."""
    used = [read[one] for one in (*covers, column) if one in read]
    if len(used) <= len(covers) or any(one.units.dtype == object for one in used):
        return None
    scale = max(one.scale for one in used)
    if any(int(np.abs(one.units).max(initial=0)) * 10 ** (scale - one.scale) > _MOST_UNITS for one in used):
        return None
    units = [one.units * 10 ** (scale - one.scale) for one in used]
    readable = np.ones(len(rows), bool)
    for one in used:
        readable[one.unread] = False
    summed, said = np.sum(units[:-1], axis=0), units[-1]
    # Figures with many decimals carry the noise of binary fractions.
    noise = np.sum(np.abs(units), axis=0) // 10**12 if scale > 6 else 0
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
    return Crossing(column, covers, checked, differing)
