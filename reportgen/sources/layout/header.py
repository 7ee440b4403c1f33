"""Finds a table's header on a sheet.

The row that shows most of the names a profile looks for, and which column is which.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportgen.model.place import Place, column_letters
from reportgen.model.problem import Kind, Problem
from reportgen.sources import kinds
from reportgen.sources.grid import Grid
from reportgen.sources.profiles.profile import ColumnRule, Profile

SEARCHED_ROWS = 20
_BLANKS = re.compile(r"[\s\u200b\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Header:
    """A header row.

    Its zero-based position, the sheet column of each declared column that is there, and every header as written.
    """

    position: int
    columns: Mapping[str, int]
    written: tuple[str, ...]
    doubled: Mapping[str, tuple[int, ...]]

    def missing(self, profile: Profile) -> tuple[ColumnRule, ...]:
        """Return the required columns that are not there."""
        return tuple(rule for name, rule in profile.columns.items() if rule.required and name not in self.columns)


def header_name(text: str) -> str:
    """Return a header so that width of characters, case, blanks and line breaks do not matter."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


def wanted_headers(profiles: Iterable[Profile]) -> frozenset[str]:
    """Return every name that profiles look for, normalised."""
    return frozenset(
        header_name(header) for profile in profiles for rule in profile.columns.values() for header in rule.headers
    )


def find_header(grid: Grid, profile: Profile) -> Header | None:
    """Return the row of the first twenty that shows the most declared columns, the upper of equals.

    None where none shows two (or all).
    """
    found = [_header(grid, position, profile) for position in range(min(SEARCHED_ROWS, grid.height))]
    best = max(found, key=lambda header: len(header.columns), default=None)
    return best if best and len(best.columns) >= min(2, len(profile.columns)) else None


def _header(grid: Grid, position: int, profile: Profile) -> Header:
    written = grid.row(position)
    names = [header_name(cell) for cell in written]
    claimed = {name: _claimed(rule, names) for name, rule in profile.columns.items()}
    return Header(
        position=position,
        columns={name: indexes[0] for name, indexes in claimed.items() if indexes},
        written=written,
        doubled={name: indexes for name, indexes in claimed.items() if len(indexes) > 1},
    )


def _claimed(rule: ColumnRule, names: list[str]) -> tuple[int, ...]:
    aliases = {header_name(header) for header in rule.headers}
    return tuple(index for index, name in enumerate(names) if name and name in aliases)


def header_problems(header: Header, profile: Profile, file: str, sheet: str) -> list[Problem]:
    """Report required columns that are missing, optional ones perhaps named differently, and two columns for one."""
    place = Place(file, sheet, header.position + 1)
    problems = [_absence(kinds.COLUMN_MISSING, rule, header, profile, place) for rule in header.missing(profile)]
    for name, rule in profile.columns.items():
        if name not in header.columns and not rule.required and _nearest(rule, header):
            problems.append(_absence(kinds.COLUMN_ABSENT, rule, header, profile, place))
    for name, indexes in header.doubled.items():
        letters = ", ".join(map(column_letters, indexes))
        values = (("letters", letters), ("profile", str(profile.place.file)))
        problems.append(Problem(kinds.COLUMN_AMBIGUOUS, place, name, values))
    return problems


def _absence(kind: Kind, rule: ColumnRule, header: Header, profile: Profile, place: Place) -> Problem:
    near = _nearest(rule, header)
    nearest = f" Nearest: {', '.join(near)}." if near else ""
    values = (("wanted", ", ".join(rule.headers)), ("nearest", nearest), ("profile", profile.place.file))
    return Problem(kind, place, rule.name, values)


def _nearest(rule: ColumnRule, header: Header) -> tuple[str, ...]:
    """Return the unclaimed headers most like one of the names looked for, as they are written."""
    claimed = set(header.columns.values())
    free = {
        header_name(cell): cell.strip()
        for index, cell in enumerate(header.written)
        if cell.strip() and index not in claimed
    }
    near = [name for header_ in rule.headers for name in difflib.get_close_matches(header_name(header_), free, 2)]
    return tuple(free[name] for name in dict.fromkeys(near))


def no_header(profile: Profile, file: str, sheet: str) -> Problem:
    """Report a sheet on which no header was found."""
    wanted = ", ".join(rule.headers[0] for rule in profile.columns.values() if rule.required and rule.headers)
    values = (
        ("rows", str(SEARCHED_ROWS)),
        ("table", profile.kind),
        ("wanted", wanted or "any declared column"),
        ("profile", profile.place.file),
    )
    return Problem(kinds.HEADER_NOT_FOUND, Place(file, sheet), values=values)
