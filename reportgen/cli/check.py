"""`reportgen check`: read everything, say what is wrong, touch nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.app import findings
from reportgen.app.check import check as check_workspace
from reportgen.app.workspace import open_workspace
from reportgen.cli.codes import USAGE, exit_code
from reportgen.cli.options import settled, shared
from reportgen.cli.period import asked_period
from reportgen.model.problem import Problem


@click.command(epilog="Examples:  reportgen check   ·   reportgen check 2026-Q1 -v")
@click.argument("period", required=False)
@click.option("--strict", is_flag=True, help="Count warnings as problems.")
@shared
@click.pass_context
def check(
    context: click.Context,
    period: str | None,
    strict: bool,
    folder: Path | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Read the plan and every spreadsheet, and list what is wrong; with PERIOD, measure it too."""
    where, screen = settled(context, folder, as_json, quiet, verbose)
    workspace = open_workspace(where)
    asked = asked_period(period) if period else None
    for found in (workspace, asked):
        if isinstance(found, Problem):
            screen.problems([found])
            sys.exit(USAGE)
    if isinstance(workspace, Problem) or isinstance(asked, Problem):
        return
    checked = check_workspace(workspace, asked)
    screen.problems(checked.problems)
    screen.result(
        {
            "tables": dict(checked.tables),
            "problems": [findings.as_json(problem) for problem in checked.problems],
            "page": str(checked.page),
        }
    )
    screen.say("Read " + (", ".join(f"{kind} {rows:,}" for kind, rows in checked.tables) or "nothing"))
    screen.say(f"{findings.summary(checked.problems)}: {checked.page}")
    sys.exit(exit_code(checked.problems, strict))
