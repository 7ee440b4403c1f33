"""Turns a column that was left as text, though a good part of it is not, into one warning that names both parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from reportgen.model.table import ColumnType
from reportgen.sources import kinds
from reportgen.sources.grid import Cells
from reportgen.sources.values.columns import typed
from reportgen.sources.values.guess import Guess, are_filled, are_understood
from reportgen.sources.values.outcome import Doubt

_NAMES = {ColumnType.NUMBER: "numbers", ColumnType.DATE: "days"}


def unclear_type(name: str, guessed: Guess, cells: Cells, positions: Any) -> Iterator[Doubt]:
    """Doubt a column once; `positions` are the zero-based rows of its cells on the sheet."""
    filled = are_filled(cells)
    if guessed.currencies:
        rows = np.flatnonzero(filled)
        named = (("column", name), ("currencies", ", ".join(guessed.currencies)), ("rows", str(len(rows))))
        yield Doubt(int(rows[0]), name, kinds.CURRENCIES_SEVERAL, _text(cells, rows[0]), named, rows)
    if guessed.partly is None:
        return
    rule = replace(guessed.partly, column=replace(guessed.partly.column, name=name))
    some = filled & are_understood(typed(rule, cells))
    others = np.flatnonzero(filled & ~some)
    if some.any() and len(others):
        first = int(np.argmax(some))
        values = (
            ("column", name),
            ("what", _NAMES[rule.column.type]),
            ("some", str(int(some.sum()))),
            ("filled", str(int(filled.sum()))),
            ("first", _text(cells, first)),
            ("first_row", str(int(positions[first]) + 1)),
            ("rows", str(len(others))),
        )
        yield Doubt(int(others[0]), name, kinds.TYPE_UNCLEAR, _text(cells, others[0]), values, others)


def _text(cells: Cells, position: int) -> str:
    return str(cells.texts[int(position)].as_py()).strip()
