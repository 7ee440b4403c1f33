"""Turns the figures of a pivot table with one column of labels into its parents and the rows each of them sums."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

_NOISE = Fraction(1, 10**9)


def outline(figures: Sequence[Sequence[Fraction]], is_data: Any, end: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return each parent with its children, all indexes of rows before `end`, parents above their children.

    Nothing where not every row belongs to such a group: then the rows are no outline.
    """
    rows = [index for index in range(end) if is_data[index]]
    groups: list[tuple[int, tuple[int, ...]]] = []
    place = 0
    while place < len(rows):
        children = _children(figures, rows, place)
        if not children:
            return ()
        groups.append((rows[place], children))
        place += 1 + len(children)
    return tuple(groups) if any(len(children) > 1 for _, children in groups) else ()


def _children(figures: Sequence[Sequence[Fraction]], rows: Sequence[int], place: int) -> tuple[int, ...]:
    """Return the rows right below one that sum to it in every column, or none."""
    parent = figures[rows[place]]
    rest = list(parent)
    scale = [abs(value) * _NOISE for value in parent]
    for count, row in enumerate(rows[place + 1 :], 1):
        rest = [left - value for left, value in zip(rest, figures[row], strict=True)]
        if all(abs(left) <= noise for left, noise in zip(rest, scale, strict=True)):
            return tuple(rows[place + 1 : place + 1 + count])
        if any(parent_value > 0 > left for parent_value, left in zip(parent, rest, strict=True)) and not any(
            value < 0 for value in figures[row]
        ):
            return ()
    return ()
