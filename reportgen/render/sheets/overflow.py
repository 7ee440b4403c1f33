"""Turns a finished workbook into what a reader would not see of it: cut texts, figures shown as ####, lines cut off.

Widths are measured with the font's own advances. A text may run over empty cells beside it, a figure may not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import WINDOWS_EPOCH

from reportgen.render import breadth
from reportgen.render.sheets.own.bindings import looks_of, runs_of, text_of
from reportgen.render.sheets.own.parts import MAIN, WORKBOOK, Area, Element, OwnBook, area_of, opened
from reportgen.render.sheets.own.styles import Looks

_PADDING: Final = 5
"""Pixels of a column that stay free: the margins of its cells and its line."""

_INDENT: Final = 9
_FREE: Final = 20
"""Columns that text may run over at the right of a sheet that says of no cells that they alone are printed."""

_POINT: Final = 4 / 3
"""Pixels of a point."""

_LINE, _ABOVE, _HIGHEST = 1.5, 4.0, 409.0
"""Points of a line's height for each of its font, those above and below a text, and the most that a row may have."""

_USUAL_WIDTH, _USUAL_HEIGHT = 8.43, 15.0
_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]')
_COMMA: Final = re.compile(r",(?=(?:[^']*'[^']*')*[^']*$)")
"""A comma between two areas, not one in a sheet's name."""

_DAY: Final = re.compile(r"[ymd]", re.IGNORECASE)
_GENERAL_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class Cut:
    """A cell that does not show all it holds: where, what, and the pixels that it needs and has.

    `hidden` is a figure, which shows as #### then; `lines` are pixels of height rather than of width.
    """

    sheet: str
    row: int
    column: int
    text: str
    needed: int
    room: int
    hidden: bool = False
    lines: bool = False

    @property
    def address(self) -> str:
        """Return the cell as people write it: C7."""
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(slots=True)
class _Shown:
    """A sheet as it is seen: columns' and rows' pixels, merged cells by their first, and what the cells hold."""

    name: str
    widths: Mapping[int, float]
    usual: float
    heights: Mapping[int, float]
    spans: Mapping[tuple[int, int], tuple[int, int]]
    cells: Mapping[tuple[int, int], tuple[str, bool, int]]
    runs: Mapping[tuple[int, int], int]
    digit: float
    right: int
    printed: Sequence[Area]
    looks: Looks
    edges: dict[int, list[int]] = field(default_factory=dict)

    def pixels(self, first: int, last: int) -> int:
        """Return the width of columns in pixels."""
        return sum(int(self.widths.get(each, self.usual) * self.digit) for each in range(first, last + 1))

    def last(self, row: int, column: int) -> int:
        """Return the last column that a text may run to: of a sheet of several strips, that of its own."""
        here = (each for each in self.printed if each.top <= row <= each.bottom and each.left <= column <= each.right)
        own = next(here, None) if len(self.printed) > 1 else None
        return own.right if own else max(self.right, column)


def cut_cells(data: bytes) -> tuple[Cut, ...]:
    """Return the cells of a finished workbook that do not show all they hold."""
    book = opened(data)
    return tuple(cut for sheet in book.sheets if sheet.part for cut in cut_cells_of(book, sheet.name))


def cut_cells_of(book: OwnBook, name: str) -> Iterator[Cut]:
    """Yield the cells of one sheet that do not show all they hold; hidden rows and columns are not looked at."""
    sheet = book.sheet(name)
    if sheet is None:
        return
    shown = _shown(book, sheet.name, sheet.part)
    for (row, column), (text, number, style) in shown.cells.items():
        if text and shown.heights.get(row, 1) and shown.widths.get(column, 1):
            yield from _cut(shown, row, column, text, number, style)


def heights_needed(book: OwnBook, name: str) -> dict[int, float]:
    """Return the points that rows of a sheet need where a text in them breaks into several lines.

    Rows of a height that somebody gave them are not among them.
    """
    sheet = book.sheet(name)
    return _heights(_shown(book, sheet.name, sheet.part)) if sheet is not None else {}


