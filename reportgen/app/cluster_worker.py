"""What a worker of a cluster does: it tells what it draws with, and turns jobs into bytes as a process here would.

Each document is drawn by a process below the worker, watched as those of one machine are (`reportgen.app.crew`): a
template without an end costs that process, not the worker. Loaded by the scheduler too, so it imports little.
"""

from __future__ import annotations

import asyncio
import pickle
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.app.crew import Crew
    from reportgen.app.rendering import Rendered, Studio

_KITS: Final = 8
"""So many kits stay laid out, 25 MB each: those of packs that are drawn at the same time, and of the last runs."""

_LOCK = Lock()
_STUDIOS: dict[str, Studio] = {}
_WAITING: dict[tuple[str, float, int], list[Crew]] = {}
"""The studios laid out here by their kit, and the warm processes that wait for a document, by kit and limits."""


def meet() -> dict[str, str]:
    """Return what this machine draws with."""
    from reportgen.app.same_bytes import versions

    return versions()


def prove(expected: str, digest: str, kit: bytes, job: bytes, seconds: float, megabytes: int) -> str:
    """Draw a document; return "" where its bytes have the SHA-256 expected, or why they have not."""
    data, _ = draw(digest, kit, job, seconds, megabytes)
    if data is None:
        return "it could not draw the first document"
    return "" if sha256(data).hexdigest() == expected else "it draws the first document differently"


async def rest() -> None:
    """End the processes that wait: the pack is drawn."""
    await asyncio.to_thread(_end_all)


def draw(digest: str, kit: bytes, job: bytes, seconds: float, megabytes: int) -> Rendered:
    """Draw a document with a kit, both as they travelled, within limits; what fails twice is a problem."""
    from reportgen.app.crew import begin, finished

    with _crew(digest, kit, seconds, megabytes) as hired:
        begin(hired, 0, pickle.loads(job))  # noqa: S301  only who has a certificate of the cluster's authority sends one
        while True:
            done = finished(hired)
            if done:
                return done[0]


@contextmanager
def _crew(digest: str, kit: bytes, seconds: float, megabytes: int) -> Iterator[Crew]:
    """Take a crew of one that waits, or hire one; it waits again afterwards, unless something is wrong here."""
    from reportgen.app.crew import Crew, Limits, dismiss

    studio = _studio(digest, kit)
    kind = (digest, seconds, megabytes)
    with _LOCK:
        waiting = _WAITING.setdefault(kind, [])
        hired = waiting.pop() if waiting else Crew(studio, 1, Limits(seconds, megabytes))
    try:
        yield hired
    except BaseException:
        dismiss(hired)
        raise
    with _LOCK:
        _WAITING.setdefault(kind, []).append(hired)


def _studio(digest: str, kit: bytes) -> Studio:
    """Lay a kit out below the worker's own folder, which is removed with the worker; the last few are kept."""
    from distributed import get_worker

    from reportgen.app.cluster_kit import laid_out

    with _LOCK:
        if digest not in _STUDIOS:
            folder = Path(tempfile.mkdtemp(prefix="kit-", dir=get_worker().local_directory))
            _STUDIOS[digest] = laid_out(pickle.loads(kit), folder)  # noqa: S301  as above
            for oldest in list(_STUDIOS)[:-_KITS]:
                shutil.rmtree(_STUDIOS.pop(oldest).templates.parent, ignore_errors=True)
        return _STUDIOS[digest]


def _end_all() -> None:
    from reportgen.app.crew import dismiss

    with _LOCK:
        crews = [each for waiting in _WAITING.values() for each in waiting]
        _WAITING.clear()
    for each in crews:
        dismiss(each)
