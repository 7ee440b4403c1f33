"""Jobs → bytes on the workers of a Dask cluster, the same bytes as here; the only module that asks a scheduler.

A worker gets documents once it has the versions of this machine and has drawn the run's first document to the same
bytes. One that dies costs nothing: the scheduler gives its documents to another. A scheduler that goes away ends the
run; what is drawn so far is kept (`reportgen.app.resumed`), and the next run draws the rest.
"""

from __future__ import annotations

import logging
import pickle
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from reportgen.app import kinds
from reportgen.app.cluster_access import Access, NoClusterError
from reportgen.app.cluster_kit import packed_kit
from reportgen.app.cluster_worker import draw, meet, prove, rest
from reportgen.app.crew import Limits, begin, broken_off, crew, finished
from reportgen.app.rendering import Rendered, Studio, Task, packed
from reportgen.app.same_bytes import difference, versions
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem

if TYPE_CHECKING:
    from distributed import Client

_REACH_SECONDS: Final = 10
"""How long a scheduler may take to answer at first, and one without workers to get one."""

_ANSWER_SECONDS: Final = 120
"""How long a worker may take to tell its versions, and to draw the first document: it loads meanwhile."""

_ALONE_SECONDS: Final = 30
"""How long a run waits for a worker once none is left: one that was killed is started again by its nanny."""

_LOOK_SECONDS: Final = 1.0
"""How often it is looked who came and who went."""

_LEAVE_SECONDS: Final = 5
"""How long those who are told that the run is over may take to hear it."""

_AHEAD: Final = 4
"""So many jobs a seat may be sent before the first of them is taken, so that memory stays bounded."""

_SILENT: Final = "its scheduler does not answer any more"

_LOGGERS: Final = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")


@dataclass(frozen=True, slots=True)
class Trial:
    """What is drawn with, as the cluster has it, and the first document with the SHA-256 of its bytes here."""

    digest: str
    kit: Any
    job: bytes
    expected: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Sent:
    """A job that was sent, by its number, and the workers that may draw it."""

    number: int
    workers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """What a worker was asked and when: for its versions, or to draw the first document."""

    worker: str
    drawing: bool
    since: float


@dataclass(slots=True)
class Cluster:
    """A cluster that is connected, and its workers by address.

    `present` has the seats of all; those `alike` have our versions; those in `seats` have drawn the first document as
    we did and may draw others; `refused` are told of.
    """

    address: str
    client: Client
    ours: Mapping[str, str]
    present: dict[str, int] = field(default_factory=dict)
    asked: dict[Future[Any], Question] = field(default_factory=dict)
    alike: set[str] = field(default_factory=set)
    seats: dict[str, int] = field(default_factory=dict)
    refused: dict[str, Problem] = field(default_factory=dict)
    manned: float = 0.0
    looked: float = 0.0


@contextmanager
def joined(access: Access) -> Iterator[Cluster | Problem]:
    """Be connected to a cluster that has a worker like this machine, or say why that cannot be."""
    from distributed import Client, Security

    for name in _LOGGERS:  # what they would tell a terminal, a problem tells in a sentence
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    security = Security(
        require_encryption=True,
        tls_ca_file=str(access.ca),
        tls_client_cert=str(access.cert),
        tls_client_key=str(access.key),
    )
    try:
        client = Client(access.address, security=security, timeout=_REACH_SECONDS, set_as_default=False)
    except (OSError, RuntimeError, ValueError) as error:
        yield _problem(kinds.CLUSTER_UNREACHABLE, access.address, _reason(error))
        return
    there = Cluster(access.address, client, versions())
    try:
        yield _met(there) or there
    finally:
        _leave(there)


def rendered_there(
    work: Iterable[Task], studio: Studio, there: Cluster, limits: Limits
) -> Iterator[tuple[Task, Rendered]]:
    """Yield each job with its bytes, or with None and its problems, in the order of the jobs.

    Raises NoClusterError where the cluster goes away. The first document is drawn here, and shows who draws alike.
    """
    coming = iter(work)
    with crew(studio, 1, limits) as here:
        for job in coming:
            begin(here, 0, job)
            made: Rendered | None = None
            while made is None:
                made = finished(here).get(0)
            yield job, made
            if made[0] is not None:
                break
        else:
            return
    following = next(coming, None)
    if following is None:
        return
    trial = _opened(there, studio, (job, made[0]), limits)
    yield from _drawn(there, trial, _preceded(following, coming))


