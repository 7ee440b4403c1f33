"""Documents drawn in the process of a test that holds other things, where a worker for each run would cost minutes.

What workers do is held where they are the subject: `tests/unit/app/test_crew.py`, `tests/cli`, `tests/pack` and every
program of `tests/faults` that is started draw with them, as people do.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pickle import loads
from unittest.mock import patch

from reportgen.app.crew import Crew, Limits
from reportgen.app.rendering import Rendered, Studio, Task, packed, render

_turn = threading.Lock()
_inside: list[object] = []
_patched = ExitStack()


@contextmanager
def drawn_here() -> Iterator[None]:
    """Let builds and closings draw in this process.

    Some tests close a month in two threads: the first who comes replaces what draws, the last who goes puts it back.
    """
    me = object()
    with _turn:
        if not _inside:
            _patched.enter_context(patch("reportgen.app.drawn.rendered", _here))
            _patched.enter_context(patch("reportgen.app.close.rendered", _here))
        _inside.append(me)
    try:
        yield
    finally:
        with _turn:
            _inside.remove(me)
            if not _inside:
                _patched.close()


def _here(
    work: Iterable[Task],
    studio: Studio,
    processes: int,
    limits: Limits | None = None,
    there: None = None,
    ready: Crew | None = None,
) -> Iterator[tuple[Task, Rendered]]:
    assert there is None, "a cluster draws with workers"
    for job in work:
        yield job, render(loads(packed(job)), studio)  # noqa: S301  packed by this very process
