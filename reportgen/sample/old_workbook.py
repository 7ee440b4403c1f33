"""Turns sheets into a workbook of the format of before 2007 (.xls), the same bytes whenever it is written.

Only what an accounting system's list needs: texts, numbers, dates, several sheets, a bold frozen header. The records
are those of [MS-XLS] (BIFF8), the container that of [MS-CFB] (version 3, sectors of 512 bytes).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from reportgen.sample.sheet import Cell, Column, Format, Money, Rate, Share, Sheet
from reportgen.sample.widths import widths

_SECTOR, _SMALLEST = 512, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_LARGEST_RECORD = 8224
_FIRST_OF_1900 = date(1899, 12, 30)  # Excel's day 0, the day before its leap-year mistake no longer matters
_STYLES, _HEADER = 15, 15 + len(Format)  # the first cell formats are styles; ours follow in the order of `Format`
_FIRST_CUSTOM = 164


def old_workbook_bytes(sheets: Iterable[Sheet]) -> bytes:
    """Return the workbook; raise ValueError for one of more than seven million bytes."""
    return _container(_workbook([(sheet, [tuple(row) for row in sheet.rows]) for sheet in sheets]))


Rows = list[tuple[Cell, ...]]


def _workbook(sheets: Sequence[tuple[Sheet, Rows]]) -> bytes:
    """The stream: the globals with every text once, then sheet after sheet."""
    said = [text for sheet, rows in sheets for text in _said(sheet, rows)]
    texts = {text: number for number, text in enumerate(dict.fromkeys(said))}
    bodies = [_sheet(sheet, rows, texts) for sheet, rows in sheets]
    names = [sheet.name for sheet, _ in sheets]
    before, after = _globals(), _strings(texts, len(said)) + _record(0x000A)
    at = len(before) + sum(len(_bound(name, 0)) for name in names) + len(after)
    bound = b""
    for name, body in zip(names, bodies, strict=True):
        bound += _bound(name, at)
        at += len(body)
    return before + bound + after + b"".join(bodies)


def _said(sheet: Sheet, rows: Rows) -> Iterator[str]:
    """Every text of a sheet as often as it stands there."""
    yield from (column.header for column in sheet.columns)
    yield from (cell for row in rows for cell in row if isinstance(cell, str) and cell)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _globals() -> bytes:
    """What holds for all sheets: code page, window, fonts, number formats, cell formats, the one style."""
    begins = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0x00C1, 0x0006))
    window = struct.pack("<HHHHHHHHH", 0, 0, 0x3A5C, 0x23BE, 0x0038, 0, 0, 1, 600)
    fonts = b"".join(_font(bold=False) for _ in range(4)) + _font(bold=True)
    formats = b"".join(
        _record(0x041E, struct.pack("<H", _FIRST_CUSTOM + place) + _wide(shown.value, "<H"))
        for place, shown in enumerate(Format)
    )
    styles = b"".join(_cell_format(0, 0, style=True) for _ in range(_STYLES))
    cells = b"".join(_cell_format(0, _FIRST_CUSTOM + place) for place in range(len(Format)))
    return (
        begins
        + _record(0x0042, struct.pack("<H", 0x04B0))
        + _record(0x003D, window)
        + _record(0x0022, struct.pack("<H", 0))
        + fonts
        + formats
        + styles
        + cells
        + _cell_format(5, 0)
        + _record(0x0293, struct.pack("<HBB", 0x8000, 0, 0xFF))
    )


def _font(*, bold: bool) -> bytes:
    """宋体 in ten points; there is no font with the number four, so the fifth one is called five."""
    shape = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 700 if bold else 400, 0, 0, 0, 0x86, 0)
    return _record(0x0031, shape + _wide("宋体", "<B"))


def _cell_format(font: int, number_format: int, *, style: bool = False) -> bytes:
    kind = 0xFFF5 if style else 0x0001
    used = 0x00 if style else 0xFC
    return _record(0x00E0, struct.pack("<HHHBBBBIIH", font, number_format, kind, 0x20, 0, 0, used, 0, 0, 0x20C0))


def _wide(text: str, count: str) -> bytes:
    """A text of two bytes a character, with its length in front."""
    encoded = text.encode("utf-16-le")
    return struct.pack(count, len(encoded) // 2) + b"\x01" + encoded


def _bound(name: str, at: int) -> bytes:
    return _record(0x0085, struct.pack("<IH", at, 0) + _wide(name, "<B"))


def _strings(texts: Mapping[str, int], used: int) -> bytes:
    """Every text once, in the order of its number; a record that is full is continued with the next whole text."""
    packed, full = struct.pack("<II", used, len(texts)), []
    for text in texts:
        encoded = _wide(text, "<H")
        if len(packed) + len(encoded) > _LARGEST_RECORD:
            full.append(packed)
            packed = b""
        packed += encoded
    full.append(packed)
    return _record(0x00FC, full[0]) + b"".join(_record(0x003C, more) for more in full[1:])


def _sheet(sheet: Sheet, rows: Rows, texts: Mapping[str, int]) -> bytes:
    """One sheet: widths, the header in the first row, the rows, and the window that holds the header still."""
    wide = b"".join(
        _record(0x007D, struct.pack("<HHHHHH", place, place, 256 * width, _STYLES, 0, 0))
        for place, width in enumerate(widths(sheet.columns, rows))
    )
    header = b"".join(_text(0, place, _HEADER, column.header, texts) for place, column in enumerate(sheet.columns))
    body = b"".join(
        _cell(number, place, cell, column, texts)
        for number, row in enumerate(rows, start=1)
        for place, (cell, column) in enumerate(zip(row, sheet.columns, strict=True))
    )
    return (
        _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0x00C1, 0x0006))
        + wide
        + _record(0x0200, struct.pack("<IIHHH", 0, len(rows) + 1, 0, len(sheet.columns), 0))
        + header
        + body
        + _record(0x023E, struct.pack("<HHHIHHI", 0x06BE, 0, 0, 0x40, 0, 0, 0))
        + _record(0x0041, struct.pack("<HHHHH", 0, 1, 1, 0, 2))
        + _record(0x000A)
    )


def _cell(row: int, place: int, cell: Cell, column: Column, texts: Mapping[str, int]) -> bytes:
    look = _STYLES + [*Format].index(column.format)
    match cell:
        case None | "":
            return b""
        case str():
            return _text(row, place, look, cell, texts)
        case date():
            return _number(row, place, look, (cell - _FIRST_OF_1900).days)
        case Money() | Share() | Rate():
            # The format knows no other numbers than binary ones of 64 bits: 15 digits are kept.
            return _number(row, place, look, float(cell.decimal()))
        case _:
            return _number(row, place, look, cell)


def _text(row: int, place: int, look: int, text: str, texts: Mapping[str, int]) -> bytes:
    return _record(0x00FD, struct.pack("<HHHI", row, place, look, texts[text]))


def _number(row: int, place: int, look: int, value: float) -> bytes:
    return _record(0x0203, struct.pack("<HHHd", row, place, look, value))


def _container(stream: bytes) -> bytes:
    """Put the stream into a compound file: header, the stream's sectors, the directory, the table of sectors."""
    stream = stream.ljust(max(_SMALLEST, -(-len(stream) // _SECTOR) * _SECTOR), b"\x00")
    used = len(stream) // _SECTOR + 1
    tables = -(-used // (_SECTOR // 4 - 1))
    if tables > 109:
        raise ValueError("a workbook of the old format has at most seven million bytes here")
    chain = [*range(1, used - 1), _END, _END, *[_FAT] * tables]
    chain += [_FREE] * (tables * _SECTOR // 4 - len(chain))
    places = [*range(used, used + tables)]
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6xII", 0x003E, 3, 0xFFFE, 9, 6, 0, tables)
        + struct.pack("<IIIIIII", used - 1, 0, _SMALLEST, _END, 0, _END, 0)
        + struct.pack("<109I", *places, *[_FREE] * (109 - tables))
    )
    directory = (
        _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 0, len(stream)) + 2 * _entry("", 0, _FREE)
    )
    return header + stream + directory + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, child: int, start: int = 0, size: int = 0) -> bytes:
    """A line of the directory, without times: what was written when is nobody's business."""
    encoded = (name + "\x00").encode("utf-16-le") if name else b""
    named = encoded.ljust(64, b"\x00") + struct.pack("<HBB", len(encoded), kind, 1)
    return named + struct.pack("<III", _FREE, _FREE, child) + bytes(36) + struct.pack("<IQ", start, size)
