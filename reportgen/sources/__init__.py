"""Stage 1: spreadsheets → tables whose rows keep their place.

`read_profiles` and `read_sources` read the settings, `input_files` lists the spreadsheets, `read` makes the tables.
Nothing heavy is imported before `read` is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.sources.formats.access import ANY_ACCESS, Access, Limits, Shelf
from reportgen.sources.kinds import KINDS
from reportgen.sources.profiles.profile import (
    ColumnRule,
    Derivation,
    Ignored,
    InputFile,
    Join,
    PasswordRule,
    Profile,
    SourceList,
)
from reportgen.sources.profiles.reader import read_profile, read_profiles
from reportgen.sources.profiles.source_list import input_files, matches, read_sources

if TYPE_CHECKING:
    from reportgen.model.cases import GivenTable
    from reportgen.model.problem import Problem
    from reportgen.sources.drafting.found import FoundFile
    from reportgen.sources.given import GivenTables
    from reportgen.sources.reading import Reading

__all__ = [
    "KINDS",
    "READY",
    "Access",
    "ColumnRule",
    "Derivation",
    "GivenTables",
    "Ignored",
    "InputFile",
    "Join",
    "Limits",
    "PasswordRule",
    "Profile",
    "Shelf",
    "SourceList",
    "draft",
    "export_tables",
    "input_files",
    "json_pieces",
    "matches",
    "only_sheet",
    "read",
    "read_declared",
    "read_given",
    "read_profile",
    "read_profiles",
    "read_sources",
    "read_unknown",
]

READY = Path(__file__).parent / "ready"
"""Profiles of well-known systems' exports that come with the program; none is used unless it is asked for."""


def read(
    files: Sequence[InputFile],
    profiles: Sequence[Profile],
    access: Access = ANY_ACCESS,
    as_of: date | None = None,
) -> Reading:
    """Read spreadsheets into tables by kind, with all problems found and the SHA-256 of every file.

    `access` has the limits within which a file is read, and where passwords come from. `as_of` is the last day of what
    is looked at: of two exports of the same rows, one dated later was not known then.
    Raises nothing for what a file holds: that is a problem with a place and a remedy.
    """
    from reportgen.sources.reading import read_tables

    return read_tables(files, profiles, access, as_of)


def read_unknown(file: InputFile, known: Sequence[Profile] = (), access: Access = ANY_ACCESS) -> FoundFile:
    """Find every table of a file without a profile; `known` profiles' headers decide where the file leaves it open."""
    from reportgen.sources.drafting.unknown import read_file

    return read_file(file, known, access)


def read_declared(file: InputFile, profile: Profile, access: Access = ANY_ACCESS) -> FoundFile:
    """Read a file by one profile, whatever the profile says of file names."""
    from reportgen.sources.drafting.declared import read_file

    return read_file(file, profile, access)


def only_sheet(file: FoundFile, sheet: str) -> FoundFile:
    """Keep one sheet of a file; none where it has no such sheet."""
    from reportgen.sources.drafting.unknown import only_sheet as only

    return only(file, sheet)


def json_pieces(file: FoundFile, as_json: Callable[[Problem], object]) -> Iterator[str]:
    """Write what was found in a file as JSON text, piece by piece; `as_json` is how a problem is written."""
    from reportgen.sources.drafting.json_text import json_pieces as pieces

    return pieces(file, as_json)


def export_tables(files: Sequence[FoundFile], ending: str) -> Iterator[bytes]:
    """Write the tables found as files of a form (`.parquet`, `.xlsx`, `.csv`), every row with its place."""
    from reportgen.sources.drafting.export import export_tables as export

    return export(files, ending)


def draft(file: FoundFile, known: Sequence[Profile]) -> str:
    """Draft a profile in YAML for an unknown file, from those known; doubts stand in it as comments."""
    from reportgen.sources.drafting.draft import draft as drafted

    return drafted(file, known)


def read_given(
    given: Mapping[str, GivenTable], currency: str, year: int, last: int = 0, *, divided: bool = False
) -> tuple[GivenTables, tuple[Problem, ...]]:
    """Make the tables that a rule case writes, with what keeps the months of its years measured."""
    from reportgen.sources import given as tables

    return tables.read_given(given, currency, year, last, divided=divided)
