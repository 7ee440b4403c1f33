"""`reportgen diff`: what changed between two periods, two runs, or a closed period and today."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.app import diff_lines, diff_values, findings
from reportgen.app.diff import Asked, compare
from reportgen.cli.codes import exit_code
from reportgen.cli.opening import asked_period, opened
from reportgen.cli.options import settled, shared


@click.command(
    epilog="Examples:  reportgen diff 2026-03 today   ·   reportgen diff 2026-02 2026-03 --person E017   ·   "
    "reportgen diff ../before/outputs/2026-03 outputs/2026-03"
)
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--period", default="", metavar="PERIOD", help="The period, where A and B do not say it.")
@click.option("--person", default="", metavar="ID", help="Only what concerns this payee.")
@click.option("--kpi", default="", metavar="ID,…", help="Compare these KPIs too (default: the main measure).")
@shared
@click.pass_context
def diff(
    context: click.Context,
    first: str,
    second: str,
    period: str,
    person: str,
    kpi: str,
    folder: Path | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Tell what changed from A to B: why pay and figures changed, down to the row.

    A and B are each a period, `today` (the inputs as they are), the folder of a pack, or of another workspace. One
    period in two states is explained by cause, two periods by what drives the difference.
    """
    where, screen = settled(context, folder, as_json, quiet, verbose)
    workspace = opened(screen, where)
    wanted = asked_period(screen, period) if period else None
    kpis = tuple(name.strip() for name in kpi.split(",") if name.strip())
    compared = compare(workspace, first, second, Asked(wanted, person, kpis))
    screen.problems(compared.problems)
    told = [findings.as_json(problem) for problem in compared.problems]
    screen.result({**diff_values.content(compared), "problems": told})
    for line in diff_lines.lines(compared, verbose):
        screen.say(line)
    sys.exit(0 if compared.within or compared.between else exit_code(compared.problems))
