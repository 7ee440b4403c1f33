"""Turns sheets into a workbook that people like to open, the same bytes whenever it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.sample.rows import Styled, sheet_rows
from reportgen.sample.sheet import Cell, Format, Money, Page, Rate, Share
from reportgen.sample.widths import widths

# When every workbook says it was made: never the clock's time, so that the same company gives the same bytes.
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook's properties are written without a time zone
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_NO_ROWS = b"<sheetData></sheetData>"

# The order in which the schema wants a font's parts; openpyxl writes them in another one.
_FONT_PARTS = ("b", "i", "u", "sz", "color", "name", "family", "charset", "scheme")

_TITLE, _HEADER, _TOTAL = "报表标题", "报表表头", "报表合计"
_RIGHT = (Format.COUNT, Format.MONEY, Format.SHARE, Format.RATE)


@dataclass(frozen=True, slots=True)
class Look:
    """How a team's workbooks look: whose they are, the font, the colours of headers and of what lies behind them."""

    author: str
    font: str
    dark: str
    pale: str


SALES = Look("销售运营", "微软雅黑", "FF1F3A5F", "FFE8EEF5")
PEOPLE = Look("人力资源部", "宋体", "FF3B3B3B", "FFEDEDED")
SERVICE = Look("客户服务部", "微软雅黑", "FF0B5345", "FFE3F1EC")
FINANCE = Look("财务部", "宋体", "FF5B3A00", "FFFBF3DC")
MARKETING = Look("市场部", "等线", "FF7A1F3D", "FFF8E6EC")
OVERSEAS = Look("Overseas", "Calibri", "FF1B4F72", "FFDDEBF7")


def book_bytes(pages: Iterable[Page], look: Look) -> bytes:
    """Return a workbook with a sheet for each page, laid out as the page says."""
    book = Workbook(write_only=True)
    book.properties.creator = look.author
    book.properties.created = _MADE
    for style in _styles(look):
        book.add_named_style(style)
    rows = [_write(book.create_sheet(page.sheet.name), page) for page in pages]
    return _canonical(book, rows)


def _write(page: Worksheet, laid_out: Page) -> bytes:
    """Lay a sheet out and return its rows, which are written as text: openpyxl takes several times as long for them."""
    sheet, header = laid_out.sheet, laid_out.above + 1
    rows = [*sheet.rows]
    _lay_out(page, laid_out, header, widths(sheet.columns, rows))
    for row in _merged(laid_out.groups, header - 1):
        page.merged_cells.add(row)
    page.auto_filter.ref = f"A{header}:{get_column_letter(len(sheet.columns))}{header + len(rows)}"
    return sheet_rows(_rows(laid_out, rows), partial(_style_id, page))


def _rows(laid_out: Page, rows: Sequence[tuple[Cell, ...]]) -> Iterator[list[Styled | None]]:
    """What stands above the header, the header, the rows, and the sums if there are any."""
    columns = laid_out.sheet.columns
    if laid_out.title:
        yield [(laid_out.title, _TITLE)]
        yield []
    if laid_out.unit:
        yield [(laid_out.unit, Format.TEXT.name)]
    if laid_out.groups:
        yield _headed(laid_out.groups)
    yield [(column.header, _HEADER) for column in columns]
    sums: list[Decimal | int | None] = [None] * len(columns)
    names = [column.format.name for column in columns]
    for row in rows:
        shown = [_unit(cell, laid_out.unit) for cell in row]
        yield [_shown(cell, name) for cell, name in zip(shown, names, strict=True)]
        sums = [_added(before, cell) for before, cell in zip(sums, shown, strict=True)] if laid_out.total else sums
    if laid_out.total:
        yield [(laid_out.total, _HEADER), *(None if value is None else (value, _TOTAL) for value in sums[1:])]


def _headed(groups: tuple[tuple[str, int], ...]) -> list[Styled | None]:
    """Headers over several columns each."""
    cells: list[Styled | None] = []
    for name, span in groups:
        cells += [(name, _HEADER) if name else None, *[None] * (span - 1)]
    return cells


