"""What a person typed for one side of a comparison → a state of the inputs: today's, a closed period's, a run's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.app import comparing_kinds
from reportgen.app import manifest as record
from reportgen.app.closed import closed_intake
from reportgen.app.intake import take_in
from reportgen.app.waivers import settle
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.measured import PaidBefore
from reportgen.model.period import Period, parse_period
from reportgen.model.place import Place
from reportgen.model.plan import Plan
from reportgen.model.problem import Problem, Severity, worst
from reportgen.model.table import Dataset

TODAY = "today"
"""What a person types for the inputs as they are."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side as typed: a workspace's inputs, or of a closed pay period those that it was closed with.

    `period` is None where the side names none; `pack` is the folder of a run.
    """

    typed: str
    workspace: Workspace
    period: Period | None
    closed: bool = False
    pack: Path | None = None

    @property
    def named(self) -> str:
        """Return what a person reads for it."""
        return f"{self.typed} as it was closed" if self.closed else self.typed


@dataclass(frozen=True, slots=True)
class Held:
    """A state of the inputs, what was paid before, and what reading it met; `plan` None where it cannot be measured."""

    dataset: Dataset
    plan: Plan | None
    paid_before: PaidBefore
    problems: tuple[Problem, ...]


def side(workspace: Workspace, typed: str) -> Side | Problem:
    """Find what a side names: `today`, a period, the folder of a run's pack, or of another workspace."""
    if typed == TODAY:
        return Side(typed, workspace, None)
    period = parse_period(typed)
    if period is not None:
        return Side(typed, workspace, period, closed=workspace.frozen(period.id).is_dir())
    folder = Path(typed) if Path(typed).is_absolute() else workspace.root / typed
    if not folder.is_dir():
        return Problem(comparing_kinds.SIDE_UNKNOWN, Place("diff"), typed)
    ran = parse_period(folder.resolve().name) if (folder / record.NAME).is_file() else None
    opened = open_workspace(folder.resolve().parent.parent if ran else folder)
    if isinstance(opened, Problem):
        return opened
    return Side(typed, replace(opened, ask=workspace.ask), ran, pack=folder if ran else None)


def hold(found: Side, period: Period) -> Held:
    """Read a side's inputs as they stood at a period's end; of a closed period, what was frozen with it."""
    frozen = closed_intake(found.workspace, period) if found.closed else None
    intake = frozen or take_in(found.workspace, period.end)
    settled = settle(intake.problems, intake.waivers, period.end)
    stops = worst(settled.problems) is Severity.BLOCKS_RUN
    # What else is wrong with the files is what `check` says; here it would hide what changed.
    blocking = [problem for problem in settled.problems if problem.kind.severity >= Severity.BLOCKS_PERSON]
    problems = (*blocking, *_not_as_built(found, {**intake.inputs, **intake.plan_files}))
    return Held(intake.dataset, None if stops else intake.plan, intake.paid_before, problems)


def _not_as_built(found: Side, now: Mapping[str, str]) -> tuple[Problem, ...]:
    """Say that a run's inputs are no longer those that its pack was built from: what is compared is what is there."""
    if found.pack is None:
        return ()
    then = record.read_inputs(found.pack)
    unlike = sorted(name for name in {*then, *now} if then.get(name) != now.get(name))
    if not unlike:
        return ()
    values = (("count", str(len(unlike))), ("first", unlike[0]))
    return (Problem(comparing_kinds.RUN_INPUTS_CHANGED, Place(found.typed), found.typed, values),)
