"""Rows of files for machines by what they rest on: those that a period's last run made of people are not made again.

Everything here may be lost. It is the user's own, bounded, and not read where it is damaged.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from json import JSONDecodeError, dumps, loads
from pathlib import Path

from reportgen.app.cache import Cache, keep, taken
from reportgen.app.fonts import font_cache
from reportgen.app.memory import MEGABYTE

_MOST = 64 * MEGABYTE
"""So much is kept of a period at most."""


def remembered_pieces(folder: Path) -> Mapping[str, bytes]:
    """Return the pieces that a period's last run noted, by their keys; none where there is no sound note."""
    found = taken(_cache(), _name(folder))
    if found is None:
        return {}
    head, _, rest = found.partition(b"\n")
    try:
        listed = [(str(key), int(size)) for key, size in loads(head)]
    except (JSONDecodeError, TypeError, ValueError):
        return {}
    pieces, first = {}, 0
    for key, size in listed:
        pieces[key] = rest[first : first + size]
        first += size
    return pieces if first == len(rest) else {}


def remember_pieces(folder: Path, pieces: Mapping[str, bytes]) -> None:
    """Note the pieces of a period for the next run."""
    if sum(map(len, pieces.values())) <= _MOST:
        head = dumps([(key, len(data)) for key, data in pieces.items()]).encode()
        keep(_cache(), _name(folder), b"\n".join((head, b"".join(pieces.values()))))


def _cache() -> Cache:
    return Cache(font_cache() / "pieces", 4 * _MOST)


def _name(folder: Path) -> str:
    return sha256(str(folder.resolve()).encode()).hexdigest()
