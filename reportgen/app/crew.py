"""Worker processes: kept warm, watched, and replaced when one dies, gets stuck or grows.

`ProcessPoolExecutor(max_tasks_per_child=…)` could hang (CPython gh-115634), and neither ends a worker that is stuck:
so each worker is a program with one connection, and whoever waits for it looks at the clock and at its memory.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.app import kinds
from reportgen.app.memory import computed, resident
from reportgen.app.rendering import Job, Rendered, Studio, Task, packed
from reportgen.app.worker import START, WHERE, At
from reportgen.model.papers import BY_NAME
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem

_LOOK_SECONDS = 0.25
"""How often a worker's clock and memory are looked at."""

_SAY_SECONDS = 1
"""How long a worker may take to say where it is: it goes on taking memory meanwhile."""

_END_SECONDS = 5
"""How long a worker that has closed its connection may take to end."""

_PATIENCE = 5
"""How many times its computing time a document may take by the clock: a busy machine must not refuse it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may take: seconds of computing for one document, and megabytes of memory.

    A worker that holds more than the half of them after a document is replaced before the next one. A document that
    was lost is begun again until it was tried so many `times`.
    """

    seconds: float = 120.0
    megabytes: int = 1024
    times: int = 2


def limits_of(megabytes: int) -> Limits:
    """Return what a worker may take; 0 megabytes are what is usual."""
    return Limits(megabytes=megabytes) if megabytes else Limits()


@dataclass(slots=True)
class Worker:
    """A running worker, the job it is at (its number; None: it waits for one), and what it had computed before.

    `scratch` is the folder for its passing files, such as fonts that it unpacked; it ends with the worker.
    """

    process: subprocess.Popen[bytes]
    told: Connection
    scratch: TemporaryDirectory[str]
    number: int | None = None
    since: float = 0.0
    before: float = 0.0


@dataclass(slots=True)
class Crew:
    """The workers of one run: how many there may be, those that run, and the jobs they are at by number.

    `lost` are those that were lost once. Without a studio they load what they need, and wait for one.
    """

    studio: Studio | None
    size: int
    limits: Limits = field(default_factory=Limits)
    workers: list[Worker] = field(default_factory=list)
    jobs: dict[int, Task] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)

    def free(self) -> bool:
        """Tell whether somebody could begin a job now."""
        return len(self.workers) < self.size or any(worker.number is None for worker in self.workers)


@contextmanager
def crew(studio: Studio | None, size: int, limits: Limits) -> Iterator[Crew]:
    """Have workers for as long as there is work; they are ended whatever happens.

    Where the studio is not known yet they begin at once, and are warm when they get it (`equip`).
    """
    hired = Crew(studio, size, limits)
    try:
        if studio is None:
            _fill_early(hired)
        yield hired
    finally:
        dismiss(hired)


def equip(hired: Crew, studio: Studio) -> Crew:
    """Give workers that wait for a studio theirs."""
    hired.studio = studio
    for worker in hired.workers:
        with suppress(BrokenPipeError, ConnectionResetError):  # as in `begin`
            worker.told.send(studio)
    return hired


def dismiss(hired: Crew) -> None:
    """End all workers, whatever they are at."""
    for worker in list(hired.workers):
        _end(hired, worker)


def begin(hired: Crew, number: int, job: Task) -> None:
    """Give a job to a worker that waits; whoever is missing is replaced first.

    A job that was lost goes to the newest one: what ended its worker may have ended those that waited then as well.
    """
    _fill(hired)
    waiting = [each for each in hired.workers if each.number is None]
    worker = waiting[-1 if number in hired.lost else 0]
    hired.jobs[number] = job
    worker.number, worker.since, worker.before = number, time.monotonic(), computed(worker.process.pid)
    with suppress(BrokenPipeError, ConnectionResetError):  # it died while it waited: `finished` finds that out
        worker.told.send_bytes(packed(job))


def finished(hired: Crew) -> Mapping[int, Rendered]:
    """Wait until something is done, and return it by the number of its job; what was lost twice is a problem."""
    busy = {worker.told: worker for worker in hired.workers if worker.number is not None}
    ready = wait(list(busy), _LOOK_SECONDS)
    done: dict[int, Rendered] = {}
    for told, worker in busy.items():
        if told in ready:
            done.update(_taken(hired, worker))
        elif (kind := _trouble(hired, worker)) is not None:
            done.update(_lost(hired, worker, kind))
    return done


def _taken(hired: Crew, worker: Worker) -> Mapping[int, Rendered]:
    """Take what a worker made; a worker that has grown is replaced."""
    try:
        made: Rendered | str = worker.told.recv()
    except (EOFError, ConnectionResetError):
        made = _ending(worker)
    if isinstance(made, str):  # why it broke off
        return _lost(hired, worker, kinds.RENDER_DIED, made)
    number, worker.number = worker.number, None
    assert number is not None  # noqa: S101  only a busy worker is asked
    del hired.jobs[number]
    hired.lost.discard(number)
    if resident(worker.process.pid) > hired.limits.megabytes // 2:
        _end(hired, worker)
    return {number: made}


