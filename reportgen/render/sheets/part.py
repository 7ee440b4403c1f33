"""Turns a laid-out sheet into its part of a workbook: how it is seen and printed, around its rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportgen.render.sheets.cells import Pen
from reportgen.render.sheets.grid import ROW_HEIGHT, Sheet
from reportgen.render.sheets.markup import MAIN, OFFICE, START, escape, letters, quoteattr
from reportgen.render.sheets.pieces import extent, single
from reportgen.render.sheets.rows import rows_of
from reportgen.render.sheets.styles import ALARM
from reportgen.render.sheets.values import CHECK

_INCH: Final = 25.4
_A4: Final = 9
_SIDE: Final = 15
_NARROW_SIDE: Final = 8
"""Millimetres of the margins left and right of a sheet, and of one with many columns."""


_HEAD_SIZE: Final = 8


def part_of(sheet: Sheet, pen: Pen, foot: str, picture: str = "") -> bytes:
    """Return the part of a sheet.

    `foot` is what its printed pages say at their foot, `picture` the relation of its drawing ("" for none).
    """
    used = _used(sheet)
    outline, level = ('<outlinePr summaryBelow="0"/>', ' outlineLevelRow="1"') if sheet.folded else ("", "")
    if sheet.aside:
        outline, level = '<outlinePr summaryBelow="0" summaryRight="0"/>', f'{level} outlineLevelCol="1"'
    return "".join(
        (
            f'{START}<worksheet xmlns="{MAIN}"><sheetPr>{outline}<pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<dimension ref="{used}"/>',
            f'<sheetViews><sheetView showGridLines="0" workbookViewId="0">{_view(sheet)}</sheetView></sheetViews>',
            f'<sheetFormatPr baseColWidth="8" defaultRowHeight="{ROW_HEIGHT:g}" customHeight="1"{level}/>',
            f"<cols>{''.join(_columns(sheet))}</cols><sheetData>",
            *rows_of(sheet, pen),
            "</sheetData>",
            _merged(sheet),
            *_conditions(sheet),
            _printed(sheet),
            _head_and_foot(sheet, escape(foot)),
            _breaks(sheet),
            # An order number is meant to be text: else programs put a warning triangle into each.
            f'<ignoredErrors><ignoredError sqref="{used}" numberStoredAsText="1"/></ignoredErrors>',
            f'<drawing xmlns:r="{OFFICE}" r:id={quoteattr(picture)}/>' if picture else "",
            "</worksheet>",
        )
    ).encode()


def _used(sheet: Sheet) -> str:
    """The area from the first cell to the last."""
    if not sheet.pieces:
        return "A1"
    tops, bottoms, lefts, rights = zip(*map(extent, sheet.pieces), strict=True)
    return f"{letters(min(lefts))}{min(tops)}:{letters(max(rights))}{max(bottoms)}"


def _view(sheet: Sheet) -> str:
    """What stays in sight while one scrolls: the heads of a long table, and the keys of a wide one."""
    if not sheet.frozen:
        return '<selection activeCell="A1" sqref="A1"/>'
    row, column = sheet.frozen
    across = f' xSplit="{column - 1}"' if column > 1 else ""
    pane = "bottomRight" if column > 1 else "bottomLeft"
    others = '<selection pane="topRight"/><selection pane="bottomLeft"/>' if column > 1 else ""
    return (
        f'<pane{across} ySplit="{row - 1}" topLeftCell="{letters(column)}{row}" activePane="{pane}" state="frozen"/>'
        f'{others}<selection pane="{pane}" activeCell="A1" sqref="A1"/>'
    )


def _columns(sheet: Sheet) -> Iterator[str]:
    for number, width in sorted(sheet.widths.items()):
        folded = ' hidden="1" outlineLevel="1"' if 0 < sheet.aside <= number else ""
        opens = ' collapsed="1"' if number == sheet.aside - 1 else ""
        yield f'<col min="{number}" max="{number}" width="{width:.16g}" customWidth="1"{folded}{opens}/>'


def _merged(sheet: Sheet) -> str:
    areas = [
        f'<mergeCell ref="{letters(cell.column)}{cell.row}:{letters(cell.column + cell.span - 1)}{cell.row}"/>'
        for cell in single(sheet.pieces)
        if cell.span > 1
    ]
    return f'<mergeCells count="{len(areas)}">{"".join(areas)}</mergeCells>' if areas else ""


def _conditions(sheet: Sheet) -> Iterator[str]:
    """Make a check that found a difference look like an alarm."""
    checks = (cell for cell in single(sheet.pieces) if cell.format == CHECK)
    for priority, cell in enumerate(checks, 1):
        rule = f'<cfRule type="cellIs" priority="{priority}" operator="notEqual" dxfId="{ALARM}">'
        at = f"{letters(cell.column)}{cell.row}"
        yield f'<conditionalFormatting sqref="{at}">{rule}<formula>0</formula></cfRule></conditionalFormatting>'


def _printed(sheet: Sheet) -> str:
    """How a sheet prints: A4 across, as wide as a page, as high as it needs or is asked to be."""
    side = _NARROW_SIDE if sheet.tight else _SIDE
    margins = {"left": side, "right": side, "top": 14, "bottom": 16, "header": 7, "footer": 7}
    inches = "".join(f' {name}="{millimetres / _INCH:.16g}"' for name, millimetres in margins.items())
    fit = f'fitToWidth="1" fitToHeight="{sheet.tall}"'
    return f'<pageMargins{inches}/><pageSetup paperSize="{_A4}" {fit} orientation="landscape"/>'


def _head_and_foot(sheet: Sheet, foot: str) -> str:
    """The first page has the sheet's own head; every further one says in its margin which sheet it goes on with."""
    if not sheet.several:
        return f'<headerFooter scaleWithDoc="0"><oddFooter>{foot}</oddFooter></headerFooter>'
    return (
        f'<headerFooter differentFirst="1" scaleWithDoc="0"><oddHeader>&amp;L&amp;{_HEAD_SIZE} &amp;A</oddHeader>'
        f"<oddFooter>{foot}</oddFooter><firstFooter>{foot}</firstFooter></headerFooter>"
    )


def _breaks(sheet: Sheet) -> str:
    """The rows that pages end with."""
    if not sheet.breaks:
        return ""
    count = len(sheet.breaks)
    listed = "".join(f'<brk id="{row}" min="0" max="16383" man="1"/>' for row in sheet.breaks)
    return f'<rowBreaks count="{count}" manualBreakCount="{count}">{listed}</rowBreaks>'
