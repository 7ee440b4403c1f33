"""Turns files into recognised sheets: which profile is for which sheet, where its header is, which rows hold data."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.place import Place
from reportgen.model.problem import Problem, Severity
from reportgen.model.table import Source
from reportgen.sources import kinds
from reportgen.sources.formats import open_file
from reportgen.sources.grid import Grid
from reportgen.sources.layout.header import Header, find_header, header_problems, no_header, wanted_headers
from reportgen.sources.profiles.profile import InputFile, Profile
from reportgen.sources.profiles.source_list import matches


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet recognised by a profile.

    Its cells, header, the positions of its data rows on the grid, and what the table records of it.
    """

    profile: Profile
    grid: Grid
    header: Header
    positions: Any
    source: Source

    def cells(self, name: str) -> Any | None:
        """Return the data cells of a declared column, or None where the sheet lacks it."""
        index = self.header.columns.get(name)
        return None if index is None else self.grid.columns[index].take(pa.array(self.positions))


@dataclass(slots=True)
class Found:
    """What the files held."""

    sheets: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)


def find_sheets(files: Sequence[InputFile], profiles: Sequence[Profile]) -> Found:
    """Read every file that a profile is for, in the order of their names."""
    found = Found()
    first: dict[str, str] = {}
    for file in sorted(files, key=lambda one: one.name):
        meant = [profile for profile in profiles if any(matches(file.name, pattern) for pattern in profile.files)]
        if not meant:
            found.problems.append(Problem(kinds.FILE_NOT_RECOGNISED, Place(file.name)))
            continue
        content = _content(file, found)
        if content is None:
            continue
        digest = hashlib.sha256(content).hexdigest()
        found.hashes[file.name] = digest
        if digest in first and content:
            found.problems.append(Problem(kinds.FILE_TWICE, Place(file.name), values=(("other", first[digest]),)))
            continue
        first[digest] = file.name
        _read_file(found, file.name, content, meant)
    return found


def _content(file: InputFile, found: Found) -> bytes | None:
    try:
        return file.path.read_bytes()
    except OSError as error:
        reason = error.strerror or "the disk refused"
        found.problems.append(Problem(kinds.FILE_UNREADABLE, Place(file.name), values=(("reason", reason),)))
        return None


def _read_file(found: Found, name: str, content: bytes, profiles: Sequence[Profile]) -> None:
    opened = open_file(content, name, wanted_headers(profiles))
    found.problems += opened.problems
    found.problems += [Problem(kinds.SHEET_HIDDEN, Place(name, grid.sheet)) for grid in opened.grids if grid.hidden]
    taken: dict[tuple[str, str], Profile] = {}
    for profile in profiles:
        grids = [grid for grid in opened.grids if grid.height and not grid.hidden and _is_meant(grid, profile)]
        if not grids and not any(problem.kind.severity is Severity.BLOCKS_RUN for problem in opened.problems):
            found.problems.append(no_header(profile, name, ""))
        for sheet in _recognised(found, name, profile, grids):
            if (profile.kind, sheet.grid.sheet) in taken:
                values = (("table", profile.kind),)
                found.problems.append(Problem(kinds.SHEET_CLAIMED_TWICE, Place(name, sheet.grid.sheet), values=values))
                continue
            taken[profile.kind, sheet.grid.sheet] = profile
            found.sheets.append(sheet)


def _is_meant(grid: Grid, profile: Profile) -> bool:
    return not grid.sheet or any(fnmatchcase(grid.sheet, pattern) for pattern in profile.sheets)


def _recognised(found: Found, name: str, profile: Profile, grids: Sequence[Grid]) -> list[Sheet]:
    """Keep the sheets with every required column; if there is none, say of the nearest one what it lacks."""
    headers = {grid.sheet: find_header(grid, profile) for grid in grids}
    whole = [grid for grid in grids if (header := headers[grid.sheet]) and not header.missing(profile)]
    digest = found.hashes[name]
    sheets = [
        _sheet(found, grid, header, profile, Source(name, grid.sheet, digest, 0))
        for grid in whole
        if (header := headers[grid.sheet])
    ]
    partial = {grid.sheet: header for grid in grids if grid not in whole and (header := headers[grid.sheet])}
    if whole:
        found.problems += [_not_read(name, sheet, header, profile) for sheet, header in partial.items()]
    elif partial:
        sheet = max(partial, key=lambda one: len(partial[one].columns))
        found.problems += header_problems(partial[sheet], profile, name, sheet)
    elif grids:
        found.problems.append(no_header(profile, name, grids[0].sheet))
    return [sheet for sheet in sheets if sheet is not None]


def _not_read(name: str, sheet: str, header: Header, profile: Profile) -> Problem:
    missing = ", ".join(rule.headers[0] if rule.headers else rule.name for rule in header.missing(profile))
    return Problem(kinds.SHEET_NOT_READ, Place(name, sheet), values=(("table", profile.kind), ("missing", missing)))


def _sheet(found: Found, grid: Grid, header: Header, profile: Profile, source: Source) -> Sheet | None:
    problems = header_problems(header, profile, source.file, source.sheet)
    positions = _data_rows(grid, header)
    problems += _ragged_rows(grid, header, positions, source)
    found.problems += problems
    if any(problem.kind is kinds.COLUMN_AMBIGUOUS for problem in problems):
        return None
    return Sheet(profile, grid, header, positions, Source(source.file, source.sheet, source.sha256, len(positions)))


def _data_rows(grid: Grid, header: Header) -> Any:
    """Return the positions below the header at which any cell is filled."""
    start = header.position + 1
    filled = np.zeros(grid.height - start, bool)
    for column in grid.columns:
        if filled.all():
            break
        filled |= pc.not_equal(pc.utf8_trim_whitespace(column.slice(start)), "").to_numpy(zero_copy_only=False)
    return np.flatnonzero(filled) + start


def _ragged_rows(grid: Grid, header: Header, positions: Any, source: Source) -> list[Problem]:
    """Report rows of a text file with more or fewer cells than its header has.

    Their values may stand in the wrong columns.
    """
    if not grid.widths:
        return []
    width = grid.widths[header.position]
    problems: list[Problem] = []
    for position in positions.tolist():
        cells = grid.widths[position]
        if cells == width or (cells > width and not any(grid.row(position)[width:])):
            continue
        kind = kinds.ROW_TOO_LONG if cells > width else kinds.ROW_TOO_SHORT
        place = Place(source.file, source.sheet, position + 1)
        values = (("cells", _counted(cells, "cell")), ("headers", _counted(width, "header")))
        problems.append(Problem(kind, place, values=values, excerpt=grid.excerpt(position)))
    return problems


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
