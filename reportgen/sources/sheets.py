"""Turns files into recognised sheets: which profile is for which table on a sheet, and which rows hold its data."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

import numpy as np

from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
from reportgen.model.room import aside, let_go
from reportgen.model.table import Source
from reportgen.sources import kinds
from reportgen.sources.formats import open_file
from reportgen.sources.formats.access import ANY_ACCESS, MEGABYTE, Access, Shelf
from reportgen.sources.grid import MANY, Grid, Opened, Packed
from reportgen.sources.kept import open_once
from reportgen.sources.kept_areas import areas_of
from reportgen.sources.layout import Area
from reportgen.sources.layout.header import (
    Header,
    header_name,
    header_problems,
    match_header,
    no_header,
    wanted_headers,
)
from reportgen.sources.profiles.profile import InputFile, Profile
from reportgen.sources.profiles.source_list import matches
from reportgen.sources.remarks import remarks, rows_of
from reportgen.sources.sheet import Sheet, Turned, turn

__all__ = ["Found", "Sheet", "find_sheets"]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(slots=True)
class Found:
    """What the files held.

    `areas` are all the tables of a sheet that a profile reads, by file and sheet; `texts` is how a text file was read:
    its encoding and its separator. Only files of one of the `lengths` met before may be read twice. On the
    `shelf` stands what the same files said before.
    """

    sheets: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    areas: dict[tuple[str, str], tuple[Area, ...]] = field(default_factory=dict)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)
    shelf: Shelf | None = None


def find_sheets(files: Sequence[InputFile], profiles: Sequence[Profile], access: Access = ANY_ACCESS) -> Found:
    """Read every file that a profile is for, in the order of their names."""
    found = Found(shelf=access.shelf)
    with ThreadPoolExecutor(1) as beside:  # a long file's hash takes as long as telling its encoding
        for file in sorted(files, key=lambda one: one.name):
            meant = [profile for profile in profiles if any(matches(file.name, pattern) for pattern in profile.files)]
            if not meant:
                found.problems.append(Problem(kinds.FILE_NOT_RECOGNISED, Place(file.name)))
                continue
            content = _content(file, found, access)
            if content is None:
                continue
            digest = beside.submit(_digest, content)
            if _is_twice(found, file.name, content, digest):
                continue
            wanted = wanted_headers(meant)
            if access.shelf is None:
                opened = open_file(content, file.name, wanted, access)
            else:
                opened = open_once(content, digest.result(), file.name, wanted, access)
            found.hashes[file.name] = digest.result()
            del content, digest  # as large as its cells, which are looked at from here on
            opened = replace(opened, grids=tuple(map(_cells_aside, opened.grids))) if opened.kept else opened
            _find_tables(found, file.name, opened, meant)
            if any(grid.height > MANY for grid in opened.grids):
                let_go()
    return found


def _cells_aside(grid: Grid) -> Grid:
    """Put cells aside until their table is made: those of a file that may be kept, so no password unlocked it."""
    return grid if isinstance(grid.columns, Packed) else replace(grid, columns=aside(grid.columns))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_twice(found: Found, name: str, content: bytes, digest: Future[str]) -> bool:
    """Report a file whose content another has too; empty ones have none."""
    if not content or len(content) not in found.lengths:
        found.lengths.add(len(content))
        return False
    found.hashes[name] = digest.result()
    first = next(other for other, known in found.hashes.items() if known == found.hashes[name])
    if first != name:
        found.problems.append(Problem(kinds.FILE_TWICE, Place(name), values=(("other", first),)))
    return first != name


def _content(file: InputFile, found: Found, access: Access) -> bytes | None:
    most = access.limits.file_megabytes
    try:
        if file.path.stat().st_size <= most * MEGABYTE:
            return file.path.read_bytes()
        reason = f"it is larger than {most:,} MB"
    except OSError as error:
        reason = error.strerror or "the disk refused"
    found.problems.append(Problem(kinds.FILE_UNREADABLE, Place(file.name), values=(("reason", reason),)))
    return None


def _find_tables(found: Found, name: str, opened: Opened, profiles: Sequence[Profile]) -> None:
    found.problems += opened.problems
    found.texts[name] = (opened.encoding, opened.separator)
    found.problems += _hidden_sheets(name, opened.grids, profiles)
    taken: dict[tuple[str, str], Profile] = {}
    for profile in profiles:
        grids = [grid for grid in opened.grids if grid.height and _is_meant(grid, profile)]
        if not grids and not any(problem.kind.severity is Severity.BLOCKS_RUN for problem in opened.problems):
            found.problems.append(no_header(profile, name, ""))
        for sheet in _recognised(found, name, profile, grids, opened.kept):
            if taken.setdefault((profile.kind, sheet.grid.sheet), profile) is not profile:
                values = (("table", profile.kind),)
                found.problems.append(Problem(kinds.SHEET_CLAIMED_TWICE, Place(name, sheet.grid.sheet), values=values))
                continue
            found.sheets.append(sheet)


def _hidden_sheets(name: str, grids: Sequence[Grid], profiles: Sequence[Profile]) -> list[Problem]:
    """Report the hidden sheets of a workbook that no profile reads."""
    read = any(profile.hidden.sheets for profile in profiles)
    return [Problem(kinds.SHEET_HIDDEN, Place(name, grid.sheet)) for grid in grids if grid.hidden and not read]


def _is_meant(grid: Grid, profile: Profile) -> bool:
    if grid.hidden and not profile.hidden.sheets:
        return False
    return not grid.sheet or any(fnmatchcase(grid.sheet, pattern) for pattern in profile.sheets)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table on a sheet, and its columns as a profile knows them: None where it knows too few."""

    grid: Grid
    area: Area
    header: Header | None

    def lacks(self, profile: Profile) -> bool:
        """Return whether the profile cannot read it."""
        return self.header is None or bool(self.header.missing(profile))


