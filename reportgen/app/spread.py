"""Pure tasks that rest on the same values → their results, worked out by copies of the process.

A task is a function of what is in memory already, so processes are forked: a company's model is shared, never sent or
copied. Only what a task returns travels. What is computed late in a copy goes with it: one that has grown is replaced.
"""

from __future__ import annotations

import ctypes
import fcntl
import gc
import os
import signal
import sys
import termios
import time
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from multiprocessing.connection import Connection, Pipe, wait
from pickle import loads
from struct import Struct
from typing import Any, Generic, TypeVar
from weakref import finalize

from reportgen.app.compact import unpacked_soon
from reportgen.app.memory import collecting_rarely, computed, own_memory
from reportgen.model.room import ROOM, let_go

T = TypeVar("T")

MANY = 400
"""A pack of fewer documents is worked out here: copying a process costs more than it saves."""

MANY_ROWS = 100_000
"""Fewer rows are measured by one process."""

_AT = Struct("QQQ")
"""How it is told of a result which task's it is, where in shared memory it begins and how long it is."""

_TOKEN = 4
"""Bytes that tell a task's number: so few are taken from a pipe whole or not at all."""
_MOST = 1000
"""So many numbers fit into any system's pipe without somebody who reads them."""
_GROWTH, _SHORT_GROWTH = 192, 64
"""Megabytes by which a copy may grow, also where memory is short: a new one works out anew what it was made without.

Pages of files do not count. A copy begins without those of libraries, which come back, and lets go of columns."""
_LOOK_SECONDS, _PATIENCE_SECONDS = 0.5, 60.0
"""How often it is looked whether copies compute, and how long one that does not may stand still."""
_DONE, _FAILED, _GROWN = 0, 1, 3
"""What a copy tells when it ends."""
_DIE_WITH_PARENT = 1
"""What Linux calls the wish to be sent a signal when the process ends that this one was copied from."""


def worth_it(documents: int, processes: int) -> bool:
    """Tell whether a pack of so many documents is worth copies of the process."""
    return documents >= MANY and processes > 1


def many_rows(rows: int, processes: int = 0) -> bool:
    """Tell whether measuring so many rows is worth a copy of the process; `processes` as for `beside`."""
    return rows >= MANY_ROWS and (processes or os.cpu_count() or 1) > 1


def spread(tasks: Sequence[Callable[[], T]], processes: int) -> list[T]:
    """Return the result of each task, in their order, worked out on so many cores.

    Who is free takes the next task. What a process leaves undone, because it was killed or its task raised, is done
    here: the same function gives the same result, or raises where it can be seen.
    """
    many = min(processes, len(tasks))
    found = _elsewhere(tasks, many) if many > 1 and len(tasks) <= _MOST else {}
    with collecting_rarely():
        return [found[number] if number in found else task() for number, task in enumerate(tasks)]


def streamed(tasks: Sequence[Callable[[], T]]) -> Generator[T, None, None]:
    """Yield the result of each task, worked out by one copy that is no more than a task ahead.

    So neither what the tasks compute nor what they return stays here. As with `spread`, what is left undone is done
    here.
    """
    number = 0
    while number < len(tasks):
        copy = _fork(tasks, range(number, len(tasks)))
        left = number
        if copy is not None:
            with _ended(copy), suppress(EOFError, OSError):
                while number < len(tasks) and _ready([copy]):
                    result = _said(copy)[1]
                    number += 1
                    yield result()
        if number == left:
            yield tasks[number]()
            number += 1


def beside(rows: int, processes: int = 0) -> Callable[[Sequence[Callable[[], Any]]], Iterator[Any]]:
    """Return what begins tasks of measuring so many rows: a copy does them, where it saves more than it costs.

    `processes` is how many there may be (0: one a core).
    """
    return partial(meanwhile, worth=many_rows(rows, processes))


def begun(tasks: Sequence[Callable[[], T]]) -> Iterator[T]:
    """Let a copy of the process begin tasks while this one goes on; return what waits for each result in turn.

    As with `spread`, what the copy leaves undone is done by who asks. A copy that nobody waits for any more is ended.
    What is found lies in memory that is shared: a pipe is full at once, and the copy would stand still until it is
    read.
    """
    copy = _fork(tasks, range(len(tasks)), keeping=True, shared=_shared_memory())
    results = _received(tasks, copy)
    if copy is not None:
        finalize(results, _end, copy)
    return results


def meanwhile(tasks: Sequence[Callable[[], T]], *, worth: bool) -> Iterator[T]:
    """Let tasks be done while this process goes on, where that is `worth` a copy, else when they are asked for."""
    return begun(tasks) if worth else (task() for task in tasks)


