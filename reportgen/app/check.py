"""A workspace → its findings, and nothing else.

Everything is read, measured where a period is given, and only problems are written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.app import findings
from reportgen.app.build import measure_period, unwritable
from reportgen.app.files import write_file
from reportgen.app.intake import take_in
from reportgen.app.workspace import Workspace
from reportgen.model.period import Period
from reportgen.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """All findings, worst first, how many tables and rows were read, and the page that lists them."""

    problems: tuple[Problem, ...]
    tables: tuple[tuple[str, int], ...]
    page: Path


def check(workspace: Workspace, period: Period | None) -> Checked:
    """Read everything and list what is wrong with it."""
    if period is None:
        intake = take_in(workspace)
        found = intake.problems
    else:
        intake, _, found = measure_period(workspace, period)
    listed = findings.ordered(found)
    name = period.id if period else "check"
    folder = workspace.outputs / name
    try:
        write_file(folder / "problems.json", findings.json_file(listed))
        write_file(folder / "problems.html", findings.html_file(listed, name))
    except OSError as error:
        listed = findings.ordered((*listed, unwritable(workspace, error)))
    tables = tuple(
        (kind, sum(source.rows for source in table.sources)) for kind, table in intake.dataset.tables.items()
    )
    return Checked(tuple(listed), tables, folder / "problems.html")