def _ending(worker: Worker) -> str:
    """Say how a worker ended that said nothing."""
    with suppress(subprocess.TimeoutExpired):
        worker.process.wait(_END_SECONDS)
    code = worker.process.returncode
    if code is None:
        return "it said nothing any more"
    return f"it ended with {code}" if code >= 0 else f"it was ended by {signal.Signals(-code).name}"


def _trouble(hired: Crew, worker: Worker) -> Kind | None:
    """Say what is wrong with a worker that has not finished."""
    spent = computed(worker.process.pid) - worker.before
    if spent > hired.limits.seconds or time.monotonic() - worker.since > _PATIENCE * hired.limits.seconds:
        return kinds.RENDER_STUCK
    return kinds.RENDER_LARGE if resident(worker.process.pid) > hired.limits.megabytes else None


def _lost(hired: Crew, worker: Worker, kind: Kind, reason: str = "") -> Mapping[int, Rendered]:
    """End a worker and give its job to another one; the last time it is said what is wrong with it."""
    number = worker.number
    assert number is not None  # noqa: S101  only a busy worker is asked
    again = number not in hired.lost and hired.limits.times > 1
    at = None if again or reason else _at(worker)
    _end(hired, worker)
    if again:
        hired.lost.add(number)
        begin(hired, number, hired.jobs[number])
        return {}
    hired.lost.discard(number)
    return {number: (None, (broken_off(hired.jobs.pop(number), kind, hired.limits, reason, at),))}


def _at(worker: Worker) -> At | None:
    """Ask a worker that computes which line of a template it is at; None where it is at none, or does not say."""
    worker.process.send_signal(WHERE)
    with suppress(EOFError, ConnectionResetError):
        said = worker.told.recv() if worker.told.poll(_SAY_SECONDS) else None
        return said if isinstance(said, At) else None
    return None


def broken_off(job: Task, kind: Kind, limits: Limits, reason: str = "", at: At | None = None) -> Problem:
    """Return the problem of a document that nobody could draw; one that only tries its template is told with that."""
    people = (job.subject,) if BY_NAME[job.kind].personal else ()
    values = (("seconds", f"{limits.seconds:.0f}"), ("limit", str(limits.megabytes)))
    told = (("reason", reason),) if reason else ()
    place = Place(job.path)
    if isinstance(job, Job) and job.trial and at is not None:
        file = Path(at.file)
        place = Place(f"templates/{file.parent.name}/{file.name}", row=at.line)
    return Problem(kind, place, job.path, (*values, *told), people)


def _fill(hired: Crew) -> None:
    """Have as many workers as there may be, all at once: each loads for a second before it takes its first job."""
    while len(hired.workers) < hired.size:
        _hire(hired)


def _fill_early(hired: Crew) -> None:
    """Have workers load beside the process that hires them, which computes as well: the last one after the first.

    The first one closes a pipe when it has loaded, or ends; the last one waits for that.
    """
    first_done, first = os.pipe()
    try:
        _hire(hired, loaded=first)
        os.close(first)
        first = -1
        while len(hired.workers) < hired.size:
            _hire(hired, after=first_done if len(hired.workers) == hired.size - 1 else None)
    finally:
        os.close(first_done)
        if first >= 0:
            os.close(first)


def _hire(hired: Crew, after: int | None = None, loaded: int | None = None) -> None:
    """Start a worker. It loads when the other end of the pipe `after` is closed, and then closes its end `loaded`."""
    here, there = Pipe()
    # A worker is ended, and ends, without clearing up behind itself: that would close libraries that are in use.
    scratch = TemporaryDirectory(prefix="reportgen-", ignore_cleanup_errors=True)
    ends = [end for end in (there.fileno(), after, loaded) if end is not None]
    numbers = ["" if end is None else str(end) for end in (after, loaded)]
    command = [sys.executable, "-c", START, str(there.fileno()), str(os.getpid()), scratch.name, *numbers]
    with there:
        process = subprocess.Popen(  # noqa: S603  # this very interpreter with a text of ours
            command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=ends
        )
    worker = Worker(process, here, scratch)
    hired.workers.append(worker)
    with suppress(BrokenPipeError, ConnectionResetError):  # found out by whoever waits for it
        here.send(sys.path)
        here.send(hired.studio)


def _end(hired: Crew, worker: Worker) -> None:
    hired.workers.remove(worker)
    worker.process.kill()
    worker.told.close()
    worker.process.wait()
    worker.scratch.cleanup()
