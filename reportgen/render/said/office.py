"""A deck's or workbook's bytes → the texts of all its parts, also of those that nothing leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile, is_zipfile

_WHOLE: Final = frozenset({"p", "si", "is"})
"""Elements whose pieces of text (runs of different looks) are one text: a paragraph, a cell's string."""

_ADDRESSES: Final = frozenset({"r", "ref", "sqref", "spans", "topLeftCell", "activeCell", "dataCellStyle"})
"""Attributes that hold places of cells: `E17` is no employee there."""

_FORMULAS: Final = frozenset(
    {"f", "formula", "formula1", "formula2", "definedName", "sqref", "calculatedColumnFormula"}
)
_UTF_8: Final = b'<?xml version="1.0" encoding="UTF-8"'

_ADDRESS: Final = re.compile(r"\$?\b[A-Z]{1,3}\$?[1-9][0-9]*\b")
"""A cell's place within a formula; the words of the formula stay."""

_PLAIN: Final = re.compile(
    rb'(?:</row><row r="[0-9]+">)?<c r="[A-Z]{1,3}[1-9][0-9]*"'
    rb'( s="[0-9]+"(?: t="s")?(?:/>|>(?:<f>[A-Za-z0-9$(),.:+*/ -]+</f>)?<v>-?[0-9.]+</v></c>))'
)
"""A cell of a sheet that holds a figure or the number of a text: most of a large workbook is such cells.

With the beginning of its row, where that tells no more than its number.
"""

_WITHIN: Final = re.compile(rb' s="([0-9]+)"(?: t="(s)")?(?:/>|>(?:<f>([^<]+)</f>)?<v>([^<]+)</v></c>)')
"""What such a cell says behind its address: its look, whether it refers to a text, its formula, its figure."""

_FORMULA: Final = 2
"""The place of the formula among them."""

_TOGETHER: Final = re.compile(rb"<(?:!|\?(?!xml )|(?:\w+:)?(?:p|si|is)[\s/>])")
"""What a part has none of in which such cells can be taken out one by one: comments, and texts of several pieces."""

_PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".svgz", ".ttf", ".fntdata")

_LONGEST: Final = 262_144
"""Bytes of a text that are told in one piece: more than a cell may hold."""


def office_texts(data: bytes) -> Iterator[str]:
    """Yield the texts of every part of a package: elements, attributes, embedded packages, anything readable."""
    with ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if name.lower().endswith(_PICTURES):
                continue
            yield from _part(package.read(name))
        yield from package.namelist()
        if package.comment:
            yield from _bytes(package.comment)


def _part(content: bytes) -> Iterator[str]:
    inner = _package(content)
    if inner is not None:
        yield from inner
        return
    heard = _Heard()
    try:
        heard.listen(heard.without_plain_cells(content))
    except (ExpatError, LookupError):  # no XML, or in an encoding that is none
        yield from _bytes(content)
        return
    yield from heard.texts
    yield from (_ADDRESS.sub(" ", formula) for formula in heard.formulas)


@dataclass(slots=True)
class _Heard:
    """The texts of a part as they are read, those of formulas apart; `open` are the pieces of whole ones, by depth.

    Nothing is kept of a part but its texts: a workbook has ten thousand cells, and a tree of them takes longer to walk
    than it took to write.
    """

    texts: set[str] = field(default_factory=set)
    formulas: set[str] = field(default_factory=set)
    open: list[list[str]] = field(default_factory=list)
    within: int = 0

    def without_plain_cells(self, content: bytes) -> bytes:
        """Return a sheet without the cells that hold figures, whose texts are taken as they are; other parts whole.

        A parser calls for each of 200,000 cells twice, to say little but digits.
        """
        if b"<sheetData>" not in content or not content.startswith(_UTF_8):
            return content
        parts = _PLAIN.split(content)
        # What stood apart stays apart.
        others = b"<c/>".join(filter(None, parts[::2]))
        if _TOGETHER.search(others):  # no such cell has any of it
            return content
        told = _WITHIN.findall(b"\n".join(set(parts[1::2])))
        for kind, texts in enumerate(zip(*told, strict=True)):
            each = b"\n".join(set(texts)).decode()  # none of them breaks a line
            self.texts.update((_ADDRESS.sub(" ", each) if kind == _FORMULA else each).split("\n"))
        return others

    def listen(self, content: bytes) -> None:
        """Read a part to its end; raise ExpatError where it is no XML."""
        parser = ParserCreate()
        parser.buffer_text, parser.buffer_size, parser.ordered_attributes = True, _LONGEST, True
        parser.StartElementHandler, parser.EndElementHandler = self._begun, self._ended
        parser.CharacterDataHandler, parser.CommentHandler = self._said, self.texts.add
        parser.ProcessingInstructionHandler = lambda target, text: self.texts.update((target, text))
        parser.Parse(content, True)

    def _begun(self, name: str, attributes: list[str]) -> None:
        if attributes:
            if _ADDRESSES.isdisjoint(attributes[::2]):
                self.texts.update(attributes[1::2])
            else:
                told = zip(attributes[::2], attributes[1::2], strict=True)
                self.texts.update(value for key, value in told if key not in _ADDRESSES)
        whole, formula = _kind(name)
        if whole:
            self.open.append([])
        if formula:
            self.within += 1

    def _ended(self, name: str) -> None:
        whole, formula = _kind(name)
        if whole:
            self.texts.add("".join(self.open.pop()))
        if formula:
            self.within -= 1

    def _said(self, text: str) -> None:
        (self.formulas if self.within else self.texts).add(text)
        for pieces in self.open:
            pieces.append(text)


@cache
def _kind(name: str) -> tuple[bool, bool]:
    """Tell of an element whether its texts are one, and whether they are a formula."""
    local = name.rpartition(":")[2]
    return local in _WHOLE, local in _FORMULAS


def _package(content: bytes) -> list[str] | None:
    """Return the texts of an embedded package; None where a part is none, or only looks like one."""
    try:
        return list(office_texts(content)) if is_zipfile(BytesIO(content)) else None
    except (BadZipFile, NotImplementedError, EOFError):
        return None


def _bytes(content: bytes) -> Iterator[str]:
    """Yield what can be read in a part that is no XML, in the two encodings that office programs write."""
    for encoding in ("utf-8", "utf-16-le"):
        yield content.decode(encoding, errors="ignore")
