"""`reportgen templates check|export`: what templates lack or would lose before a run, and a copy to start from."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.app import findings
from reportgen.app.templates import check_templates, export_templates
from reportgen.cli.codes import DONE, exit_code
from reportgen.cli.opening import opened
from reportgen.cli.options import remember, settled, shared
from reportgen.model.problem import Problem


@click.group(epilog="Examples:  reportgen templates check   ·   reportgen templates export my-templates")
@shared
@click.pass_context
def templates(context: click.Context, folder: Path | None, as_json: bool, quiet: bool, verbose: bool) -> None:
    """Check the templates of a workspace, or export a copy to start from."""
    where, screen = settled(context, folder, as_json, quiet, verbose)
    remember(context, where, screen.json, screen.quiet, screen.verbose)


@templates.command("check", epilog="Example:  reportgen templates check -v")
@click.option("--strict", is_flag=True, help="Count warnings as problems.")
@shared
@click.pass_context
def check(context: click.Context, strict: bool, folder: Path | None, as_json: bool, quiet: bool, verbose: bool) -> None:
    """Say what templates lack, what is bound to nothing, what would be lost, and where the longest data do not fit."""
    where, screen = settled(context, folder, as_json, quiet, verbose)
    found = findings.ordered(check_templates(opened(screen, where)))
    screen.problems(found)
    screen.result({"problems": [findings.as_json(problem) for problem in found]})
    screen.say(findings.summary(found) if found else "The templates have everything that documents need.")
    sys.exit(exit_code(found, strict))


@templates.command("export", epilog="Example:  reportgen templates export my-templates")
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@shared
@click.pass_context
def export(
    context: click.Context, target: Path, folder: Path | None, as_json: bool, quiet: bool, verbose: bool
) -> None:
    """Write a copy of the templates into DIR, with every place that documents can fill shown and named."""
    where, screen = settled(context, folder, as_json, quiet, verbose)
    written = export_templates(opened(screen, where), target)
    if isinstance(written, Problem):
        screen.problems([written])
        sys.exit(exit_code([written]))
    screen.result({"written": [str(path) for path in written]})
    for path in written:
        screen.say(str(path))
    sys.exit(DONE)
