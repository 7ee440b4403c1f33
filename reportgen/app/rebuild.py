"""A period → its pack, with nothing done where nothing changed since the last run."""

from __future__ import annotations

from reportgen.app import unchanged
from reportgen.app.build import Built, Wanted
from reportgen.app.build import build as build_anew
from reportgen.app.drawn import Progress
from reportgen.app.renewal import unfinished
from reportgen.app.workspace import Workspace
from reportgen.model.period import Period


def build(workspace: Workspace, period: Period, wanted: Wanted, progress: Progress) -> Built:
    """Write a period's pack and say what was done; where nothing changed, say what the last run said."""
    digest = unchanged.made_from(workspace, period, wanted)
    begun = unfinished(workspace.outputs / period.id)  # by a run that was killed: a new one puts that in order
    kept = None if wanted.fresh or begun else unchanged.last_run(workspace, period, digest)
    if kept is not None:
        return kept
    built = build_anew(workspace, period, wanted, progress)
    unchanged.remember(workspace, period, wanted, digest, built)
    return built
