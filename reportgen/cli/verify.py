"""`reportgen verify`: frozen files, ledger and packs still agree."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.app import findings
from reportgen.app.verify import verify as verify_workspace
from reportgen.cli.codes import exit_code
from reportgen.cli.opening import asked_period, opened
from reportgen.cli.options import settled, shared


@click.command(epilog="Examples:  reportgen verify   ·   reportgen verify 2026-01")
@click.argument("period", required=False)
@shared
@click.pass_context
def verify(
    context: click.Context, period: str | None, folder: Path | None, as_json: bool, quiet: bool, verbose: bool
) -> None:
    """Compare frozen files, ledger and packs with what was written, and name whatever was changed since.

    What an interrupted closing left is finished, or removed where it was not posted.
    """
    where, screen = settled(context, folder, as_json, quiet, verbose)
    workspace = opened(screen, where)
    verified = verify_workspace(workspace, asked_period(screen, period) if period else None)
    screen.problems(verified.problems)
    screen.result(
        {
            "closed": [
                {
                    "period": each.period.id,
                    "by": each.posted_by,
                    "at": each.posted_at,
                    "plan_version": each.plan_version,
                    "digest": each.digest,
                }
                for each in verified.closed
            ],
            "files": verified.files,
            "problems": [findings.as_json(problem) for problem in verified.problems],
        }
    )
    for each in verified.closed if not screen.quiet else ():
        screen.say(f"{each.period}: closed by {each.posted_by}, {each.posted_at}, plan version {each.plan_version}")
    periods = len(verified.closed)
    said = f"{periods} closed pay period{'s' if periods != 1 else ''}, {verified.files} frozen files"
    screen.say(f"{said}: {findings.summary(verified.problems)}")
    sys.exit(exit_code(verified.problems))
