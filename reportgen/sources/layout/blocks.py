"""Turns which cells are filled into blocks: the parts of a sheet that blank columns and rows keep apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from reportgen.sources.layout.header import SEARCHED_ROWS, header_name
from reportgen.sources.layout.looks import Look, Seen

MOST_BANDS = 400
"""Runs of rows between blank rows that are looked at singly; all beyond them belong to the last table."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a sheet: its columns on the grid, and its non-blank rows as runs (first, last), inclusive."""

    columns: tuple[int, ...]
    bands: tuple[tuple[int, int], ...]

    @property
    def top(self) -> int:
        """Return the first row."""
        return self.bands[0][0]

    @property
    def bottom(self) -> int:
        """Return the last row."""
        return self.bands[-1][1]


def blocks(seen: Seen, wanted: frozenset[str] = frozenset()) -> tuple[Block, ...]:
    """Cut a sheet where a blank column parts two tables, or a band of rows does; left to right within top to bottom."""
    if not seen.grid.height:
        return ()
    return tuple(_cut(seen, 0, seen.grid.height, tuple(range(len(seen.filled))), wanted, by_rows=True))


def any_filled(seen: Seen, columns: tuple[int, ...], top: int, bottom: int) -> Any:
    """Return for each row from `top` up to `bottom` whether any of the columns is filled there, or merged into it."""
    rows = np.zeros(bottom - top, bool)
    for column in columns:
        rows |= seen.filled[column][top:bottom]
        if rows.all():
            break
    wanted = set(columns)
    for merge in seen.grid.merges:
        if merge.left in wanted and merge.bottom > merge.top and seen.filled[merge.left][merge.top]:
            rows[max(0, merge.top - top) : max(0, merge.bottom + 1 - top)] = True
    return rows


