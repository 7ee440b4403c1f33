"""A deck's or workbook's bytes → the texts of all its parts, also of those that nothing leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile, is_zipfile

from lxml import etree

_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=False)
_WHOLE: Final = frozenset({"p", "si", "is"})
"""Elements whose pieces of text (runs of different looks) are one text: a paragraph, a cell's string."""

_ADDRESSES: Final = frozenset({"r", "ref", "sqref", "spans", "topLeftCell", "activeCell", "dataCellStyle"})
"""Attributes that hold places of cells: `E17` is no employee there."""

_FORMULAS: Final = frozenset(
    {"f", "formula", "formula1", "formula2", "definedName", "sqref", "calculatedColumnFormula"}
)
_ADDRESS: Final = re.compile(r"\$?\b[A-Z]{1,3}\$?[1-9][0-9]*\b")
"""A cell's place within a formula; the words of the formula stay."""

_PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".svgz", ".ttf", ".fntdata")


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
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError:
        yield from _bytes(content)
        return
    for node in root.iter():
        if isinstance(node.tag, str):
            yield from (str(value) for name, value in node.attrib.items() if name not in _ADDRESSES)
            local = etree.QName(node).localname
            if local in _WHOLE:
                yield "".join(map(str, node.itertext()))
            if node.text and not node.text.isspace():
                yield _ADDRESS.sub(" ", node.text) if local in _FORMULAS else node.text
        elif node.text:
            yield node.text
        if node.tail and not node.tail.isspace():
            yield node.tail


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