def _heights(shown: _Shown) -> dict[int, float]:
    found: dict[int, float] = {}
    for (row, column), (text, number, style) in shown.cells.items():
        wraps = bool(text) and not number and shown.looks.alignment(style).get("wrapText") in ("1", "true")
        deep, wide = shown.spans.get((row, column), (1, 1))
        if wraps and deep == 1 and row not in shown.heights and shown.widths.get(column, 1):
            size, _ = shown.looks.font(style)
            count = _lines(text, shown, style, _room(shown, column, wide, style))
            if count > 1:
                found[row] = min(max(found.get(row, 0), _LINE * size * count + _ABOVE), _HIGHEST)
    return found


def _room(shown: _Shown, column: int, wide: int, style: int) -> int:
    """The pixels that a cell has for its text."""
    indent = int(shown.looks.alignment(style).get("indent", "0"))
    return shown.pixels(column, column + wide - 1) - _PADDING - _INDENT * indent


def _lines(text: str, shown: _Shown, style: int, room: int) -> int:
    """The lines that a text breaks into."""
    size, bold = shown.looks.font(style)
    pixels = round(size * _POINT)
    return sum(breadth.lines(line, pixels, room, bold=bold) for line in text.split("\n"))


def _cut(shown: _Shown, row: int, column: int, text: str, number: bool, style: int) -> Iterator[Cut]:
    size, bold = shown.looks.font(style)
    alignment = shown.looks.alignment(style)
    deep, wide = shown.spans.get((row, column), (1, 1))
    room = _room(shown, column, wide, style)
    needed = shown.runs.get((row, column)) or max(_width(line, size, bold=bold) for line in text.split("\n"))
    if alignment.get("shrinkToFit") in ("1", "true"):
        return
    if number:
        if needed > room:
            yield Cut(shown.name, row, column, text, needed, room, hidden=True)
    elif alignment.get("wrapText") in ("1", "true"):
        yield from _too_low(shown, row, column, text, (style, room, deep))
    else:
        beside = _beside(shown, row, column, wide, alignment.get("horizontal", "left"))
        if needed > room + beside:
            yield Cut(shown.name, row, column, text, needed, room + beside)


def _too_low(shown: _Shown, row: int, column: int, text: str, look: tuple[int, int, int]) -> Iterator[Cut]:
    """A text that breaks into more lines than its row is high; a row without a height of its own grows by itself."""
    style, room, deep = look
    heights = [shown.heights.get(each) for each in range(row, row + deep)]
    if None in heights:
        return
    has = int(sum((each or 0) for each in heights) * _POINT)
    pixels = round(shown.looks.font(style)[0] * _POINT)
    needed = int(_lines(text, shown, style, room) * pixels * 1.3)
    if needed > has:
        yield Cut(shown.name, row, column, text, needed, has, lines=True)


