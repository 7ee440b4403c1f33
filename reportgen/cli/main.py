"""The program's command: `reportgen`, with a subcommand for each thing it does."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen import __version__
from reportgen.cli.options import remember, shared
from reportgen.cli.program import Program

COMMANDS = (
    *("new", "check", "build", "explain", "diff", "close", "verify", "whatif", "plan", "profile", "read", "rules"),
    *("templates", "doctor"),
)
"""The subcommands: each is the function of its name in the module of its name."""


@click.group(
    cls=Program, loads=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="reportgen")
@shared
@click.pass_context
def main(context: click.Context, folder: Path | None, as_json: bool, quiet: bool, verbose: bool) -> None:
    """Turn a sales department's spreadsheets and its plan into reviews, statements and business reviews.

    \b
    Exit codes: 0 everything asked for was written · 1 something was skipped because of a problem
    (or a warning under --strict) · 2 usage, or no workspace · 3 nothing could be written.
    """  # noqa: D301  click wants the character, not a backslash and a b
    remember(context, folder, as_json, quiet, verbose)
