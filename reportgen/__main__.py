"""`python -m reportgen` and the command `reportgen`: a plain last line and a true exit code, whatever ends it."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import traceback
from contextlib import suppress
from types import FrameType


def program() -> None:
    """Run the command line; one that is stopped while it still loads says so in one line."""
    signal.signal(signal.SIGINT, _stopped_loading)
    signal.signal(signal.SIGTERM, _stopped_loading)
    from reportgen.cli.main import main

    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        main(prog_name="reportgen")
    except SystemExit as ended:
        _end(ended.code)
        raise
    except Exception:  # noqa: BLE001  a bug is shown whole, and its exit code is never that of a pack with gaps
        traceback.print_exc()
        sys.exit(3)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # as in `_end`


def _end(code: object) -> None:
    """End at once with an exit code: freeing a company's figures one by one would take a second.

    What cannot be said any more is left to the usual way, which tells of it.
    """
    if not isinstance(code, int):
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is said and done: nothing more is to be stopped
    with suppress(OSError, ValueError):
        atexit._run_exitfuncs()  # noqa: SLF001  what the libraries asked for; the interpreter calls it this way too
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _stopped_loading(_: int, __: FrameType | None) -> None:
    # A library that is stopped in the middle of loading may say anything: this ends at once.
    os.write(2, b"Stopped before anything was done.\n")
    os._exit(3)


if __name__ == "__main__":
    program()
