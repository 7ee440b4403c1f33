"""Jobs → bytes, on as many processes as asked for, in the order of the jobs."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor

from reportgen.app.jobs import Job, Studio, render
from reportgen.model.problem import Problem

Rendered = tuple[bytes | None, tuple[Problem, ...]]


def rendered(work: Iterable[Job], studio: Studio, processes: int) -> Iterator[tuple[Job, Rendered]]:
    """Yield each job with its bytes; at most four jobs a process wait at a time, so memory stays bounded."""
    if processes <= 1:
        for job in work:
            yield job, render(job, studio)
        return
    # "spawn": a forked child would inherit the locks of the libraries' threads in whatever state they are.
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque[tuple[Job, Future[Rendered]]] = deque()
        for job in work:
            waiting.append((job, pool.submit(render, job, studio)))
            if len(waiting) >= 4 * processes:
                first, future = waiting.popleft()
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()
