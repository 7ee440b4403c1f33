"""Turns a sheet into the bytes of a CSV file: plain decimals, ISO dates, one line a row, UTF-8 unless asked."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO

from reportgen.sample.sheet import Cell, Money, Rate, Share, Sheet


@dataclass(frozen=True, slots=True)
class Text:
    """How a system writes text: `mark` is the byte order mark in front, as spreadsheet programs put it."""

    encoding: str = "utf-8"
    separator: str = ","
    mark: bool = False


def csv_bytes(sheet: Sheet, text: Text = Text()) -> bytes:  # noqa: B008 - a frozen value
    """Return the file with its header."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n", delimiter=text.separator)
    writer.writerow(column.header for column in sheet.columns)
    writer.writerows([_written(cell) for cell in row] for row in sheet.rows)
    return written.getvalue().encode("utf-8-sig" if text.mark else text.encoding)


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell.decimal():f}" if isinstance(cell, Money | Share | Rate) else str(cell)
