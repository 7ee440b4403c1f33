"""Turns a column into its guessed rule, and knows it again: a wide table has many columns that look the same."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from reportgen.sources.grid import CellKind, Cells
from reportgen.sources.layout.area import Unit
from reportgen.sources.values.guess import Guess, guess

_FEW = 50
"""Rows of which the cells themselves are compared."""
_PLAIN = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
_YEARS = r"^(19|20)[0-9]{2}$"


class Memory:
    """What was guessed of the columns of one table so far."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Guess] = {}

    def guess(self, header: str, cells: Cells, unit: Unit | None) -> Guess:
        """Guess a column's rule; one whose header and cells are of the same make as another's has the same."""
        look = _look(cells)
        if look is None:
            return guess(header, cells, unit)
        key = (re.sub("[0-9]+", "9", header), look, unit and replace(unit, position=0, written=""))
        found = self._known.get(key)
        if found is None:
            found = self._known.setdefault(key, guess(header, cells, unit))
        rule = replace(found.rule, column=replace(found.rule.column, name=header), headers=(header,))
        return replace(found, rule=rule)


def _look(cells: Cells) -> Hashable | None:
    """Return what a guess depends on: of plain numbers their lengths and decimals, of few cells the cells."""
    if cells.kinds is not None and np.isin(cells.kinds, (CellKind.DATE, CellKind.TRUTH, CellKind.ERROR)).any():
        return None
    filled = cells.texts.filter(pc.not_equal(cells.texts, ""))
    kinds = b"" if cells.kinds is None else bytes(sorted(set(np.unique(cells.kinds).tolist())))
    if len(filled) and pc.all(pc.match_substring_regex(filled, _PLAIN)).as_py():
        point = pc.find_substring(filled, ".")
        length = pc.utf8_length(filled)
        whole = pc.unique(pc.if_else(pc.less(point, 0), length, point)).to_pylist()
        decimals = pc.max(pc.if_else(pc.less(point, 0), 0, pc.subtract(length, point))).as_py()
        years = pc.all(pc.match_substring_regex(filled, _YEARS)).as_py()
        eight = 8 in whole or any(size >= 11 for size in whole)
        return None if eight or decimals == 4 else ("plain", kinds, decimals, years)
    if len(cells.texts) <= _FEW:
        exact = b"" if cells.kinds is None else np.asarray(cells.kinds, np.uint8).tobytes()
        return ("cells", tuple(map(_made, cells.texts.to_pylist())), exact)
    return None


def _made(text: str) -> str:
    """Return a cell as it is, but of a number that can be no year, day or long id only how many digits it has."""
    if re.fullmatch("[1-9][0-9]*", text) and len(text) not in {4, 8} and len(text) < 11:
        return "9" * len(text)
    return text