def _preceded(first: Task, others: Iterator[Task]) -> Iterator[Task]:
    yield first
    yield from others


def _drawn(there: Cluster, trial: Trial, coming: Iterator[Task]) -> Iterator[tuple[Task, Rendered]]:
    waiting: dict[int, Task] = {}
    sent: dict[Future[Rendered], Sent] = {}
    done: dict[int, Rendered] = {}
    numbered = enumerate(coming)
    more = True
    while more or waiting:
        while more and len(waiting) < _AHEAD * sum(there.seats.values()):
            number, job = next(numbered, (-1, None))
            more = job is not None
            if job is not None:
                waiting[number] = job
                sent.update(_sent(there, trial, number, job))
        for future in wait({*sent, *there.asked}, _LOOK_SECONDS, FIRST_COMPLETED).done & sent.keys():
            number = sent.pop(future).number
            done[number] = _taken(there, future, waiting[number], trial.limits)
        while waiting and (first := next(iter(waiting))) in done:
            yield waiting.pop(first), done.pop(first)
        _look(there, trial)
        _still_manned(there)
        for future in [each for each in sent if there.seats and sent[each].workers.isdisjoint(there.seats)]:
            if future.cancel():  # who was to draw it is gone: it would wait for them to come back
                number = sent.pop(future).number
                sent.update(_sent(there, trial, number, waiting[number]))


def _sent(there: Cluster, trial: Trial, number: int, job: Task) -> dict[Future[Rendered], Sent]:
    """Give a job to whoever has seats now; when one of them dies, the scheduler gives it to another."""
    executor = there.client.get_executor(pure=False, workers=list(there.seats), allow_other_workers=False)
    return {executor.submit(draw, *_given(trial, packed(job))): Sent(number, frozenset(there.seats))}


def _given(trial: Trial, job: bytes) -> tuple[object, ...]:
    return trial.digest, trial.kit, job, trial.limits.seconds, trial.limits.megabytes


def _taken(there: Cluster, future: Future[Rendered], job: Task, limits: Limits) -> Rendered:
    """Take what was made of a job; a document whose workers die one after another is a problem, no end of the run."""
    from distributed import KilledWorker

    error = _error(there, future)
    if error is None:
        return future.result()
    if isinstance(error, KilledWorker):
        return None, (broken_off(job, kinds.RENDER_DIED, limits, "so did each worker that had it"),)
    raise _lost(there, _reason(error))


# ------------------------------------------------------------------------------------------------- who draws


def _met(there: Cluster) -> Problem | None:
    """Ask every worker for its versions; return why none of them will do."""
    began = time.monotonic()
    try:
        while True:
            _look(there, None)
            waited = time.monotonic() - began
            if not there.asked and (there.present or waited > _REACH_SECONDS):
                break
            if there.alike and waited > _REACH_SECONDS:  # the others may answer while documents are drawn
                break
            wait(there.asked, _LOOK_SECONDS / 4, FIRST_COMPLETED) if there.asked else time.sleep(_LOOK_SECONDS / 4)
    except NoClusterError as error:
        return error.problem
    return None if there.alike else _unfit(there)


def _opened(there: Cluster, studio: Studio, first: tuple[Task, bytes], limits: Limits) -> Trial:
    """Send the kit, and wait until a worker has drawn the first document to our bytes."""
    import dask

    job, data = first
    kit = packed_kit(studio)
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}):  # fonts are large, and go once
        # Any worker may keep it, and the scheduler can have it made again: it is lost with nobody.
        there_too = there.client.submit(bytes, pickle.dumps(kit), pure=False)
    trial = Trial(kit.digest, there_too, packed(job), sha256(data).hexdigest(), limits)
    _look(there, trial)
    while not there.seats:
        if not there.asked:
            raise NoClusterError(_unfit(there))
        wait(there.asked, _LOOK_SECONDS, FIRST_COMPLETED)
        _look(there, trial)
    there.manned = time.monotonic()
    return trial


