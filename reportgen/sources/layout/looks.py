"""Turns a grid into what its cells look like: which are filled, and which of a few rows hold values and which words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.sources.chunks import chunks_of
from reportgen.sources.grid import CellKind, Grid
from reportgen.sources.layout.rules import without_rules

_NUMBER = re.compile(
    r"\(?\s*[-+−–]?\s*(?:[¥$€£]|US\$|HK\$|[A-Z]{3}\s)?\s*[-+−]?\d[\d,.'\u00a0\u202f ]*(?:[eE][+-]?\d+)?\s*"
    r"(?:[%‰]|[万亿千]?元?|[kK]|mn|m|bn|[€£$]|\s[A-Z]{3})\s*-?\s*\)?",
)
_DECIMAL = re.compile(r"[-+]?\.\d+")
_DATE = re.compile(
    r"(?:\d{4}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{1,2}\s*日?|\s*月)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}[- .][A-Za-z]{3,9}\.?[- ]\d{2,4}|\d{4}-?Q[1-4])(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?.*)?",
)
_TRUTHS = frozenset({"true", "false"})
_ABSENT = frozenset({"-", "–", "—", "--", "——", "/", "n/a", "na", "null", "nan", "none"})
_LONGEST_VALUE = 40
# First bytes of blanks in UTF-8: tab to carriage return and space, NBSP, U+2000 and on, U+3000, U+FEFF.
_MAY_BE_BLANK = np.zeros(256, bool)
_MAY_BE_BLANK[[*range(9, 14), *range(0x1C, 0x21), 0xC2, 0xE1, 0xE2, 0xE3, 0xEF]] = True
_INVISIBLE = "[\\x{200B}\\x{2060}\\x{FEFF}]"


class Look(IntEnum):
    """What a cell looks like to somebody who does not know the table."""

    BLANK = 0
    WORDS = 1
    NUMBER = 2
    DATE = 3
    TRUTH = 4
    NEUTRAL = 5
    """An error, a formula without result, a dash: it says nothing about its column."""


VALUES = frozenset({Look.NUMBER, Look.DATE, Look.TRUTH})
_OF_KIND = {
    CellKind.NUMBER: Look.NUMBER,
    CellKind.DATE: Look.DATE,
    CellKind.TRUTH: Look.TRUTH,
    CellKind.ERROR: Look.NEUTRAL,
    CellKind.UNCALCULATED: Look.NEUTRAL,
}


def look_of(text: str, kind: int = CellKind.TEXT) -> Look:
    """Tell what one cell looks like; of a text cell by how it is written."""
    if kind in _OF_KIND:
        return _OF_KIND[CellKind(kind)]
    plain = plain_text(text)
    if not plain:
        return Look.BLANK
    if plain.casefold() in _ABSENT or (plain.startswith("#") and plain.isupper()):
        return Look.NEUTRAL
    if plain.casefold() in _TRUTHS:
        return Look.TRUTH
    if len(plain) > _LONGEST_VALUE:
        return Look.WORDS
    if _DATE.fullmatch(plain):
        return Look.DATE
    return Look.NUMBER if _NUMBER.fullmatch(plain) or _DECIMAL.fullmatch(plain) else Look.WORDS


def plain_text(text: str) -> str:
    """Return a text without blanks around and invisible characters, full-width characters made plain."""
    plain = unicodedata.normalize("NFKC", text)
    for invisible in "\u200b\u2060\ufeff":
        plain = plain.replace(invisible, "")
    return " ".join(plain.split())


def shape_of(text: str) -> str:
    """Return the pattern of a text: `SO-2231` and `SO-17` both are `a-9`."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", plain_text(text)))


def filled_cells(grid: Grid) -> tuple[Any, ...]:
    """Return one boolean array a column: whether the cell holds anything but blanks.

    A formula without result holds something.
    """
    masks = [np.concatenate([_filled(chunk) for chunk in chunks_of(column)]) for column in grid.columns]
    if grid.kinds:
        masks = [mask | (kinds == CellKind.UNCALCULATED) for mask, kinds in zip(masks, grid.kinds, strict=True)]
    return tuple(masks)


def _filled(column: pa.LargeStringArray) -> Any:
    """Look at the lengths of texts, and closely only at those that begin with a blank."""
    offsets = np.frombuffer(column.buffers()[1], np.int64)[column.offset :][: len(column) + 1]
    filled = offsets[1:] > offsets[:-1]
    positions = np.flatnonzero(filled)
    if not len(positions):
        return filled
    content = np.frombuffer(column.buffers()[2], np.uint8)
    starts = content[offsets[:-1]] if len(positions) == len(filled) else content[offsets[positions]]
    doubtful = positions[_MAY_BE_BLANK[starts]]
    if len(doubtful):
        texts = pc.replace_substring_regex(column.take(pa.array(doubtful)), _INVISIBLE, "")
        filled[doubtful] = pc.not_equal(pc.utf8_trim_whitespace(texts), "").to_numpy(zero_copy_only=False)
    return filled


@dataclass(frozen=True, slots=True)
class Seen:
    """A grid, which of its cells are filled, and what those look like that somebody has asked for."""

    grid: Grid
    filled: tuple[Any, ...]
    known: dict[tuple[int, int], tuple[str, Look]] = field(default_factory=dict, repr=False)

    def text(self, row: int, column: int) -> str:
        """Return a cell's text, made plain."""
        return self._cell(row, column)[0]

    def look(self, row: int, column: int) -> Look:
        """Return what a cell looks like."""
        return self._cell(row, column)[1]

    def _cell(self, row: int, column: int) -> tuple[str, Look]:
        if not self.filled[column][row]:
            return "", Look.BLANK
        found = self.known.get((row, column))
        if found is None:
            text = self.grid.columns[column][row].as_py()
            kind = int(self.grid.kinds[column][row]) if self.grid.kinds else CellKind.TEXT
            found = self.known[row, column] = (plain_text(text), look_of(text, kind))
        return found


def seen(grid: Grid) -> Seen:
    """Look at a grid; a row that only draws a line is blank."""
    return Seen(grid, without_rules(grid, filled_cells(grid)))
