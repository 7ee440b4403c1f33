"""A workspace → its findings, and nothing else.

Everything is read, measured where a period is given, and only problems are written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.app.build import measure_period, write_findings
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
    listed = write_findings(workspace, found, period.id if period else "check")
    tables = tuple(
        (kind, sum(source.rows for source in table.sources)) for kind, table in intake.dataset.tables.items()
    )
    return Checked(listed, tables, workspace.findings / "problems.html")
