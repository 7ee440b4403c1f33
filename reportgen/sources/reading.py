"""Turns files and profiles into tables.

Sheets are recognised, each kind's rows are made one table, and rows are compared with one another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase

from reportgen.model.place import Place
from reportgen.model.problem import Problem, Severity
from reportgen.model.room import aside, let_go
from reportgen.model.table import Table
from reportgen.sources import kinds
from reportgen.sources.checks import check, with_twins
from reportgen.sources.formats.access import ANY_ACCESS, Access, Shelf
from reportgen.sources.kept_findings import Answers
from reportgen.sources.kept_whole import Made, key_of, made_again, made_bytes
from reportgen.sources.profiles.profile import InputFile, Profile
from reportgen.sources.profiles.reader import in_join_order
from reportgen.sources.profiles.source_list import matches
from reportgen.sources.sheets import Found, Sheet, find_sheets
from reportgen.sources.tables import make_table
from reportgen.sources.values.pooled import pooled_frame


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read.

    Tables by kind, what is wrong with the inputs, and the SHA-256 of every file read, by its shown name.
    """

    tables: Mapping[str, Table]
    problems: tuple[Problem, ...]
    hashes: Mapping[str, str]


def read_tables(
    files: Sequence[InputFile],
    profiles: Sequence[Profile],
    access: Access = ANY_ACCESS,
    as_of: date | None = None,
) -> Reading:
    """Read every file by the profiles that are for it. The order of the files given changes nothing.

    Exports dated after `as_of` give way to older ones of the same rows: they were not known then.
    """
    return tables_of(find_sheets(files, profiles, access), profiles, as_of)


def tables_of(found: Found, profiles: Sequence[Profile], as_of: date | None = None) -> Reading:
    """Make the tables of the sheets that were found, and compare their rows with one another."""
    problems = list(found.problems)
    made: dict[str, Made] = {}
    for kind in in_join_order(tuple(profiles)):
        sheets = [sheet for sheet in found.sheets if sheet.profile.kind == kind]
        if sheets:
            made[kind] = _aside(_made_once(kind, sheets, made, as_of, found.shelf))
            problems += made[kind].problems
    tables = {kind: each.table for kind, each in made.items()}
    answers = Answers({kind: each.key for kind, each in made.items()}, found.shelf, [str(as_of), *sorted(found.hashes)])
    problems += check(tables, profiles, found.sheets, _unsound(problems, profiles), answers)
    answers.keep()
    return Reading(tables, tuple(sorted(problems, key=lambda one: (one.place, one.kind.code, one.found))), found.hashes)


def _aside(made: Made) -> Made:
    """Put a table aside where it may lie on a disk: what a password unlocked, or rests on that, has no key."""
    table = aside(made.table) if made.key else made.table
    if table is made.table:
        return made
    let_go()
    return replace(made, table=table)


def _made_once(
    kind: str, sheets: Sequence[Sheet], made: Mapping[str, Made], as_of: date | None, shelf: Shelf | None
) -> Made:
    """Make the table of a kind, or take what the same files, and the same tables that it rests on, gave before."""
    key = key_of(kind, sheets, made, as_of) if shelf is not None else ""
    known = made_again(key, shelf.taken(key)) if shelf is not None and key else None
    if known is not None:
        return known
    table, wrong = make_table(kind, sheets, {name: each.table for name, each in made.items()}, as_of, shelf)
    rules = dict.fromkeys(rule for sheet in sheets for rule in sheet.profile.checks)
    table, twins = with_twins(table, tuple(rules), sheets)
    found = Made(replace(table, frame=pooled_frame(table.frame)), (*wrong, *twins), key)
    content = made_bytes(found) if shelf is not None and key and not wrong else None
    if shelf is not None and content is not None:
        shelf.keep(key, content)
    return found


def _unsound(problems: Sequence[Problem], profiles: Sequence[Profile]) -> frozenset[str]:
    """Return the kinds of table that lack rows, or may, because a problem with their files blocks the run.

    Files that overlap lack none: each of their rows is there once.
    """
    whole = {kinds.FILES_OVERLAP.code, kinds.EXPORT_UNDATED.code}
    stops = [problem for problem in problems if problem.kind.severity is Severity.BLOCKS_RUN]
    places = [problem.place for problem in stops if problem.kind.code not in whole]
    return frozenset(profile.kind for profile in profiles if any(_concerns(place, profile) for place in places))


def _concerns(place: Place, profile: Profile) -> bool:
    if place.file == profile.place.file:
        return True
    is_its_file = any(matches(place.file, pattern) for pattern in profile.files)
    return is_its_file and (not place.sheet or any(fnmatchcase(place.sheet, pattern) for pattern in profile.sheets))
