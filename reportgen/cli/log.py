"""`--json`: the log of a run on standard error, a line of JSON for each thing that happens, and nothing else there."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from pathlib import Path

import click

from reportgen.app import runlog
from reportgen.model.problem import Problem

KEY = "reportgen.log"
"""Where a context keeps the log of its command."""


class Log:
    """The lines of one run; silent until a command begins that was asked for them."""

    def __init__(self) -> None:
        self._began: float | None = None
        self._severities: Counter[str] = Counter()
        self._counts: dict[str, int] = {}

    @property
    def kept(self) -> bool:
        """Tell whether lines are wanted."""
        return self._began is not None

    def begin(self, command: str, period: str, workspace: Path) -> None:
        """Print the first line."""
        first, self._began = runlog.began(command, period, workspace)
        self.note(first)

    def note(self, line: runlog.Line) -> None:
        """Print a line."""
        if self.kept:
            self._severities.update([str(line["severity"])] if "severity" in line else [])
            click.echo(json.dumps(line, ensure_ascii=False), err=True)

    def problems(self, problems: Sequence[Problem]) -> None:
        """Print a line for each problem."""
        for problem in problems:
            self.note(runlog.found(problem))

    def result(self, content: object) -> None:
        """Keep what a result counts: its numbers, and how long its lists are."""
        for name, value in content.items() if isinstance(content, Mapping) else ():
            if isinstance(value, Sized) and not isinstance(value, str) and name != "problems":
                self._counts[str(name)] = len(value)
            elif isinstance(value, int) and not isinstance(value, bool):
                self._counts[str(name)] = value

    def end(self, code: int) -> None:
        """Print the last line."""
        if self._began is not None:
            self.note(runlog.ended(code, self._began, self._severities, self._counts))
            self._began = None


@contextmanager
def nothing_else() -> Iterator[None]:
    """Keep what libraries warn of out of the log, where it would be no JSON."""
    nowhere, root = logging.NullHandler(), logging.getLogger()
    root.addHandler(nowhere)
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        root.removeHandler(nowhere)
