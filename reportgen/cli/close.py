"""`reportgen close`: post a pay period to the ledger and freeze it."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from reportgen.app import findings
from reportgen.app.close import Closed, whoever
from reportgen.app.close import close as close_period
from reportgen.app.explain import text
from reportgen.cli.codes import exit_code
from reportgen.cli.opening import asked_period, opened
from reportgen.cli.options import settled, shared
from reportgen.cli.screen import Bar, Screen
from reportgen.model.quantity import money


@click.command(epilog="Examples:  reportgen close 2026-01   ·   reportgen close 2026-01 --by 'Li Na, payroll'")
@click.argument("period")
@click.option("--by", metavar="NAME", default="", help="Who closes it (default: who is logged in).")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=None, help="How many processes render (default: one a core)."
)
@shared
@click.pass_context
def close(
    context: click.Context,
    period: str,
    by: str,
    jobs: int | None,
    folder: Path | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Close PERIOD, a pay period: post it to the ledger, write it without DRAFT, freeze its files.

    Pay periods close in order, and what is closed never changes: a correction is a line of the next one. Refused while
    a problem stops somebody whose pay is not held.
    """
    where, screen = settled(context, folder, as_json, quiet, verbose)
    workspace = opened(screen, where)
    asked = asked_period(screen, period)
    who = whoever()
    bar = Bar(screen)
    try:
        closed = close_period(workspace, asked, replace(who, name=by) if by else who, jobs or os.cpu_count() or 1, bar)
    finally:
        bar.stop()
    _print(screen, closed, asked.id)
    sys.exit(exit_code(closed.problems) if closed.folder is None else 0)


def _print(screen: Screen, closed: Closed, period: str) -> None:
    screen.problems(closed.problems)
    screen.result(
        {
            "closed": closed.folder is not None,
            "folder": str(closed.folder or ""),
            "payees": closed.payees,
            "payable": text(money(closed.total, closed.currency)) if closed.folder else "",
            "problems": [findings.as_json(problem) for problem in closed.problems],
        }
    )
    if closed.folder is None:
        screen.say(f"{period} was not closed: {findings.summary(closed.problems)}.")
    elif not screen.quiet:
        paid = text(money(closed.total, closed.currency))
        screen.say(f"{period} is closed: {paid} on {closed.payees} statements, frozen in {closed.folder}")