def _width(text: str, size: float, *, bold: bool) -> int:
    """The pixels of a text, from the font's advances at ten times its size, for sizes are no whole pixels."""
    return -(-breadth.width(text, round(size * _POINT * 10), bold=bold) // 10)


def _beside(shown: _Shown, row: int, column: int, wide: int, side: str) -> int:
    """The room that empty cells beside a text lend it, as far as the sheet is used."""
    if wide > 1 or side not in ("left", "general", "right"):
        return 0
    if not shown.edges:
        for at, held in shown.cells.items():
            if held[0]:
                shown.edges.setdefault(at[0], []).append(at[1])
    full = shown.edges.get(row, [])
    if side == "right":
        last = max((each for each in full if each < column), default=0)
        return shown.pixels(last + 1, column - 1)
    following = min([each for each in full if each > column] + [shown.last(row, column) + 1])
    return shown.pixels(column + 1, following - 1)


def _shown(book: OwnBook, name: str, part: str) -> _Shown:
    root, looks = book.tree(part), looks_of(book)
    format_ = root.find(f"{MAIN}sheetFormatPr")
    usual = float(format_.get("defaultColWidth", "0")) if format_ is not None else 0.0
    fixed = format_ is not None and format_.get("customHeight") in ("1", "true")
    height = float(format_.get("defaultRowHeight", "0")) if format_ is not None and fixed else None
    size, _ = looks.font(0)
    cells, runs = {}, {}
    heights: dict[int, float] = {}
    for row in root.iter(f"{MAIN}row"):
        number = int(row.get("r", "0"))
        own = row.get("ht") if row.get("customHeight") in ("1", "true") else None
        if row.get("hidden") in ("1", "true"):
            heights[number] = 0.0
        elif own or height:
            heights[number] = float(own or height or _USUAL_HEIGHT)
        for cell in row:
            area = area_of(f"sheet!{cell.get('r', '')}")
            if area is not None:
                cells[number, area.left] = _said(book, looks, cell)
                parts = runs_of(book, cell)
                if parts:
                    runs[number, area.left] = sum(_width(text, size, bold=bold) for text, size, bold in parts)
    right = max((at[1] for at in cells), default=1)
    printed = _printed(book, name)
    return _Shown(
        name, _columns(root), usual or _USUAL_WIDTH, heights, _merged(root), cells, runs,
        float(round(size * _POINT / 2)), max(right, max((each.right for each in printed), default=right + _FREE)),
        printed, looks,
    )  # fmt: skip


def _columns(root: Element) -> dict[int, float]:
    found: dict[int, float] = {}
    for each in root.iter(f"{MAIN}col"):
        width = 0.0 if each.get("hidden") in ("1", "true") else float(each.get("width", _USUAL_WIDTH))
        # A width for all columns up to the last is not written out.
        found.update(dict.fromkeys(range(int(each.get("min", "1")), min(int(each.get("max", "1")), 512) + 1), width))
    return found


def _merged(root: Element) -> dict[tuple[int, int], tuple[int, int]]:
    found = {}
    for merge in root.iter(f"{MAIN}mergeCell"):
        area = area_of(f"sheet!{merge.get('ref', '')}")
        if area is not None:
            found[area.top, area.left] = (area.bottom - area.top + 1, area.right - area.left + 1)
    return found


def _printed(book: OwnBook, name: str) -> tuple[Area, ...]:
    """The areas of a sheet that are printed, one of each strip of pages; none where it does not say."""
    for each in book.tree(WORKBOOK).iter(f"{MAIN}definedName"):
        areas = [area_of(part) for part in _COMMA.split(each.text or "")]
        found = tuple(area for area in areas if area is not None and area.sheet == name)
        if each.get("name") == "_xlnm.Print_Area" and found:
            return found
    return ()


def _said(book: OwnBook, looks: Looks, cell: Element) -> tuple[str, bool, int]:
    """What a cell shows, whether it is a figure, and its look; nothing for a formula without a result."""
    style = int(cell.get("s", "0"))
    value = text_of(book, cell)
    if cell.get("t", "n") != "n" or not value:
        return value, False, style
    return shown_number(Decimal(value), looks.number_format(style)), True, style


def shown_number(value: Decimal, pattern: str) -> str:
    """Return a figure about as a number format shows it: good enough to measure it."""
    parts = pattern.split(";")
    part = parts[1] if value < 0 and len(parts) > 1 else parts[2] if value == 0 and len(parts) > 2 else parts[0]
    literal = "".join(found[1] or found[2] or "" for found in _LITERAL.finditer(part))
    bare = _LITERAL.sub("", part)
    if _DAY.search(bare) and "0" not in bare:
        return f"{(WINDOWS_EPOCH + timedelta(days=int(value))).date()}{literal}"
    if bare.casefold() in ("general", "@", ""):
        return f"{float(value):.{_GENERAL_DIGITS}g}"
    places = len(re.sub(r"[^0#?]", "", bare.partition(".")[2]))
    shown = value * 100 if "%" in bare else value
    sign = "-" if value < 0 and len(parts) < 2 else ""
    number = f"{abs(shown):,.{places}f}" if "," in bare else f"{abs(shown):.{places}f}"
    return f"{sign}{number}{'%' if '%' in bare else ''}{literal}"
