"""`python -m reportgen` and the command `reportgen`: a plain last line and a true exit code, whatever ends it."""

from __future__ import annotations

import os
import signal
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
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is said and done: nothing more is to be stopped


def _stopped_loading(_: int, __: FrameType | None) -> None:
    # A library that is stopped in the middle of loading may say anything: this ends at once.
    os.write(2, b"Stopped before anything was done.\n")
    os._exit(3)


if __name__ == "__main__":
    program()
