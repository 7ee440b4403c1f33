"""Turns rows that only draw a line (`-----|-----`) into blank ones: no header, no data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.sources.chunks import chunks_of
from reportgen.sources.grid import Grid

_LINE = r"^\s*[:+|]?\s*(-{3,}|={3,}|_{3,}|\*{3,}|~{3,}|[─━═]{3,}|[-=+]{5,})\s*[:+|]?\s*$"
_BEGINS = np.zeros(256, bool)
_BEGINS[list("-=_*~:+| \t─".encode())] = True


def without_rules(grid: Grid, filled: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return which cells are filled, without those of rows in which every filled cell is a line."""
    rows = _candidates(grid, filled)
    for column, mask in zip(grid.columns, filled, strict=True):
        here = rows[mask[rows]]
        lines = pc.match_substring_regex(column.take(pa.array(here)), _LINE).to_numpy(zero_copy_only=False)
        rows = np.setdiff1d(rows, here[~lines])
    if not len(rows):
        return filled
    return tuple(_without(mask, rows) for mask in filled)


def _candidates(grid: Grid, filled: tuple[Any, ...]) -> Any:
    """Return the filled rows all of whose cells begin as a line does: by one byte each, so that it is fast."""
    rows: Any = None
    for column, mask in zip(grid.columns, filled, strict=True):
        may_be = ~mask | _BEGINS[_first_bytes(column)] if rows is None or len(rows) else mask
        rows = np.flatnonzero(may_be) if rows is None else rows[may_be[rows]]
    if rows is None or not len(rows):
        return np.zeros(0, np.int64)
    return rows[np.logical_or.reduce([mask[rows] for mask in filled])]


def _first_bytes(column: Any) -> Any:
    return np.concatenate([_of_chunk(chunk) for chunk in chunks_of(column)])


def _of_chunk(column: pa.LargeStringArray) -> Any:
    """Return the first byte of each text; of an empty one any."""
    offsets = np.frombuffer(column.buffers()[1], np.int64)[column.offset :][: len(column) + 1]
    content = np.frombuffer(column.buffers()[2] or b"\0", np.uint8)
    return content[np.minimum(offsets[:-1], len(content) - 1)] if len(content) else np.zeros(len(column), np.uint8)


def _without(mask: Any, rows: Any) -> Any:
    changed = mask.copy()
    changed[rows] = False
    return changed
