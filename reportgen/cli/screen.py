"""What the commands print: results to standard output, problems and progress to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from reportgen.app import findings
from reportgen.model.problem import Problem, Severity

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Screen:
    """How to print: for machines, quietly, or in detail."""

    json: bool = False
    quiet: bool = False
    verbose: bool = False

    def say(self, text: str) -> None:
        """Print a line of the result."""
        if not self.json:
            click.echo(text)

    def result(self, content: object) -> None:
        """Print the result for machines."""
        if self.json:
            click.echo(json.dumps(content, ensure_ascii=False, indent=1))

    def problems(self, problems: Sequence[Problem]) -> None:
        """Print problems, worst first: all that block, then warnings; notes only when asked for details."""
        least = Severity.NOTE if self.verbose else Severity.WARNING
        shown = [problem for problem in problems if problem.kind.severity >= least]
        if self.quiet:
            shown = [problem for problem in shown if problem.kind.severity >= Severity.BLOCKS_PERSON]
        most = len(shown) if self.verbose else _SHOWN
        for problem in shown[:most]:
            for line in findings.lines(problem):
                click.echo(line, err=True)
        if len(shown) > most:
            click.echo(f"… and {len(shown) - most} more, in problems.html", err=True)


class Bar:
    """A progress bar on a terminal, plain lines elsewhere, nothing when quiet."""

    def __init__(self, screen: Screen) -> None:
        self._silent = screen.quiet or screen.json
        self._terminal = sys.stderr.isatty()
        self._bar: Progress | None = None

    def __call__(self, done: int, whole: int, name: str) -> None:
        """Show how far the run is."""
        if self._silent:
            return
        if not whole:
            if name:
                click.echo(name, err=True)
        elif self._terminal:
            self._draw(done, whole, name)
        elif done and (done == whole or done % max(1, whole // 5) == 0):
            click.echo(f"{done} of {whole} files", err=True)

    def _draw(self, done: int, whole: int, name: str) -> None:
        if self._bar is None:
            columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.add_task("reading", total=whole)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=done, description=name)

    def stop(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.stop()
