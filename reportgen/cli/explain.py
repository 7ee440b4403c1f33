"""`reportgen explain`: how a number came to be, down to file, sheet and row."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.app.explain import explain as explain_figure
from reportgen.cli.codes import exit_code
from reportgen.cli.opening import asked_period, opened
from reportgen.cli.options import settled, shared


@click.command(
    epilog="Examples:  reportgen explain 2026-03 E017   ·   reportgen explain 2026-Q1 E017 gross_margin   ·   "
    "reportgen explain 2026-Q1 company pay"
)
@click.argument("period")
@click.argument("subject")
@click.argument("what", required=False, default="")
@shared
@click.pass_context
def explain(
    context: click.Context,
    period: str,
    subject: str,
    what: str,
    folder: Path | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Explain a figure of SUBJECT (a person's id, team:ID, a fund, or company) in PERIOD.

    WHAT is `pay`, `score`, a KPI's id, or of a team or the company `forecast`, `variance`, `targets`; without it,
    pay is explained where there is some, else every figure.
    """
    where, screen = settled(context, folder, as_json, quiet, verbose)
    workspace = opened(screen, where)
    asked = asked_period(screen, period)
    explained = explain_figure(workspace, asked, subject, what)
    screen.problems(explained.problems)
    screen.result(explained.tree)
    for line in explained.lines:
        screen.say(line)
    sys.exit(exit_code(explained.problems) if not explained.lines else 0)
