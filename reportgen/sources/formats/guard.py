"""Turns the bytes of a workbook into grids in a program of its own, which may be ended: too long, too large, crashed.

One such program serves all files and is started when the first workbook comes, so that text files never wait for it.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from typing import BinaryIO, cast

from reportgen.sources.formats import wire
from reportgen.sources.formats.access import MEGABYTE, Limits
from reportgen.sources.formats.refusal import Finding
from reportgen.sources.grid import Grid

_START_SECONDS = 60.0
_PATIENCE = 4
"""How many times its computing time a file may take by the clock: a busy machine must not refuse what another reads."""

_RENEWED_AFTER = 4 * MEGABYTE
"""After a file of this size the program is ended: it would keep the memory that it needed."""

_START = """\
import json, os, sys
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", ARROW_DEFAULT_MEMORY_POOL="system")
sys.path[:] = json.loads(sys.argv[1])
from reportgen.sources.formats.child import serve
serve()
"""


@dataclass(slots=True)
class _Reader:
    """A running program, the process that started it, and whether its time ran out."""

    process: subprocess.Popen[bytes]
    owner: int
    timed_out: bool = False


_lock = threading.Lock()
_running: list[_Reader] = []


def read_guarded(content: bytes, family: str, password: str | None, limits: Limits) -> tuple[str, list[Grid | Finding]]:
    """Return the format of a workbook and what it holds; whatever happens to its reader is a finding."""
    seconds = limits.seconds + len(content) / MEGABYTE / 2
    request = {"family": family, "password": password, "limits": asdict(limits), "seconds": seconds}
    with _lock:
        reader = _reader()
        try:
            return _asked(reader, json.dumps(request).encode("ascii"), content, seconds, limits)
        except BaseException:
            end(reader)
            raise
        finally:
            if len(content) > _RENEWED_AFTER or reader.process.poll() is not None:
                end(reader)


def _asked(
    reader: _Reader, request: bytes, content: bytes, seconds: float, limits: Limits
) -> tuple[str, list[Grid | Finding]]:
    form, found = "", list[Grid | Finding]()
    alarm = threading.Timer(seconds * _PATIENCE, _time_out, (reader,))
    alarm.daemon = True
    alarm.start()
    try:
        stdin, stdout = cast("BinaryIO", reader.process.stdin), cast("BinaryIO", reader.process.stdout)
        wire.send(stdin, wire.REQUEST, request)
        wire.send(stdin, wire.CONTENT, content)
        stdin.flush()
        for result in wire.results(lambda: wire.receive(stdout)):
            if isinstance(result, str):
                form = result
            else:
                found.append(result)
    except (wire.BrokenOffError, OSError):
        end(reader)
        # What was read before the end is not used: half a workbook would be a wrong total.
        return form, [Finding("file-unreadable", _death(reader, seconds, limits))]
    finally:
        alarm.cancel()
        alarm.join()
    return form, found


def _time_out(reader: _Reader) -> None:
    reader.timed_out = True
    reader.process.kill()


def _death(reader: _Reader, seconds: float, limits: Limits) -> str:
    """Say why a program ended."""
    import signal

    if reader.timed_out or reader.process.returncode == -getattr(signal, "SIGXCPU", 0):
        return f"reading it takes longer than {seconds:.0f} seconds"
    return (
        f"its reader broke off on it: it is damaged, or needs more than {limits.memory_megabytes:,} MB of memory, "
        "as one stray cell far away from the table can do"
    )


def _reader() -> _Reader:
    """Return the running program, or start one."""
    for reader in [one for one in _running if one.owner == os.getpid()]:  # another's belongs to whom this is a fork of
        if reader.process.poll() is None:
            return reader
        end(reader)
    reader = _Reader(_started(), os.getpid())
    _running.append(reader)
    return reader


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _START, json.dumps(sys.path)]
    process = subprocess.Popen(  # noqa: S603  # this very interpreter with a text of ours
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
    )
    alarm = threading.Timer(_START_SECONDS, process.kill)
    alarm.daemon = True
    alarm.start()
    try:
        wire.receive(cast("BinaryIO", process.stdout))
    except wire.BrokenOffError as error:
        process.wait()
        raise RuntimeError("the program that reads workbooks does not start") from error
    finally:
        alarm.cancel()
    return process


def end(reader: _Reader) -> None:
    """End a program and wait until it is gone."""
    if reader in _running:
        _running.remove(reader)
    reader.process.kill()
    for stream in (reader.process.stdin, reader.process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    reader.process.wait()


@atexit.register
def end_all() -> None:
    """End what this process started; a fork of it leaves the program to its parent."""
    for reader in _running:
        if reader.owner == os.getpid():
            end(reader)