def _recognised(found: Found, name: str, profile: Profile, grids: Sequence[Grid], kept: str) -> list[Sheet]:
    """Keep the tables with every required column; if there is none, say of the nearest one what it lacks."""
    wanted = wanted_headers([profile])
    areas = {(name, sheet): each for sheet, each in areas_of(grids, wanted, kept, found.shelf).items()}
    candidates = [_candidate(grid, area, profile) for grid in grids for area in areas[name, grid.sheet]]
    whole = [one for one in candidates if not one.lacks(profile)]
    partial = [one for one in candidates if one.header and one.lacks(profile)]
    if whole:
        read = {one.grid.sheet for one in whole}
        found.areas |= {place: each for place, each in areas.items() if place[1] in read}
        for one in candidates:
            found.problems += _left_out(name, one, profile, beside=one.grid.sheet in read)
    elif partial:
        nearest = max(partial, key=lambda one: len(one.header.columns) if one.header else 0)
        if nearest.header:
            found.problems += header_problems(nearest.header, profile, name, nearest.grid.sheet)
    elif grids:
        found.problems.append(no_header(profile, name, grids[0].sheet))
    sheets = [_sheet(found, one, profile, Source(name, one.grid.sheet, found.hashes[name], 0)) for one in whole]
    return [replace(sheet, kept=kept) for sheet in sheets if sheet is not None]


def _candidate(grid: Grid, area: Area, profile: Profile) -> Candidate:
    if not profile.hidden.columns and grid.hidden_columns:
        shown = {column: name for column, name in area.names.items() if column not in grid.hidden_columns}
        area = replace(area, names=shown)
    position = area.header[-1] if area.header else 0
    return Candidate(grid, area, match_header(area.names, position, profile))


def _left_out(name: str, one: Candidate, profile: Profile, *, beside: bool) -> list[Problem]:
    """Report a table or a sheet that lacks columns, though others of the file have them all."""
    if not one.lacks(profile) or not (one.header or (beside and len(one.area.rows))):
        return []
    place = Place(name, one.grid.sheet)
    values = [("table", profile.kind), ("rows", rows_of(one.area))]
    if one.header is None:
        return [Problem(kinds.TABLE_BESIDE, place, values=tuple(values))]
    missing = ", ".join(rule.headers[0] if rule.headers else rule.name for rule in one.header.missing(profile))
    kind: Kind = kinds.TABLE_NOT_READ if beside else kinds.SHEET_NOT_READ
    return [Problem(kind, place, values=(*values, ("missing", missing)))]


