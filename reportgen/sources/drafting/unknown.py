"""Turns a file that no profile is for into the tables on its sheets."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Sequence
from dataclasses import replace

from reportgen.model.place import Place, column_letters
from reportgen.model.problem import Problem, Severity
from reportgen.sources import kinds as problem_kinds
from reportgen.sources.drafting.found import FoundFile, FoundSheet, FoundTable, Note
from reportgen.sources.drafting.notes import left_over, notes_of
from reportgen.sources.drafting.tables import Where, found_table
from reportgen.sources.formats import Access, open_file
from reportgen.sources.formats.detect import SHOWN
from reportgen.sources.grid import CellKind, Grid
from reportgen.sources.layout import find_areas
from reportgen.sources.layout.header import wanted_headers
from reportgen.sources.profiles.profile import InputFile, Profile


def read_file(file: InputFile, known: Sequence[Profile], access: Access) -> FoundFile:
    """Find every table of a file on disk; `known` profiles' headers decide where the file leaves it open."""
    try:
        content = file.path.read_bytes()
    except OSError as error:
        values = (("reason", (error.strerror or "the disk refused").lower()),)
        refused = Problem(problem_kinds.FILE_UNREADABLE, Place(file.name), values=values)
        return FoundFile(file.name, "", _format(file.name), refused=refused)
    return read_unknown(content, file.name, wanted_headers(known), access)


def only_sheet(file: FoundFile, sheet: str) -> FoundFile:
    """Keep one sheet of a file; none where it has no such sheet."""
    return replace(file, sheets=tuple(one for one in file.sheets if one.name == sheet))


def _format(name: str) -> str:
    return posixpath.splitext(name)[1].lower().removeprefix(".")


def read_unknown(content: bytes, name: str, wanted: frozenset[str], access: Access) -> FoundFile:
    """Find every table of a file. `wanted` are headers that profiles know (normalised): they decide between encodings.

    Raises nothing for what is in the file: a file that cannot be read is `refused`, with the reason.
    """
    opened = open_file(content, name, wanted, access)
    file = FoundFile(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        format=_format(name),
        encoding=opened.encoding,
        separator=opened.separator,
    )
    if not opened.grids and (reason := _blocking(opened.problems)):
        rest = tuple(problem for problem in opened.problems if problem is not reason)
        return replace(file, refused=reason, problems=rest)
    sheets = tuple(_sheet(grid, name) for grid in opened.grids)
    problems = opened.problems
    if not any(sheet.tables or sheet.notes for sheet in sheets):
        problems += (Problem(problem_kinds.FILE_EMPTY, Place(name)),)
    return replace(file, sheets=sheets, problems=problems, format=true_format(file.format, problems))


def true_format(ending: str, problems: Sequence[Problem]) -> str:
    """Return the format that the content has, where the file's name says another."""
    told = next((dict(one.values)["format"] for one in problems if one.kind is problem_kinds.ENDING_WRONG), "")
    return next((form for form, shown in SHOWN.items() if shown == told), ending)


def _blocking(problems: Sequence[Problem]) -> Problem | None:
    return next((problem for problem in problems if problem.kind.severity is Severity.BLOCKS_RUN), None)


def _sheet(grid: Grid, name: str) -> FoundSheet:
    where = Where(name, grid.sheet)
    # The sheet alone says where its tables are: headers known from elsewhere would make it depend on where one reads.
    areas = find_areas(grid)
    free = left_over(grid, areas)
    tables: list[FoundTable] = []
    problems: list[Problem] = []
    for area in areas:
        table, found = found_table(area, notes_of(area, free), where)
        tables.append(table)
        problems += found
    notes = tuple(free.values())
    return FoundSheet(
        name=grid.sheet,
        hidden=grid.hidden,
        tables=tuple(tables),
        notes=notes,
        hidden_rows=tuple(sorted(position + 1 for position in grid.hidden_rows)),
        hidden_columns=tuple(column_letters(position) for position in sorted(grid.hidden_columns)),
        problems=tuple(problems) + _in_notes((*(note for table in tables for note in table.notes), *notes), where),
    )


def _in_notes(notes: Sequence[Note], where: Where) -> tuple[Problem, ...]:
    """Report failed formulas beside the tables too."""
    failed = [(cell, text) for note in notes for cell, text, kind in note.cells if kind == CellKind.ERROR]
    return tuple(
        Problem(problem_kinds.ERROR_CELL, Place(where.file, where.sheet, *_row_and_letters(cell)), text)
        for cell, text in failed
    )


def _row_and_letters(cell: str) -> tuple[int, str]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), letters
