"""Workers that load while it is still being worked out what they will draw."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportgen.app import manifest as record
from reportgen.app.built import Wanted
from reportgen.app.crew import Crew, crew, limits_of
from reportgen.app.spread import worth_it


@contextmanager
def early_workers(folder: Path, wanted: Wanted) -> Iterator[Crew | None]:
    """Have workers load from now on: only for a large pack, of which some is surely drawn; None for any other."""
    processes = wanted.jobs or os.cpu_count() or 1
    partial = bool(wanted.only or wanted.people)
    if partial or not worth_it(len(record.read_outputs(folder)), processes):
        yield None
        return
    with crew(None, processes, limits_of(wanted.memory)) as hired:
        yield hired