def runs(mask: Any, offset: int = 0) -> list[tuple[int, int]]:
    """Return the runs of true values as (first, last), inclusive; the last one holds all beyond the most."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8))).reshape(-1, 2) + offset
    found = [(int(first), int(last) - 1) for first, last in edges[:MOST_BANDS]]
    return found if len(edges) <= MOST_BANDS else [*found, (int(edges[MOST_BANDS, 0]), int(edges[-1, 1]) - 1)]


def _cut(
    seen: Seen, top: int, bottom: int, columns: tuple[int, ...], wanted: frozenset[str], *, by_rows: bool
) -> list[Block]:
    bands = runs(any_filled(seen, columns, top, bottom), top)
    if not bands:
        return []
    top, bottom = bands[0][0], bands[-1][1] + 1
    strips = _strips(seen, columns, top, bottom, wanted)
    if len(strips) > 1:
        return [block for strip in strips for block in _cut(seen, top, bottom, strip, wanted, by_rows=True)]
    columns = strips[0]
    if by_rows and 1 < len(bands) <= MOST_BANDS:
        parts = [_cut(seen, first, last + 1, columns, wanted, by_rows=False) for first, last in bands]
        if any(len(part) > 1 for part in parts):
            return _joined(parts, columns)
    return [Block(columns, tuple(bands))]


def _joined(parts: list[list[Block]], columns: tuple[int, ...]) -> list[Block]:
    """Put bands that are not cut back together with their neighbours above; those that are cut stand alone."""
    whole: list[Block] = []
    joins = False
    for part in parts:
        if len(part) == 1:
            block = Block(columns, part[0].bands)
            if joins:
                whole[-1] = Block(columns, whole[-1].bands + block.bands)
            else:
                whole.append(block)
            joins = True
        else:
            whole += part
            joins = False
    return whole


def _strips(
    seen: Seen, columns: tuple[int, ...], top: int, bottom: int, wanted: frozenset[str]
) -> list[tuple[int, ...]]:
    """Cut columns at those that are blank throughout, where what stands on both sides is a table of its own."""
    used = [
        bool(seen.filled[column][top:bottom].any()) or _is_merged_into(seen, column, top, bottom) for column in columns
    ]
    strips = [columns[first : last + 1] for first, last in runs(np.array(used))]
    kept: list[tuple[int, ...]] = strips[:1]
    for strip in strips[1:]:
        if _are_apart(seen, kept[-1], strip, top, bottom) and not _complete_each_other(
            seen, kept[-1], strip, top, wanted
        ):
            kept.append(strip)
        else:
            kept[-1] = kept[-1] + strip
    return kept or [columns]


def _is_merged_into(seen: Seen, column: int, top: int, bottom: int) -> bool:
    return any(
        merge.left < column <= merge.right and merge.top < bottom and merge.bottom >= top
        for merge in seen.grid.merges
        if merge.right > merge.left
    )


def _are_apart(seen: Seen, left: tuple[int, ...], right: tuple[int, ...], top: int, bottom: int) -> bool:
    """Tell whether two strips are two tables.

    Each has two rows at least, and they begin or end in different rows (titles and notes aside), name the same columns
    or both begin with words and have numbers behind them. A single column is a table of its own only where it stands
    elsewhere for the most part.
    """
    extents = [_extent(seen, strip, top, bottom) for strip in (left, right)]
    if any(last - first < 1 for first, last in extents):
        return False
    (first, last), (other_first, other_last) = extents
    if min(len(left), len(right)) < 2:
        both = min(last, other_last) - max(first, other_first) + 1
        return both * 2 < min(last - first, other_last - other_first) + 1
    if (
        first == other_first
        and last != other_last
        and not _is_dense(seen, left if last < other_last else right, extents)
    ):
        return False
    if extents[0] != extents[1] or _share_names(seen, left, right, first):
        return True
    return all(_has_labels_and_numbers(seen, strip, first, last) for strip in (left, right))


def _has_labels_and_numbers(seen: Seen, columns: tuple[int, ...], first: int, last: int) -> bool:
    """Tell whether a strip begins with words and has numbers behind them, as a table does that stands for itself."""
    rows = range(first + 1, min(last + 1, first + 12))
    looks = [[look for row in rows if (look := seen.look(row, column)) is not Look.BLANK] for column in columns]
    words = bool(looks) and bool(looks[0]) and all(look is Look.WORDS for look in looks[0])
    return words and any(found and all(look is Look.NUMBER for look in found) for found in looks[1:])


def _is_dense(seen: Seen, shorter: tuple[int, ...], extents: list[tuple[int, int]]) -> bool:
    """Tell whether the shorter of two strips that begin together has no gaps: columns that few rows fill have."""
    first, last = min(extents, key=lambda extent: extent[1])
    return bool(any_filled(seen, shorter, first, last + 1).all())


def _complete_each_other(
    seen: Seen, left: tuple[int, ...], right: tuple[int, ...], top: int, wanted: frozenset[str]
) -> bool:
    """Tell whether in one row both strips have names that are looked for, none of them twice: that is one table."""
    if not wanted:
        return False
    for row in range(top, min(top + SEARCHED_ROWS, seen.grid.height)):
        found = [
            {name for column in strip if (name := header_name(seen.text(row, column))) in wanted}
            for strip in (left, right)
        ]
        if all(found) and not found[0] & found[1]:
            return True
    return False


def _extent(seen: Seen, columns: tuple[int, ...], top: int, bottom: int) -> tuple[int, int]:
    """Return the first and last row of a strip in which more stands than one text: titles and notes are none of it."""
    counts = np.zeros(bottom - top, np.uint16)
    for column in columns:
        counts += seen.filled[column][top:bottom]
    found = np.flatnonzero(counts >= min(2, len(columns)))
    return (int(found[0]) + top, int(found[-1]) + top) if len(found) else (0, 0)


def _share_names(seen: Seen, left: tuple[int, ...], right: tuple[int, ...], offset: int) -> bool:
    """Tell whether in one of the first rows both strips show the same two words."""
    height = seen.grid.height
    for row in range(offset, min(offset + 6, height)):
        words = [
            {seen.text(row, column) for column in strip if seen.look(row, column) is Look.WORDS}
            for strip in (left, right)
        ]
        if len(words[0] & words[1]) >= 2:
            return True
    return False
