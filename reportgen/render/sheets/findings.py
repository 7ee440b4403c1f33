"""Turns findings about files that have no marked copy into a workbook: a sheet a file, a row a finding."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.model.money import plain
from reportgen.render.annotate.marks import Mark
from reportgen.render.package import canonical

_HEAD: Final = (
    ("Severity", 15), ("Row", 8), ("Cell", 9), ("Sheet", 14), ("What stands there", 44), ("What is wrong", 52),
    ("What to do", 48), ("Concerns", 16), ("Worth", 14), ("Currency", 9), ("Code", 22),
)  # fmt: skip
_NUMBERS: Final = frozenset({"Row", "Worth", "Findings"})
"""Heads of numbers, which stand at the right as these do."""

_FONT: Final = "Microsoft YaHei"
_FILLS: Final = {1: "FFE8B3", 2: "FBC9C2"}
_ROWS: Final = 100_000
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")


def findings_book(
    title: str, listed: Sequence[tuple[str, str, Sequence[Mark]]], copies: Mapping[str, str] | None = None
) -> bytes:
    """Return the workbook, the same bytes for the same findings.

    `listed` holds each file's name, why it has no marked copy ("" where its format has none) and its findings;
    `copies` are the files that have one, with where it is.
    """
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title = "Files"
    names: list[str] = []
    taken = {"files"}
    for name, _, marks in listed:
        sheet = book.create_sheet(_sheet_name(name, taken))
        names.append(sheet.title)
        _fill(sheet, name, marks)
    _overview(first, title, listed, names, copies or {})
    stream = BytesIO()
    book.save(stream)
    return canonical(stream.getvalue())


def _sheet_name(file: str, taken: set[str]) -> str:
    """Return a sheet's name for a file: what programs allow, 31 characters at most, no two alike."""
    stem = _FORBIDDEN.sub("_", file.rpartition("/")[2]).strip("'")[:31] or "file"
    name, number = stem, 2
    while name.casefold() in taken:
        ending = f" ({number})"
        name, number = stem[: 31 - len(ending)] + ending, number + 1
    taken.add(name.casefold())
    return name


def _fill(sheet: Worksheet, file: str, marks: Sequence[Mark]) -> None:
    count = "1 finding" if len(marks) == 1 else f"{len(marks):,} findings"
    _title(sheet, file, f"{count}. Correct the file itself and check again.")
    _head(sheet, 4, [name for name, _ in _HEAD], [width for _, width in _HEAD])
    for number, mark in enumerate(marks[:_ROWS], 5):
        said = f"{mark.text} ({mark.note})" if mark.note else mark.text
        cell = f"{mark.column}{mark.row}" if mark.column and mark.row else ""
        values = (mark.severity, mark.row or None, cell, mark.sheet, mark.found, said, mark.remedy, mark.concerns)
        for column, value in enumerate(values, 1):
            _write(sheet, number, column, value)
        if mark.weight:
            sheet.cell(number, 1).fill = PatternFill("solid", fgColor=_FILLS[min(mark.weight, 2)])
        if mark.amount is not None:
            amount = sheet.cell(number, 9)
            # The exact decimal, as text in the file: a binary float would not be.
            amount.value = plain(mark.amount)
            amount.data_type = "n"
            amount.number_format = "#,##0.00"
            amount.font = Font(name=_FONT, size=10)
            amount.alignment = Alignment(vertical="top")
            _write(sheet, number, 10, mark.currency)
        _write(sheet, number, 11, mark.code)
    sheet.freeze_panes = "A5"
    # The button of the filter stands below a head that ends where it begins.
    sheet.row_dimensions[4].height = 30
    sheet.auto_filter.ref = f"A4:{get_column_letter(len(_HEAD))}{max(5, 4 + min(len(marks), _ROWS))}"


def _overview(
    sheet: Worksheet,
    title: str,
    listed: Sequence[tuple[str, str, Sequence[Mark]]],
    names: Sequence[str],
    copies: Mapping[str, str],
) -> None:
    _title(
        sheet, f"Findings · 提示清单 · {title}", "Files that cannot carry marks are listed here, each on its own sheet."
    )
    _head(sheet, 4, ["File", "Findings", "Where they are"], [48, 10, 70])
    row = 5
    for (file, reason, marks), name in zip(listed, names, strict=True):
        _write(sheet, row, 1, file)
        _write(sheet, row, 2, len(marks))
        _write(sheet, row, 3, f"sheet {name}" + (f"; no marked copy: {reason}" if reason else ""))
        link = sheet.cell(row, 1)
        quoted = name.replace("'", "''")
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{quoted}'!A1")
        link.font = Font(name=_FONT, size=10, color="1F4B99", underline="single")
        row += 1
    for file, copy in sorted(copies.items()):
        _write(sheet, row, 1, file)
        _write(sheet, row, 3, f"marked copy: {copy}")
        row += 1
    sheet.freeze_panes = "A5"


def _title(sheet: Worksheet, title: str, said: str) -> None:
    _write(sheet, 1, 1, title)
    sheet["A1"].font = Font(name=_FONT, size=14, bold=True)
    sheet["A1"].alignment = Alignment(wrap_text=False)
    _write(sheet, 2, 1, said)
    sheet["A2"].font = Font(name=_FONT, size=10, color="667085")
    sheet["A2"].alignment = Alignment(wrap_text=False)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "4:4"


def _head(sheet: Worksheet, row: int, names: Sequence[str], widths: Sequence[int]) -> None:
    for column, (name, width) in enumerate(zip(names, widths, strict=True), 1):
        _write(sheet, row, column, name)
        cell = sheet.cell(row, column)
        cell.font = Font(name=_FONT, size=10, bold=True)
        if name in _NUMBERS:
            cell.alignment = Alignment(horizontal="right", vertical="top", wrap_text=True)
        cell.border = Border(bottom=Side("thin", color="1B1F24"))
        sheet.column_dimensions[get_column_letter(column)].width = width


def _write(sheet: Worksheet, row: int, column: int, value: str | int | None) -> None:
    """Write a value; text is text, also where it begins like a formula."""
    cell = sheet.cell(row, column)
    cell.font = Font(name=_FONT, size=10)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if isinstance(value, str):
        cell.value = _UNPRINTABLE.sub("", value)[:8000]
        cell.data_type = "s"
    else:
        cell.value = value
