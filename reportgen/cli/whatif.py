"""`reportgen whatif`: the same period under another plan folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from reportgen.app.whatif import Tried, content, try_plan
from reportgen.cli.codes import exit_code
from reportgen.cli.opening import asked_period, opened
from reportgen.cli.options import settled, shared
from reportgen.model.money import plain
from reportgen.model.problem import Severity
from reportgen.model.whatif import WhatIf, WhatIfLine

_SHOWN = 10


@click.command(
    epilog="Example:  reportgen whatif trial 2026-03   ·   `trial` is a changed copy of inputs/plan; names "
    "stand in the workbook, which only you can read; the terminal shows ids"
)
@click.argument("plan_dir", type=click.Path(path_type=Path), metavar="PLAN_DIR")
@click.argument("period")
@shared
@click.pass_context
def whatif(
    context: click.Context, plan_dir: Path, period: str, folder: Path | None, as_json: bool, quiet: bool, verbose: bool
) -> None:
    """Compute PERIOD's pay under the plan in PLAN_DIR beside the plan that holds: who gains, who loses, what it costs.

    A workbook and two tables are written into outputs/whatif/NAME, NAME being the folder's; nothing else is touched.
    """
    where, screen = settled(context, folder, as_json, quiet, verbose)
    workspace = opened(screen, where)
    tried = try_plan(workspace, where / plan_dir, plan_dir.as_posix(), asked_period(screen, period))
    screen.problems([each for each in tried.problems if verbose or each.kind.severity >= Severity.BLOCKS_PERSON])
    screen.result(content(tried))
    for line in _lines(tried, verbose):
        screen.say(line)
    sys.exit(exit_code(tried.problems))


def _lines(tried: Tried, everybody: bool) -> Iterator[str]:
    found = tried.found
    if found is None:
        return
    now, then = found.versions
    yield f"{found.period} under {found.name} (version {then}), beside the plan that holds (version {now})"
    yield f"{'':12}{'now':>16}{'then':>16}{'difference':>16}  {found.currency}"
    for name in ("payable", "earned"):
        pair = getattr(found, name)
        yield f"{name:12}{plain(pair.old):>16}{plain(pair.new):>16}{plain(pair.difference):>16}"
    yield from _group("are paid more", found.winners, everybody)
    yield from _group("are paid less", found.losers, everybody)
    yield f"{_unmoved(found)} are paid the same"
    yield from (f"written: {file}" for file in tried.files)


def _group(said: str, lines: Sequence[WhatIfLine], everybody: bool) -> Iterator[str]:
    yield f"{len(lines)} {said}"
    for line in lines if everybody else lines[:_SHOWN]:
        pay = line.payable
        yield f"  {line.payee:10}{plain(pay.old):>16}{plain(pay.new):>16}{plain(pay.difference):>16}"
    if len(lines) > _SHOWN and not everybody:
        yield f"  … and {len(lines) - _SHOWN} more (-v shows all)"


def _unmoved(found: WhatIf) -> int:
    return len(found.payees) - len(found.winners) - len(found.losers)
