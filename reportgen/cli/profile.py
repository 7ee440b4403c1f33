"""`reportgen profile`: draft how an unknown spreadsheet is to be read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from reportgen.app import findings
from reportgen.app.draft import Draft, draft, ready, write_new
from reportgen.app.read import Asked
from reportgen.cli.opening import who_asks
from reportgen.cli.options import settled, shared
from reportgen.cli.screen import Screen
from reportgen.model.problem import Problem


@click.command(
    epilog="Examples:  reportgen profile export.csv -o inputs/profiles/export.yaml   ·   "
    "reportgen profile --ready salesforce-opportunities"
)
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--ready", "ready_name", metavar="NAME", help="Print a profile that comes with the program instead.")
@click.option("--sheet", default="", metavar="NAME", help="Only this sheet.")
@click.option(
    "-o",
    "target",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it here instead; never over a file.",
)
@click.option(
    "--password-env",
    default="REPORTGEN_PASSWORD",
    metavar="NAME",
    help="The environment variable with the password of a protected file (default: REPORTGEN_PASSWORD).",
)
@shared
@click.pass_context
def profile(
    context: click.Context,
    file: Path | None,
    ready_name: str | None,
    sheet: str,
    target: Path | None,
    password_env: str,
    folder: Path | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Draft a profile for FILE: its kind, columns and types, and what is doubtful about them.

    The draft is read as it is; look through it, then keep it in inputs/profiles.
    """
    where, screen = settled(context, folder, as_json, quiet, verbose)
    if (file is None) == (ready_name is None):
        raise click.UsageError("Name a FILE, or a profile with --ready.")
    asked = Asked((file,), where, sheet=sheet, variable=password_env, ask=who_asks()) if file else None
    drafted = draft(asked) if asked else ready(ready_name or "")
    _problems(screen, drafted.problems)
    if not drafted.text:
        sys.exit(drafted.code)
    screen.result({"profile": drafted.text, "written": str(target) if target else None})
    _say(drafted, target, screen)


def _problems(screen: Screen, problems: Sequence[Problem]) -> None:
    if screen.json:
        screen.problems(problems)
        return
    for problem in problems:
        for line in findings.lines(problem):
            click.echo(line, err=True)


def _say(drafted: Draft, target: Path | None, screen: Screen) -> None:
    if target is None:
        if not screen.json:
            click.echo(drafted.text.encode(), nl=False)
        return
    problem = write_new(drafted.text, target)
    if problem is not None:
        _problems(screen, [problem])
        sys.exit(2 if problem.kind.code == "file-exists" else 3)
    if not screen.json:
        click.echo(f"Wrote {target}")
