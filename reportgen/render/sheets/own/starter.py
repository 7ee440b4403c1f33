"""Turns the names that cells and tables may have into a workbook to start from, in the house's look.

Every bindable thing is in it: the head, the figures and the first table on the first sheet, one growing table on each
further one, and the single cells of tables on the last.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.render.brand import Brand
from reportgen.render.sheets.look import FONT, opaque
from reportgen.render.sheets.own.bindings import FIGURES, TABLES, looks_of, single_names
from reportgen.render.sheets.own.filling import shared_texts
from reportgen.render.sheets.own.longest import widest
from reportgen.render.sheets.own.parts import opened
from reportgen.render.sheets.values import text_width

_A4: Final = 9
_ROWS: Final = 2
"""Rows of a table in the starting copy: the second shows that rows take their looks in turn."""

_WIDE: Final = 36
_AMOUNT: Final = 21
_FIGURE: Final = 30


def started(kind: str, brand: Brand) -> bytes:
    """Return a workbook for a kind of document in which everything that can be bound stands under its name."""
    workbook = Workbook()
    front = workbook.worksheets[0]
    front.title = kind.capitalize()
    first, *others = TABLES[kind]
    placed = _head(workbook, front, kind, brand)
    _table(front, kind, first, 10, brand)
    for name in others:
        sheet = workbook.create_sheet(name.replace("_", " ").capitalize())
        _table(sheet, kind, name, 2, brand)
        _printed(sheet)
    _printed(front)
    _cells(workbook, [name for name in single_names(kind) if name not in placed], brand)
    workbook.properties.creator = ""
    raw = BytesIO()
    workbook.save(raw)
    book = opened(raw.getvalue())
    shared_texts(book)
    looks_of(book).closed()
    return book.written()


def _head(workbook: Workbook, sheet: Worksheet, kind: str, brand: Brand) -> set[str]:
    """Whom it is about, and the figures; return the names that were given."""
    muted, ink = opaque(brand, "muted"), opaque(brand, "ink")
    placed: set[str] = set()

    def put(row: int, column: int, name: str, size: float, *, bold: bool = False, colour: str = muted) -> None:
        cell = sheet.cell(row, column, name)
        cell.font = Font(name=brand.font or FONT, size=size, bold=bold, color=colour)
        cell.alignment = Alignment("left", "center", shrink_to_fit=size > 12, wrap_text=name.endswith(".note"))
        _name(workbook, sheet, name, row, column)
        placed.add(name)

    put(1, 2, "document.heading", 9)
    put(2, 2, "document.title", 18, bold=True, colour=ink)
    put(3, 2, "document.facts", 9)
    put(4, 2, "document.audience", 9)
    for index, figure in enumerate(FIGURES[kind]):
        put(6, 2 + index, f"figures.{figure}.label", 9)
        put(7, 2 + index, f"figures.{figure}", 16, bold=True, colour=opaque(brand, "accent"))
        put(8, 2 + index, f"figures.{figure}.note", 9)
    for row, height in ((2, 28.0), (7, 30.0), (8, 44.0)):
        sheet.row_dimensions[row].height = height
    return placed


def _table(sheet: Worksheet, kind: str, name: str, top: int, brand: Brand) -> None:
    """A growing table: heads that are the keys of its columns, and rows whose looks new rows take over."""
    rule, hair = Side(style="thin", color=opaque(brand, "ink")), Side(style="thin", color=opaque(brand, "hairline"))
    font = brand.font or FONT
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 2
    columns = TABLES[kind][name]
    for column, key in enumerate(columns, 2):
        held = widest(key).content
        figure = isinstance(held, Fraction)
        head = sheet.cell(top, column, key)
        head.font = Font(name=font, size=9, color=opaque(brand, "muted"))
        head.border = Border(bottom=rule)
        side = "right" if figure else "left"
        head.alignment = Alignment(side, "center", wrap_text=True)
        for row in range(top + 1, top + 1 + _ROWS):
            cell = sheet.cell(row, column)
            cell.font, cell.border = Font(name=font, size=10, color=opaque(brand, "ink")), Border(bottom=hair)
            cell.alignment = Alignment(side, "center", wrap_text=not figure)
            if row == top + 2:
                cell.fill = PatternFill("solid", start_color=opaque(brand, "accent_light"))
        letters = get_column_letter(column)
        wanted = _width(held) if top == 2 else _FIGURE
        sheet.column_dimensions[letters].width = max(wanted, sheet.column_dimensions[letters].width)
    if top > 2:
        for column in range(2, 2 + max(len(columns), 3)):
            sheet.column_dimensions[get_column_letter(column)].width = _WIDE if column == 2 else _FIGURE
    else:
        sheet.freeze_panes = f"A{top + 1}"
    last = get_column_letter(1 + len(columns))
    sheet.add_table(Table(displayName=name, ref=f"B{top}:{last}{top + _ROWS}"))
    sheet.print_title_rows = f"{top}:{top}"


def _width(held: object) -> float:
    if isinstance(held, str):
        return max(min(text_width(held) + 3, _WIDE), 12)
    return 14 if isinstance(held, date) else _AMOUNT


def _cells(workbook: Workbook, names: list[str], brand: Brand) -> None:
    """A sheet of all other names: cut a cell and paste it where it is wanted, and its name goes with it."""
    sheet = workbook.create_sheet("Cells")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 64
    for row, name in enumerate(names, 1):
        sheet.cell(row, 1, name).font = Font(name=brand.font or FONT, size=9, color=opaque(brand, "muted"))
        cell = sheet.cell(row, 2, name)
        cell.font = Font(name=brand.font or FONT, size=10, color=opaque(brand, "ink"))
        cell.alignment = Alignment("left", "center", wrap_text=True)
        _name(workbook, sheet, name, row, 2)
    _printed(sheet)


def _name(workbook: Workbook, sheet: Worksheet, name: str, row: int, column: int) -> None:
    target = f"'{sheet.title}'!${get_column_letter(column)}${row}"
    workbook.defined_names[name] = DefinedName(name, attr_text=target)


def _printed(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
