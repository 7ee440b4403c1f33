"""Turns columns and their rows into widths, as somebody draws them until everything can be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportgen.sample.sheet import Cell, Column, Money, Rate, Share

_NARROWEST, _WIDEST = 7, 42
_FIRST_WIDE = "\u2e80"  # from here on a character takes the place of two


def widths(columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> list[int]:
    """Return each column's width in characters of a digit; a very long text runs over its edge."""
    longest = [_columns_of(column.header) + 2 for column in columns]
    for row in rows:
        longest = [max(before, _columns_of(_shown(cell))) for before, cell in zip(longest, row, strict=True)]
    return [min(max(wide + 2, _NARROWEST), _WIDEST) for wide in longest]


def _shown(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Money():
            return f"{cell.decimal():,}"
        case Share():
            return f"{100 * cell.decimal():.1f}%"
        case Rate():
            return f"{cell.decimal():f}"
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _columns_of(text: str) -> int:
    return len(text) + sum(character >= _FIRST_WIDE for character in text)
