"""Turns a binary Excel workbook (.xlsb) into grids: values by calamine, the rest by walking its records."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator

import python_calamine as calamine

from reportgen.sources.formats.access import Limits
from reportgen.sources.formats.facts import Facts, grid_of
from reportgen.sources.formats.mending import mended
from reportgen.sources.formats.ooxml import Styles, is_percent, padded_shape, related_parts
from reportgen.sources.formats.package import DAMAGES, open_package, prove, read_part
from reportgen.sources.formats.refusal import Finding, RefusedError
from reportgen.sources.formats.xlsx import columns_of, first_line, open_calamine
from reportgen.sources.grid import Grid, Merge

_ROW, _RK, _ERROR, _REAL, _NUMBER_FORMULA, _ERROR_FORMULA = 0, 2, 3, 5, 9, 11
_FORMAT, _STYLE, _COLUMNS, _BOOK, _SHEET, _MERGE = 44, 47, 60, 153, 156, 176
_STYLES_BEGIN, _STYLES_END = 617, 618
_ROW_HIDDEN = 0x10
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_BUILT_IN_PERCENT = {9, 10}


def read_xlsb(content: bytes, limits: Limits) -> Iterator[Grid | Finding]:
    """Read every worksheet, the hidden ones too."""
    with open_package(content, limits) as package:
        content, damage = mended(content, package)
    if damage:
        yield Finding("file-mended", damage)
    with open_package(content, limits) as package:
        prove(package, frozenset())
        parts, epoch, styles = _book(package)
        with open_calamine(content) as sheets:
            for metadata in sheets.sheets_metadata:
                if metadata.typ is calamine.SheetTypeEnum.WorkSheet:
                    facts = Facts(epoch=epoch, hidden=metadata.visible is not calamine.SheetVisibleEnum.Visible)
                    yield _sheet(package, parts.get(metadata.name, ""), styles, facts, sheets, metadata.name, limits)


def _sheet(
    package: zipfile.ZipFile,
    part: str,
    styles: Styles,
    facts: Facts,
    sheets: calamine.CalamineWorkbook,
    name: str,
    limits: Limits,
) -> Grid | Finding:
    try:
        if part:
            _scan(read_part(package, part), styles, facts)
        return grid_of(name, columns_of(sheets.get_sheet_by_name(name), limits.cells), facts, limits.cells)
    except (calamine.CalamineError, *DAMAGES) as error:
        return Finding("file-unreadable", first_line(error), name)
    except RefusedError as refusal:
        return refusal.finding._replace(sheet=name)


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the content of each record."""
    at, end = 0, len(content)
    while at < end:
        kind, at = _varying(content, at, 2)
        size, at = _varying(content, at, 4)
        yield kind, content[at : at + size]
        at += size


def _varying(content: bytes, at: int, most: int) -> tuple[int, int]:
    """Read a number of seven bits a byte, the lowest first, whose last byte has no eighth bit."""
    number = 0
    for index in range(most):
        if at >= len(content):
            raise RefusedError("it is damaged or was cut off")
        byte = content[at]
        at += 1
        number |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            break
    return number, at


def _book(package: zipfile.ZipFile) -> tuple[dict[str, str], int, Styles]:
    names = {name.lower(): name for name in package.namelist()}
    book = names.get("xl/workbook.bin")
    if book is None:
        raise RefusedError("its part xl/workbook.bin is missing")
    relations = related_parts(package, "xl/_rels/workbook.bin.rels", "xl")
    parts: dict[str, str] = {}
    epoch = 1900
    for kind, record in _records(read_part(package, book)):
        if kind == _SHEET:
            key, at = _wide(record, 8)
            name, _ = _wide(record, at)
            if key in relations:
                parts[name] = relations[key]
        elif kind == _BOOK and record[:1] and record[0] & 1:
            epoch = 1904
    styles = names.get("xl/styles.bin")
    return parts, epoch, _styles(read_part(package, styles)) if styles else Styles()


def _wide(record: bytes, at: int) -> tuple[str, int]:
    """Read a text of UTF-16 that its length stands before."""
    try:
        (length,) = struct.unpack_from("<I", record, at)
    except struct.error as error:
        raise RefusedError("it is damaged") from error
    length = 0 if length == 0xFFFFFFFF else length
    end = at + 4 + 2 * length
    return record[at + 4 : end].decode("utf-16-le", "replace"), end


def _styles(content: bytes) -> Styles:
    formats: dict[int, str] = {}
    used: list[int] = []
    inside = False
    for kind, record in _records(content):
        if kind == _FORMAT:
            formats[int.from_bytes(record[:2], "little")] = _wide(record, 2)[0]
        elif kind in {_STYLES_BEGIN, _STYLES_END}:
            inside = kind == _STYLES_BEGIN
        elif kind == _STYLE and inside:
            used.append(int.from_bytes(record[2:4], "little"))
    shapes = {str(index): padded_shape(formats.get(key, "")) for index, key in enumerate(used)}
    percents = {
        str(index) for index, key in enumerate(used) if key in _BUILT_IN_PERCENT or is_percent(formats.get(key, ""))
    }
    return Styles({index: shape for index, shape in shapes.items() if shape}, frozenset(percents))


def _scan(content: bytes, styles: Styles, facts: Facts) -> None:
    """Add to the facts what the records of a worksheet say."""
    row = 0
    for kind, record in _records(content):
        if kind == _ROW and len(record) >= 12:
            row = int.from_bytes(record[:4], "little")
            if record[11] & _ROW_HIDDEN:
                facts.hidden_rows.add(row)
        elif kind in {_ERROR, _ERROR_FORMULA} and len(record) >= 9:
            facts.errors[row, int.from_bytes(record[:4], "little")] = _ERRORS.get(record[8], "#ERROR!")
        elif kind in {_RK, _REAL, _NUMBER_FORMULA} and len(record) >= 8:
            _style_facts(row, record, styles, facts)
        elif kind == _COLUMNS and len(record) >= 18 and record[16] & 1:
            first, last = struct.unpack_from("<II", record)
            facts.hidden_columns.update(range(first, min(last, 1 << 14) + 1))
        elif kind == _MERGE and len(record) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", record)
            facts.merges.append(Merge(top, left, bottom, right))


def _style_facts(row: int, record: bytes, styles: Styles, facts: Facts) -> None:
    column, style = int.from_bytes(record[:4], "little"), str(int.from_bytes(record[4:7], "little"))
    if style in styles.shapes:
        facts.padded[row, column] = styles.shapes[style]
    elif style in styles.percents:
        facts.percents[column] += 1
