"""`reportgen rules run`: evaluate stand-alone rule cases, as tests and auditors do."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.app import findings
from reportgen.app.rules import Outcome, Ran, run_cases
from reportgen.cli.codes import exit_code
from reportgen.cli.options import remember, settled, shared
from reportgen.cli.screen import Screen


@click.group(epilog="Example:  reportgen rules run case.yaml")
@shared
@click.pass_context
def rules(context: click.Context, folder: Path | None, as_json: bool, quiet: bool, verbose: bool) -> None:
    """Work with rules on their own, without a workspace."""
    where, screen = settled(context, folder, as_json, quiet, verbose)
    remember(context, where, screen.json, screen.quiet, screen.verbose)


@rules.command(epilog="Example:  reportgen rules run case.yaml   ·   what a case looks like: docs/rule-cases.md")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CASE.yaml…")
@shared
@click.pass_context
def run(
    context: click.Context, files: tuple[Path, ...], folder: Path | None, as_json: bool, quiet: bool, verbose: bool
) -> None:
    """Compute the cases of each file and compare: exit code 0 where all hold, 1 where one does not, 3 unreadable."""
    where, screen = settled(context, folder, as_json, quiet, verbose)
    ran = [run_cases(where / file, str(file)) for file in files]
    for one in ran:
        _tell(screen, one)
    outcomes = [outcome for one in ran for outcome in one.outcomes]
    failed = sum(1 for outcome in outcomes if not outcome.holds)
    screen.result({"cases": [_json(outcome) for outcome in outcomes], "problems": _problems(ran)})
    screen.say(f"{len(outcomes)} cases, {len(outcomes) - failed} hold, {failed} do not")
    sys.exit(3 if not outcomes else exit_code([]) if not failed and not _problems(ran) else 1)


def _tell(screen: Screen, ran: Ran) -> None:
    screen.problems(ran.problems)
    for outcome in ran.outcomes:
        screen.problems(outcome.problems)
        if outcome.holds and not screen.quiet:
            screen.say(f"holds    {outcome.case.place}  {outcome.case.name} ({outcome.compared} compared)")
        if not outcome.holds:
            screen.say(f"differs  {outcome.case.place}  {outcome.case.name} · {outcome.case.because}")
        for one in outcome.differences:
            screen.say(f"         {one.place}  {one.of}: {one.field} is {one.found}, expected {one.expected}")


def _problems(ran: list[Ran]) -> list[dict[str, object]]:
    return [findings.as_json(problem) for one in ran for problem in one.problems]


def _json(outcome: Outcome) -> dict[str, object]:
    return {
        "name": outcome.case.name,
        "file": outcome.case.place.file,
        "line": outcome.case.place.row,
        "because": outcome.case.because,
        "holds": outcome.holds,
        "compared": outcome.compared,
        "differences": [
            {"line": one.place.row, "of": one.of, "field": one.field, "expected": one.expected, "found": one.found}
            for one in outcome.differences
        ],
        "problems": [findings.as_json(problem) for problem in outcome.problems],
    }