class Ahead(Generic[T]):
    """Tasks that copies of the process do while it goes on: some at once, others as soon as they are known.

    Who is free takes the next task, of those that came last before all others. What is found lies in memory that is
    shared until it is asked for, so that no copy waits for somebody who listens. As with `spread`, what a copy leaves
    undone is done by who asks; copies that nobody waits for any more are ended.
    """

    def __init__(self, tasks: Sequence[Callable[[], T]], processes: int) -> None:
        """Begin tasks in one copy; where this process waits for them there may be so many."""
        self._processes = processes
        self._tasks: list[Callable[[], T]] = []
        self._queues: list[int] = []
        self._copies: list[_Copy] = []
        self._found: dict[int, Callable[[], T]] = {}
        finalize(self, _end_all, self._copies, self._queues)
        self.add(tasks)

    def add(self, tasks: Sequence[Callable[[], T]], *, here: int = 0) -> range:
        """Begin further tasks and return their numbers.

        The first of them are done `here` and now, while copies are at the tasks before: what these compute on the way
        is there for all copies that are made from then on, which would each compute it anew.
        """
        numbers = range(len(self._tasks), len(self._tasks) + len(tasks))
        self._tasks += tasks
        with collecting_rarely():
            self._found.update((number, partial(_same, self._tasks[number]())) for number in numbers[:here])
        let_go()
        if len(tasks) <= _MOST:  # the numbers of more would fill the pipe: they are done by who asks
            self._queues.insert(0, _queue(numbers[here:]))
            self._hire(len(self._copies) + 1)
        return numbers

    def results(self, numbers: range) -> list[T]:
        """Wait for tasks and return their results: only once, for they do not stay here."""
        while any(number not in self._found for number in numbers):
            self._hire(self._processes)
            ready = _ready(self._copies) if self._copies else []
            if not ready:
                break
            for copy in ready:
                self._take(copy)
        with collecting_rarely():
            return [self._found.pop(number, self._tasks[number])() for number in numbers]

    def _hire(self, many: int) -> None:
        """Have so many copies, and no more than there may be, where there is something to do for one."""
        while len(self._copies) < min(many, self._processes) and any(map(_waiting, self._queues)):
            shared = _shared_memory()
            numbers = chain.from_iterable(map(_taken, tuple(self._queues)))
            copy = _fork(self._tasks, numbers, shared=shared) if shared is not None else None
            if copy is None:
                self._processes = 0
                return
            self._copies.append(copy)

    def _take(self, copy: _Copy) -> None:
        """Take what a copy found; one that broke off is not replaced."""
        try:
            number, self._found[number] = _said(copy)
        except (EOFError, OSError):
            self._copies.remove(copy)
            if _gone(copy) not in (_DONE, _GROWN):
                self._processes -= 1


def _received(tasks: Sequence[Callable[[], T]], copy: _Copy | None) -> Generator[T, None, None]:
    for task in tasks:
        result = None
        with suppress(EOFError, OSError):
            result = _said(copy)[1] if copy is not None and _ready([copy]) else None
        if result is None:
            copy = None  # it ended, or stands still: all that is left is done here
        yield (result or task)()


def _said(copy: _Copy) -> tuple[int, Callable[[], Any]]:
    """Take what a copy tells next: which task's result it is, and what gives that result, once."""
    number, first, size = _AT.unpack(copy.told.recv_bytes())
    if copy.shared is not None:
        return number, partial(_unpacked, copy.shared, first, size)
    return number, partial(_same, loads(copy.told.recv_bytes()))  # noqa: S301  written by a copy of this very process


def _unpacked(shared: _Shared, first: int, size: int) -> Any:
    return loads(shared.read(first, size))  # noqa: S301  written by a copy of this very process


def _same(value: T) -> T:
    return value


def _may_fork() -> bool:
    """Tell whether a process may be copied: elsewhere than on Linux, system libraries do not survive it."""
    return sys.platform == "linux"


@dataclass(slots=True)
class _Copy:
    """A copy of this process and the connection on which it tells results, or where in shared memory they lie.

    Also what it had computed, and since when no more.
    """

    told: Connection
    process: int
    shared: _Shared | None = None
    spent: float = 0.0
    since: float = field(default_factory=time.monotonic)


def _elsewhere(tasks: Sequence[Callable[[], T]], many: int) -> dict[int, T]:
    """Return the results of those tasks that copies worked out, by number."""
    taking = _queue(range(len(tasks)))
    done: dict[int, T] = {}
    copies: list[_Copy] = []
    try:
        for _ in range(many):
            _add(copies, tasks, taking)
        while copies and (ready := _ready(copies)):
            for copy in ready:
                try:
                    number, result = _said(copy)
                    done[number] = result()
                except (EOFError, OSError):
                    copies.remove(copy)
                    if _gone(copy) == _GROWN:
                        _add(copies, tasks, taking)
    finally:
        os.close(taking)
        for copy in copies:
            _end(copy)
    return done


def _add(copies: list[_Copy], tasks: Sequence[Callable[[], T]], taking: int) -> None:
    copy = _fork(tasks, _taken(taking))
    if copy is not None:
        copies.append(copy)


def _ready(copies: Sequence[_Copy]) -> list[_Copy]:
    """Wait for copies that have something to tell, or have ended; none where all that are left are stuck.

    A library's lock that another thread held when the process was copied is never let go in the copy.
    """
    for copy in copies:
        copy.since = time.monotonic()
    while True:
        told = wait([copy.told for copy in copies], _LOOK_SECONDS)
        if told or all(_stuck(copy) for copy in copies):
            return [copy for copy in copies if copy.told in told]


