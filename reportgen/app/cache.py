"""Bytes by a key that names their content: what was worked out once and need not be again. Everything here may be lost.

Two programs may use it at once: a file appears whole, by one rename, and whoever made it made the same. It is the
user's own, is never larger than a bound, and one that others may write is not read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from reportgen.app.files import make_folder, write_file
from reportgen.app.memory import MEGABYTE

_DIGEST: Final = 64
"""Characters of a SHA-256, which every file begins with: what a full disk or a crash cut short is not taken."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder, which need not be there yet, and how many bytes may be in it; what was not used for longest goes."""

    folder: Path
    room: int = 512 * MEGABYTE
    counted: list[int] = field(default_factory=list, repr=False, compare=False)
    """How many bytes are in it: counted at the first that is kept, and when there seems to be no room for more."""


def taken(cache: Cache, key: str) -> bytes | None:
    """Return what was kept under a key, or None."""
    path = cache.folder / key
    try:
        if not _own(cache.folder):
            return None
        with path.open("rb", buffering=0) as file:  # no second copy of what may be many megabytes
            digest, content = file.read(_DIGEST), file.readall()
        os.utime(path)
    except OSError:
        return None
    return content if digest == sha256(content).hexdigest().encode() else None


def keep(cache: Cache, key: str, content: bytes) -> None:
    """Keep bytes under a key. A disk that is full, or may only be read, keeps nothing and is no problem."""
    with suppress(OSError):
        make_folder(cache.folder)
        if _own(cache.folder) and len(content) <= cache.room:
            write_file(cache.folder / key, sha256(content).hexdigest().encode() + content)
            _count(cache, _DIGEST + len(content))


def _count(cache: Cache, added: int) -> None:
    """Make room where what was added may not fit. What other programs add meanwhile is counted by the next one."""
    total = cache.counted[0] + added if cache.counted else cache.room + 1
    cache.counted[:] = [total if total <= cache.room else _make_room(cache)]


def _make_room(cache: Cache) -> int:
    """Remove what was not used for longest, until the rest fits; another program may remove the same."""
    total = kept = 0
    for _, size, path in sorted(_files(cache.folder), reverse=True):
        total += size
        if total > cache.room:
            path.unlink(missing_ok=True)
        else:
            kept = total
    return kept


def _own(folder: Path) -> bool:
    """Tell whether a folder is this user's and nobody else may write there."""
    found = folder.stat()
    return found.st_uid == os.getuid() and not found.st_mode & 0o077


def _files(folder: Path) -> Iterator[tuple[int, int, Path]]:
    for path in folder.iterdir():
        with suppress(OSError):
            found = path.stat()
            yield found.st_mtime_ns, found.st_size, path
