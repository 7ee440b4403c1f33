"""A period → its pack, with nothing done where nothing changed since the last run, drawn here or on a cluster.

Nothing heavy is imported before it is known that something changed; workers that will draw load at the same time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.app import unchanged
from reportgen.app.built import Built, Wanted
from reportgen.app.cluster_access import access
from reportgen.app.early import early_workers
from reportgen.app.loading import loading
from reportgen.app.renewal import unfinished
from reportgen.app.workspace import Workspace
from reportgen.model.period import Period
from reportgen.model.problem import Problem

if TYPE_CHECKING:
    from reportgen.app.drawn import Progress


def build(workspace: Workspace, period: Period, wanted: Wanted, progress: Progress) -> Built:
    """Write a period's pack and say what was done; where nothing changed, say what the last run said."""
    digest = unchanged.made_from(workspace, period, wanted)
    begun = unfinished(workspace.outputs / period.id)  # by a run that was killed: a new one puts that in order
    kept = None if wanted.fresh or begun else unchanged.last_run(workspace, period, digest)
    if kept is not None:
        return kept
    if wanted.cluster:
        built, refused = _built_there(workspace, period, wanted, progress)
    else:
        built, refused = _built_here(workspace, period, wanted, progress), ()
    unchanged.remember(workspace, period, wanted, digest, built)
    # Who was refused is told once and stands in no file: the pack is the same as drawn here.
    return replace(built, problems=(*refused, *built.problems))


def _built_here(workspace: Workspace, period: Period, wanted: Wanted, progress: Progress) -> Built:
    with early_workers(workspace.outputs / period.id, wanted) as hired:
        with loading():
            from reportgen.app.build import build as build_anew
        return build_anew(workspace, period, wanted, progress, hired=hired)


def _built_there(
    workspace: Workspace, period: Period, wanted: Wanted, progress: Progress
) -> tuple[Built, tuple[Problem, ...]]:
    """Build with a cluster that draws; also return which of its workers were refused."""
    with loading():
        from reportgen.app.build import build as build_anew
        from reportgen.app.cluster import joined

    found = access(wanted.cluster, workspace.root)
    if isinstance(found, Problem):
        return _stopped(workspace, period, found), ()
    with joined(found) as there:
        if isinstance(there, Problem):
            return _stopped(workspace, period, there), ()
        many = len(there.alike)
        progress(0, 0, f"Drawing at {there.address}: {many} {'worker' if many == 1 else 'workers'}")
        built = build_anew(workspace, period, wanted, progress, there)
        return built, tuple(there.refused.values())


def _stopped(workspace: Workspace, period: Period, problem: Problem) -> Built:
    return Built(workspace.outputs / period.id, (), 0, (), (problem,), None)
