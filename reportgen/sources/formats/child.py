"""The program that reads workbooks on behalf of another, file by file, within limits: a crafted file ends only it."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO, cast

from reportgen.sources.formats import wire
from reportgen.sources.formats.access import MEGABYTE, Limits
from reportgen.sources.formats.refusal import Finding, RefusedError
from reportgen.sources.formats.workbook import read_workbook
from reportgen.sources.grid import Grid

_STATM = Path("/proc/self/statm")
BROKEN = "its reader broke off on it"


def serve() -> None:
    """Read files as they are asked for, until there is nobody to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that asks; it ends this one
    gc.disable()  # a sheet's cells are millions of objects without cycles
    requests, replies = _streams()
    wire.send(replies, wire.END, b"")
    replies.flush()
    while True:
        try:
            _, request = wire.receive(requests)
            _, content = wire.receive(requests)
        except wire.BrokenOffError:
            return
        sound = _answer(replies, json.loads(bytes(request)), bytes(content))
        del request, content
        wire.send(replies, wire.END, b"")
        replies.flush()
        gc.collect()
        if not sound:
            return


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep the two pipes for frames alone: whatever a library prints goes nowhere."""
    requests, replies = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nowhere, number)
    sys.stdout = sys.stderr
    return cast("BinaryIO", os.fdopen(requests, "rb", buffering=0)), os.fdopen(replies, "wb", buffering=MEGABYTE)


def _answer(replies: BinaryIO, request: dict[str, object], content: bytes) -> bool:
    """Read one file and tell whether this program is still sound."""
    limits = Limits(**cast("dict[str, int]", request["limits"]))
    _limit(limits, cast("float", request["seconds"]))
    try:
        password = cast("str | None", request["password"])
        for result in read_workbook(content, str(request["family"]), password, limits):
            _reply(replies, result)
    except RefusedError as refusal:
        wire.send_finding(replies, refusal.finding)
    except MemoryError:
        wire.send_finding(replies, Finding("file-unreadable", too_large(limits)))
        return False
    except BaseException:  # noqa: BLE001  # a panic of a native reader is no Exception; whatever it is, the file is refused
        wire.send_finding(replies, Finding("file-unreadable", BROKEN))
        return False
    return True


def _reply(replies: BinaryIO, result: object) -> None:
    if isinstance(result, str):
        wire.send(replies, wire.FORMAT, result.encode("ascii"))
    elif isinstance(result, Finding):
        wire.send_finding(replies, result)
    else:
        wire.send_grid(replies, cast("Grid", result))


def too_large(limits: Limits) -> str:
    """Say that a file needs too much memory."""
    return f"reading it needs more than {limits.memory_megabytes:,} MB of memory"


def _limit(limits: Limits, seconds: float) -> None:
    """Bound the memory and the computing time of this program, where the platform can."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; there the time limit of the other side is the only one
        return
    with contextlib.suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_address_space() + limits.memory_megabytes * MEGABYTE, most))
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 1, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space() -> int:
    """Return the bytes of address space that this program has before it reads anything: libraries, mostly."""
    if not _STATM.exists():
        return 1 << 30
    return int(_STATM.read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