def _merged(groups: tuple[tuple[str, int], ...], row: int) -> Iterator[str]:
    """The cells over which each header of several columns stretches."""
    first = 1
    for _, span in groups:
        if span > 1:
            yield f"{get_column_letter(first)}{row}:{get_column_letter(first + span - 1)}{row}"
        first += span


def _unit(cell: Cell, unit: str) -> Cell | Decimal:
    """Write an amount in 10,000 yuan where the page has a unit row, else as it is."""
    if isinstance(cell, Money):
        return cell.decimal().scaleb(-4) if unit else cell.decimal()
    return cell


def _added(before: Decimal | int | None, cell: Cell | Decimal) -> Decimal | int | None:
    return (before or 0) + cell if isinstance(cell, Decimal | int) else before


def _lay_out(page: Worksheet, laid_out: Page, header: int, wide: list[int]) -> None:
    """Say what must be said before the first row: widths, the frozen header, how it prints."""
    for place, (column, width) in enumerate(zip(laid_out.sheet.columns, wide, strict=True), start=1):
        page.column_dimensions[get_column_letter(place)].width = width
        if column.header in laid_out.hidden:
            page.column_dimensions[get_column_letter(place)].hidden = True
    page.freeze_panes = f"A{header + 1}"
    page.print_title_rows = f"{header}:{header}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToHeight = 0


def _styles(look: Look) -> list[NamedStyle]:
    """The looks of a title, a header, a sum, and one for each format."""
    title = NamedStyle(_TITLE, font=Font(name=look.font, size=14, bold=True, color=look.dark))
    rule = Border(bottom=Side(style="thin", color=look.dark))
    fill = PatternFill("solid", fgColor=look.pale)
    bold = Font(name=look.font, size=10, bold=True, color=look.dark)
    header = NamedStyle(
        _HEADER, font=bold, fill=fill, border=rule, alignment=Alignment(horizontal="center", vertical="center")
    )
    total = NamedStyle(_TOTAL, font=bold, fill=fill, number_format=Format.MONEY.value, alignment=Alignment("right"))
    plain = Font(name=look.font, size=10)
    body = [
        NamedStyle(shown.name, font=plain, number_format=shown.value, alignment=Alignment(horizontal=_side(shown)))
        for shown in Format
    ]
    return [title, header, total, *body]


def _side(shown: Format) -> str:
    return "right" if shown in _RIGHT else "center" if shown is Format.DAY else "left"


def _shown(cell: Cell | Decimal, style: str) -> Styled | None:
    """Return the cell as a number, text or day with its style, or None for one that stays empty."""
    if cell is None or cell == "":
        return None
    return cell.decimal() if isinstance(cell, Money | Share | Rate) else cell, style


def _style_id(page: Worksheet, style: str) -> int:
    """The number of a style in the workbook, which it gets when it is first asked for."""
    cell = WriteOnlyCell(page)
    cell.style = style
    return int(cell.style_id)


def _canonical(book: Workbook, rows: Sequence[bytes]) -> bytes:
    """Save the workbook with its sheets' rows, its parts in the order of their names, all made at one fixed moment."""
    sheets = {f"xl/worksheets/sheet{number}.xml": content for number, content in enumerate(rows, start=1)}
    saved, canonical = BytesIO(), BytesIO()
    book.save(saved)
    with ZipFile(saved) as parts, ZipFile(canonical, "w", ZIP_DEFLATED, compresslevel=9) as target:
        for name in sorted(parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = parts.read(name)
            if name in sheets:
                before, after = content.split(_NO_ROWS)
                content = b"".join((before, b"<sheetData>", sheets[name], b"</sheetData>", after))
            elif name == "xl/styles.xml":
                content = _fonts_in_order(content)
            elif name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + _MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\g<2>", content)
            part = ZipInfo(name, _ZIP_TIME)
            part.compress_type = ZIP_DEFLATED
            part.create_system = 3  # the same on every system
            target.writestr(part, content, compresslevel=9)
    return canonical.getvalue()


def _fonts_in_order(styles: bytes) -> bytes:
    root = etree.fromstring(styles)
    for font in root.iterfind("{*}fonts/{*}font"):
        font[:] = sorted(font, key=lambda part: _FONT_PARTS.index(etree.QName(part).localname))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