def _sheet(found: Found, one: Candidate, profile: Profile, source: Source) -> Sheet | None:
    if one.header is None:
        return None
    problems = header_problems(one.header, profile, source.file, source.sheet)
    problems += _ragged_rows(one.grid, one.header, one.area, source)
    area = one.area
    if not profile.hidden.rows and one.grid.hidden_rows:
        area = replace(area, rows=area.rows[~np.isin(area.rows, list(one.grid.hidden_rows))])
    turned, wrong = _turned(one, area, profile, source)
    found.problems += [*problems, *wrong]
    if wrong or any(problem.kind is kinds.COLUMN_AMBIGUOUS for problem in problems):
        return None
    positions = area.rows if turned is None else area.rows[turned.rows]
    source = replace(source, rows=len(positions))
    columns = tuple(sorted({*one.area.names, *one.grid.hidden_columns})) if one.area.names else ()
    between = tuple(column for column in columns if columns and min(one.area.names) <= column <= max(one.area.names))
    sheet = Sheet(profile, one.grid, one.header, positions, source, area, turned, one.area.rows, between)
    found.problems += remarks(sheet)
    return sheet


def _turned(one: Candidate, area: Area, profile: Profile, source: Source) -> tuple[Turned | None, list[Problem]]:
    """Turn the columns that the profile means into rows; where there are none, say which were looked for."""
    rule = profile.unpivot
    if rule is None:
        return None, []
    patterns = [header_name(pattern) for pattern in rule.columns]
    taken = set(one.header.columns.values()) if one.header else set()
    columns = [
        column
        for column, name in area.names.items()
        if column not in taken and any(fnmatchcase(key, pattern) for key in _keys(name) for pattern in patterns)
    ]
    year = _year(one, source) if "{year}" in rule.form else ""
    if not columns or year is None:
        return None, [_not_turned(rule.columns, profile, area, source, year=year)]
    written = tuple(_written(rule.form, area.names[column], year) for column in columns)
    return turn(area, tuple(columns), written), []


def _keys(name: str) -> tuple[str, str]:
    return header_name(name), header_name(name.rsplit(" / ", maxsplit=1)[-1])


def _written(form: str, name: str, year: str) -> str:
    group, _, last = name.rpartition(" / ")
    filled: Mapping[str, str] = {"{name}": last, "{group}": group, "{year}": year}
    for mark, text in filled.items():
        form = form.replace(mark, text)
    return form


def _year(one: Candidate, source: Source) -> str | None:
    """Return the year that the file's name, the sheet's name or a title names: the first of them that names one."""
    first = one.area.header[0] if one.area.header else 0
    titles = [one.grid.excerpt(row) for row in one.area.notes if row < first]
    for text in (source.file.rpartition("/")[2], source.sheet, *titles):
        years: set[str] = set(_YEAR.findall(text))
        if len(years) == 1:
            return years.pop()
    return None


def _not_turned(patterns: Sequence[str], profile: Profile, area: Area, source: Source, *, year: str | None) -> Problem:
    place = Place(source.file, source.sheet, (area.header[-1] if area.header else 0) + 1)
    values = (("profile", profile.place.file),)
    if year is None:
        return Problem(kinds.YEAR_NOT_NAMED, place, values=values)
    return Problem(kinds.COLUMNS_TO_TURN_MISSING, place, ", ".join(patterns), values)


def _ragged_rows(grid: Grid, header: Header, area: Area, source: Source) -> list[Problem]:
    """Report rows of a text file with more or fewer cells than its header has.

    Their values may stand in the wrong columns.
    """
    if not grid.widths:
        return []
    width = grid.widths[header.position]
    problems: list[Problem] = []
    for position in area.rows[np.array(grid.widths)[area.rows] != width].tolist():
        cells = grid.widths[position]
        if cells > width and not any(grid.row(position)[width:]):
            continue
        kind = kinds.ROW_TOO_LONG if cells > width else kinds.ROW_TOO_SHORT
        place = Place(source.file, source.sheet, position + 1)
        values = (("cells", _counted(cells, "cell")), ("headers", _counted(width, "header")))
        problems.append(Problem(kind, place, values=values, excerpt=grid.excerpt(position)))
    return problems


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
