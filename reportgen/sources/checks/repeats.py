"""A table → rows that stand in it twice: the very same ones, and others of the same business key."""

from __future__ import annotations

from typing import Any

import numpy as np

from reportgen.model.table import NUMERIC, Table
from reportgen.sources import kinds
from reportgen.sources.checks.columns import ABSENT, codes, first_of, in_place_order, shown
from reportgen.sources.checks.suspects import Said, Suspects


def repeated(table: Table) -> list[Suspects]:
    """Suspect rows that an earlier row, by place, repeats: in one file or over files.

    The very same row again would count twice and blocks its person, where its business key says that it is the same
    thing. Without a key two equal rows may both be meant, and matter only where there is something to sum. One with
    other values may be a slip in the key.
    """
    keys = [name for name in table.key if name in table.columns]
    height = len(table.frame)
    whole_key = bool(keys) and len(keys) == len(table.key)
    key = codes((table.frame, keys))[0] if whole_key else np.full(height, ABSENT)
    again = _again(table, np.flatnonzero(key != ABSENT), key)
    keyless = np.flatnonzero(key == ABSENT) if _has_amounts(table) else again[:0]
    if not again.size and not keyless.size:
        return []
    same = _identical(table, np.union1d(_in_doubt(key, again), keyless))
    is_same = same >= 0
    told_of_people = is_same[again] & ("person" in table.columns)
    slips = again[~is_same[again]]
    repeats = np.concatenate((again[is_same[again] & ~told_of_people], keyless[is_same[keyless]]))
    first = first_of(key, int(key.max(initial=ABSENT)) + 1, in_place_order(table, np.flatnonzero(key != ABSENT)))

    def equal(position: int) -> Said:
        return Said(shown(table, keys, position), (("other", str(table.place(int(same[position])))),))

    def keyed(position: int) -> Said:
        return Said(shown(table, keys, position), (("other", str(table.place(int(first[key[position]])))),))

    return [
        Suspects(kinds.DUPLICATE_ROW, table, again[told_of_people], "", equal),
        Suspects(kinds.ROW_REPEATED, table, repeats, "", equal),
        Suspects(kinds.DUPLICATE_KEY, table, slips, "", keyed, ""),
    ]


def _has_amounts(table: Table) -> bool:
    return any(column.type in NUMERIC for column in table.columns.values())


def _again(table: Table, rows: Any, groups: Any) -> Any:
    """Return the rows of groups that have an earlier row, by place."""
    if not rows.size or np.bincount(groups[rows]).max() < 2:
        return rows[:0]
    first = first_of(groups, int(groups.max()) + 1, in_place_order(table, rows))
    return rows[first[groups[rows]] != rows]


def _in_doubt(key: Any, again: Any) -> Any:
    """Return all rows of the keys that stand twice."""
    return np.flatnonzero(np.isin(key, key[again])) if again.size else again


def _identical(table: Table, rows: Any) -> Any:
    """Return, for each row of the table, the first row by place that is the same in every column, or -1."""
    found = np.full(len(table.frame), -1)
    if rows.size < 2:
        return found
    frame = table.frame.iloc[rows]
    (whole,) = codes((frame, list(table.columns)), absent_too=True)
    order = in_place_order(table, rows)
    numbers = np.full(len(table.frame), ABSENT)
    numbers[rows] = whole
    first = first_of(numbers, int(whole.max()) + 1, order)
    again = rows[first[whole] != rows]
    found[again] = first[numbers[again]]
    return found
