"""Turns written tables into files that are read without a profile, and what is found into plain Python."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

from reportgen.app.findings import as_json
from reportgen.sources.drafting.found import FoundFile
from reportgen.sources.drafting.json_text import json_pieces
from reportgen.sources.drafting.unknown import read_unknown
from reportgen.sources.formats import Access

Document = dict[str, Any]


def found_in(content: bytes | str, name: str = "table.csv") -> FoundFile:
    """Read a file's content without a profile."""
    return read_unknown(content.encode() if isinstance(content, str) else content, name, frozenset(), Access())


def document(found: FoundFile) -> Document:
    """What machines are told, every number exact."""
    text = "".join(json_pieces(found, as_json))
    parsed: Document = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    return parsed


def read(content: bytes | str, name: str = "table.csv") -> Document:
    """Read a file's content without a profile, as machines see it."""
    return document(found_in(content, name))


def first_table(found: Document) -> Document:
    """The first table of the first sheet that has one."""
    chosen: Document = next(table for sheet in found["sheets"] for table in sheet["tables"])
    return chosen


def rows(table: Document) -> list[list[Any]]:
    """The rows of a table: row number, values."""
    return [[int(row["row"]), *row["values"].values()] for row in table["rows"]]


def book(*sheets: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> bytes:
    """A workbook with one sheet for each table of values; `merged` are merged in the first."""
    made = Workbook()
    for number, values in enumerate(sheets):
        sheet = made.active if number == 0 else made.create_sheet()
        assert sheet is not None
        for row in values:
            sheet.append(list(row))
    for area in merged:
        made.worksheets[0].merge_cells(area)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()
