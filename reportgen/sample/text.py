"""Turns a sheet into the bytes of a CSV file: UTF-8, plain decimals, ISO dates, one line a row."""

from __future__ import annotations

import csv
from io import StringIO

from reportgen.sample.sheet import Cell, Money, Share, Sheet


def csv_bytes(sheet: Sheet, *, mark: bool = False) -> bytes:
    """Return the file; `mark` puts the byte order mark in front, as spreadsheet programs do."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.header for column in sheet.columns)
    writer.writerows([_written(cell) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell.decimal():f}" if isinstance(cell, Money | Share) else str(cell)
