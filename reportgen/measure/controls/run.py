"""A measured period → its control sheets, and a note for everything that a person should look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportgen.measure.controls.accounts import accruals, amortisations
from reportgen.measure.controls.unusual import findings, unusual
from reportgen.model.controls import Controls
from reportgen.model.measured import Measured
from reportgen.model.problem import Problem


def controls(measured: Measured, problems: Sequence[Problem]) -> tuple[Measured, tuple[Problem, ...]]:
    """Add the control sheets to what was measured; `problems` are those that reading found."""
    statements = tuple(measured.statements.values())
    odd = tuple(unusual(measured, problems))
    sheets = Controls(tuple(accruals(statements)), tuple(amortisations(statements)), odd)
    return replace(measured, controls=sheets), tuple(findings(odd, measured.plan))
