"""Stage 1: spreadsheets → tables whose rows keep their place.

`read_profiles` and `read_sources` read the settings, `input_files` lists the spreadsheets, `read` makes the tables.
Nothing heavy is imported before `read` is called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from reportgen.sources.kinds import KINDS
from reportgen.sources.profiles.profile import ColumnRule, Derivation, Ignored, InputFile, Join, Profile, SourceList
from reportgen.sources.profiles.reader import read_profiles
from reportgen.sources.profiles.source_list import input_files, read_sources

if TYPE_CHECKING:
    from reportgen.model.cases import GivenTable
    from reportgen.model.problem import Problem
    from reportgen.sources.given import GivenTables
    from reportgen.sources.reading import Reading

__all__ = [
    "KINDS",
    "ColumnRule",
    "Derivation",
    "GivenTables",
    "Ignored",
    "InputFile",
    "Join",
    "Profile",
    "SourceList",
    "input_files",
    "read",
    "read_given",
    "read_profiles",
    "read_sources",
]


def read(files: Sequence[InputFile], profiles: Sequence[Profile]) -> Reading:
    """Read spreadsheets into tables by kind, with all problems found and the SHA-256 of every file.

    Raises nothing for what a file holds: that is a problem with a place and a remedy.
    """
    from reportgen.sources.reading import read_tables

    return read_tables(files, profiles)


def read_given(given: Mapping[str, GivenTable], currency: str, year: int) -> tuple[GivenTables, tuple[Problem, ...]]:
    """Make the tables that a rule case writes, with what keeps the months of a year measured."""
    from reportgen.sources import given as tables

    return tables.read_given(given, currency, year)
