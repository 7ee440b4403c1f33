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
    pairs = found.lines.pairs
    wanted = [pairs[pair] for pair, label in labels(found, crediting, column).items() if label == value]
    return np.intersect1d(index, np.concatenate(wanted)) if wanted else NOTHING
