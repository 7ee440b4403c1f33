"""Documents drawn in the process of a test that holds other things, where a worker for each run would cost minutes.

What workers do is held where they are the subject: `tests/unit/app/test_crew.py`, `tests/cli`, `tests/pack` and every
program of `tests/faults` that is started draw with them, as people do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from reportgen.app.crew import Limits
from reportgen.app.rendering import Job, Rendered, Studio, render


@contextmanager
def drawn_here() -> Iterator[None]:
    """Let builds and closings draw in this process."""
    with patch("reportgen.app.drawn.rendered", _here), patch("reportgen.app.close.rendered", _here):
        yield


def _here(
    work: Iterable[Job], studio: Studio, processes: int, limits: Limits | None = None, there: None = None
) -> Iterator[tuple[Job, Rendered]]:
    assert there is None, "a cluster draws with workers"
    for job in work:
        yield job, render(job, studio)
