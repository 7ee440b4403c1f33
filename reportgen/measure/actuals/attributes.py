"""Rows of people → those of whom the roster says something on the row's day: a region, a business line."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.measure.actuals.book import Book
from reportgen.measure.actuals.crediting import Crediting
from reportgen.measure.actuals.lines import NOTHING, Index


def labels(found: Book, crediting: Crediting, column: str) -> Mapping[tuple[str, int], str]:
    """Return what the roster says of each person and epoch of a book's rows, "" where nothing."""
    return {(person, epoch): crediting.attribute(person, epoch, column) for person, epoch in found.lines.pairs}


def having(found: Book, index: Index, column: str, value: str) -> Index:
    """Return the rows among some whose person had a value on the row's day."""
    said, numbers = found.lines.said(column)
    if value not in numbers:
        return NOTHING
    kept: Index = index[said[index] == numbers[value]]
    return kept
