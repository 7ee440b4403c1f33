"""A workspace → its findings, and nothing else.

Everything is read, measured where a period is given, and only problems are written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.app.build import measure_period, planned_papers, skipped_documents, write_findings
from reportgen.app.closed import retroactive
from reportgen.app.intake import Intake, take_in
from reportgen.app.waivers import settle, stale
from reportgen.app.workspace import Workspace
from reportgen.model.period import Period
from reportgen.model.problem import Problem, Skipped


@dataclass(frozen=True, slots=True)
class Checked:
    """All findings, worst first, how many tables and rows were read, the page that lists them, and marked copies."""

    problems: tuple[Problem, ...]
    tables: tuple[tuple[str, int], ...]
    page: Path
    copies: tuple[Path, ...] = ()


def check(workspace: Workspace, period: Period | None) -> Checked:
    """Read everything and list what is wrong with it."""
    waiting: tuple[Skipped, ...] = ()
    if period is None:
        intake = take_in(workspace)
        found = _settled(intake, retroactive(workspace, intake))
    else:
        intake, measured, found = measure_period(workspace, period)
        if measured is not None:
            waiting = skipped_documents(measured, planned_papers(measured), found)
    listed, copies = write_findings(workspace, found, period.id if period else "check", intake.files, waiting)
    tables = tuple(
        (kind, sum(source.rows for source in table.sources)) for kind, table in intake.dataset.tables.items()
    )
    return Checked(listed, tables, workspace.findings / "problems.html", copies)


def _settled(intake: Intake, edits: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Apply the waivers that hold on the last day that the inputs reach: no clock, so every check says the same."""
    day = _last_day(intake)
    read = settle((*intake.problems, *edits), intake.waivers, day)
    return (*read.problems, *stale(intake.waivers, read.used, day, ("sources",)))


def _last_day(intake: Intake) -> date:
    """Return the newest day of the main measure's rows; before anything is read, every waiver holds."""
    plan = intake.plan
    measures = [each for each in plan.measures if each.id == plan.documents.main_measure] if plan else []
    days = [
        newest.date()
        for each in measures
        if (table := intake.dataset.tables.get(each.table)) is not None and each.date in table.columns
        if (newest := table.frame[each.date].max()) == newest  # an empty column has no newest day: NaT is not itself
    ]
    return max(days, default=date.min)