def _stuck(copy: _Copy) -> bool:
    """Tell whether a copy has computed nothing for long."""
    spent = computed(copy.process)
    if spent != copy.spent:
        copy.spent, copy.since = spent, time.monotonic()
    return time.monotonic() - copy.since > _PATIENCE_SECONDS


def _taken(taking: int) -> Iterator[int]:
    """Yield the numbers of tasks that nobody has taken yet."""
    while token := os.read(taking, _TOKEN):
        yield int.from_bytes(token, "big")


def _queue(numbers: Iterable[int]) -> int:
    """Return the end of a pipe from which copies take the numbers of tasks."""
    taking, giving = os.pipe()
    os.write(giving, b"".join(number.to_bytes(_TOKEN, "big") for number in numbers))
    os.close(giving)
    return taking


def _waiting(taking: int) -> bool:
    """Tell whether there are tasks that nobody has taken yet."""
    return bool.from_bytes(fcntl.ioctl(taking, termios.FIONREAD, bytes(_TOKEN)), "big")


class _Shared:
    """Memory that copies of this process write into as into a file: it ends with the last who knows of it."""

    __slots__ = ("_file",)

    def __init__(self, file: int) -> None:
        self._file = file

    def __del__(self) -> None:
        os.close(self._file)

    def write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[os.write(self._file, left) :]

    def read(self, first: int, size: int) -> bytearray:
        found = bytearray()
        while len(found) < size:
            found += os.pread(self._file, size - len(found), first + len(found))
        return found


def _shared_memory() -> _Shared | None:
    """Return memory that is shared with copies of this process; None where there is none."""
    make = getattr(os, "memfd_create", None)
    try:
        return _Shared(make("results")) if make else None
    except OSError:
        return None


def _fork(
    tasks: Sequence[Callable[[], T]], numbers: Iterable[int], *, keeping: bool = False, shared: _Shared | None = None
) -> _Copy | None:
    """Let a copy of this process do tasks; None where the system has no room for one, or knows no such thing.

    One that is `keeping` what it computes is not replaced when it has grown. With `shared` memory, results lie there.
    """
    if not _may_fork():
        return None
    here, there = Pipe(duplex=False)
    parent = os.getpid()
    gc.freeze()  # the search for cycles writes into every value, and memory that is written into is no longer shared
    try:
        with warnings.catch_warnings():  # the libraries' own threads wait: they hold nothing that a copy needs
            warnings.simplefilter("ignore", DeprecationWarning)
            process = os.fork()
    except OSError:
        process = -1
    if process:
        gc.unfreeze()
        there.close()
        if process > 0:
            return _Copy(here, process, shared)
        here.close()
        return None
    code = _FAILED
    try:
        _end_with(parent)
        here.close()
        code = _work(tasks, numbers, partial(_tell, there, shared, [0]), keeping=keeping)
    finally:
        os._exit(code)  # nothing of the copied program may run on: no file is flushed twice, no folder removed


def _end_with(parent: int) -> None:
    """Let the system end this process with its parent: it holds the parent's lock on the pack that is built."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it ended in the moment between
        os._exit(_FAILED)


def _tell(there: Connection, shared: _Shared | None, end: list[int], number: int, result: bytes) -> None:
    """Tell a task's result: where it lies in shared memory, or itself right after."""
    if shared is not None:
        shared.write(result)
    there.send_bytes(_AT.pack(number, end[0], len(result)))
    end[0] += len(result)
    if shared is None:
        there.send_bytes(result)


def _work(
    tasks: Sequence[Callable[[], T]], numbers: Iterable[int], tell: Callable[[int, bytes], None], *, keeping: bool
) -> int:
    """Do tasks until there are no more, or too much was computed on the way; return what to tell of it."""
    most = own_memory(os.getpid()) + (_SHORT_GROWTH if ROOM.short else _GROWTH)
    with collecting_rarely():
        for number in numbers:
            tell(number, unpacked_soon(tasks[number]()))
            let_go()
            if not keeping and own_memory(os.getpid()) > most:
                return _GROWN
    return _DONE


@contextmanager
def _ended(copy: _Copy) -> Iterator[None]:
    """End a copy in any case."""
    try:
        yield
    finally:
        _end(copy)


def _end_all(copies: list[_Copy], queues: list[int]) -> None:
    for copy in copies:
        _end(copy)
    for taking in queues:
        os.close(taking)


def _end(copy: _Copy) -> None:
    """End a copy, whatever it is at."""
    with suppress(ProcessLookupError):
        os.kill(copy.process, signal.SIGKILL)
    _gone(copy)


def _gone(copy: _Copy) -> int:
    """Wait for a copy that ends, and return what it told of it."""
    copy.told.close()
    _, status = os.waitpid(copy.process, 0)
    return os.waitstatus_to_exitcode(status)
