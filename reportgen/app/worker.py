"""A process that turns jobs into bytes, one after another, with everything that jobs share kept loaded.

It is started as a program of its own, so that it loads what rendering needs and nothing else: no spreadsheets, no
columns, no command line. It speaks over one connection: the paths and the studio come first, then jobs, until the other
side is gone. Before the studio there may be a None: it comes later, and there is time to load. What breaks it off is a
fault of the program: it tells where, and ends.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from types import FrameType, TracebackType

START = """\
import os
import sys
from multiprocessing.connection import Connection
told = Connection(int(sys.argv[1]))
sys.path[:] = told.recv()
if sys.argv[4]:
    os.read(int(sys.argv[4]), 1)
from reportgen.app.worker import serve
serve(told, int(sys.argv[2]), sys.argv[3], sys.argv[5])
"""
"""What a worker runs, given the number of its end of the connection, that of the process that started it, a folder for
its passing files, and the numbers of two ends of pipes or "": it loads when the first is closed on its other side, and
closes the second when it has loaded."""

_LOOK_SECONDS = 0.5
"""How often a worker looks whether the process that started it is still there."""


WHERE = signal.SIGUSR1
"""What a worker is asked with which line of a template it is at, before it is ended."""


@dataclass(frozen=True, slots=True)
class At:
    """The file and line of a template that a worker is at."""

    file: str
    line: int


def serve(told: Connection, parent: int, scratch: str, loaded: str = "") -> None:
    """Render what comes until nobody is there any more; what libraries write on the way goes into a folder of its own.

    Who started it removes that folder, whichever way it ended; where that one was killed, whoever draws does.
    """
    tempfile.tempdir = scratch
    # A connection's end is seen between two documents alone: one that never ends must not outlive a killed run.
    threading.Thread(target=_end_with, args=(parent, scratch), daemon=True).start()
    sys.excepthook = partial(_tell, told)
    signal.signal(WHERE, partial(_tell_where, told))
    from reportgen.app.memory import clear_up, collecting_rarely, keep_what_is_loaded
    from reportgen.app.rendering import load, render

    try:
        studio = told.recv()
        if studio is None:  # hired before it was known what is to be drawn
            with collecting_rarely():
                load()
            if loaded:
                os.close(int(loaded))
            studio = told.recv()
        with collecting_rarely():
            warm = False
            while True:
                job = told.recv()
                told.send(render(job, studio))
                if not warm:
                    keep_what_is_loaded()
                    warm = True
                clear_up()
    except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        _leave(scratch, 0)


def _tell(told: Connection, _: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    """Send what broke off and where; what an error says may repeat what stands in a document, and is not told."""
    from reportgen.app.runlog import fault_in_short

    with suppress(OSError):
        told.send(fault_in_short(error))
    _end(1)


def _end(code: int) -> None:
    """End at once: Python would close the libraries that draw while others of them still call them, and crash."""
    os._exit(code)


def _tell_where(told: Connection, _: int, frame: FrameType | None) -> None:
    """Send the innermost line of a template that is being filled; nothing where none is."""
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")  # by which the library finds lines for its own tracebacks
        if template is not None and template.filename:
            with suppress(OSError):
                told.send(At(template.filename, template.get_corresponding_lineno(frame.f_lineno)))
            return
        frame = frame.f_back


def _end_with(parent: int, scratch: str) -> None:
    """End when the one is gone who started it, with its folder: nobody else removes that any more."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    _leave(scratch, 1)


def _leave(scratch: str, code: int) -> None:
    shutil.rmtree(scratch, ignore_errors=True)
    _end(code)
