"""A spreadsheet on disk → what is in it: every table with types and places, for people, machines and other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import sources
from reportgen.app import kinds
from reportgen.app.files import write_file
from reportgen.app.findings import as_json
from reportgen.app.passwords import VARIABLE, access_to
from reportgen.app.profiles import find_profile, known_profiles
from reportgen.app.workspace import ask_nobody
from reportgen.model.place import Place
from reportgen.model.problem import Problem, Severity, worst
from reportgen.render.package import canonical
from reportgen.sources import InputFile

if TYPE_CHECKING:
    from reportgen.sources.drafting.found import FoundFile

EXPORTS = (".parquet", ".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked to have read.

    `profile` is a profile's name or file, "" for none; `sheet` the only sheet wanted, "" for all; `folder` the
    workspace in which profiles and limits are looked for. `variable` is the environment variable with the password of
    protected files, and `ask` asks a person for it; it returns None where there is nobody.
    """

    files: tuple[Path, ...]
    folder: Path
    profile: str = ""
    sheet: str = ""
    variable: str = ""
    ask: Callable[[str], str | None] = ask_nobody


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, file by file, and what was wrong with the asking itself."""

    files: tuple[FoundFile, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Return the problems of everything: of asking, of files that were refused, of files, of sheets."""
        refused = tuple(file.refused for file in self.files if file.refused)
        return (*self.problems, *refused, *(problem for file in self.files for problem in _of_file(file)))

    @property
    def code(self) -> int:
        """Return the exit code: 2 asked wrongly, 3 a file was refused, 1 cells that block somebody, else 0."""
        if self.problems:
            return 2
        if any(file.refused for file in self.files):
            return 3
        found = worst(self.all_problems)
        return 1 if found is not None and found >= Severity.BLOCKS_PERSON else 0


def read(asked: Asked) -> Read:
    """Read every file that was asked for, by a profile or by evidence alone."""
    profile = None
    if asked.profile:
        profile, problems = find_profile(asked.profile, asked.folder)
        if profile is None or problems:
            return Read((), problems)
    wanted = () if profile else known_profiles(asked.folder)
    listed, _ = sources.read_sources(asked.folder / "inputs" / "sources.yaml", "inputs/sources.yaml")
    access = access_to(listed, asked.ask, asked.variable or VARIABLE)
    files = tuple(_read_file(path, asked, profile, wanted, access) for path in asked.files)
    return Read(files, _sheet_unknown(asked, files))


def _read_file(
    path: Path,
    asked: Asked,
    profile: sources.Profile | None,
    known: Sequence[sources.Profile],
    access: sources.Access,
) -> FoundFile:
    file = InputFile(path, path.as_posix())
    found = sources.read_declared(file, profile, access) if profile else sources.read_unknown(file, known, access)
    return sources.only_sheet(found, asked.sheet) if asked.sheet else found


def _sheet_unknown(asked: Asked, files: Sequence[FoundFile]) -> tuple[Problem, ...]:
    if not asked.sheet or any(file.refused or file.sheets for file in files):
        return ()
    return (Problem(kinds.SHEET_UNKNOWN, Place("--sheet"), asked.sheet),)


def _of_file(file: FoundFile) -> tuple[Problem, ...]:
    return (*file.problems, *(problem for sheet in file.sheets for problem in sheet.problems))


def json_text(found: Read) -> Iterator[str]:
    """Write what was read as JSON: one object for one file, a list for several."""
    yield "[" if len(found.files) != 1 else ""
    for number, file in enumerate(found.files):
        yield ",\n" if number else ""
        yield from sources.json_pieces(file, as_json)
    yield "]\n" if len(found.files) != 1 else "\n"


def export(found: Read, target: Path, inputs: Sequence[Path]) -> tuple[tuple[Path, ...], Problem | None]:
    """Write the tables to a file whose ending says the form; return the files written, or why none was.

    A workbook holds a sheet for each table; of the other forms each further table is a file of its own, with a number.
    """
    if target.suffix.lower() not in EXPORTS:
        return (), Problem(kinds.EXPORT_UNKNOWN, Place("--to"), target.suffix or target.name)
    if any(target.exists() and path.exists() and target.samefile(path) for path in inputs):
        return (), Problem(kinds.EXPORT_OVER_INPUT, Place("--to"), target.as_posix())
    written: list[Path] = []
    try:
        for number, content in enumerate(sources.export_tables(found.files, target.suffix.lower()), 1):
            path = target if number == 1 else target.with_name(f"{target.stem}-{number}{target.suffix}")
            write_file(path, canonical(content) if path.suffix.lower() == ".xlsx" else content)
            written.append(path)
    except OSError as error:
        reason = (error.strerror or "error").lower()
        return (), Problem(kinds.CANNOT_WRITE, Place(target.as_posix()), target.as_posix(), (("reason", reason),))
    return tuple(written), None if written else Problem(kinds.NOTHING_TO_EXPORT, Place("--to"), target.as_posix())
