"""`reportgen doctor`: what the program needs, what is here, and the command that mends the rest."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.app.doctor import examine
from reportgen.cli.codes import DONE, NOTHING
from reportgen.cli.options import settled, shared


@click.command(epilog="Example:  reportgen doctor")
@shared
@click.pass_context
def doctor(context: click.Context, folder: Path | None, as_json: bool, quiet: bool, verbose: bool) -> None:
    """Look at libraries, fonts and versions; say what is missing and the command that mends it."""
    _, screen = settled(context, folder, as_json, quiet, verbose)
    found = examine()
    screen.result(
        [
            {"name": each.name, "ok": each.ok, "found": each.found, "remedy": each.remedy, "optional": each.optional}
            for each in found
        ]
    )
    for each in found:
        mark = "ok" if each.ok else "not needed to build" if each.optional else "MISSING"
        if not each.ok or not screen.quiet:
            screen.say(f"{mark:20} {each.name}: {each.found}" + (f"   → {each.remedy}" if each.remedy else ""))
    sys.exit(DONE if all(each.ok or each.optional for each in found) else NOTHING)
