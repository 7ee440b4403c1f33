"""Turns rows of typed cells into the text of a sheet's rows, as openpyxl writes them one cell at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cache

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.compat import safe_string
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

Value = str | int | date | Decimal
Styled = tuple[Value, str]
"""A value and the name of its style."""

_letter = cache(get_column_letter)


def sheet_rows(rows: Iterable[Iterable[Styled | None]], style_id: Callable[[str], int]) -> bytes:
    """Return the content of a sheet's `sheetData`, rows counted from 1; None is a cell that stays empty.

    Styles are asked for in the order in which they are first used, which is the order of their numbers in the workbook.
    """
    asked = cache(style_id)
    written = []
    for number, row in enumerate(rows, start=1):
        cells = [
            _cell(each[0], f' r="{_letter(place)}{number}" s="{asked(each[1])}"')
            for place, each in enumerate(row, start=1)
            if each is not None
        ]
        written.append(f'<row r="{number}">{"".join(cells)}</row>')
    return "".join(written).encode("ascii", "xmlcharrefreplace")


def _cell(value: Value, where: str) -> str:
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, date):
        return f'<c{where} t="n"><v>{safe_string(to_excel(value))}</v></c>'  # type: ignore[no-untyped-call]
    return f'<c{where} t="n"><v>{safe_string(value)}</v></c>'


def _text(text: str, where: str) -> str:
    """A text's cell; what begins with = is a formula to every spreadsheet program that writes files."""
    if text.startswith("=") and len(text) > 1:
        return f"<c{where}><f>{_escaped(text[1:])}</f><v></v></c>"
    if text in ERROR_CODES:
        return f'<c{where} t="e"><v>{_escaped(text)}</v></c>'
    if not text:
        return f'<c{where} t="inlineStr"></c>'
    blanks = ' xml:space="preserve"' if text != text.strip() else ""
    return f'<c{where} t="inlineStr"><is><t{blanks}>{_escaped(text)}</t></is></c>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
