"""Turns the sum rows of an area into what they say, and whether the rows they cover agree."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.sources.drafting.found import FoundColumn, FoundSum
from reportgen.sources.grid import CellKind
from reportgen.sources.layout.area import Area


def sum_rows(area: Area, columns: Sequence[FoundColumn], height: int) -> tuple[FoundSum, ...]:
    """Read the sum rows; the columns' values hold the data rows first and the sum rows behind them."""
    names = {column.index: column.name for column in columns}
    return tuple(
        FoundSum(
            row=one.position + 1,
            label=one.label,
            agrees=one.agrees,
            values=_values(columns, height + number),
            checks=tuple((names[check.column], check.said, check.summed, check.agrees) for check in one.checks),
        )
        for number, one in enumerate(area.sums)
    )


def _values(columns: Sequence[FoundColumn], at: int) -> tuple[tuple[str, str, int], ...]:
    return tuple(
        (column.name, column.values.texts[at].as_py(), kind)
        for column in columns
        if (kind := int(column.values.kinds[at])) != CellKind.BLANK
    )
