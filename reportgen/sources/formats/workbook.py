"""Turns an Excel workbook into grids.

Numbers exact to their 15 digits, dates ISO, failed formulas as their error text.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

import pyarrow as pa
import python_calamine as calamine

from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem
from reportgen.sources import kinds
from reportgen.sources.formats.error_cells import error_cells
from reportgen.sources.grid import Grid, Opened

LARGEST_SHEET = 50_000_000
"""Cells beyond which a sheet is refused: a stray cell in the last corner would otherwise ask for 17 billion."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Raw = object


def open_workbook(content: bytes, name: str, wanted: frozenset[str]) -> Opened:
    """Read every visible worksheet; a damaged, protected or oversized one is a problem. `wanted` has no use here."""
    del wanted
    if content.startswith(_COMPOUND) and _ENCRYPTED in content:
        return _refused(kinds.FILE_PROTECTED, name)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return _sheets(book, error_cells(content), name)
    except calamine.PasswordError:
        return _refused(kinds.FILE_PROTECTED, name)
    except (calamine.CalamineError, OSError, ValueError) as error:
        return _refused(kinds.FILE_UNREADABLE, name, str(error).splitlines()[0] if str(error) else "it is damaged")


def _refused(kind: Kind, name: str, reason: str = "") -> Opened:
    return Opened(problems=(Problem(kind, Place(name), values=(("reason", reason),)),))


def _sheets(book: calamine.CalamineWorkbook, errors: Mapping[str, Mapping[tuple[int, int], str]], name: str) -> Opened:
    grids: list[Grid] = []
    problems: list[Problem] = []
    for sheet in book.sheets_metadata:
        if sheet.typ is not calamine.SheetTypeEnum.WorkSheet:
            continue
        if sheet.visible is not calamine.SheetVisibleEnum.Visible:
            problems.append(Problem(kinds.SHEET_HIDDEN, Place(name, sheet.name)))
            continue
        found = book.get_sheet_by_name(sheet.name)
        if found.total_height * found.total_width > LARGEST_SHEET:
            reason = f"its used range has {found.total_height} rows and {found.total_width} columns"
            problems.append(Problem(kinds.FILE_UNREADABLE, Place(name, sheet.name), values=(("reason", reason),)))
            continue
        grids.append(_grid(found, errors.get(sheet.name, {})))
    return Opened(tuple(grids), tuple(problems))


def _grid(sheet: calamine.CalamineSheet, errors: Mapping[tuple[int, int], str]) -> Grid:
    # Without the empty area above and to the left every row number would shift.
    rows = sheet.to_python(skip_empty_area=False)
    columns = [list(map(cell_text, column)) for column in zip(*rows, strict=True)]
    for (row, column), shown in errors.items():
        if column < len(columns) and row < len(columns[column]):
            columns[column][row] = shown
    return Grid(sheet.name, tuple(pa.array(column, pa.large_string()) for column in columns))


def cell_text(cell: Raw) -> str:
    """Write a cell as text; a number as the 15 significant digits that a spreadsheet program keeps and shows."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        shown = format(cell, ".15g")
        return format(Decimal(shown), "f") if "e" in shown else shown
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
