"""Finds a plain cell of a composed statement where a formula's reader would change it, for tests that change one."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.model.document import DataTable, Document, Message, TableRow, Verbatim
from reportgen.model.place import column_letters
from reportgen.render.sheets.checks import checked
from reportgen.render.sheets.layout import sheets
from reportgen.render.sheets.pieces import every
from reportgen.render.words import Words


@dataclass(frozen=True, slots=True)
class Change:
    """A cell, what somebody writes into it, and what the component (or, without one, the statement) pays then.

    The row of a table (`lines`, `parts`, `against`, `tiers`, `grid`; `limits`, `opened`) is known by its first cell,
    its key or its number, its column by its key or by what the lines were held against.
    """

    component: str
    table: str
    row: str
    column: str
    value: str
    pays: str = ""


def cell_of(document: Document, words: Words, change: Change) -> tuple[int, str]:
    """The sheet and address of a cell that is to be changed; it must be a plain value."""
    wanted = f"{change.table}-{change.component}-2026" if change.component else change.table
    id_ = next(part.id for section in document.sections for part in section.parts if part.id.startswith(wanted))
    laid = sheets(checked(document), words)
    number_, landed = next((n, sheet.landed[id_]) for n, sheet in enumerate(laid, 1) if id_ in sheet.landed)
    table = next(part for section in document.sections for part in section.parts if part.id == id_)
    assert isinstance(table, DataTable)
    column = next(column for column in table.columns if change.column in (column.key, spoken(column.label)))
    firsts = [_first(row) for row in table.rows]
    row = firsts.index(change.row) if change.row in firsts else int(change.row)
    at = (number_, f"{column_letters(landed.columns[column.key] - 1)}{landed.first + row}")
    cell = next(c for c in every(laid[number_ - 1].pieces) if f"{column_letters(c.column - 1)}{c.row}" == at[1])
    assert not cell.formula, (change, cell.formula)
    return at


def _first(row: TableRow) -> str:
    """What a row's first cell says, where it is a name: a line's is its period with the word behind it."""
    match row.cells[0]:
        case Verbatim(text):
            return text
        case Message(key="statement.key", values=values):
            return " ".join(value.text for _, value in values if isinstance(value, Verbatim))
    return row.key


def spoken(label: object) -> str:
    """The name of what lines were held against, from its message."""
    if not isinstance(label, Message):
        return label.text if isinstance(label, Verbatim) else ""
    name = label.key.removeprefix("statement.input.")
    parts = [value.text for _, value in label.values if isinstance(value, Verbatim)]
    return f"{name.removesuffix('-of')} {parts[0]}" if parts else name
