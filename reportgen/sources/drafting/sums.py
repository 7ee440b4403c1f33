"""Turns the sum rows of an area into what they say, whether the rows they cover agree, and problems where not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.place import Place, column_letters
from reportgen.model.problem import Problem
from reportgen.model.table import ColumnType
from reportgen.sources import kinds as problem_kinds
from reportgen.sources.drafting.found import FoundColumn, FoundSum
from reportgen.sources.grid import CellKind
from reportgen.sources.layout.area import Area, SumCheck, SumRow
from reportgen.sources.remarks import shown

LISTED = 50
"""Sums that differ and are listed; the last of them says how many there are besides."""

_ADDITIVE = frozenset({ColumnType.MONEY, ColumnType.NUMBER})
_DIGITS, _DECIMALS = 38, 18
"""What exact sums hold: 20 digits before the point and 18 behind it."""


def sum_rows(area: Area, columns: Sequence[FoundColumn], height: int) -> tuple[FoundSum, ...]:
    """Read the sum rows; the columns' values hold the data rows first and the sum rows behind them.

    The layout checks figures that are written as numbers; those that are texts with marks (1,200.50) are checked here,
    after their column was read.
    """
    names = {column.index: column.name for column in columns}
    figures = _Figures(area, columns)
    found: list[FoundSum] = []
    for number, one in enumerate(area.sums):
        checks = one.checks or figures.checks(one, height + number)
        found.append(
            FoundSum(
                row=one.position + 1,
                label=one.label,
                agrees=all(check.agrees for check in checks) if checks else None,
                values=values_at(columns, height + number),
                checks=tuple((names[check.column], check.said, check.summed, check.agrees) for check in checks),
            )
        )
    return tuple(found)


def values_at(columns: Sequence[FoundColumn], at: int) -> tuple[tuple[str, str, int], ...]:
    """Return what stands in one row of the columns: name, text and kind, without what is blank."""
    return tuple(
        (column.name, column.values.texts[at].as_py(), kind)
        for column in columns
        if (kind := int(column.values.kinds[at])) != CellKind.BLANK
    )


class _Figures:
    """The exact numbers of the columns that can be summed, made when first asked for."""

    def __init__(self, area: Area, columns: Sequence[FoundColumn]) -> None:
        self._area = area
        self._columns = [column for column in columns if _is_additive(column)]
        self._exact: Mapping[int, Any] | None = None

    def checks(self, one: SumRow, at: int) -> tuple[SumCheck, ...]:
        """Hold every figure of a sum row against the rows it covers, in the unit of the sheet."""
        if self._exact is None:
            self._exact = {column.index: _exact(column) for column in self._columns}
        covered = pa.array(np.flatnonzero(np.isin(self._area.rows, one.covers)))
        found: list[SumCheck] = []
        for column in self._columns:
            said = self._exact[column.index][at].as_py()
            if said is not None and len(covered):
                factor = column.unit.factor if column.unit else 1
                summed = pc.sum(self._exact[column.index].take(covered)).as_py() or 0
                found.append(SumCheck(column.index, Fraction(said) / factor, Fraction(summed) / factor))
        return tuple(found)


def _is_additive(column: FoundColumn) -> bool:
    return column.rule is not None and column.rule.column.type in _ADDITIVE and column.decimals <= _DECIMALS


def _exact(column: FoundColumn) -> Any:
    """Return a column's numbers as exact decimals, absent where it has none or one too large."""
    numbers = (column.values.kinds == CellKind.NUMBER) & (
        pc.utf8_length(column.values.texts).to_numpy(zero_copy_only=False) < _DIGITS - _DECIMALS
    )
    texts = pc.if_else(pa.array(numbers), column.values.texts, pa.scalar(None, pa.large_string()))
    return texts.cast(pa.decimal128(_DIGITS, _DECIMALS))


def differing(area: Area, columns: Sequence[FoundColumn], sums: Sequence[FoundSum], file: str) -> Iterator[Problem]:
    """Report every figure of a sum that is not what its rows sum to."""
    indexes = {column.name: column.index for column in columns}
    wrong = [
        (one, row, check) for one, row in zip(area.sums, sums, strict=True) for check in row.checks if not check[3]
    ]
    for one, row, (name, said, summed, _) in wrong[:LISTED]:
        difference = summed - said
        values = (
            ("said", shown(said)),
            ("summed", shown(summed)),
            ("rows", f"{len(one.covers)} row" if len(one.covers) == 1 else f"{len(one.covers)} rows"),
            ("difference", f"{shown(abs(difference))} {'more' if difference > 0 else 'less'}"),
        )
        place = Place(file, area.grid.sheet, row.row, column_letters(indexes[name]))
        excerpt = area.grid.excerpt(one.position)
        yield Problem(problem_kinds.TOTAL_DIFFERS, place, row.label, values, excerpt=excerpt)
