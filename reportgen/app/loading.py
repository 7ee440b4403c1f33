"""Libraries are loaded in peace: what is loaded stays, and a library that is stopped half-way may say anything."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from reportgen.app.memory import not_collecting

_ASKED = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


@contextmanager
def loading() -> Iterator[None]:
    """Load within: no circles of values are searched for, and who asks for an end gets it when all is loaded."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ASKED)
    try:
        with not_collecting():
            yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
