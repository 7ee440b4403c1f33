"""Turns laid-out sheets into a workbook's bytes: styles, formulas with the engine's values, print settings, names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as Written
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import Outline, PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.model.document import Document, Message, Verbatim
from reportgen.render.brand import Brand
from reportgen.render.sheets.finish import Finish, finished
from reportgen.render.sheets.formulas import Landed, Spot, quoted, resolved
from reportgen.render.sheets.grid import LEFT, LOGO_HEIGHT, ROW_HEIGHT, Cell, Sheet
from reportgen.render.sheets.layout import eyebrow, foot
from reportgen.render.sheets.look import FONT, Line, Style, opaque, tint
from reportgen.render.sheets.values import CHECK, fifteen, printable
from reportgen.render.words import Words, word

_INCH: Final = 25.4
_A4: Final = 9
_SIDE: Final = 15
_NARROW_SIDE: Final = 8
"""Millimetres of the margins left and right of a sheet, and of one with many columns."""

_PIXELS: Final = 4 / 3
"""Pixels of a point."""

_LOGO_WIDTH: Final = 320
_RISKY: Final = ("=", "+", "-", "@", "\t")
_NAME: Final = re.compile(r"[^\W\d][\w.]*")
_FOOT_LIMIT: Final = 200  # a page foot holds 255 characters with its codes

_Looks = dict[tuple[Style, str, bytes], StyleArray]
"""What openpyxl made of a style, a number format and what a value brings along: it compares all styles at each cell."""


def written(document: Document, sheets: tuple[Sheet, ...], words: Words, brand: Brand, logo: bytes = b"") -> bytes:
    """Return the bytes of a workbook; the same document gives the same bytes on every machine and day."""
    landed = _landed(sheets)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    looks: _Looks = {}
    for sheet in sheets:
        target = workbook.create_sheet(sheet.name)
        _write(workbook, target, sheet, landed, brand, looks)
        _print(target, sheet, _feet(document, words))
        if sheet.logo and logo:
            _picture(target, sheet, logo)
    _describe(workbook, document, words)
    raw = BytesIO()
    workbook.save(raw)
    return finished(raw.getvalue(), Finish(tuple(_numbers(sheet) for sheet in sheets), brand.font or FONT))


def _landed(sheets: tuple[Sheet, ...]) -> dict[str, Landed]:
    found: dict[str, Landed] = {}
    for sheet in sheets:
        for part, where in sheet.landed.items():
            if part in found:
                raise ValueError(f"two parts of a workbook are called `{part}`")
            found[part] = where
    return found


def _numbers(sheet: Sheet) -> dict[str, str]:
    """The exact text of every number of a sheet, by address: openpyxl would write what a binary float makes of it."""
    return {_address(cell): fifteen(cell.content) for cell in sheet.cells if isinstance(cell.content, Fraction)}


def _address(cell: Cell) -> str:
    return f"{get_column_letter(cell.column)}{cell.row}"


def _write(
    workbook: Workbook, target: Worksheet, sheet: Sheet, landed: Mapping[str, Landed], brand: Brand, looks: _Looks
) -> None:
    target.sheet_view.showGridLines = False
    target.sheet_format.defaultRowHeight = ROW_HEIGHT
    target.sheet_format.customHeight = True
    for number, width in sheet.widths.items():
        target.column_dimensions[get_column_letter(number)].width = width
    for row, height in sheet.heights.items():
        target.row_dimensions[row].height = height
    _fold(target, sheet)
    for cell in sheet.cells:
        _cell(target, sheet, cell, landed, brand, looks)
        if cell.name and isinstance(cell.content, Fraction):
            _named(workbook, sheet, cell)
    if sheet.frozen:
        row, column = sheet.frozen
        target.freeze_panes = f"{get_column_letter(column)}{row}"


def _fold(target: Worksheet, sheet: Sheet) -> None:
    """Fold rows away under the line above them, which says so: they are neither in sight nor printed."""
    if not sheet.folded:
        return
    target.sheet_properties.outlinePr = Outline(summaryBelow=False)
    target.sheet_format.outlineLevelRow = 1
    for row in sheet.folded:
        target.row_dimensions[row].outlineLevel = 1
        target.row_dimensions[row].hidden = True


def _picture(target: Worksheet, sheet: Sheet, logo: bytes) -> None:
    """Put the brand's logo into its row, as high as that allows and no wider than a third of a page."""
    picture = Image(BytesIO(logo))
    scale = min((LOGO_HEIGHT - 6) * _PIXELS / picture.height, _LOGO_WIDTH / picture.width)
    picture.width, picture.height = round(picture.width * scale), round(picture.height * scale)
    target.add_image(picture, f"{get_column_letter(LEFT)}{sheet.logo}")


def _cell(
    target: Worksheet, sheet: Sheet, cell: Cell, landed: Mapping[str, Landed], brand: Brand, looks: _Looks
) -> None:
    at = target.cell(cell.row, cell.column)
    assert isinstance(at, Written)  # noqa: S101  nothing is written into a merged range twice
    if cell.formula:
        at.value = "=" + resolved(cell.formula, Spot(sheet.name, cell.part, cell.row), landed)
    else:
        _hold(at, cell, brand)
    _look(at, cell, brand, looks)
    if cell.span > 1:
        target.merge_cells(None, cell.row, cell.column, cell.row, cell.column + cell.span - 1)
    if cell.format == CHECK:
        alarm = Font(color=opaque(brand, "alarm"))
        target.conditional_formatting.add(_address(cell), CellIsRule("notEqual", ["0"], font=alarm))  # type: ignore[no-untyped-call]


