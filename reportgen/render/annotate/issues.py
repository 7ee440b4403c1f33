"""Turns all findings about a workbook into the part of a sheet that lists them, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Final

from reportgen.model.money import plain
from reportgen.model.place import column_letters
from reportgen.render.annotate.elements import escaped
from reportgen.render.annotate.marks import Mark
from reportgen.render.sheets.values import text_width

MOST: Final = 20_000
"""Findings that are listed; more than that nobody works through in a sheet."""

_HEAD: Final = (
    "Severity",
    "Where",
    "What stands there",
    "What is wrong",
    "What to do",
    "Concerns",
    "Worth",
    "Currency",
    "Code",
)
_NUMBERS: Final = frozenset({"Worth"})
"""Heads of numbers, which stand at the right as these do."""

_HEAD_HEIGHT: Final = 30.0
"""Points of the heads' row: the button of the filter stands below a head that ends where it begins."""

_WIDTHS: Final = (18, 18, 23, 50, 39, 14, 13, 9, 20)
"""The columns in digits: together so narrow that a page across prints their text in 6 points."""

_FIRST: Final = 5
"""The row of the first finding."""

_LINE: Final = 14.5
_TALLEST: Final = 400.0
"""The height of a line in points, and the most that a row may have: programs take up to 409."""

_FULLER: Final = 1.1
"""How much longer a text is than its characters say: lines break between words."""


def issues_sheet(marks: Sequence[Mark], styles: Mapping[str, int], namespace: str, source: str) -> bytes:
    """Return the sheet's part: a title, a head that stays in view, a row for each finding, links, a filter."""
    shown = marks[:MOST]
    rest = f" {len(marks) - MOST:,} further ones are in problems.json." if len(marks) > MOST else ""
    count = f"{len(marks):,} finding{'s' if len(marks) != 1 else ''}"
    said = f"{count} about {source}. This is a copy: correct the original and check again.{rest}"
    head = [
        _text(f"{column_letters(place)}{_FIRST - 1}", name, styles["head-of-numbers" if name in _NUMBERS else "head"])
        for place, name in enumerate(_HEAD)
    ]
    rows = [
        _row(1, [_text("A1", "Issues · 提示清单", styles["title"])], 24),
        _row(2, [_text("A2", said, styles["said"])]),
        _row(_FIRST - 1, head, _HEAD_HEIGHT),
        *(_row(number, _cells(number, mark, styles), _tall(mark)) for number, mark in enumerate(shown, _FIRST)),
    ]
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS, 1)
    )
    last = max(_FIRST + len(shown) - 1, _FIRST)
    right = column_letters(len(_HEAD) - 1)
    links = "".join(_link(number, mark) for number, mark in enumerate(shown, _FIRST) if mark.sheet)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{namespace}">'
        '<sheetPr><tabColor rgb="FFB42318"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{right}{last}"/><sheetViews><sheetView showGridLines="0" workbookViewId="0">'
        f'<pane ySplit="{_FIRST - 1}" topLeftCell="A{_FIRST}" activePane="bottomLeft" state="frozen"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A{_FIRST - 1}:{right}{last}"/>'
        f'<mergeCells count="2"><mergeCell ref="A1:{right}1"/><mergeCell ref="A2:{right}2"/></mergeCells>'
        f"{f'<hyperlinks>{links}</hyperlinks>' if links else ''}"
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    ).encode()


def _cells(number: int, mark: Mark, styles: Mapping[str, int]) -> list[str]:
    severity = "red" if mark.weight > 1 else "amber" if mark.weight else "text"
    return [
        _text(f"A{number}", mark.severity, styles[severity]),
        _text(f"B{number}", where(mark), styles["link" if mark.sheet else "text"]),
        _text(f"C{number}", mark.found, styles["text"]),
        _text(f"D{number}", _said(mark), styles["text"]),
        _text(f"E{number}", mark.remedy, styles["text"]),
        _text(f"F{number}", mark.concerns, styles["text"]),
        _worth(f"G{number}", mark.amount, styles["amount"]),
        _text(f"H{number}", mark.currency if mark.amount is not None else "", styles["text"]),
        _text(f"I{number}", mark.code, styles["said"]),
    ]


def _said(mark: Mark) -> str:
    return f"{mark.text} ({mark.note})" if mark.note else mark.text


def _tall(mark: Mark) -> float:
    """Return the height of a finding's row in points: programs that keep a file's heights would show one line alone."""
    texts = (mark.severity, where(mark), mark.found, _said(mark), mark.remedy, mark.concerns)
    return min(_LINE * max(_lines(text, width) for text, width in zip(texts, _WIDTHS, strict=False)) + 2, _TALLEST)


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column."""
    return sum(max(1, ceil(text_width(line) * _FULLER / (width - 1))) for line in text.split("\n"))


def where(mark: Mark) -> str:
    """Return where a mark stands, as people read it: `订单!F118`, `订单` for a whole sheet."""
    if not mark.sheet:
        return f"{mark.column}{mark.row}" if mark.row else "the whole file"
    return f"{mark.sheet}!{mark.column}{mark.row}" if mark.row else mark.sheet


def _link(number: int, mark: Mark) -> str:
    cell = f"{mark.column or 'A'}{mark.row or 1}"
    quoted = mark.sheet.replace("'", "''")
    place = escaped(f"'{quoted}'!{cell}")
    return f'<hyperlink ref="B{number}" location="{place}" display="{escaped(where(mark))}"/>'


def _worth(reference: str, amount: Fraction | None, style: int) -> str:
    return "" if amount is None else f'<c r="{reference}" s="{style}"><v>{plain(amount)}</v></c>'


def _text(reference: str, text: str, style: int) -> str:
    if not text:
        return f'<c r="{reference}" s="{style}"/>'
    return (
        f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escaped(text[:8000])}</t></is></c>'
    )


def _row(number: int, cells: list[str], height: float = 0) -> str:
    tall = f' ht="{height:g}" customHeight="1"' if height else ""
    return f'<row r="{number}"{tall}>{"".join(cells)}</row>'
