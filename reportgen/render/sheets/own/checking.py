"""Turns a user's workbook into what a designer should know before a run: what it lacks, what nobody knows, what is lost.

What does not fit is measured with the longest data that documents have.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from openpyxl.utils import get_column_letter

from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
from reportgen.render.sheets.overflow import cut_cells_of
from reportgen.render.sheets.own.bindings import (
    FAMILIES,
    TABLES,
    Growing,
    Named,
    columns_of,
    names_of,
    single_names,
    tables_of,
)
from reportgen.render.sheets.own.filling import beside, filled, key_of
from reportgen.render.sheets.own.longest import longest
from reportgen.render.sheets.own.offered import plain_name
from reportgen.render.sheets.own.parts import MAIN, BookRefusedError, Element, OwnBook, area_of, opened

BOOK_UNREADABLE = Kind(
    "book-unreadable",
    Severity.WARNING,
    "{found} cannot be filled, because {reason}; the program lays its own sheets out instead",
    "Save it again as .xlsx without a password, or start from a copy: `reportgen templates export DIR`.",
)
BOOK_NAME_UNKNOWN = Kind(
    "book-name-unknown",
    Severity.WARNING,
    "the {what} `{found}` is bound to nothing that the document has, and stays as it is",
    "Write one of: {known}.",
)
BOOK_NAME_BROKEN = Kind(
    "book-name-broken",
    Severity.WARNING,
    "the name `{found}` refers to `{text}`, which is no cell of the workbook, so nothing is filled there",
    "Point it to one cell (Formulas → Name Manager), or delete it.",
)
BOOK_BINDING_ABSENT = Kind(
    "book-binding-absent",
    Severity.NOTE,
    "no {what} is called {found}: what they hold stands on the program's own sheets alone",
    "Name one so if you want it on yours.",
)
BOOK_COLUMN_UNKNOWN = Kind(
    "book-column-unknown",
    Severity.WARNING,
    "the table `{table}` has no `{found}`, and the column has no formula: it stays empty in every new row",
    "Write one of {known} at its head, or put a formula into its first row.",
)
BOOK_FORMULA_LOST = Kind(
    "book-formula-lost",
    Severity.WARNING,
    "the formula in the bound cell is lost: `{found}` takes its place",
    "Bind an empty cell, and let your formula refer to it.",
)
BOOK_TABLES_BESIDE = Kind(
    "book-tables-beside",
    Severity.WARNING,
    "the table `{found}` stands beside `{other}` in the same rows, and both cannot grow: it is not filled",
    "Put it below the other, or onto a sheet of its own.",
)
BOOK_CELL_NARROW = Kind(
    "book-cell-narrow",
    Severity.WARNING,
    "the longest data do not fit into the cell: {reason}",
    "Make the {what}, or let the text wrap.",
)
BOOK_RESULT_LATER = Kind(
    "book-result-later",
    Severity.NOTE,
    "formulas of your own on this sheet ({found}) have no result before a spreadsheet program opens the file",
    "Nothing, unless people read the file on a phone or with another program: bind the cell to a name then.",
)

KINDS = (
    BOOK_UNREADABLE,
    BOOK_NAME_UNKNOWN,
    BOOK_NAME_BROKEN,
    BOOK_BINDING_ABSENT,
    BOOK_COLUMN_UNKNOWN,
    BOOK_FORMULA_LOST,
    BOOK_TABLES_BESIDE,
    BOOK_CELL_NARROW,
    BOOK_RESULT_LATER,
)

_MOST: Final = 12
"""Narrow cells that are told of one sheet."""


def check_book(data: bytes, file: str, kind: str) -> tuple[Problem, ...]:
    """Return what is to be known of a user's workbook for a kind of document, each with its sheet and cell."""
    try:
        book = opened(data)
    except BookRefusedError as error:
        return (unreadable(file, error),)
    tables = tables_of(book, kind)
    return (
        *_names(book, kind, tables, file),
        *_tables(book, kind, tables, file),
        *_absent(book, kind, tables, file),
        *_later(book, kind, tables, file),
        *_narrow(data, kind, tables, file),
    )


def unreadable(file: str, error: BookRefusedError) -> Problem:
    """Return the problem of a workbook that cannot be filled."""
    return Problem(BOOK_UNREADABLE, Place(file), file, (("reason", str(error)),))


def _names(book: OwnBook, kind: str, tables: tuple[Growing, ...], file: str) -> Iterator[Problem]:
    """Yield what is wrong with names: those with a dot are meant as bindings, others where they are nearly one."""
    ranges = {each.name for each in tables}
    for named in names_of(book):
        name = plain_name(named.name)
        if name in ranges:
            continue
        place = _place(book, named, file)
        if not _known(name, kind):
            near = get_close_matches(name, _every(kind), 3, 0.75)
            if near or "." in name:
                known = ", ".join(near or sorted({each.partition(".")[0] + ".…" for each in single_names(kind)}))
                yield Problem(BOOK_NAME_UNKNOWN, place, named.name, (("what", "name"), ("known", known)))
        elif named.area is None or book.sheet(named.area.sheet) is None:
            yield Problem(BOOK_NAME_BROKEN, place, named.name, (("text", named.text),))
        elif _formula(book, named):
            yield Problem(BOOK_FORMULA_LOST, place, named.name)


