"""Turns rows that a format gives cell by cell, with gaps between them, into columns of texts and kinds."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from reportgen.sources.formats.facts import Column, check_area
from reportgen.sources.grid import CellKind


@dataclass(slots=True)
class Row:
    """The texts and kinds of a row's cells from column A on."""

    texts: list[str] = field(default_factory=list)
    kinds: bytearray = field(default_factory=bytearray)


@dataclass(slots=True)
class Rows:
    """The filled rows of a sheet by their zero-based position, and how large their area has become."""

    sheet: str
    most: int
    rows: dict[int, Row] = field(default_factory=dict)
    width: int = 0
    height: int = 0


def put_row(into: Rows, position: int, row: Row, times: int = 1) -> None:
    """Put a row, `times` over, without the blanks behind its last filled cell; a blank one only counts."""
    while row.texts and row.kinds[-1] == CellKind.BLANK:
        row.texts.pop()
        row.kinds.pop()
    if not row.texts:
        return
    into.width = max(into.width, len(row.texts))
    into.height = max(into.height, position + times)
    check_area(into.height, into.width, into.most, into.sheet)
    for each in range(position, position + times):
        into.rows[each] = row


def put_cell(row: Row, position: int, text: str, kind: CellKind) -> None:
    """Put a cell into a row; the cells before it that were not given are blank."""
    gap = position - len(row.texts)
    row.texts += [""] * gap
    row.kinds += bytes(gap)
    row.texts.append(text)
    row.kinds.append(kind)


def columns_from(given: Rows) -> list[Column]:
    """Turn the rows into columns from A1 on."""
    check_area(given.height, given.width, given.most, given.sheet)
    columns = []
    positions = sorted(given.rows)
    for index in range(given.width):
        texts, kinds = [""] * given.height, np.zeros(given.height, np.uint8)
        for position in positions:
            row = given.rows[position]
            if index < len(row.texts):
                texts[position] = row.texts[index]
                kinds[position] = row.kinds[index]
        columns.append(Column(pa.array(texts, pa.large_string()), kinds))
    return columns
