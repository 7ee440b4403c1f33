"""Turns a workbook's texts into markup, and into the one table of texts that the cells of all its sheets refer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from reportgen.model.place import column_letters

__all__ = ["MAIN", "OFFICE", "START", "Texts", "escape", "letters", "quoteattr", "run"]

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
START: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(slots=True)
class Texts:
    """The texts of one workbook while it is written, each with its number: what many cells say stands there once."""

    numbers: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    """The numbers of texts of one look by what they say."""

    def plain(self, text: str) -> int:
        """Return the number of a text of one look."""
        found = self.known.get(text)
        if found is None:
            found = self.known[text] = self.numbers.setdefault(_text(text), len(self.numbers))
        return found

    def rich(self, *runs: str) -> int:
        """Return the number of a text of several looks, given its runs."""
        return self.numbers.setdefault("".join(runs), len(self.numbers))

    def part(self) -> bytes:
        """Return the part with all texts."""
        entries = "".join(f"<si>{each}</si>" for each in self.numbers)
        return f'{START}<sst xmlns="{MAIN}">{entries}</sst>'.encode()


def run(text: str, size: float, colour: str, family: str, *, bold: bool = False) -> str:
    """Return a piece of a text with a look of its own, whose parts come in the order of the schema."""
    weight = '<b val="1"/>' if bold else ""
    look = f'<rPr>{weight}<sz val="{size:g}"/><color rgb="{colour}"/><rFont val={quoteattr(family)}/></rPr>'
    return f"<r>{look}{_text(text)}</r>"


def _text(text: str) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{kept}>{escape(text)}</t>"


@cache
def letters(column: int) -> str:
    """Return the letters of a column by its number, counted from 1."""
    return column_letters(column - 1)
