"""Turns a laid-out document into what a user's own workbook may take of it, by the names that cells and tables have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl.utils import get_column_letter

from reportgen.model.document import Chart, DataTable, Document, Metrics, TableRow, Value, Verbatim
from reportgen.render.sheets.formulas import Landed, foot_key, quoted
from reportgen.render.sheets.grid import Sheet
from reportgen.render.sheets.pieces import Cell, every
from reportgen.render.sheets.values import Content, content, printable
from reportgen.render.words import Words, word

_COMPONENT: Final = re.compile(r"((?:lines|parts|tiers|against|held|manual)-.+?)-(?:\d{8}-)?\d{4}.*|((?:held))-\d{4}.*")
"""A table of one component in one period: its name is that of the component alone, and all periods stand in one."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a cell is given: its content and format, and for a figure the program's own cell that it follows."""

    content: Content
    format: str = "General"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the heads of its columns by key, and its rows."""

    heads: Mapping[str, str]
    rows: tuple[Mapping[str, Held], ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """All that a document offers, by names in small letters with underscores: `bridge.payable.total`, `bridge`."""

    cells: Mapping[str, Held]
    tables: Mapping[str, Grid]


def plain_name(name: str) -> str:
    """Return a name as it is compared: programs allow no dash in names, and capitals do not count."""
    return name.replace("-", "_").casefold()


def table_name(part: str) -> str:
    """Return the name of a table: the part's own, without component version and period."""
    match = _COMPONENT.fullmatch(part)
    return plain_name((match[1] or match[2]) if match else part)


def offered(document: Document, sheets: tuple[Sheet, ...], words: Words) -> Offered:
    """Return what a document offers, each figure with the cell of the program's own sheets that it stands in."""
    where = {(sheet.name, cell.row, cell.column): cell for sheet in sheets for cell in every(sheet.pieces)}
    landed = {part: place for sheet in sheets for part, place in sheet.landed.items()}
    cells = dict(_texts(document, words))
    tables: dict[str, Grid] = {}
    for section in document.sections:
        for part in section.parts:
            if isinstance(part, Metrics):
                cells.update(_figures(part, landed[part.id], where))
            elif isinstance(part, DataTable):
                cells.update(_keyed(part, landed[part.id], where))
                name = table_name(part.id)
                tables[name] = _joined(tables.get(name), _grid(_told(part.rows), landed[part.id], where))
            elif isinstance(part, Chart):
                tables[table_name(part.id)] = _grid(range(len(part.categories)), landed[part.id], where)
    return Offered(cells, tables)


_Where = Mapping[tuple[str, int, int], Cell]


def _texts(document: Document, words: Words) -> Iterator[tuple[str, Held]]:
    """What says of whom and when a document is."""
    said: tuple[tuple[str, Value], ...] = (
        ("title", document.title),
        ("subject", Verbatim(document.subject)),
        ("heading", document.heading),
        ("period", document.period),
        ("cut_off", document.cut_off),
        ("version", Verbatim(document.plan_version)),
        ("audience", document.audience),
    )
    for name, value in said:
        held = content(words, value)
        yield f"document.{name}", Held(held)
    facts = " · ".join(printable(words, word(words, fact)) for fact in document.facts)
    yield "document.facts", Held(facts)


def _figures(strip: Metrics, place: Landed, where: _Where) -> Iterator[tuple[str, Held]]:
    """A figure, its label above and what it is compared with below."""
    for item, column in place.columns.items():
        for suffix, row in (("", place.first), (".label", place.first - 1), (".note", place.first + 1)):
            yield plain_name(f"{strip.id}.{item}{suffix}"), _held(place.sheet, row, column, where)


def _keyed(table: DataTable, place: Landed, where: _Where) -> Iterator[tuple[str, Held]]:
    keys = {*(row.key for row in table.rows if row.key), *((foot_key(table),) if table.foot else ())}
    for key in keys:
        for column, number in place.columns.items():
            yield plain_name(f"{table.id}.{key}.{column}"), _held(place.sheet, place.rows[key], number, where)


def _told(rows: Sequence[TableRow]) -> Iterator[int]:
    """Yield the rows for a table of the user's own: all but those that say that others are folded.

    There nothing is: a sum over what is in sight, which a total row of Excel is, would leave it out.
    """
    for index, row in enumerate(rows):
        opens = not (row.folded or row.key) and index + 1 < len(rows) and rows[index + 1].folded
        if not opens:
            yield index


def _grid(told: Iterable[int], place: Landed, where: _Where) -> Grid:
    heads = {key: str(_held(place.sheet, place.first - 1, n, where).content or "") for key, n in place.columns.items()}
    rows = tuple(
        {key: _held(place.sheet, row, number, where) for key, number in place.columns.items()}
        for row in (place.first + index for index in told)
    )
    return Grid(heads, rows)


def _joined(first: Grid | None, then: Grid) -> Grid:
    return then if first is None else Grid({**then.heads, **first.heads}, (*first.rows, *then.rows))


def _held(sheet: str, row: int, column: int, where: _Where) -> Held:
    """What stands in a cell of the program's own sheets."""
    cell = where.get((sheet, row, column))
    if cell is None:
        return Held(None)
    if isinstance(cell.content, str | None) and not cell.formula:
        return Held(cell.content, cell.format)
    return Held(cell.content, cell.format, f"{quoted(sheet)}!${get_column_letter(column)}${row}")
