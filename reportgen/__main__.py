"""`python -m reportgen` and the command `reportgen`: a plain last line and a true exit code, whatever ends it."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
import traceback
from contextlib import suppress
from types import FrameType


def program() -> None:
    """Run the command line; one that is stopped while it still loads says so in one line."""
    codes: list[object] = []
    atexit.register(_end, codes)  # before any library is loaded: what is registered first comes last
    signal.signal(signal.SIGINT, _stopped_loading)
    signal.signal(signal.SIGTERM, _stopped_loading)
    gc.disable()  # what is loaded stays: it would be searched for circles of values again and again
    # Asked once, when Arrow is loaded: its own allocator keeps what was freed, a third of what a company's tables take.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from reportgen.app.memory import share_one_arena

    share_one_arena()
    from reportgen.cli.main import main

    gc.enable()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        main(prog_name="reportgen")
    except SystemExit as ended:
        codes.append(ended.code)
        raise
    except Exception:  # noqa: BLE001  a bug is shown whole, and its exit code is never that of a pack with gaps
        traceback.print_exc()
        sys.exit(3)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is said and done: nothing more is to be stopped


def _end(codes: list[object]) -> None:
    """End at once with an exit code: freeing a company's figures one by one would take a second.

    What cannot be said any more is left to the usual way, which tells of it.
    """
    if not codes or not isinstance(codes[0], int):
        return
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(codes[0])


def _stopped_loading(_: int, __: FrameType | None) -> None:
    # A library that is stopped in the middle of loading may say anything: this ends at once.
    os.write(2, b"Stopped before anything was done.\n")
    os._exit(3)


if __name__ == "__main__":
    program()
