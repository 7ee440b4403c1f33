"""A closing's files → their place beside the ledger: prepared under another name, renamed when they are posted.

Whatever moment a closing is killed at, what it leaves is told apart by the ledger: posted files are put in their
place, others removed.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from reportgen.app import closing_kinds
from reportgen.app.files import make_folder
from reportgen.app.workspace import Workspace
from reportgen.ledger import ClosedPeriod
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.problem import Problem

LOCK = ".lock"
_PREPARED = ".closing-"


@contextmanager
def alone(workspace: Workspace) -> Iterator[bool]:
    """Tell whether nobody else closes or verifies here, and keep others out for as long; the system ends it if killed.

    Two machines that do not share a folder are kept apart by the ledger's database.
    """
    folder = workspace.ledger.parent
    make_folder(folder)
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def prepare(workspace: Workspace, period: Period) -> Path:
    """Make an empty folder for a closing, under a name that no other closing has."""
    folder = workspace.ledger.parent / f"{_PREPARED}{period.id}-{secrets.token_hex(8)}"
    make_folder(folder)
    return folder


@contextmanager
def made_whole(folder: Path, known_as: Path) -> Iterator[None]:
    """Remove a prepared folder again where it cannot be made whole; an error names files as they were to be known."""
    try:
        yield
    except BaseException as error:
        discard(folder)
        name = getattr(error, "filename", None)
        if isinstance(error, OSError) and name and Path(name).is_relative_to(folder):
            error.filename = str(known_as / Path(name).relative_to(folder))
        raise


def flush(folder: Path) -> None:
    """Make every file readable by the owner alone, and wait until all of them are on the disk."""
    for path in sorted(folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
        _sync(path)
    _sync(folder)


def put_in_place(workspace: Workspace, folder: Path, period: str) -> None:
    """Give a posted closing's files the name that people know them by."""
    folder.rename(workspace.frozen(period))
    _sync(workspace.ledger.parent)


def discard(folder: Path) -> None:
    """Remove what a closing prepared that was not posted."""
    shutil.rmtree(folder, ignore_errors=True)


def leftovers(workspace: Workspace) -> list[Path]:
    """Return the folders that closings prepared and did not put in their place: killed ones, or one at work now."""
    return sorted(workspace.ledger.parent.glob(f"{_PREPARED}*"))


def settle_leftovers(workspace: Workspace, closed: tuple[ClosedPeriod, ...]) -> list[Problem]:
    """Finish what killed closings left, and say so; only for whoever is alone."""
    problems = []
    posted = {each.folder: each.period.id for each in closed}
    for folder in leftovers(workspace):
        if folder.name in posted:
            put_in_place(workspace, folder, posted[folder.name])
            kind = closing_kinds.CLOSE_FINISHED
        else:
            discard(folder)
            kind = closing_kinds.CLOSE_UNDONE
        name = folder.name.removeprefix(_PREPARED).rpartition("-")[0]
        problems.append(Problem(kind, Place(f"inputs/ledger/{name}"), name))
    return problems


def hashes(folder: Path) -> Mapping[str, str]:
    """Return the SHA-256 of every file of a folder by its path in it."""
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
