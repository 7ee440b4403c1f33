"""Turns an Excel workbook of the old binary form (.xls: BIFF2 to BIFF8) into grids, by xlrd."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError
from xlrd.xldate import XLDateError, xldate_as_datetime

from reportgen.sources.formats.access import Limits
from reportgen.sources.formats.cells import cell_text, number_text, number_texts
from reportgen.sources.formats.facts import Column, Facts, Place, check_area, grid_of
from reportgen.sources.formats.ooxml import is_percent, padded_shape
from reportgen.sources.formats.refusal import Finding, RefusedError
from reportgen.sources.formats.xls_book import book_of
from reportgen.sources.formats.xls_formulas import uncalculated
from reportgen.sources.grid import CellKind, Grid, Merge

_DAMAGES = (
    CompDocError,
    XLRDError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    TypeError,
    UnicodeError,
    ValueError,
)
"""What xlrd raises on damaged records: it checks few of them."""

_KINDS = np.array(
    [
        CellKind.BLANK,
        CellKind.TEXT,
        CellKind.NUMBER,
        CellKind.DATE,
        CellKind.TRUTH,
        CellKind.ERROR,
        CellKind.BLANK,
    ],
    np.uint8,
)
_SPAN = re.compile(r"\[(?:h+|m+|s+)\]")


def read_xls(content: bytes, limits: Limits) -> Iterator[Grid | Finding]:
    """Read every worksheet, the hidden ones too."""
    book = _open(content)
    waiting = _uncalculated(content, book)
    for index in range(book.nsheets):
        try:
            yield _grid(book, book.sheet_by_index(index), waiting.get(index, frozenset()), limits)
        except _DAMAGES as error:
            raise RefusedError("it is damaged") from error


def _open(content: bytes) -> Any:
    """Open a workbook with its formats, or without them where they are damaged."""
    damage: Exception | None = None
    for formatted in (True, False):
        try:
            return book_of(content, formatted=formatted)
        except XLRDError as error:
            if "encrypted" in str(error):
                raise RefusedError(code="file-protected") from error
            damage = error
        except _DAMAGES as error:
            damage = error
    raise RefusedError("it is damaged or no workbook") from damage


def _uncalculated(content: bytes, book: Any) -> Mapping[int, frozenset[Place]]:
    """Look for formulas without a result where a cell says that its text is empty: only they do."""
    if not any(_has_empty_text(sheet) for sheet in book.sheets()):
        return {}
    try:
        return uncalculated(content)
    except _DAMAGES as error:
        raise RefusedError("it is damaged") from error


def _has_empty_text(sheet: Any) -> bool:
    return any(
        kind == xlrd.XL_CELL_TEXT and not value
        for row in range(sheet.nrows)
        for value, kind in zip(sheet.row_values(row), sheet.row_types(row), strict=True)
    )


def _grid(book: Any, sheet: Any, waiting: frozenset[Place], limits: Limits) -> Grid:
    facts = Facts(epoch=1904 if book.datemode else 1900, hidden=sheet.visibility != 0, uncalculated=set(waiting))
    facts.merges += [
        Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in getattr(sheet, "merged_cells", ())
    ]
    facts.hidden_rows |= {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    facts.hidden_columns |= {column for column, info in sheet.colinfo_map.items() if info.hidden}
    width = max((sheet.row_len(row) for row in range(sheet.nrows)), default=0)
    check_area(sheet.nrows, width, limits.cells, sheet.name)
    if book.formatting_info:
        _styles(book, sheet, facts)
    return grid_of(sheet.name, _columns(book, sheet, width), facts, limits.cells)


def _styles(book: Any, sheet: Any, facts: Facts) -> None:
    """Add what number formats say of numbers."""
    codes = [book.format_map[xf.format_key].format_str or "" for xf in book.xf_list]
    shapes = {index: shape for index, code in enumerate(codes) if (shape := padded_shape(code))}
    percents = {index for index, code in enumerate(codes) if is_percent(code)}
    if not shapes and not percents:
        return
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            style = sheet.cell_xf_index(row, column)
            if style in shapes:
                facts.padded[row, column] = shapes[style]
            elif style in percents and sheet.cell_type(row, column) == xlrd.XL_CELL_NUMBER:
                facts.percents[column] += 1


def _columns(book: Any, sheet: Any, width: int) -> list[Column]:
    spans = _span_styles(book)
    values: list[list[Any]] = [[""] * sheet.nrows for _ in range(width)]
    types = np.zeros((width, sheet.nrows), np.uint8)
    for row in range(sheet.nrows):
        for column, (value, kind) in enumerate(zip(sheet.row_values(row), sheet.row_types(row), strict=True)):
            is_span = kind == xlrd.XL_CELL_DATE and spans and sheet.cell_xf_index(row, column) in spans
            values[column][row] = timedelta(days=value) if is_span else value
            types[column, row] = kind
    return [_column(book, cells, _KINDS[types[column]]) for column, cells in enumerate(values)]


def _span_styles(book: Any) -> frozenset[int]:
    """Return the cell styles that show hours beyond a day (`[h]:mm`): they hold a span of time, not a moment."""
    if not book.formatting_info:
        return frozenset()
    codes = [(book.format_map[xf.format_key].format_str or "").lower() for xf in book.xf_list]
    return frozenset(index for index, code in enumerate(codes) if _SPAN.search(code))


def _column(book: Any, cells: list[Any], kinds: Any) -> Column:
    if (kinds == CellKind.NUMBER).all():
        return Column(number_texts(np.array(cells, np.float64)), kinds)
    texts = [_text(book, cell, kind) for cell, kind in zip(cells, kinds.tolist(), strict=True)]
    kinds[(kinds == CellKind.TEXT) & np.array([not text for text in texts], bool)] = CellKind.BLANK
    return Column(pa.array(texts, pa.large_string()), kinds)


def _text(book: Any, cell: Any, kind: int) -> str:
    match kind:
        case CellKind.TEXT:
            return str(cell)
        case CellKind.NUMBER:
            return number_text(cell)
        case CellKind.DATE:
            return _day(cell, book.datemode)
        case CellKind.TRUTH:
            return "TRUE" if cell else "FALSE"
        case CellKind.ERROR:
            return str(xlrd.error_text_from_code.get(cell, "#ERROR!"))
        case _:
            return ""


def _day(serial: float | timedelta, epoch: int) -> str:
    """Write a serial day as ISO 8601; below one it is a time of day, and what is no day stays a number."""
    if isinstance(serial, timedelta):
        return cell_text(serial)
    try:
        moment = xldate_as_datetime(serial, 1 if epoch else 0)
    except (XLDateError, OverflowError, ValueError):
        return number_text(serial)
    if 0 <= serial < 1:
        rounded = (moment + timedelta(microseconds=500)).time()
        return time(rounded.hour, rounded.minute, rounded.second).isoformat()
    return cell_text(moment)
