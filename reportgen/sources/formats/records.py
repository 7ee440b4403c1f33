"""Turns the bytes of a separated text into the columns of a grid: in columns where that goes, else record by record."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from reportgen.sources.formats.facts import LAST_COLUMN
from reportgen.sources.grid import Grid

_LONG = 1 << 25
_BLOCK = 1 << 24
_COUNTED = 1 << 18
_MOST_RAGGED = 20_000
_LONGEST_CELL = 1 << 24

csv.field_size_limit(_LONGEST_CELL)


def grid_of_text(text: memoryview, separator: str, width: int) -> Grid:
    """Read a text in UTF-8 whose records mostly have `width` cells; csv.Error says that it cannot be read."""
    quotes = _quotes(text)
    _check_width(width)
    grid = _in_columns(text, separator, width, quoted=quotes > 0) if width and quotes % 2 == 0 else None
    grid = grid or _by_record(str(text, "utf-8"), separator)
    if quotes:
        _refuse_open_quote(text, grid, separator)
    return grid


def _check_width(width: int) -> None:
    if width > LAST_COLUMN:
        raise csv.Error(f"one of its rows has {width:,} cells, and {LAST_COLUMN:,} are the most that are read")


def _quotes(text: memoryview) -> int:
    content = np.frombuffer(text, np.uint8)
    pieces = (content[at : at + _COUNTED] == ord('"') for at in range(0, len(content), _COUNTED))
    return sum(int(np.count_nonzero(piece)) for piece in pieces)


def _block(text: memoryview) -> int:
    """Return a size of blocks of which none ends between the two characters of a line end: arrow would lose one."""
    sizes = range(_BLOCK, _BLOCK + 64)
    return next(
        size
        for size in sizes
        if size == sizes[-1] or not any(text[at - 1] == 13 for at in range(size, len(text), size))
    )


def _in_columns(text: memoryview, separator: str, width: int, *, quoted: bool) -> Grid | None:
    if len(text) > _LONG:
        with suppress(pa.ArrowInvalid):  # ragged rows: only one thread knows where they stand
            table = _table(text, separator, width, quoted=quoted)
            pa.default_memory_pool().release_unused()  # what stood between text and cells
            return Grid("", tuple(table.columns))  # joining a long text's blocks would hold all of its cells twice
    with suppress(pa.ArrowInvalid):  # a great many ragged rows, or a cell larger than a block
        return _with_ragged(text, separator, width, quoted=quoted)
    return None


def _with_ragged(text: memoryview, separator: str, width: int, *, quoted: bool) -> Grid:
    """Read even rows in columns, and put the few ragged ones back among them where they stood."""
    ragged: dict[int, list[str]] = {}

    def take(row: Any) -> str:
        if row.actual_columns is not None and row.actual_columns > LAST_COLUMN:
            return "error"
        ragged[row.number - 1] = next(csv.reader(io.StringIO(row.text, newline=""), delimiter=separator))
        return "skip" if len(ragged) < _MOST_RAGGED else "error"

    even = _joined(_table(text, separator, width, quoted=quoted, ragged=take))
    return _put_back(even, ragged, width) if ragged else Grid("", tuple(even))


def _table(text: memoryview, separator: str, width: int, *, quoted: bool, ragged: Any = None) -> Any:
    names = [str(index) for index in range(width)]
    return arrow_csv.read_csv(
        pa.BufferReader(pa.py_buffer(text)),
        read_options=arrow_csv.ReadOptions(column_names=names, block_size=_block(text), use_threads=ragged is None),
        parse_options=arrow_csv.ParseOptions(
            delimiter=separator, newlines_in_values=quoted, ignore_empty_lines=False, invalid_row_handler=ragged
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()),
            strings_can_be_null=False,
            check_utf8=False,  # proved when the encoding was found
        ),
    )


def _joined(table: Any) -> list[pa.LargeStringArray]:
    pieces = [column.chunks for column in table.columns]
    del table
    joined = []
    while pieces:  # each column's pieces are let go, to the system too, before the next is joined
        pa.default_memory_pool().release_unused()
        joined.append(pa.concat_arrays(pieces.pop(0) or [pa.array([], pa.large_string())]))
    return joined


def _put_back(even: list[pa.LargeStringArray], ragged: dict[int, list[str]], width: int) -> Grid:
    height = len(even[0]) + len(ragged)
    widths = np.full(height, width)
    widths[list(ragged)] = [len(row) for row in ragged.values()]
    order = np.empty(height, np.int64)
    order[list(ragged)] = np.arange(len(even[0]), height)
    order[np.setdiff1d(np.arange(height), list(ragged), assume_unique=True)] = np.arange(len(even[0]))
    columns = []
    for index in range(max(int(widths.max()), width)):
        upper = even[index] if index < width else pa.array([""] * len(even[0]), pa.large_string())
        lower = [row[index] if index < len(row) else "" for row in ragged.values()]
        columns.append(pa.concat_arrays([upper, pa.array(lower, pa.large_string())]).take(pa.array(order)))
    return Grid("", tuple(columns), tuple(widths.tolist()))


def _by_record(text: str, separator: str) -> Grid:
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    widths = tuple(map(len, records))
    widest = max(widths)
    _check_width(widest)
    padded = (record + [""] * (widest - len(record)) for record in records)
    columns = tuple(pa.array(column, pa.large_string()) for column in zip(*padded, strict=True))
    return Grid("", columns, widths)


def _refuse_open_quote(text: memoryview, grid: Grid, separator: str) -> None:
    """Raise csv.Error where a quotation mark is never closed: everything behind it would be one cell.

    The last record tells. It is the last line, unless a cell of it has several.
    """
    cells = grid.row(grid.height - 1)
    rest = str(text, "utf-8") if any("\n" in cell or "\r" in cell for cell in cells) else _last_line(text)
    strict = csv.reader(io.StringIO(rest, newline=""), delimiter=separator, strict=True)
    try:
        for _ in strict:
            pass
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise csv.Error("a quotation mark is opened and never closed") from error


def _last_line(text: memoryview) -> str:
    size = 1 << 16
    while True:
        end = bytes(text[-size:])
        start = max(end.rfind(b"\n"), end.rfind(b"\r")) + 1
        if start or size >= len(text):
            return end[start:].decode("utf-8")
        size *= 16
