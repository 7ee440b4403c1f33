"""A measured period → the same, each prior-period line with its cause, by what earlier periods were closed with."""

from __future__ import annotations

from functools import cache

from reportgen import measure
from reportgen.app.closed import closed_intake
from reportgen.app.intake import Intake
from reportgen.app.workspace import Workspace
from reportgen.model.measured import Measured
from reportgen.model.period import Period


def with_causes(workspace: Workspace, intake: Intake, measured: Measured) -> Measured:
    """Tell of every prior-period line why it changed; what a period was closed with is read at most once."""
    known = _known(intake)
    if known is None:
        return measured

    @cache
    def closed(period: Period) -> measure.Known | None:
        found = closed_intake(workspace, period)
        return _known(found) if found else None

    return measure.with_causes(measured, known, closed)


def _known(intake: Intake) -> measure.Known | None:
    """Return what a pay period is computed from; None where its plan cannot be used."""
    return measure.Known(intake.dataset, intake.plan, intake.paid_before) if intake.plan else None
