"""`reportgen build`: write a period's pack and print a one-screen summary."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.app import findings
from reportgen.app.built import Built, Wanted
from reportgen.app.rebuild import build as build_pack
from reportgen.app.summary import content, summary
from reportgen.cli.codes import exit_code
from reportgen.cli.opening import asked_period, opened
from reportgen.cli.options import LANGUAGES, checked_language, settled, shared
from reportgen.cli.screen import Bar, Screen
from reportgen.model.papers import NAMES


@click.command(
    epilog="Examples:  reportgen build 2026-Q1   ·   reportgen build 2026-03 --only statements --person E017"
)
@click.argument("period")
@click.option(
    "--only", metavar="KINDS", default="", help=f"Only these documents, separated by commas: {', '.join(NAMES)}."
)
@click.option(
    "--person", "people", metavar="ID", multiple=True, help="Only this person's (or payee's) documents; again for more."
)
@click.option("--language", callback=checked_language, metavar=LANGUAGES, help="Instead of the plan's language.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=None, help="How many processes render (default: one a core)."
)
@click.option("--memory", type=click.IntRange(256), metavar="MB", help="What each process may take (default: 1024).")
@click.option("--cluster", metavar="ADDRESS", default="", help="Draw on this Dask cluster instead: tls://HOST:PORT.")
@click.option("--strict", is_flag=True, help="Count warnings as problems.")
@click.option("--fresh", is_flag=True, help="Render everything anew, also what did not change.")
@shared
@click.pass_context
def build(
    context: click.Context,
    period: str,
    only: str,
    people: tuple[str, ...],
    language: str | None,
    jobs: int | None,
    memory: int | None,
    cluster: str,
    strict: bool,
    fresh: bool,
    folder: Path | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Write the pack of PERIOD (2026-03, 2026-Q1 or 2026) into outputs/PERIOD.

    What one problem blocks is skipped and named; everything else is written. The last pack stays whole until the new
    one is.
    """
    where, screen = settled(context, folder, as_json, quiet, verbose)
    workspace = opened(screen, where)
    asked = asked_period(screen, period)
    kinds = tuple(name.strip() for name in only.split(",") if name.strip())
    wanted = Wanted(kinds, people, language or "", jobs or 0, fresh, memory or 0, cluster)
    bar = Bar(screen)
    try:
        built = build_pack(workspace, asked, wanted, bar)
    finally:
        bar.stop()
    _print(screen, built)
    sys.exit(exit_code(built.problems, strict))


def _print(screen: Screen, built: Built) -> None:
    screen.problems(built.problems)
    screen.result(content(built))
    if built.stopped and built.written:
        screen.say(f"Nothing of this pack may be used: {findings.summary(built.problems)}.")
    elif built.stopped:
        screen.say(f"Nothing was written: {findings.summary(built.problems)}.")
    elif not screen.quiet or built.skipped:
        for line in summary(built):
            screen.say(line)
