"""Turns a sheet into the bytes of a CSV file: plain decimals, ISO dates, one line a row, UTF-8 unless asked."""

from __future__ import annotations

import csv
from io import StringIO

from reportgen.sample.sheet import Cell, Money, Share, Sheet


def csv_bytes(sheet: Sheet, *, mark: bool = False, encoding: str = "utf-8", separator: str = ",") -> bytes:
    """Return the file; `mark` puts the byte order mark in front, as spreadsheet programs do."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n", delimiter=separator)
    writer.writerow(column.header for column in sheet.columns)
    writer.writerows([_written(cell) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig" if mark else encoding)


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell.decimal():f}" if isinstance(cell, Money | Share) else str(cell)
