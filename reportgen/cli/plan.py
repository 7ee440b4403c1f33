"""`reportgen plan`: prove the plan over its year, print it for people, write its schemas for editors."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.app import findings
from reportgen.app.promises import check_plan, print_plan, write_schemas
from reportgen.cli.codes import exit_code
from reportgen.cli.opening import opened
from reportgen.cli.options import LANGUAGES, checked_language, remember, settled, shared
from reportgen.model.problem import Problem


@click.group(
    epilog="Examples:  reportgen plan check   ·   reportgen plan print --language en   ·   reportgen plan schema"
)
@shared
@click.pass_context
def plan(context: click.Context, folder: Path | None, as_json: bool, quiet: bool, verbose: bool) -> None:
    """Prove the plan, print it, or write the JSON Schemas of its files."""
    where, screen = settled(context, folder, as_json, quiet, verbose)
    remember(context, where, screen.json, screen.quiet, screen.verbose)


@plan.command(epilog="Examples:  reportgen plan check   ·   reportgen plan check 2026 -v")
@click.argument("year", required=False, type=click.IntRange(1900, 2999))
@click.option("--strict", is_flag=True, help="Count warnings as problems.")
@shared
@click.pass_context
def check(
    context: click.Context,
    year: int | None,
    strict: bool,
    folder: Path | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Prove the plan over every day of YEAR (its own if none is said), and name what begins late or is not covered."""
    where, screen = settled(context, folder, as_json, quiet, verbose)
    proved = check_plan(opened(screen, where), year)
    screen.problems(proved.problems)
    told = [findings.as_json(problem) for problem in proved.problems]
    screen.result({"year": proved.year, "proved": list(proved.lines), "problems": told})
    for line in proved.lines:
        screen.say(f"{proved.year}: {line}")
    sys.exit(exit_code(proved.problems, strict))


@plan.command("print", epilog="Example:  reportgen plan print --language both")
@click.option("--language", callback=checked_language, metavar=LANGUAGES, help="The plan's own if none is said.")
@shared
@click.pass_context
def print_(
    context: click.Context, language: str | None, folder: Path | None, as_json: bool, quiet: bool, verbose: bool
) -> None:
    """Print the plan as a document: every value with its line, every rule with its clause and reason (Markdown)."""
    where, screen = settled(context, folder, as_json, quiet, verbose)
    text, problems = print_plan(opened(screen, where), language or "")
    screen.problems(problems)
    screen.result({"markdown": text, "problems": [findings.as_json(problem) for problem in problems]})
    if text:
        screen.say(text.rstrip("\n"))
    sys.exit(exit_code(problems) if not text else 0)


@plan.command(epilog="Example:  reportgen plan schema --to schemas")
@click.option("--to", "target", type=click.Path(path_type=Path), metavar="DIR", help="Default: inputs/plan/schemas.")
@shared
@click.pass_context
def schema(
    context: click.Context, target: Path | None, folder: Path | None, as_json: bool, quiet: bool, verbose: bool
) -> None:
    """Write a JSON Schema for each file of the plan, so that editors complete and check what is typed."""
    where, screen = settled(context, folder, as_json, quiet, verbose)
    workspace = opened(screen, where)
    into = target or workspace.plan / "schemas"
    written = write_schemas(into)
    if isinstance(written, Problem):
        screen.problems([written])
        sys.exit(exit_code([written]))
    screen.result({"schemas": [str(path) for path in written]})
    screen.say(f"{len(written)} schemas: {into}")
