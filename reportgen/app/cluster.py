"""Jobs → bytes on the workers of a Dask cluster, the same bytes as here; the only module that asks a scheduler.

A worker gets documents once it has the versions of this machine and has drawn the run's first document to the same
bytes. One that dies costs nothing: the scheduler gives its documents to another. A scheduler that goes away ends the
run; what is written so far is whole, and the next run draws the rest.
"""

from __future__ import annotations

import logging
import pickle
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from reportgen.app import kinds
from reportgen.app.cluster_access import Access, NoClusterError
from reportgen.app.cluster_kit import packed_kit
from reportgen.app.cluster_worker import draw, kept, rest, take_seats, tell_versions
from reportgen.app.crew import Limits, begin, broken_off, crew, finished
from reportgen.app.jobs import Job, Rendered, Studio
from reportgen.app.same_bytes import difference, versions
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem

if TYPE_CHECKING:
    from distributed import Client

_REACH_SECONDS: Final = 10
"""How long a scheduler may take to answer at first, and one without workers to get one."""

_ANSWER_SECONDS: Final = 60
"""How long workers may take to tell their versions, and to draw the first document: they load meanwhile."""

_ALONE_SECONDS: Final = 30
"""How long a run waits for a worker once none is left: one that was killed is started again by its nanny."""

_LOOK_SECONDS: Final = 1.0
"""How often it is looked who came and who went."""

_AHEAD: Final = 4
"""So many jobs a seat may be sent before the first of them is taken, so that memory stays bounded."""

_LOGGERS: Final = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")


@dataclass(frozen=True, slots=True)
class Trial:
    """What is drawn with, as the cluster has it, and the first document with the SHA-256 of its bytes here."""

    digest: str
    kit: Any
    job: bytes
    expected: str
    limits: Limits


@dataclass(slots=True)
class Cluster:
    """A cluster that is connected: how many seats each worker has that may draw, and who was refused, by address."""

    address: str
    client: Client
    ours: Mapping[str, str]
    seats: dict[str, int] = field(default_factory=dict)
    refused: dict[str, Problem] = field(default_factory=dict)
    last_seen: float = 0.0
    looked: float = 0.0

    @property
    def mark(self) -> str:
        """Return what workers are marked with that may draw for us."""
        return f"reportgen-{sha256(repr(self.ours).encode()).hexdigest()[:16]}"


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
    work: Iterable[Job], studio: Studio, there: Cluster, limits: Limits
) -> Iterator[tuple[Job, Rendered]]:
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


def _preceded(first: Job, others: Iterator[Job]) -> Iterator[Job]:
    yield first
    yield from others


def _drawn(there: Cluster, trial: Trial, coming: Iterator[Job]) -> Iterator[tuple[Job, Rendered]]:
    executor = there.client.get_executor(pure=False, resources={there.mark: 1})
    waiting: dict[int, Job] = {}
    sent: dict[Future[Rendered], int] = {}
    done: dict[int, Rendered] = {}
    numbered = enumerate(coming)
    more = True
    while more or waiting:
        while more and len(waiting) < _AHEAD * max(1, sum(there.seats.values())):
            number, job = next(numbered, (-1, None))
            more = job is not None
            if job is not None:
                waiting[number] = job
                sent[_sent(executor, trial, pickle.dumps(job))] = number
        for future in wait(sent, _LOOK_SECONDS, FIRST_COMPLETED).done:
            number = sent.pop(future)
            done[number] = _taken(there, future, waiting[number], trial.limits)
        while waiting and (first := next(iter(waiting))) in done:
            yield waiting.pop(first), done.pop(first)
        _look_again(there, trial)


def _sent(executor: Any, trial: Trial, job: bytes, **where: object) -> Future[Rendered]:
    limits = trial.limits
    future: Future[Rendered] = executor.submit(
        draw, trial.digest, trial.kit, job, limits.seconds, limits.megabytes, **where
    )
    return future


def _taken(there: Cluster, future: Future[Rendered], job: Job, limits: Limits) -> Rendered:
    """Take what was made of a job; a document whose workers die one after another is a problem, no end of the run."""
    from distributed import KilledWorker

    if future.cancelled():
        raise _lost(there, "its scheduler does not answer any more")
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, KilledWorker):
        return None, (broken_off(job, kinds.RENDER_DIED, limits),)
    raise _lost(there, _reason(error))


# ------------------------------------------------------------------------------------------------- who draws


def _met(there: Cluster) -> Problem | None:
    """Ask every worker for its versions; return why none of them will do."""
    try:
        with suppress(TimeoutError):
            there.client.wait_for_workers(1, timeout=_REACH_SECONDS)
        new = _newcomers(there)
        there.seats.update(_alike(there, new))
    except NoClusterError as error:
        return error.problem
    there.last_seen = time.monotonic()
    return None if there.seats else _unfit(there)