def _tables(book: OwnBook, kind: str, tables: tuple[Growing, ...], file: str) -> Iterator[Problem]:
    taken: list[Growing] = []
    for table in tables:
        place = Place(file, table.body.sheet, table.head, get_column_letter(table.body.left))
        if not columns_of(kind, table.name):
            near = get_close_matches(table.name, _every(kind), 3, 0.6)
            if near:
                values = (("what", "table"), ("known", ", ".join(near)))
                yield Problem(BOOK_NAME_UNKNOWN, place, table.name, values)
            continue
        other = beside(table, taken)
        if other is not None:
            yield Problem(BOOK_TABLES_BESIDE, place, table.name, (("other", other.name),))
            continue
        taken.append(table)
        yield from _columns(book, kind, table, file)


def _columns(book: OwnBook, kind: str, table: Growing, file: str) -> Iterator[Problem]:
    sheet = book.sheet(table.body.sheet)
    cells = _cells(book, sheet.part) if sheet is not None else {}
    for head, column in table.columns:
        letters = get_column_letter(column)
        cell = cells.get((table.body.top, column))
        formula = cell is not None and cell.find(f"{MAIN}f") is not None
        key = key_of(head, kind, table.name)
        if key and formula:
            yield Problem(BOOK_FORMULA_LOST, Place(file, table.body.sheet, table.body.top, letters), head)
        elif not key and not formula:
            known = ", ".join(columns_of(kind, table.name))
            where = Place(file, table.body.sheet, table.head, letters)
            yield Problem(BOOK_COLUMN_UNKNOWN, where, head, (("table", table.name), ("known", known)))


def _absent(book: OwnBook, kind: str, tables: tuple[Growing, ...], file: str) -> Iterator[Problem]:
    """Yield what nothing of the workbook is bound to: it is said, for a designer may have renamed it by mistake."""
    names = {plain_name(each.name) for each in names_of(book)}
    wanted = [each for each in single_names(kind) if each.count(".") == 1 and each not in names]
    missing = [each for each in TABLES[kind] if each not in {table.name for table in tables}]
    for what, absent in (("cell", wanted), ("table", missing)):
        if absent:
            found = ", ".join(f"`{each}`" for each in absent)
            yield Problem(BOOK_BINDING_ABSENT, Place(file), found, (("what", what),))


def _later(book: OwnBook, kind: str, tables: tuple[Growing, ...], file: str) -> Iterator[Problem]:
    """Yield a note for each sheet that has formulas of the user's own."""
    bound = {_spot(named) for named in names_of(book) if _known(plain_name(named.name), kind)}
    for sheet in book.sheets:
        cells = _cells(book, sheet.part).items() if sheet.part else ()
        own = [at for at, cell in cells if cell.find(f"{MAIN}f") is not None and (sheet.name, *at) not in bound]
        if own:
            row, column = own[0]
            yield Problem(BOOK_RESULT_LATER, Place(file, sheet.name, row, get_column_letter(column)), str(len(own)))


def _narrow(data: bytes, kind: str, tables: tuple[Growing, ...], file: str) -> Iterator[Problem]:
    """Yield where the longest data do not fit: the workbook is filled with them and measured."""
    book = opened(data)
    filled(book, kind, longest(kind, [table.name for table in tables]))
    for sheet in book.sheets:
        if sheet.part:
            cuts = list(cut_cells_of(book, sheet.name))
            seen: set[int] = set()
            for cut in cuts:
                if cut.column in seen or len(seen) >= _MOST:
                    continue
                seen.add(cut.column)
                shown = f"`{cut.text}`" if len(cut.text) <= 30 else f"{len(cut.text)} letters"
                effect = "shows as ####" if cut.hidden else "is cut off"
                reason = f"{shown} takes {cut.needed} pixels of {cut.room}, and {effect}"
                what = "row higher" if cut.lines else "column wider"
                place = Place(file, cut.sheet, cut.row, get_column_letter(cut.column))
                yield Problem(BOOK_CELL_NARROW, place, cut.address, (("reason", reason), ("what", what)))


def _known(name: str, kind: str) -> bool:
    if name in single_names(kind):
        return True
    # Rows of a statement have keys of the plan (a component's id), and figures of what was attained have too.
    parts = name.split(".")
    if len(parts) == 2 or (len(parts) == 3 and parts[2] in ("label", "note")):
        return parts[0] == "figures"
    return len(parts) == 3 and parts[2] in columns_of(kind, parts[0]) and parts[0] not in ("bridge", "opened", "closed")


def _every(kind: str) -> list[str]:
    return [*single_names(kind), *TABLES[kind], *(f"{family}_" for family in FAMILIES[kind])]


def _place(book: OwnBook, named: Named, file: str) -> Place:
    area = named.area
    if area is None or book.sheet(area.sheet) is None:
        return Place(file)
    return Place(file, area.sheet, area.top, get_column_letter(area.left))


def _spot(named: Named) -> tuple[str, int, int]:
    return (named.area.sheet, named.area.top, named.area.left) if named.area is not None else ("", 0, 0)


def _formula(book: OwnBook, named: Named) -> bool:
    sheet = book.sheet(named.area.sheet) if named.area is not None else None
    if sheet is None or named.area is None:
        return False
    cell = _cells(book, sheet.part).get((named.area.top, named.area.left))
    return cell is not None and cell.find(f"{MAIN}f") is not None


def _cells(book: OwnBook, part: str) -> dict[tuple[int, int], Element]:
    found = {}
    for cell in book.tree(part).iter(f"{MAIN}c"):
        area = area_of(f"sheet!{cell.get('r', '')}")
        if area is not None:
            found[area.top, area.left] = cell
    return found
