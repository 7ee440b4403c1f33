"""`reportgen check`: read everything, say what is wrong, touch nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.app import findings
from reportgen.app.check import Checked
from reportgen.app.check import check as check_workspace
from reportgen.app.findings.files import ANNOTATED
from reportgen.cli.codes import exit_code
from reportgen.cli.opening import asked_period, opened
from reportgen.cli.options import settled, shared

_NAMED = 12


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
    workspace = opened(screen, where)
    asked = asked_period(screen, period) if period else None
    checked = check_workspace(workspace, asked)
    screen.problems(checked.problems)
    screen.result(
        {
            "tables": dict(checked.tables),
            "problems": [findings.as_json(problem) for problem in checked.problems],
            "page": str(checked.page),
            "annotated": [str(copy) for copy in checked.copies],
        }
    )
    screen.say(_read(checked, whole=verbose))
    screen.say(f"{findings.summary(checked.problems)}: {checked.page}")
    if checked.copies:
        where = checked.page.parent / ANNOTATED
        screen.say(f"marked copies of the files with findings ({len(checked.copies)}): {where}")
    sys.exit(exit_code(checked.problems, strict))


def _read(checked: Checked, *, whole: bool) -> str:
    """Return what was read: every table with its rows, or of many only how many there are."""
    tables = checked.tables
    if len(tables) > _NAMED and not whole:
        return f"Read {len(tables)} tables, {sum(rows for _, rows in tables):,} rows (-v names them)"
    return "Read " + (", ".join(f"{kind} {rows:,}" for kind, rows in tables) or "nothing")
