"""`reportgen read`: show, export or hand to machines what is in a spreadsheet, every row with its place."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from reportgen.app import findings
from reportgen.app.read import Asked, Read, export, json_text
from reportgen.app.read import read as read_files
from reportgen.app.read_lines import Preview, file_line, previews, sheet_lines
from reportgen.cli.opening import who_asks
from reportgen.cli.options import settled, shared
from reportgen.cli.screen import Screen
from reportgen.model.problem import Problem

_ROWS, _ALL_ROWS = 10, 200
_PROBLEMS = 8
_WIDEST = 28
_PLAIN_WIDTH = 120
"""Columns of output that goes to a file or another program."""


@click.command(
    epilog="Examples:  reportgen read orders.xlsx   ·   reportgen read export.csv --profile hubspot-deals   ·   "
    "reportgen read book.xls --sheet 2026 --to table.parquet"
)
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--profile", default="", metavar="P", help="Read by this profile: its name or its file (default: none).")
@click.option("--sheet", default="", metavar="NAME", help="Only this sheet.")
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the tables with places: .parquet, .xlsx or .csv.",
)
@click.option(
    "--password-env",
    default="REPORTGEN_PASSWORD",
    metavar="NAME",
    help="The environment variable with the password of protected files (default: REPORTGEN_PASSWORD).",
)
@shared
@click.pass_context
def read(
    context: click.Context,
    files: tuple[Path, ...],
    profile: str,
    sheet: str,
    target: Path | None,
    password_env: str,
    folder: Path | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Read spreadsheets and show every table in them: types, units, sums, and the row each value stands in.

    Without a profile the file alone decides; nothing is guessed silently. Works outside of a workspace too.

    Exit codes: 0 read · 1 read, but cells resist · 2 usage · 3 refused.
    """
    where, screen = settled(context, folder, as_json, quiet, verbose)
    found = read_files(Asked(files, where, profile, sheet, password_env, who_asks()))
    _problems(screen, found)
    if found.problems:
        sys.exit(found.code)
    if target is not None:
        sys.exit(_export(screen, found, target, files))
    if screen.json:
        for piece in json_text(found):
            click.echo(piece.encode(), nl=False)
    else:
        _show(screen, found)
    sys.exit(found.code)


def _problems(screen: Screen, found: Read) -> None:
    """Print the worst problems; notes only where details were asked for."""
    least = 2 if screen.quiet else 0 if screen.verbose else 1
    shown = [problem for problem in findings.ordered(found.all_problems) if problem.kind.severity >= least]
    most = len(shown) if screen.verbose else _PROBLEMS
    if screen.json:
        screen.problems(found.all_problems)
        return
    for problem in shown[:most]:
        for line in findings.lines(problem):
            click.echo(line, err=True)
    if len(shown) > most:
        click.echo(f"… and {len(shown) - most} more (-v shows all)", err=True)


def _problem(screen: Screen, problem: Problem) -> None:
    if screen.json:
        screen.problems([problem])
        return
    for line in findings.lines(problem):
        click.echo(line, err=True)


def _export(screen: Screen, found: Read, target: Path, files: tuple[Path, ...]) -> int:
    written, problem = export(found, target, files)
    if problem is not None:
        _problem(screen, problem)
        return 3 if problem.kind.code == "cannot-write" else found.code or 2
    screen.result({"written": [path.as_posix() for path in written]})
    for path in written:
        screen.say(f"Wrote {path}")
    return found.code


def _show(screen: Screen, found: Read) -> None:
    console = Console(highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        console.width = _PLAIN_WIDTH
    for file in found.files:
        if file.refused is not None:
            continue
        console.print(Text(file_line(file), style="bold"))
        for sheet in file.sheets:
            for preview in previews(sheet, _ALL_ROWS if screen.verbose else _ROWS):
                _draw(console, preview)
            for line in sheet_lines(sheet):
                console.print(Text(f"  {line}", style="dim"), soft_wrap=True)
    if found.all_problems:
        console.print(Text(findings.summary(found.all_problems)))


def _draw(console: Console, preview: Preview) -> None:
    """Draw the columns for which there is room, and name the others."""
    console.print()
    console.print(Text(preview.heading, style="bold"), soft_wrap=True)
    shown = _fitting(preview, console.width)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("", justify="right", style="dim", no_wrap=True)
    for at in range(shown):
        table.add_column(
            Text(f"{preview.names[at]}\n{preview.types[at]}"),
            justify="right" if preview.right[at] else "left",
            max_width=_WIDEST,
            no_wrap=True,
            overflow="ellipsis",
        )
    for row, cells in preview.rows:
        table.add_row(str(row), *(Text(cell) for cell in cells[:shown]))
    console.print(table)
    if shown < len(preview.names):
        rest = preview.names[shown:]
        console.print(Text(f"  {len(rest)} more columns: {', '.join(rest)}", style="dim"), soft_wrap=True)
    for line in preview.below:
        console.print(Text(f"  {line}", style="dim"), soft_wrap=True)


def _fitting(preview: Preview, width: int) -> int:
    """Return how many columns fit beside one another."""
    left = width - 2 - max((len(str(row)) for row, _ in preview.rows), default=1)
    for at in range(len(preview.names)):
        cells = (preview.names[at], preview.types[at], *(row[at] for _, row in preview.rows))
        left -= min(_WIDEST, max(map(cell_len, cells))) + 2
        if left < 0:
            return max(at, 1)
    return len(preview.names)
