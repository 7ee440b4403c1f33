"""`reportgen new`: make a workspace."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.app.new import new_workspace
from reportgen.cli.codes import exit_code
from reportgen.cli.options import settled, shared


@click.command(epilog="Examples:  reportgen new 销售报表   ·   reportgen new mine --empty")
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--empty", is_flag=True, help="Only the skeleton: plan, profiles and templates to edit, no spreadsheets.")
@shared
@click.pass_context
def new(
    context: click.Context, target: Path, empty: bool, folder: Path | None, as_json: bool, quiet: bool, verbose: bool
) -> None:
    """Make a workspace in DIR with the sample company, ready to build."""
    where, screen = settled(context, folder, as_json, quiet, verbose)
    problem = new_workspace(where / target, empty)
    if problem is not None:
        screen.problems([problem])
        sys.exit(exit_code([problem]))
    screen.result({"workspace": str(where / target)})
    screen.say(f"Made {where / target}. Next: reportgen -C '{where / target}' {'check' if empty else 'build 2026-Q1'}")
