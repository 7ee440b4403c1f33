"""Turns the names of a table's columns into the columns that a profile declares, and says which it lacks."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportgen.model.place import Place, column_letters
from reportgen.model.problem import Kind, Problem
from reportgen.sources import kinds
from reportgen.sources.layout.units import without_unit
from reportgen.sources.profiles.profile import ColumnRule, Profile

SEARCHED_ROWS = 40
"""Rows of a block among which a header is looked for."""

_BLANKS = re.compile(r"[\s\u200b\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Header:
    """A header.

    The zero-based position of its last row, the sheet column of each declared column that is there, and every column's
    full name as written.
    """

    position: int
    columns: Mapping[str, int]
    written: tuple[str, ...]
    doubled: Mapping[str, tuple[int, ...]]

    def missing(self, profile: Profile) -> tuple[ColumnRule, ...]:
        """Return the required columns that are not there; those that columns are turned into are never missing."""
        made = profile.unpivot.makes if profile.unpivot else ()
        return tuple(
            rule
            for name, rule in profile.columns.items()
            if rule.required and name not in self.columns and name not in made
        )


def header_name(text: str) -> str:
    """Return a header so that width of characters, case, blanks and line breaks do not matter."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


def wanted_headers(profiles: Iterable[Profile]) -> frozenset[str]:
    """Return every name that profiles look for, normalised; of a name of several parts each part as well."""
    headers = [header for profile in profiles for rule in profile.columns.values() for header in rule.headers]
    return frozenset(name for header in headers for name in (header_name(header), *_parts(header)))


def _parts(name: str) -> tuple[str, ...]:
    return tuple(header_name(part) for part in name.split(" / "))


def match_header(names: Mapping[int, str], position: int, profile: Profile) -> Header | None:
    """Return which column of a table is which; None where not even two (or all) of the declared ones are there.

    A column is known by its full name (`目标 / 一月`), with or without the unit it carries. A declared column that
    nothing is called so is known by the last part of a name, else by the first where only one column begins so.
    """
    parts = {column: _parts(name) for column, name in names.items() if name}
    full = {column: {" / ".join(found), header_name(without_unit(names[column]))} for column, found in parts.items()}
    last = {column: {found[-1], header_name(without_unit(found[-1]))} for column, found in parts.items()}
    first = {column: {found[0]} for column, found in parts.items()}
    claimed: dict[str, tuple[int, ...]] = {}
    for level in (full, last, first):
        free = {column: keys for column, keys in level.items() if not any(column in one for one in claimed.values())}
        found = {name: _claimed(rule, free) for name, rule in profile.columns.items() if name not in claimed}
        claimed |= {
            name: columns for name, columns in found.items() if columns and (level is not first or len(columns) == 1)
        }
    if len(claimed) < min(2, sum(bool(rule.headers) for rule in profile.columns.values())):
        return None
    return Header(
        position=position,
        columns={name: claimed[name][0] for name in profile.columns if name in claimed},
        written=tuple(names.get(column, "") for column in range(max(names, default=-1) + 1)),
        doubled={name: claimed[name] for name in profile.columns if len(claimed.get(name, ())) > 1},
    )


def _claimed(rule: ColumnRule, keys: Mapping[int, set[str]]) -> tuple[int, ...]:
    aliases = {" / ".join(_parts(header)) for header in rule.headers}
    return tuple(column for column, found in keys.items() if found & aliases)


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
