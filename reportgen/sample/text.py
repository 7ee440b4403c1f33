"""Turns a sheet into the bytes of a CSV file: plain decimals, ISO dates, one line a row, UTF-8 unless asked."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TextIO

from reportgen.sample.sheet import Cell, Money, Rate, Share, Sheet


@dataclass(frozen=True, slots=True)
class Text:
    """How a system writes text: `mark` is the byte order mark in front, as spreadsheet programs put it."""

    encoding: str = "utf-8"
    separator: str = ","
    mark: bool = False


def csv_bytes(sheet: Sheet, text: Text = Text()) -> bytes:
    """Return the file with its header."""
    written = StringIO()
    _write(sheet, written, text.separator, begins=True)
    return written.getvalue().encode("utf-8-sig" if text.mark else text.encoding)


def append_csv(path: Path, sheet: Sheet, *, begins: bool) -> None:
    """Write a sheet as plain text without holding it: a file anew, or rows behind those that are there."""
    with path.open("w" if begins else "a", encoding="utf-8", newline="") as file:
        _write(sheet, file, ",", begins=begins)


def _write(sheet: Sheet, file: TextIO, separator: str, *, begins: bool) -> None:
    writer = csv.writer(file, lineterminator="\n", delimiter=separator)
    if begins:
        writer.writerow(column.header for column in sheet.columns)
    writer.writerows([_written(cell) for cell in row] for row in sheet.rows)


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell.decimal():f}" if isinstance(cell, Money | Share | Rate) else str(cell)
