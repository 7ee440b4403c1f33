"""Plain values that follow from a content alone ↔ JSON on this process's shelf: the next process need not begin anew.

Whoever starts a process may put a shelf up for it; without one everything is worked out. A value that does
not come back as it was is not kept at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from reportgen import __version__


@dataclass(frozen=True, slots=True)
class Shelf:
    """Bytes by a key: what was kept under one, whole, or None; and how to keep them. All may be gone tomorrow."""

    taken: Callable[[str], bytes | None]
    keep: Callable[[str, bytes], None]


_shelf: Shelf | None = None


def put_up(shelf: Shelf | None) -> None:
    """Say where this process keeps what it worked out; None is nowhere."""
    global _shelf  # noqa: PLW0603  one place for a whole process, like the fonts that it has open
    _shelf = shelf


def taken(what: str, content: bytes) -> bytes | None:
    """Return the bytes that were made of a content, or None."""
    return None if _shelf is None else _shelf.taken(_key(what, content))


def keep(what: str, content: bytes, made: bytes) -> None:
    """Keep the bytes that were made of a content. `what` names the working and its version."""
    if _shelf is not None:
        _shelf.keep(_key(what, content), made)


def worked_out(what: str, content: bytes, make: Callable[[], Any]) -> Any:
    """Return the plain value that `make` makes of a content, or what was made of the same content before."""
    found = _read(taken(what, content))
    if found is not None:
        return found
    made = make()
    written = _written(made) if _shelf is not None else None
    if written is not None:
        keep(what, content, written)
    return made


def _key(what: str, content: bytes) -> str:
    return sha256(f"{__version__}\n{what}\n".encode() + content).hexdigest()


def _read(kept: bytes | None) -> Any:
    try:
        return None if kept is None else json.loads(kept)
    except ValueError:
        return None


def _written(made: Any) -> bytes | None:
    """Return a value as JSON; None where it would come back as another one."""
    try:
        written = json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()
    except (TypeError, ValueError):
        return None
    return written if json.loads(written) == made else None
