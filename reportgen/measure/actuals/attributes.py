"""Rows of people → those of whom the roster says something on the row's day: a region, a business line."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reportgen.measure.actuals.book import Book
from reportgen.measure.actuals.crediting import Crediting
from reportgen.measure.actuals.lines import NOTHING, Index


def labels(found: Book, crediting: Crediting, column: str) -> Mapping[tuple[str, int], str]:
    """Return what the roster says of each person and epoch of a book's rows, "" where nothing."""
    return {(person, epoch): crediting.attribute(person, epoch, column) for person, epoch in found.lines.pairs}


def having(found: Book, crediting: Crediting, index: Index, column: str, value: str) -> Index:
    """Return the rows among some whose person had a value on the row's day."""
    said, numbers = _said(found, crediting, column)
    if value not in numbers:
        return NOTHING
    kept: Index = index[said[index] == numbers[value]]
    return kept


def _said(found: Book, crediting: Crediting, column: str) -> tuple[np.ndarray, Mapping[str, int]]:
    """Return for each row the number of what the roster says of its person, and the numbers of the values."""
    lines = found.lines
    if column not in lines.said:
        numbers: dict[str, int] = {}
        said = np.full(len(lines), -1, np.int64)
        for pair, label in labels(found, crediting, column).items():
            said[lines.pairs[pair]] = numbers.setdefault(label, len(numbers))
        lines.said[column] = said, numbers
    return lines.said[column]
