"""Turns an Excel workbook of zipped XML (.xlsx, .xlsm) into grids: values by calamine, the rest by the bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import python_calamine as calamine

from reportgen.sources.formats.access import Limits
from reportgen.sources.formats.cells import column_of
from reportgen.sources.formats.facts import Column, Facts, blank, check_area, grid_of
from reportgen.sources.formats.mending import mended
from reportgen.sources.formats.ooxml import Book, read_book
from reportgen.sources.formats.package import open_package, prove
from reportgen.sources.formats.refusal import Finding, RefusedError
from reportgen.sources.formats.sheet_scan import filled_area, scan_sheet, zero_formulas
from reportgen.sources.grid import Grid, Merge

_ROWS = 8192
"""Rows that are turned into columns at once: their Python objects live only so long."""


def read_xlsx(content: bytes, limits: Limits) -> Iterator[Grid | Finding]:
    """Read every worksheet, the hidden ones too; one that cannot be read is a finding."""
    with open_package(content, limits) as package:
        content, damage = mended(content, package)
    if damage:
        yield Finding("file-mended", damage)
    with open_package(content, limits) as package:
        book = read_book(package)
        for part in book.missing:
            yield Finding("file-mended", f"its part {part} is missing")
        prove(package, frozenset(book.sheets.values()))
        with open_calamine(content) as sheets:
            for metadata in sheets.sheets_metadata:
                if metadata.typ is calamine.SheetTypeEnum.WorkSheet:
                    yield _sheet(package, book, sheets, metadata, limits)


def open_calamine(content: bytes) -> calamine.CalamineWorkbook:
    """Open a workbook, or refuse it in words for people."""
    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError as error:
        raise RefusedError(code="file-protected") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise RefusedError(first_line(error)) from error


def first_line(error: BaseException) -> str:
    """Return what a library says of a damaged file, in one line."""
    said = str(error).strip().splitlines()
    return f"it is damaged ({said[0]})" if said else "it is damaged"


def _sheet(
    package: zipfile.ZipFile,
    book: Book,
    sheets: calamine.CalamineWorkbook,
    metadata: calamine.SheetMetadata,
    limits: Limits,
) -> Grid | Finding:
    facts = Facts(epoch=book.epoch, hidden=metadata.visible is not calamine.SheetVisibleEnum.Visible)
    try:
        if metadata.name in book.sheets:
            part = book.sheets[metadata.name]
            check_area(*filled_area(package, part), limits.cells, metadata.name)
            scan_sheet(package, part, book.styles, facts)
            if book.recalculates:
                facts.uncalculated |= zero_formulas(package, part)
        sheet = sheets.get_sheet_by_name(metadata.name)
        facts.merges += merges_of(sheet)
        return grid_of(metadata.name, columns_of(sheet, limits.cells), facts, limits.cells)
    except (calamine.CalamineError, OSError, ValueError) as error:
        return Finding("file-unreadable", first_line(error), metadata.name)
    except RefusedError as refusal:
        return refusal.finding._replace(sheet=metadata.name)


def merges_of(sheet: calamine.CalamineSheet) -> list[Merge]:
    """Return a sheet's merged ranges, as far as calamine knows them."""
    return [Merge(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]


def columns_of(sheet: calamine.CalamineSheet, most: int) -> list[Column]:
    """Turn a sheet into columns from A1 on: calamine leaves out what is blank above and to the left."""
    if sheet.start is None or sheet.end is None:
        return []
    (_, left), (bottom, right) = sheet.start, sheet.end
    check_area(bottom + 1, right + 1, most, sheet.name)
    parts: list[list[Column]] = [[] for _ in range(right + 1 - left)]
    rows: list[Sequence[object]] = []
    for row in sheet.iter_rows():  # from row 1 on, but from the first filled column on
        rows.append(row)
        if len(rows) == _ROWS:
            _add(parts, rows)
            rows = []
    _add(parts, rows)
    columns = [_joined(pieces) for pieces in parts]
    return [*(blank(len(columns[0].kinds)) for _ in range(left)), *columns]


def _add(parts: list[list[Column]], rows: list[Sequence[object]]) -> None:
    if rows:
        for pieces, cells in zip(parts, zip(*rows, strict=True), strict=True):
            pieces.append(Column(*column_of(cells)))


def _joined(pieces: list[Column]) -> Column:
    return Column(pa.concat_arrays([one.texts for one in pieces]), np.concatenate([one.kinds for one in pieces]))
