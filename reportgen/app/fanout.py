"""Jobs → bytes, on as many processes as asked for or on a cluster, in the order of the jobs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING

from reportgen.app.crew import Crew, Limits, begin, crew, equip, finished
from reportgen.app.rendering import Rendered, Studio, Task

if TYPE_CHECKING:
    from reportgen.app.cluster import Cluster

_AHEAD = 4
"""So many jobs a process may be done or begun before the first of them is taken, so that memory stays bounded."""


def rendered(
    work: Iterable[Task],
    studio: Studio,
    processes: int,
    limits: Limits | None = None,
    there: Cluster | None = None,
    ready: Crew | None = None,
) -> Iterator[tuple[Task, Rendered]]:
    """Yield each job with its bytes, or with None and the problems that it could not be rendered for.

    Nothing is rendered in this process, be it a single document: a process that dies, is stuck or grows too large is
    replaced, and its document tried once more. `there` is a cluster that draws instead; NoClusterError says why it
    cannot. `ready` are workers that were hired before and wait; they are left to who hired them.
    """
    if there is not None:
        from reportgen.app.cluster import rendered_there

        yield from rendered_there(work, studio, there, limits or Limits())
        return
    coming = enumerate(work)
    waiting: dict[int, Task] = {}
    done: dict[int, Rendered] = {}
    hiring = crew(studio, processes, limits or Limits()) if ready is None else nullcontext(equip(ready, studio))
    with hiring as hired:
        more = True
        while more or waiting:
            more = more and _occupied(hired, coming, waiting)
            if hired.jobs:
                done.update(finished(hired))
            more = more and _occupied(hired, coming, waiting)  # before the others are taken, which are then written
            while waiting and (first := next(iter(waiting))) in done:
                yield waiting.pop(first), done.pop(first)


def _occupied(hired: Crew, coming: Iterator[tuple[int, Task]], waiting: dict[int, Task]) -> bool:
    """Give every worker that waits a job, as far ahead as may be; tell whether there may be more."""
    while hired.free() and len(waiting) < _AHEAD * hired.size:
        number, job = next(coming, (-1, None))
        if job is None:
            return False
        waiting[number] = job
        begin(hired, number, job)
    return True
