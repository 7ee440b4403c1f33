"""Turns a formula whose references name tables, rows and columns into one whose references are cells.

* `{paid_before}`: the cell of that column in the same row
* `{credits.payable}`: all rows of that column of a table, without its foot, for SUM and its like; or a metric's figure
* `{tiers[2].rate}`: the cell of that column in the row with that key; the foot's key is `total` unless it has its own

Whatever stands outside the braces is the formula language of spreadsheets, in English, with commas.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reportgen.model.document import DataTable, TableRow
from reportgen.model.quantity import Quantity
from reportgen.render.sheets.markup import letters

TOTAL = "total"
"""The key of a table's foot."""

_REFERENCE = re.compile(r"\{(?:(?P<part>[\w-]+)(?:\[(?P<row>[^\]]+)\])?\.)?(?P<column>[\w-]+)\}")


class UnknownReferenceError(LookupError):
    """A formula names a table, row or column that its document has not."""


@dataclass(frozen=True, slots=True)
class Landed:
    """Where a table or a strip of metrics lies: rows of its body (the foot excluded), columns by key, keyed rows."""

    sheet: str
    first: int
    last: int
    columns: Mapping[str, int]
    rows: Mapping[str, int]


class Spot(NamedTuple):
    """The cell that a formula stands in: its sheet, table and row."""

    sheet: str
    part: str
    row: int


def resolved(formula: str, spot: Spot, landed: Mapping[str, Landed]) -> str:
    """Return the formula with cells for its references; raise UnknownReferenceError for one that is not there."""
    return str(spot.row).join(around(formula, spot.sheet, spot.part, landed))


def around(formula: str, sheet: str, part: str, landed: Mapping[str, Landed]) -> tuple[str, ...]:
    """Return what stands around the row's number in a formula of a part: all rows of a column share it.

    Raise as `resolved` does.
    """
    pieces, told, after = list[str](), "", 0
    for found in _REFERENCE.finditer(formula):
        told += formula[after : found.start()] + _cells(found, sheet, part, landed)
        after = found.end()
        if found["part"] is None:
            pieces.append(told)
            told = ""
    pieces.append(told + formula[after:])
    if any("{" in each or "}" in each for each in pieces):
        raise UnknownReferenceError(f"`{formula}` has a brace that is no reference")
    return tuple(pieces)


def formula_of(table: DataTable, row: TableRow, index: int) -> str:
    """Return the formula of a cell of the body, "" for a plain value: only what the engine has is derived."""
    if not isinstance(row.cells[index], Quantity):
        return ""
    return row.formulas[index] if row.formulas else table.columns[index].formula


def foot_formula(table: DataTable, index: int) -> str:
    """Return the formula of a cell of the foot: its own, or the sum of a column that is to be totalled."""
    foot, column = table.foot, table.columns[index]
    if foot is None or not isinstance(foot.cells[index], Quantity):
        return ""
    if foot.formulas:
        return foot.formulas[index]
    return f"SUM({{{table.id}.{column.key}}})" if column.total else ""


def foot_key(table: DataTable) -> str:
    """Return the key under which formulas find a table's foot."""
    return (table.foot.key if table.foot else "") or TOTAL


def quoted(sheet: str) -> str:
    """Return a sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def _cells(reference: re.Match[str], sheet: str, part: str, landed: Mapping[str, Landed]) -> str:
    """Return the cells of a reference in a formula of a part on a sheet; of one to its own row, the column alone."""
    named: str | None = reference["part"]
    there = landed.get(named or part)
    if there is None:
        raise UnknownReferenceError(f"{reference[0]}: there is no table or metrics `{named or part}`")
    column = _column(there, reference)
    if named is None:
        return column
    start = "" if there.sheet == sheet else quoted(there.sheet) + "!"
    first, last = _rows(there, reference)
    # Absolute, so that a formula which somebody copies to another row still means the same cells.
    cell = f"{start}${column}${first}"
    return cell if first == last else f"{cell}:${column}${last}"


def _column(part: Landed, reference: re.Match[str]) -> str:
    number = part.columns.get(reference["column"])
    if number is None:
        raise UnknownReferenceError(f"{reference[0]}: there is no column `{reference['column']}`")
    return letters(number)


def _rows(part: Landed, reference: re.Match[str]) -> tuple[int, int]:
    key = reference["row"]
    if key is None:
        return part.first, part.last
    row = part.rows.get(key)
    if row is None:
        raise UnknownReferenceError(f"{reference[0]}: there is no row `{key}`")
    return row, row
