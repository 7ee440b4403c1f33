"""Jobs → bytes, on as many processes as asked for, in the order of the jobs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.app.crew import Limits, begin, crew, finished
from reportgen.app.jobs import Job, Rendered, Studio, render
from reportgen.app.memory import clear_up, collecting_rarely

_AHEAD = 4
"""So many jobs a process may be done or begun before the first of them is taken, so that memory stays bounded."""


def rendered(
    work: Iterable[Job], studio: Studio, processes: int, limits: Limits | None = None
) -> Iterator[tuple[Job, Rendered]]:
    """Yield each job with its bytes, or with None and the problems that it could not be rendered for.

    One process renders here, without limits; of several, one that dies, is stuck or grows too large is replaced, and
    its document tried once more.
    """
    if processes <= 1:
        yield from _here(work, studio)
        return
    coming = enumerate(work)
    waiting: dict[int, Job] = {}
    done: dict[int, Rendered] = {}
    with crew(studio, processes, limits or Limits()) as hired:
        more = True
        while more or waiting:
            while more and hired.free() and len(waiting) < _AHEAD * processes:
                number, job = next(coming, (-1, None))
                more = job is not None
                if job is not None:
                    waiting[number] = job
                    begin(hired, number, job)
            if hired.jobs:
                done.update(finished(hired))
            while waiting and (first := next(iter(waiting))) in done:
                yield waiting.pop(first), done.pop(first)


def _here(work: Iterable[Job], studio: Studio) -> Iterator[tuple[Job, Rendered]]:
    for job in work:
        with collecting_rarely():
            made = render(job, studio)
            clear_up()
        yield job, made
