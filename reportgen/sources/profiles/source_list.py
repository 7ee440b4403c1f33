"""Turns `inputs/sources.yaml` and the folders it names into the list of spreadsheets to read."""

from __future__ import annotations

import posixpath
import unicodedata
from dataclasses import fields, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.sources import kinds
from reportgen.sources.formats.access import DEFAULT_LIMITS, Limits
from reportgen.sources.profiles import settings
from reportgen.sources.profiles.profile import Ignored, InputFile, PasswordRule, SourceList
from reportgen.sources.profiles.settings import Entry

_LARGEST_LIMIT = 10**12


def read_sources(file: Path, shown: str) -> tuple[SourceList, tuple[Problem, ...]]:
    """Read `inputs/sources.yaml`; without the file, the spreadsheets are in `data`.

    `shown` is the file's name as people see it.
    """
    problems: list[Problem] = []
    place = Place(shown, row=1)
    entry = settings.load(file, shown, problems) if file.is_file() else Entry({"folders": Entry("data", place)}, place)
    if entry is None:
        return SourceList((), (), place), tuple(problems)
    given = settings.fields(problems, entry, ("folders",), ("ignore", "limits", "passwords"))
    folders = settings.texts(problems, given.get("folders"))
    ignored = [_ignored(problems, item) for item in settings.items(problems, given.get("ignore"))]
    passwords = [_password(problems, item) for item in settings.items(problems, given.get("passwords"))]
    limits = _limits(problems, given.get("limits"))
    place = given.get("folders", entry).place
    return SourceList(folders, tuple(ignored), place, limits, tuple(passwords)), tuple(problems)


def _limits(problems: list[Problem], entry: Entry | None) -> Limits:
    """Read what one file may cost; what is not said stays as it is."""
    if entry is None:
        return DEFAULT_LIMITS
    names = [one.name for one in fields(Limits)]
    given = settings.fields(problems, entry, (), names)
    read = {name: settings.whole(problems, value, _LARGEST_LIMIT) for name, value in given.items()}
    return replace(DEFAULT_LIMITS, **{name: value for name, value in read.items() if value})


def _password(problems: list[Problem], entry: Entry) -> PasswordRule:
    given = settings.fields(problems, entry, ("files", "variable"))
    return PasswordRule(settings.text(problems, given.get("files")), settings.text(problems, given.get("variable")))


def _ignored(problems: list[Problem], entry: Entry) -> Ignored:
    given = settings.fields(problems, entry, ("files", "because"))
    return Ignored(settings.text(problems, given.get("files")), settings.text(problems, given.get("because")))


def input_files(sources: SourceList, inputs: Path, shown: str) -> tuple[tuple[InputFile, ...], tuple[Problem, ...]]:
    """List the spreadsheets of all folders, without what is ignored, by name.

    `inputs` is the folder that `sources` is relative to, `shown` its name as people see it (`inputs`).
    """
    files: dict[str, InputFile] = {}
    problems: list[Problem] = []
    for folder in sources.folders:
        root = inputs / folder
        name = posixpath.normpath(posixpath.join(shown, folder))
        if not root.is_dir():
            problems.append(Problem(kinds.FOLDER_MISSING, sources.place, name, (("setting", sources.place.file),)))
            continue
        for path in root.rglob("*"):
            inside = path.relative_to(root).as_posix()
            if (
                path.is_file()
                and not _is_leftover(inside)
                and not any(matches(inside, one.files) for one in sources.ignore)
            ):
                files[f"{name}/{inside}"] = InputFile(path, unicodedata.normalize("NFC", f"{name}/{inside}"))
    return tuple(sorted(files.values(), key=lambda file: file.name)), tuple(problems)


@lru_cache(4096)
def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def matches(name: str, pattern: str) -> bool:
    """Tell whether a file is meant by a pattern.

    By its name alone, or by the end of its path where the pattern has a slash.
    """
    path, wanted = _composed(name), _composed(pattern)
    if "/" not in wanted:
        return fnmatchcase(path.rpartition("/")[2], wanted)
    return fnmatchcase(path, wanted) or fnmatchcase(path, f"*/{wanted}")


def _is_leftover(inside: str) -> bool:
    """Tell whether a file belongs to a program rather than to a person.

    Hidden files and the lock files of spreadsheet programs.
    """
    return any(part.startswith((".", "~$")) for part in inside.split("/"))
