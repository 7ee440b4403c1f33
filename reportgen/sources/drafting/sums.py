"""Turns the sum rows of an area into what they say, and whether the rows they cover agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.table import ColumnType
from reportgen.sources.drafting.found import FoundColumn, FoundSum
from reportgen.sources.grid import CellKind
from reportgen.sources.layout.area import Area

_ADDITIVE = frozenset({ColumnType.MONEY, ColumnType.NUMBER})
_DIGITS = 38
_DECIMALS = 18
"""What the exact sums of a column hold: 20 digits before the point and 18 behind it."""


def sum_rows(area: Area, columns: Sequence[FoundColumn], height: int) -> tuple[FoundSum, ...]:
    """Read the sum rows; the columns' values hold the data rows first and the sum rows behind them."""
    if not area.sums:
        return ()
    where = {int(position): number for number, position in enumerate(area.rows.tolist())}
    exact = {column.name: _exact(column) for column in columns if _is_additive(column)}
    found: list[FoundSum] = []
    for number, one in enumerate(area.sums):
        covered = pa.array([where[position] for position in np.asarray(one.covers).tolist() if position in where])
        at = height + number
        agreed = [
            _agrees(values, at, covered)
            for column in columns
            if (values := exact.get(column.name)) is not None and values[at].as_py() is not None
        ]
        cells = tuple(
            (column.name, column.values.texts[at].as_py(), kind)
            for column in columns
            if (kind := int(column.values.kinds[at])) != CellKind.BLANK
        )
        found.append(FoundSum(one.position + 1, one.label, all(agreed) if agreed else None, cells))
    return tuple(found)


def _is_additive(column: FoundColumn) -> bool:
    return column.rule is not None and column.rule.column.type in _ADDITIVE and column.decimals <= _DECIMALS


def _exact(column: FoundColumn) -> Any:
    """Return a column's numbers as exact decimals, absent where it has none."""
    numbers = pa.array(column.values.kinds == CellKind.NUMBER)
    texts = pc.if_else(numbers, column.values.texts, pa.scalar(None, pa.large_string()))
    return texts.cast(pa.decimal128(_DIGITS, _DECIMALS))


def _agrees(values: Any, at: int, covered: Any) -> bool:
    return bool(values[at].as_py() == (pc.sum(values.take(covered)).as_py() or 0))
