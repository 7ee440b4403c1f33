"""An unknown spreadsheet → a drafted profile, as text or as a new file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from reportgen import sources
from reportgen.app import kinds
from reportgen.app.files import write_file
from reportgen.app.profiles import known_profiles, ready_profiles
from reportgen.app.read import Asked, read
from reportgen.model.place import Place
from reportgen.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted profile, and what was wrong with the file; no text where it was refused."""

    text: str
    problems: tuple[Problem, ...] = ()
    code: int = 0


def draft(asked: Asked) -> Draft:
    """Draft a profile for the file asked for; kinds and names come from the workspace's profiles and the ready ones."""
    found = read(asked)
    if found.code >= 2:
        return Draft("", found.all_problems, found.code)
    file = found.files[0]
    return Draft(sources.draft(replace(file, name=Path(file.name).name), known_profiles(asked.folder)))


def ready(name: str) -> Draft:
    """Return a profile that came with the program, or which there are."""
    paths = ready_profiles()
    if name in paths:
        return Draft(paths[name].read_text("utf-8"))
    values = (("known", ", ".join(paths)),)
    return Draft("", (Problem(kinds.PROFILE_UNKNOWN, Place("--ready"), name, values),), 2)


def write_new(text: str, target: Path) -> Problem | None:
    """Write a profile to a file that is not there yet."""
    if target.exists():
        return Problem(kinds.FILE_EXISTS, Place("-o"), target.as_posix())
    try:
        write_file(target, text.encode())
    except OSError as error:
        reason = (error.strerror or "error").lower()
        return Problem(kinds.CANNOT_WRITE, Place("-o"), target.as_posix(), (("reason", reason),))
    return None
