"""Turns a finished deck into the rows of some of its tables, without the library that draws decks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from posixpath import join, normpath
from typing import Final
from zipfile import ZipFile

from lxml import etree

_NAMES: Final = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_DECK: Final = "ppt/presentation.xml"
_RELATIONS: Final = "ppt/_rels/presentation.xml.rels"
_ID: Final = f"{{{_NAMES['r']}}}id"


@dataclass(frozen=True, slots=True)
class DeckTables:
    """A deck's language, and its tables of the names asked for: each name with its rows, in the order of the slides."""

    language: str
    tables: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


def read_tables(data: bytes, names: Collection[str]) -> DeckTables:
    """Return the tables of a .pptx file that are called so, as `slides.read_deck` reads them."""
    with ZipFile(BytesIO(data)) as package:
        core = etree.fromstring(package.read("docProps/core.xml"))
        parts = [package.read(name) for name in _slides(package)]
    language = core.findtext("dc:language", "", _NAMES)
    # A name of plain letters is written as it is: of most slides nothing has to be taken apart.
    asked = [part for part in parts if any(name.encode() in part for name in names)]
    return DeckTables(language, tuple(found for part in asked for found in _tables(part, names)))


def _slides(package: ZipFile) -> Iterator[str]:
    """Yield the names of the parts of all slides, in their order."""
    targets = {each.get("Id"): each.get("Target", "") for each in etree.fromstring(package.read(_RELATIONS))}
    for slide in etree.fromstring(package.read(_DECK)).iterfind("p:sldIdLst/p:sldId", _NAMES):
        yield normpath(join("ppt", targets[slide.get(_ID)])).lstrip("/")


def _tables(part: bytes, names: Collection[str]) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    for frame in etree.fromstring(part).iterfind("p:cSld/p:spTree/p:graphicFrame", _NAMES):
        called = frame.find("p:nvGraphicFramePr/p:cNvPr", _NAMES)
        name = called.get("name", "") if called is not None else ""
        rows = frame.findall("a:graphic/a:graphicData/a:tbl/a:tr", _NAMES) if name in names else ()
        if rows:  # a chart has none
            yield name, tuple(tuple(map(_text, row.iterfind("a:tc", _NAMES))) for row in rows)


def _text(cell: etree._Element) -> str:
    """The paragraphs of a cell, a line each."""
    paragraphs = cell.iterfind(".//a:p", _NAMES)
    return "\n".join("".join(run.text or "" for run in each.iterfind(".//a:t", _NAMES)) for each in paragraphs)
