"""Turns a row above a header into whether it is a title with the unit beside it: `销售明细 | | 单位：万元`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportgen.sources.layout.looks import Look, Seen
from reportgen.sources.layout.units import unit_line

_SAYS_UNIT = re.compile(r"\(?(?:金额|货币|计量)?(?:[单單単]位|币种|units?|currency)\s*[:为].+|\(.+\)", re.IGNORECASE)
_MOST_TEXTS = 3
"""A title line holds a title, at most one text more (a company, a month), and the unit."""


def is_title_with_unit(seen: Seen, columns: Sequence[int], row: int) -> bool:
    """Tell whether a row begins with a title over a cell that is filled and ends with the unit of the whole table."""
    filled = [column for column in columns if seen.filled[column][row]]
    if not 2 <= len(filled) <= _MOST_TEXTS or filled[0] != columns[0] or row + 1 >= seen.grid.height:
        return False
    if any(seen.look(row, column) is not Look.WORDS for column in (filled[0], filled[-1])):
        return False
    if not seen.filled[columns[0]][row + 1]:
        return False  # a name merged down over both rows of a header
    return [column for column in filled if _says_unit(seen.text(row, column), row)] == filled[-1:]


def _says_unit(text: str, row: int) -> bool:
    return bool(_SAYS_UNIT.fullmatch(text)) and unit_line(text, row) is not None
