"""Stage 1: spreadsheets → tables whose rows keep their place.

`read_profiles` and `read_sources` read the settings, `input_files` lists the spreadsheets, `read` makes the tables.
Nothing heavy is imported before `read` is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from reportgen.sources.kinds import KINDS
from reportgen.sources.profiles.profile import ColumnRule, Derivation, Ignored, InputFile, Join, Profile, SourceList
from reportgen.sources.profiles.reader import read_profiles
from reportgen.sources.profiles.source_list import input_files, read_sources

if TYPE_CHECKING:
    from reportgen.sources.reading import Reading

__all__ = [
    "KINDS",
    "ColumnRule",
    "Derivation",
    "Ignored",
    "InputFile",
    "Join",
    "Profile",
    "SourceList",
    "input_files",
    "read",
    "read_profiles",
    "read_sources",
]


def read(files: Sequence[InputFile], profiles: Sequence[Profile], as_of: date | None = None) -> Reading:
    """Read spreadsheets into tables by kind, with all problems found and the SHA-256 of every file.

    `as_of` is the last day of what is looked at: of two exports of the same rows, one dated later was not known then.
    Raises nothing for what a file holds: that is a problem with a place and a remedy.
    """
    from reportgen.sources.reading import read_tables

    return read_tables(files, profiles, as_of)
