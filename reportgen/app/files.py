"""Bytes → files, all or nothing: a temporary name in the same folder, flushed, renamed, readable by the owner alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

HALF_WRITTEN = ".writing-"
"""What the name of a file begins with that is being written."""

_FILE_MODE = 0o600
_FOLDER_MODE = 0o700
_LONGEST = 200
"""Bytes of a name: file systems take 255, and an ending is added."""


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, for the owner alone; those that are there keep their mode."""
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=_FOLDER_MODE, exist_ok=True)


def write_file(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old or the new bytes, never a part; raises OSError where that fails."""
    make_folder(path.parent)
    try:
        _write(path, data)
    except OSError as error:  # a full disk names no file, or the temporary one
        raise OSError(error.errno, error.strerror, str(path)) from error


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=HALF_WRITTEN, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_FILE_MODE)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_leftovers(folder: Path) -> None:
    """Remove what a run that was killed left half written."""
    for leftover in folder.rglob(f"{HALF_WRITTEN}*"):
        leftover.unlink(missing_ok=True)


def safe_stem(identifier: str, taken: set[str]) -> str:
    """Return a file name for an id: no separators or reserved names, no two alike on a file system that ignores case.

    `taken` are the stems (lower case) already given out in the folder; the new one is added.
    """
    cleaned = "".join(char if char.isalnum() or char in "-_. " else "_" for char in identifier)
    cleaned = cleaned.encode()[:_LONGEST].decode(errors="ignore").strip(" .") or "_"
    if cleaned.split(".")[0].upper() in _RESERVED:
        cleaned = f"_{cleaned}"
    stem, number = cleaned, 2
    while stem.casefold() in taken:
        stem, number = f"{cleaned}~{number}", number + 1
    taken.add(stem.casefold())
    return stem


_RESERVED = frozenset(
    {
        "CON",
        "PRN",
        "AUX",
        "NUL",
        *(f"COM{number}" for number in range(1, 10)),
        *(f"LPT{number}" for number in range(1, 10)),
    }
)
