"""Turns a finished workbook back into text, cell by cell, so that what was written can be compared and added up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from lxml import etree

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TARGET: Final = re.compile(r"'?((?:[^']|'')+?)'?!\$?([A-Z]+)\$?(\d+)")
_LARGE: Final = 1_000_000
"""Bytes of a sheet from which making a tree of it takes longer than being told of each cell."""

_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
# The number formats that files name by a number alone.
_BUILT_IN: Final = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "mm-dd-yy"}


@dataclass(frozen=True, slots=True)
class CellText:
    """One cell: its value as the file writes it (plain decimals, dates as serial numbers), format and formula."""

    value: str
    format: str = "General"
    formula: str = ""


@dataclass(frozen=True, slots=True)
class BookText:
    """A workbook: cells by sheet and address, and the addresses (sheet, cell) of its named figures."""

    sheets: Mapping[str, Mapping[str, CellText]]
    names: Mapping[str, tuple[str, str]]

    def figure(self, name: str) -> CellText:
        """Return the cell of a named figure such as `headline.payable`; raise KeyError where there is none."""
        sheet, address = self.names[name]
        return self.sheets[sheet][address]


def read_workbook(data: bytes) -> BookText:
    """Return the cells of a workbook that hold something."""
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels"))}
    book = etree.fromstring(parts["xl/workbook.xml"])
    shared, patterns, targets = _shared(parts), _patterns(parts), _targets(parts)
    sheets = {
        sheet.get("name", ""): _cells(parts[targets[sheet.get(_LINK, "")]], shared, patterns)
        for sheet in book.iter(f"{_MAIN}sheet")
    }
    return BookText(sheets, _names(book))


def read_figure(data: bytes, name: str) -> str:
    """Return the value of one named figure, "" where there is none; its sheet is read as far as the figure."""
    with ZipFile(BytesIO(data)) as package:
        book = etree.fromstring(package.read("xl/workbook.xml"))
        where = _names(book, name).get(name)
        if where is None:
            return ""
        targets = _targets({"xl/_rels/workbook.xml.rels": package.read("xl/_rels/workbook.xml.rels")})
        sheet = next(each for each in book.iter(f"{_MAIN}sheet") if each.get("name", "") == where[0])
        part = package.read(targets[sheet.get(_LINK, "")])
    found = (cell for cell in _each_cell(part) if cell.get("r") == where[1])
    return next((cell.findtext(f"{_MAIN}v") or "" for cell in found), "")


def _each_cell(part: bytes) -> Iterator[etree._Element]:
    """Yield the cells of a sheet; of a large one as they are read, for a headline stands above thousands of rows."""
    if len(part) < _LARGE:
        return etree.fromstring(part).iter(f"{_MAIN}c")
    return (cell for _, cell in etree.iterparse(BytesIO(part), tag=f"{_MAIN}c"))


def lines_of(book: BookText) -> tuple[str, ...]:
    """Return one line a cell, `Sheet!B7 | value | format | formula`, for people to compare."""
    return tuple(
        f"{sheet}!{address} | {cell.value} | {cell.format} | {cell.formula}"
        for sheet, cells in book.sheets.items()
        for address, cell in cells.items()
    )


def _shared(parts: Mapping[str, bytes]) -> list[str]:
    part = parts.get("xl/sharedStrings.xml")
    return [_text(item) for item in etree.fromstring(part).iter(f"{_MAIN}si")] if part else []


def _text(element: etree._Element) -> str:
    runs = "".join(run.text or "" for run in element.iter(f"{_MAIN}t"))
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), runs)


def _patterns(parts: Mapping[str, bytes]) -> list[str]:
    root = etree.fromstring(parts["xl/styles.xml"])
    own = {int(item.get("numFmtId", "0")): item.get("formatCode", "") for item in root.iter(f"{_MAIN}numFmt")}
    formats = root.find(f"{_MAIN}cellXfs")
    numbers = [int(style.get("numFmtId", "0")) for style in formats] if formats is not None else []
    return [own.get(number) or _BUILT_IN.get(number, str(number)) for number in numbers]


def _targets(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The part of each relation of the workbook."""
    root = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {item.get("Id", ""): item.get("Target", "") for item in root}
    return {key: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for key, target in targets.items()}


def _cells(part: bytes, shared: list[str], patterns: list[str]) -> dict[str, CellText]:
    found: dict[str, CellText] = {}
    for cell in etree.fromstring(part).iter(f"{_MAIN}c"):
        value, formula = _value(cell, shared), cell.findtext(f"{_MAIN}f") or ""
        if value or formula:
            pattern = patterns[int(cell.get("s", "0"))] if patterns else "General"
            found[cell.get("r", "")] = CellText(value, pattern, formula)
    return found


def _value(cell: etree._Element, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = cell.findtext(f"{_MAIN}v") or ""
    return shared[int(value)] if kind == "s" else value


def _names(book: etree._Element, wanted: str = "") -> dict[str, tuple[str, str]]:
    """Names of single cells, or the one that is wanted; print areas and the like are no figures."""
    found: dict[str, tuple[str, str]] = {}
    for item in book.iter(f"{_MAIN}definedName"):
        if wanted and item.get("name") != wanted:
            continue
        match = _TARGET.fullmatch(item.text or "")
        if match and not item.get("name", "").startswith("_xlnm."):
            found[item.get("name", "")] = (match[1].replace("''", "'"), match[2] + match[3])
    return found
