"""Turns a workbook's XML into the places of its failed formulas, which calamine would return as empty cells."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO

from lxml import etree

_MARK = re.compile(rb"""\bt\s*=\s*["']e["']""")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BLOCK = 1 << 20
_DAMAGES = (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError, KeyError, NotImplementedError, RuntimeError)


def error_cells(content: bytes) -> dict[str, Mapping[tuple[int, int], str]]:
    """Return, by sheet name, zero-based (row, column) → error text (`#REF!`) of every cell that holds an error.

    ValueError says that the package cannot be searched: then nobody knows which of its empty cells are errors.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = _sheet_parts(package)
            return {name: dict(_errors(package, part)) for name, part in parts.items() if _has_errors(package, part)}
    except _DAMAGES as error:
        raise ValueError("its parts cannot be searched for failed formulas") from error


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the part that holds each sheet, by the sheet's name."""
    book = _target(package, "", "officeDocument")
    folder, file = posixpath.split(book)
    relations = _relations(package, f"{folder}/_rels/{file}.rels")
    parts: dict[str, str] = {}
    for sheet in _parse(package, book).iter("{*}sheet"):
        key = next((value for name, value in sheet.attrib.items() if etree.QName(name).localname == "id"), "")
        if str(key) in relations:
            parts[str(sheet.get("name"))] = _resolve(folder, relations[str(key)][1])
    return parts


def _target(package: zipfile.ZipFile, folder: str, kind: str) -> str:
    relations = _relations(package, f"{folder}_rels/.rels").values()
    return next((_resolve(folder, target) for type_, target in relations if type_.endswith(kind)), "xl/workbook.xml")


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    root = _parse(package, part)
    return {str(one.get("Id")): (str(one.get("Type")), str(one.get("Target"))) for one in root.iter("{*}Relationship")}


def _resolve(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _parse(package: zipfile.ZipFile, part: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(package.read(part), parser)


def _has_errors(package: zipfile.ZipFile, part: str) -> bool:
    """Tell whether a sheet may hold an error, by its bytes.

    Far faster than parsing, and nearly every sheet holds none.
    """
    tail = b""
    with package.open(part) as stream:
        while block := stream.read(_BLOCK):
            if _MARK.search(tail + block):
                return True
            tail = block[-16:]
    return False


def _errors(package: zipfile.ZipFile, part: str) -> Iterator[tuple[tuple[int, int], str]]:
    with package.open(part) as stream:
        for cell in _cells(stream):
            match = _CELL.fullmatch(cell.get("r") or "")
            if cell.get("t") == "e" and match:
                shown = next((value.text for value in cell.iterchildren("{*}v") if value.text), "#ERROR!")
                yield (int(match[2]) - 1, _column_index(match[1])), shown
            cell.clear()


def _cells(stream: IO[bytes]) -> Iterator[etree._Element]:
    for _, cell in etree.iterparse(stream, tag="{*}c", resolve_entities=False, no_network=True):
        yield cell


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