def _opened(there: Cluster, studio: Studio, first: tuple[Job, bytes], limits: Limits) -> Trial:
    """Send the kit once, and have every worker draw the first document before it gets another one."""
    import dask

    job, data = first
    kit = packed_kit(studio)
    _mark(there, there.seats)
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}):  # fonts are large, and go once
        future = there.client.submit(kept, pickle.dumps(kit), pure=False, resources={there.mark: 1})
    trial = Trial(kit.digest, future, pickle.dumps(job), sha256(data).hexdigest(), limits)
    there.seats = _proved(there, trial, there.seats)
    if not there.seats:
        raise NoClusterError(_unfit(there))
    return trial


def _look_again(there: Cluster, trial: Trial) -> None:
    """See who went, and take on who came and proves to be alike; with nobody left for long, the cluster is lost."""
    now = time.monotonic()
    if now - there.looked < _LOOK_SECONDS:
        return
    new = _newcomers(there)
    if new:
        there.seats.update(_proved(there, trial, _alike(there, new)))
    there.looked = time.monotonic()
    if there.seats:
        there.last_seen = there.looked
    elif there.looked - there.last_seen > _ALONE_SECONDS:
        raise _lost(there, "none of its workers is left")


def _newcomers(there: Cluster) -> dict[str, int]:
    """Return the seats of the workers that nothing is known of yet; those who went are forgotten."""
    told = _asked(there, lambda: there.client.scheduler.identity(n_workers=-1))
    present = {str(address): int(worker["nthreads"]) for address, worker in told["workers"].items()}
    there.seats = {address: seats for address, seats in there.seats.items() if address in present}
    return {each: seats for each, seats in present.items() if each not in there.seats and each not in there.refused}


def _alike(there: Cluster, new: Mapping[str, int]) -> dict[str, int]:
    """Return those of some workers that have our versions; the others are refused."""
    found = {}
    for address, theirs in _run(there, new, tell_versions).items():
        if isinstance(theirs, Exception):
            differing = f"it cannot tell its versions ({type(theirs).__name__}), so it has not this program"
        else:
            differing = difference(there.ours, theirs)
        if differing:
            there.refused[address] = _differs(there, address, differing)
        else:
            found[address] = new[address]
    return found


def _proved(there: Cluster, trial: Trial, new: Mapping[str, int]) -> dict[str, int]:
    """Return those of some workers that draw the first document to the same bytes, marked; the others are refused.

    Who did not answer in time, or died over it, is asked again when it is looked for newcomers the next time.
    """
    executor = there.client.get_executor(pure=False, allow_other_workers=False)
    sent = {_sent(executor, trial, trial.job, workers=[address]): address for address in new}
    over = wait(sent, _ANSWER_SECONDS)
    for late in over.not_done:
        late.cancel()
    same = {}
    for future in over.done:
        address = sent[future]
        if future.cancelled():
            raise _lost(there, "its scheduler does not answer any more")
        data = future.result()[0] if future.exception() is None else None
        if data is not None and sha256(data).hexdigest() == trial.expected:
            same[address] = new[address]
        elif future.exception() is None:
            there.refused[address] = _differs(there, address, "it draws the first document differently")
    _mark(there, {address: same.get(address, 0) for address in new})
    return same


def _mark(there: Cluster, seats: Mapping[str, int]) -> None:
    for number in set(seats.values()):
        _run(there, [each for each in seats if seats[each] == number], take_seats, there.mark, number)


# --------------------------------------------------------------------------------------------------- asking


def _run(there: Cluster, workers: Collection[str], function: Callable[..., Awaitable[Any]], *given: object) -> Any:
    """Return what a function says on each of some workers, an exception where one cannot run it."""
    if not workers:
        return {}
    client = there.client
    return _asked(
        there, lambda: client.run(function, *given, workers=list(workers), on_error="return", asynchronous=True)
    )


def _asked(there: Cluster, question: Callable[[], Any]) -> Any:
    if there.client.status != "running":  # the client would look for its scheduler first
        raise _lost(there, "its scheduler does not answer any more")
    try:
        return there.client.sync(question, callback_timeout=_ANSWER_SECONDS)
    except OSError as error:
        raise _lost(there, "its scheduler does not answer any more") from error


def _leave(there: Cluster) -> None:
    """End what waits for us there, as far as anybody still answers."""
    client = there.client
    with suppress(NoClusterError):
        _run(there, list(there.seats), rest)
    client.close(timeout=_REACH_SECONDS)


def _lost(there: Cluster, reason: str) -> NoClusterError:
    return NoClusterError(_problem(kinds.CLUSTER_LOST, there.address, reason))


def _unfit(there: Cluster) -> Problem:
    refused = [f"{address} has {dict(each.values)['reason']}" for address, each in there.refused.items()]
    return _problem(kinds.CLUSTER_UNFIT, there.address, "; ".join(refused[:3]) or "it has none")


def _differs(there: Cluster, address: str, differing: str) -> Problem:
    return Problem(kinds.CLUSTER_WORKER_DIFFERS, Place(there.address), address, (("reason", differing),))


def _problem(kind: Kind, address: str, reason: str) -> Problem:
    return Problem(kind, Place(address), address, (("reason", reason),))


def _reason(error: BaseException) -> str:
    """Return what is at the bottom of an error, in one line."""
    while error.__cause__ is not None:
        error = error.__cause__
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