def _look(at: Written, cell: Cell, brand: Brand, looks: _Looks) -> None:
    """Give a cell its style: the first of its look is made, every other one is copied from it."""
    whole = "_style"  # openpyxl has no public way to a cell's whole style
    key = (cell.style, cell.format, bytes(getattr(at, whole) or b""))
    if key in looks:
        setattr(at, whole, copy(looks[key]))
        return
    at.font, at.border = _font(cell.style, brand), _border(cell.style, brand)
    at.alignment, at.fill = _alignment(cell.style), _fill(cell.style, brand)
    at.number_format = cell.format
    looks[key] = getattr(at, whole)


def _hold(at: Written, cell: Cell, brand: Brand) -> None:
    """Put what is no formula into a cell; text is text, whatever it begins with."""
    match cell.content:
        case Fraction():
            at.value = Decimal(fifteen(cell.content))
        case str() if cell.aside:
            at.value = _with_aside(cell, brand)
        case str():
            at.value = cell.content
            at.data_type = "s"
            # Else a reader who edits the cell turns the text into a formula.
            at.quotePrefix = cell.content.startswith(_RISKY)
        case date():
            at.value = cell.content


def _with_aside(cell: Cell, brand: Brand) -> CellRichText:
    main = InlineFont(
        rFont=brand.font or FONT, b=cell.style.bold, color=Color(opaque(brand, cell.style.colour)), sz=cell.style.size
    )
    small = InlineFont(rFont=brand.font or FONT, color=Color(opaque(brand, "muted")), sz=9)
    return CellRichText(TextBlock(main, str(cell.content)), TextBlock(small, f"  {cell.aside}"))


def _named(workbook: Workbook, sheet: Sheet, cell: Cell) -> None:
    name = cell.name.replace("-", "_")
    if _NAME.fullmatch(name):
        target = f"{quoted(sheet.name)}!${get_column_letter(cell.column)}${cell.row}"
        workbook.defined_names[name] = DefinedName(name, attr_text=target)


def _print(target: Worksheet, sheet: Sheet, feet: tuple[str, str]) -> None:
    """Set how a sheet prints: A4 across, in one or two halves, the heads and keys of its table on each page, a foot."""
    target.print_area = _area(sheet)
    target.page_setup.orientation = "landscape"
    target.page_setup.paperSize = _A4
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.page_setup.fitToWidth = 1
    target.page_setup.fitToHeight = sheet.tall
    for row in sheet.breaks:
        target.row_breaks.append(Break(row))
    side = (_NARROW_SIDE if sheet.tight else _SIDE) / _INCH
    target.page_margins = PageMargins(side, side, 14 / _INCH, 16 / _INCH, header=7 / _INCH, footer=7 / _INCH)
    if sheet.repeated:
        target.print_title_rows = f"{sheet.repeated}:{sheet.repeated}"
    if sheet.cut:
        target.print_title_cols = f"A:{get_column_letter(LEFT)}"
    target.HeaderFooter.scaleWithDoc = False  # the foot of a wide sheet stays readable
    if sheet.several:
        # The first page has the sheet's own head; every further one says in its margin which sheet it goes on with.
        target.HeaderFooter.differentFirst = True
        target.oddHeader.left.text, target.oddHeader.left.size = "&A", 8  # type: ignore[union-attr]
    for page in (target.firstFooter, target.oddFooter):
        for end, text in zip((page.left, page.right), feet, strict=True):  # type: ignore[union-attr]
            end.text, end.size = text, 8


def _area(sheet: Sheet) -> str:
    """What is printed: all of a sheet, or its left half and then the right one without the head."""
    right = get_column_letter(sheet.right)
    if sheet.cut is None:
        return f"A1:{right}{sheet.bottom}"
    row, column = sheet.cut
    last, first = get_column_letter(column - 1), get_column_letter(column)
    return f"A1:{last}{sheet.bottom},{first}{row}:{right}{sheet.bottom}"


def _feet(document: Document, words: Words) -> tuple[str, str]:
    """The page's foot: whose it is, of which period and plan, for whose eyes; and the page's number."""
    values = (document.title, Verbatim(foot(document, words)), document.audience)
    said = " · ".join(printable(words, word(words, value)) for value in values)
    pages = word(words, Message("page-of", (("page", Verbatim("&P")), ("pages", Verbatim("&N")))))
    return said[:_FOOT_LIMIT].replace("&", "&&"), pages


@cache
def _font(style: Style, brand: Brand) -> Font:
    return Font(name=brand.font or FONT, size=style.size, bold=style.bold, color=opaque(brand, style.colour))


@cache
def _border(style: Style, brand: Brand) -> Border:
    return Border(top=_side(style.above, brand), bottom=_side(style.below, brand))


def _side(line: Line, brand: Brand) -> Side:
    if not line:
        return Side()
    return Side(style="medium" if line == "accent" else "thin", color=opaque(brand, line))


@cache
def _alignment(style: Style) -> Alignment:
    side = "right" if style.align == "end" else "left"
    return Alignment(side, "center", wrap_text=style.wrap, shrink_to_fit=style.shrink, indent=1 if style.indent else 0)


@cache
def _fill(style: Style, brand: Brand) -> PatternFill:
    return PatternFill("solid", start_color=tint(brand, style.fill)) if style.fill else PatternFill()


def _describe(workbook: Workbook, document: Document, words: Words) -> None:
    """Say in the file's properties what it is. The creator is nobody: who ran the program is in the manifest."""
    title = printable(words, word(words, document.title))
    workbook.properties.title = f"{title} · {eyebrow(document, words)}"
    workbook.properties.subject = foot(document, words)
    workbook.properties.language = words.language
    workbook.properties.creator = ""
