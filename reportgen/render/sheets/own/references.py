"""Turns a formula, or a list of ranges, into the same one after a table has grown by some rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

_OPERAND: Final = re.compile(r"(?:'((?:[^']|'')+)'!|([^'!\[\]:]+)!)?(.+)", re.DOTALL)
_CELLS: Final = re.compile(r"(\$?[A-Za-z]{1,3}\$?)(\d{1,7})(?::(\$?[A-Za-z]{1,3}\$?)(\d{1,7}))?")
_ROWS: Final = re.compile(r"(\$?)(\d{1,7}):(\$?)(\d{1,7})")
_INNERMOST: Final = re.compile(r"\[(@?)([^\[\]]+)\]")
_SPECIAL: Final = re.compile(r"([\[\]#'@])")


@dataclass(frozen=True, slots=True)
class Shift:
    """A table's body on `sheet`, from row `first` to `last`, becomes `by` rows longer, or shorter where it is < 0."""

    sheet: str
    first: int
    last: int
    by: int

    def row(self, row: int) -> int:
        """Return where a row stands afterwards; one that is taken out is the body's last."""
        return row + self.by if row > self.last else min(row, self.last + min(self.by, 0))

    def span(self, top: int, bottom: int, *, spread: bool = True) -> tuple[int, int]:
        """Return where a range stands afterwards: one that reaches the body's end grows with it.

        A range of one row is the whole body only where that has one row, and `spread` says that it is meant so.
        """
        whole = top < bottom or (spread and self.first == self.last)
        if whole and top <= self.last <= bottom:
            return self.row(top), bottom + self.by
        return self.row(top), self.row(bottom)


def moved(formula: str, home: str, shift: Shift, *, spread: bool = True, single: bool = False) -> str:
    """Return a formula (without its `=`) of the sheet `home` after a table grew; one that nobody can read stays.

    `single` takes a single cell as a range too: charts write one so.
    """
    try:
        tokens = Tokenizer(f"={formula}").items
    except TokenizerError:
        return formula
    return "".join(
        _operand(token.value, home, shift, spread=spread, single=single)
        if token.type == Token.OPERAND and token.subtype == Token.RANGE
        else token.value
        for token in tokens
    )


def moved_ranges(ranges: str, shift: Shift, *, spread: bool = True) -> str:
    """Return ranges of the table's own sheet (`A1:B5 C3`) after it grew."""
    return " ".join(_reference(each, shift, spread=spread, single=spread) for each in ranges.split())


def renamed(formula: str, table: str, names: Mapping[str, str]) -> str:
    """Return a formula in which columns of a table have other names."""
    try:
        tokens = Tokenizer(f"={formula}").items
    except TokenizerError:
        return formula
    opening = f"{table}[".casefold()

    def other(match: re.Match[str]) -> str:
        name = names.get(match[2].casefold())
        return match[0] if name is None else f"[{match[1]}{escaped(name)}]"

    return "".join(
        _INNERMOST.sub(other, token.value) if token.value.casefold().startswith(opening) else token.value
        for token in tokens
    )


def escaped(name: str) -> str:
    """Return a column's name as formulas write it: signs that mean something there have an apostrophe before them."""
    return _SPECIAL.sub(r"'\1", name)


def _operand(text: str, home: str, shift: Shift, *, spread: bool, single: bool) -> str:
    match = _OPERAND.fullmatch(text)
    if match is None:
        return text
    sheet = (match[1] or match[2] or home).replace("''", "'")
    if sheet.casefold() != shift.sheet.casefold():
        return text
    return text[: match.start(3)] + _reference(match[3], shift, spread=spread, single=single)


def _reference(text: str, shift: Shift, *, spread: bool, single: bool) -> str:
    cells = _CELLS.fullmatch(text)
    if cells is None:
        rows = _ROWS.fullmatch(text)
        if rows is None:
            return text
        top, bottom = shift.span(int(rows[2]), int(rows[4]), spread=spread)
        return f"{rows[1]}{top}:{rows[3]}{bottom}"
    top = int(cells[2])
    if cells[4] is None:
        if not single:
            return f"{cells[1]}{shift.row(top)}"
        first, last = shift.span(top, top, spread=spread)
        return f"{cells[1]}{first}" if first == last else f"{cells[1]}{first}:{cells[1]}{last}"
    first, last = shift.span(top, int(cells[4]), spread=spread)
    return f"{cells[1]}{first}:{cells[3]}{last}"
