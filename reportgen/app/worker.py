"""A process that turns jobs into bytes, one after another, with everything that jobs share kept loaded.

It is started as a program of its own, so that it loads what rendering needs and nothing else: no spreadsheets, no
columns, no command line. It speaks over one connection: the paths and the studio come first, then jobs, until the other
side is gone.
"""

from __future__ import annotations

from multiprocessing.connection import Connection

START = """\
import sys
from multiprocessing.connection import Connection
told = Connection(int(sys.argv[1]))
sys.path[:] = told.recv()
from reportgen.app.worker import serve
serve(told)
"""
"""What a worker runs, given the number of its end of the connection."""


def serve(told: Connection) -> None:
    """Render what comes until nobody is there any more."""
    from reportgen.app.jobs import render
    from reportgen.app.memory import clear_up, collecting_rarely, keep_what_is_loaded

    try:
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
        return