def _look(there: Cluster, trial: Trial | None) -> None:
    """See who came and who went, hear who answered, and ask whom there is something to ask; it never waits."""
    now = time.monotonic()
    if now - there.looked >= _LOOK_SECONDS or not there.present:
        _count(there)
        there.looked = now
    for future in [each for each in there.asked if each.done()]:
        _hear(there, future, there.asked.pop(future))
    for future in [each for each in there.asked if now - there.asked[each].since > _ANSWER_SECONDS]:
        late = there.asked.pop(future)
        future.cancel()
        _refuse(there, late.worker, f"it has not answered for {_ANSWER_SECONDS} seconds")
    busy = {question.worker for question in there.asked.values()}
    for worker in there.present.keys() - busy - there.refused.keys() - there.seats.keys():
        if worker not in there.alike:
            _ask(there, Question(worker, False, now), meet)
        elif trial is not None:
            _ask(there, Question(worker, True, now), prove, trial.expected, *_given(trial, trial.job))


def _count(there: Cluster) -> None:
    """Ask the scheduler who is there, and forget who is not."""
    told = _asked(there, lambda: there.client.scheduler.identity(n_workers=-1), _ANSWER_SECONDS)
    there.present = {str(address): int(worker["nthreads"]) for address, worker in told["workers"].items()}
    there.seats = {address: seats for address, seats in there.seats.items() if address in there.present}
    there.alike &= there.present.keys()
    for future in [each for each, question in there.asked.items() if question.worker not in there.present]:
        del there.asked[future]
        future.cancel()


def _ask(there: Cluster, question: Question, function: Callable[..., object], *given: object) -> None:
    executor = there.client.get_executor(pure=False, workers=[question.worker], allow_other_workers=False)
    there.asked[executor.submit(function, *given)] = question


def _hear(there: Cluster, future: Future[Any], question: Question) -> None:
    """Take on who has our versions, or has drawn the first document as we did; refuse the others."""
    worker, error = question.worker, _error(there, future)
    if question.drawing:
        reason = future.result() if error is None else f"it broke off over the first document ({_broken(error)})"
        if reason:
            _refuse(there, worker, reason)
        else:
            there.seats[worker] = there.present[worker]
    elif error is not None:
        _refuse(there, worker, f"it cannot tell its versions, so it has not this program ({_broken(error)})")
    elif differing := difference(there.ours, future.result()):
        _refuse(there, worker, differing)
    else:
        there.alike.add(worker)


def _still_manned(there: Cluster) -> None:
    """With nobody left for long, the cluster is lost."""
    now = time.monotonic()
    if there.seats:
        there.manned = now
    elif now - there.manned > _ALONE_SECONDS:
        raise _lost(there, "none of its workers is left")


def _refuse(there: Cluster, worker: str, reason: str) -> None:
    there.refused[worker] = Problem(kinds.CLUSTER_WORKER_DIFFERS, Place(there.address), worker, (("reason", reason),))


# --------------------------------------------------------------------------------------------------- asking


def _error(there: Cluster, future: Future[Any]) -> BaseException | None:
    """Return what went wrong on a worker; whatever is cancelled was lost with the scheduler."""
    if future.cancelled():
        raise _lost(there, _SILENT)
    return future.exception()


def _asked(there: Cluster, question: Callable[[], Any], seconds: float) -> Any:
    if there.client.status != "running":  # the client would look for its scheduler first
        raise _lost(there, _SILENT)
    try:
        return there.client.sync(question, callback_timeout=seconds)
    except OSError as error:
        raise _lost(there, _SILENT) from error


def _leave(there: Cluster) -> None:
    """End what waits for us there, as far as anybody still answers."""
    run = partial(there.client.run, rest, workers=list(there.alike), on_error="ignore", asynchronous=True)
    if there.alike:
        with suppress(NoClusterError):
            _asked(there, run, _LEAVE_SECONDS)
    there.client.close(timeout=_REACH_SECONDS)


def _lost(there: Cluster, reason: str) -> NoClusterError:
    return NoClusterError(_problem(kinds.CLUSTER_LOST, there.address, reason))


def _unfit(there: Cluster) -> Problem:
    refused = [f"{address}: {dict(each.values)['reason']}" for address, each in there.refused.items()]
    return _problem(kinds.CLUSTER_UNFIT, there.address, "; ".join(refused[:3]) or "it has none")


def _problem(kind: Kind, address: str, reason: str) -> Problem:
    return Problem(kind, Place(address), address, (("reason", reason),))


def _broken(error: BaseException) -> str:
    return type(error).__name__


def _reason(error: BaseException) -> str:
    """Return what is at the bottom of an error, in one line."""
    while error.__cause__ is not None:
        error = error.__cause__
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
