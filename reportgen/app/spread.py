"""Pure tasks that rest on the same values → their results, worked out on all cores.

A task is a function of what is in memory already, so processes are forked: a company's model is shared, never sent or
copied. Only what a task returns travels.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, Pipe, wait
from pickle import HIGHEST_PROTOCOL, dumps, loads
from typing import TypeVar

from reportgen.app.memory import collecting_rarely

T = TypeVar("T")

_TOKEN = 4
"""Bytes that tell a task's number: so few are taken from a pipe whole or not at all."""
_MOST = 1000
"""So many numbers fit into any system's pipe without somebody who reads them."""
_DIE_WITH_PARENT = 1
"""What Linux calls the wish to be sent a signal when the process ends that this one was copied from."""


def spread(tasks: Sequence[Callable[[], T]], processes: int) -> list[T]:
    """Return the result of each task, in their order.

    Who is free takes the next task. What a process leaves undone, because it was killed or its task raised, is done
    here: the same function gives the same result, or raises where it can be seen.
    """
    many = min(processes, len(tasks))
    found = _elsewhere(tasks, many) if many > 1 and _may_fork() and len(tasks) <= _MOST else {}
    with collecting_rarely():
        return [found[number] if number in found else task() for number, task in enumerate(tasks)]


def _may_fork() -> bool:
    """Tell whether a process may be copied: elsewhere than on Linux, system libraries do not survive it."""
    return sys.platform == "linux"


def _elsewhere(tasks: Sequence[Callable[[], T]], many: int) -> dict[int, T]:
    taking, giving = os.pipe()
    os.write(giving, b"".join(number.to_bytes(_TOKEN, "big") for number in range(len(tasks))))
    os.close(giving)
    done: dict[int, T] = {}
    working: dict[Connection, int] = {}
    try:
        with _untouched():
            for _ in range(many):
                here, process = _forked(tasks, taking, tuple(working))
                working[here] = process
        while working:
            for told in wait(list(working)):
                assert isinstance(told, Connection)  # noqa: S101  nothing else was waited for
                try:
                    number, result = loads(told.recv_bytes())  # noqa: S301  written by a copy of this very process
                    done[number] = result
                except (EOFError, OSError):
                    _end(told, working.pop(told))
    finally:
        os.close(taking)
        for told, process in working.items():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            _end(told, process)
    return done


@contextmanager
def _untouched() -> Iterator[None]:
    """Keep the search for cycles away from what is there: it writes into every value, and shared memory is copied."""
    gc.freeze()
    try:
        with warnings.catch_warnings():  # the libraries' own threads wait: they hold nothing that a copy needs
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        gc.unfreeze()


def _forked(tasks: Sequence[Callable[[], T]], taking: int, others: Sequence[Connection]) -> tuple[Connection, int]:
    here, there = Pipe(duplex=False)
    parent = os.getpid()
    process = os.fork()
    if process:
        there.close()
        return here, process
    try:
        _end_with(parent)
        here.close()
        for other in others:
            other.close()
        _work(tasks, taking, there)
    finally:
        os._exit(0)  # nothing of the copied program may run on: no file is flushed twice, no folder removed


def _end_with(parent: int) -> None:
    """Let the system end this process with its parent: it holds the parent's lock on the pack that is built."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it ended in the moment between
        os._exit(1)


def _work(tasks: Sequence[Callable[[], T]], taking: int, there: Connection) -> None:
    with collecting_rarely():
        while token := os.read(taking, _TOKEN):
            number = int.from_bytes(token, "big")
            there.send_bytes(dumps((number, tasks[number]()), HIGHEST_PROTOCOL))


def _end(told: Connection, process: int) -> None:
    told.close()
    os.waitpid(process, 0)
