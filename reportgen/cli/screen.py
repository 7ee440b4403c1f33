"""What the commands print: results to standard output, problems and progress to standard error."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import click
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from reportgen.app import findings
from reportgen.cli.log import Log
from reportgen.model.problem import Problem, Severity

_SHOWN = 8
_SHOWN_OF_A_KIND = 3
_NARROWEST = 40
_COLOURS = {3: "bold red", 2: "bold red", 1: "yellow", 0: "dim"}


@dataclass(frozen=True, slots=True)
class Screen:
    """How to print: for machines, quietly, or in detail."""

    json: bool = False
    quiet: bool = False
    verbose: bool = False
    log: Log = field(default_factory=Log)

    def say(self, text: str) -> None:
        """Print a line of the result."""
        if not self.json:
            click.echo(text)

    def result(self, content: object) -> None:
        """Print the result for machines."""
        if self.json:
            self.log.result(content)
            click.echo(json.dumps(content, ensure_ascii=False, indent=1))

    def problems(self, problems: Sequence[Problem]) -> None:
        """Print problems, worst first: the top ones whole, the rest counted by kind; all of them in detail.

        Notes and what is waived are printed only in detail, and only what blocks when quiet. For machines each of
        them is a line of the log.
        """
        if self.json:
            self.log.problems(problems)
            return
        least = Severity.BLOCKS_PERSON if self.quiet else Severity.NOTE if self.verbose else Severity.WARNING
        meant = [problem for problem in problems if problem.kind.severity >= least]
        shown = meant if self.verbose else _top(meant)
        printer = _Printer()
        for problem in shown:
            printer.problem(problem)
        printed = set(shown)
        printer.rest([problem for problem in meant if problem not in printed])


def _top(problems: Sequence[Problem]) -> list[Problem]:
    """Return the first problems, few of each kind: a hundred alike would hide what else there is."""
    seen: Counter[str] = Counter()
    shown: list[Problem] = []
    for problem in problems:
        seen[problem.kind.code] += 1
        if seen[problem.kind.code] <= _SHOWN_OF_A_KIND and len(shown) < _SHOWN:
            shown.append(problem)
    return shown


class _Printer:
    """Problems on standard error: in colours and folded at the edge on a terminal, plain whole lines elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False, markup=False)
        self._terminal = self._console.is_terminal
        self._room = max(_NARROWEST, self._console.width - 4) if self._terminal else 10_000

    def problem(self, problem: Problem) -> None:
        """Print one problem whole."""
        told = findings.lines(problem, min(self._room, findings.ROOM))
        if not self._terminal:
            for line in told:
                click.echo(line, err=True)
            return
        colour = _COLOURS[int(problem.kind.severity)]
        self._line(told[0], "bold", 0)
        for line in told[1:]:
            code, colon, rest = line.strip().partition(": ")
            if set(line) <= {" ", "^"}:
                self._console.print(Text(line, colour), no_wrap=True, crop=True)
            elif colon and code == problem.kind.code:
                self._line(Text.assemble((f"{code}: ", colour), rest), "", 2)
            elif line == told[1] and problem.excerpt:
                self._console.print(Text(line), no_wrap=True, crop=True)
            else:
                self._line(line.strip(), "green", 2)

    def _line(self, text: str | Text, style: str, indent: int) -> None:
        shown = Text(text, style) if isinstance(text, str) else text
        self._console.print(Padding(shown, (0, 0, 0, indent)))

    def rest(self, problems: Sequence[Problem]) -> None:
        """Print what was not printed whole: a line a kind, with what it comes to."""
        groups = findings.counted(problems)
        if not groups:
            return
        head = f"… and {len(problems):,} more"
        shown = [(f"{len(group.problems):,}", group.code, _sums(group)) for group in groups]
        wide = max(len(number) for number, _, _ in shown)
        longest = max(len(code) for _, code, _ in shown)
        lines = [f"  {number:>{wide}} × {code:<{longest}}  {sums}".rstrip() for number, code, sums in shown]
        if not self._terminal:
            for line in (head, *lines):
                click.echo(line, err=True)
            return
        self._line(head, "bold", 0)
        for group, line in zip(groups, lines, strict=True):
            self._console.print(Text(line, _COLOURS[int(group.severity)]), overflow="ellipsis", no_wrap=True)


def _sums(group: findings.Counted) -> str:
    people = f"{len(group.people):,} {'person' if len(group.people) == 1 else 'people'}" if group.people else ""
    return " · ".join(each for each in (people, findings.money_of(group.amounts)) if each)


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
