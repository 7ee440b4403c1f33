"""A measured period → its control sheets, and a note for everything that a person should look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportgen.measure.controls.accounts import accruals, amortisations
from reportgen.measure.controls.unusual import findings, is_credited, uncredited, unknown_rates, unusual_pay
from reportgen.model.controls import Accrual, Amortisation, Controls, Unusual
from reportgen.model.measured import Measured
from reportgen.model.problem import Problem


def controls(measured: Measured, problems: Sequence[Problem]) -> tuple[Measured, tuple[Problem, ...]]:
    """Add the control sheets to what was measured; `problems` are those that reading found."""
    odd: list[Unusual] = []
    waiting: list[Accrual] = []
    spread: list[Amortisation] = []
    credited = set()
    for payee, statement in measured.statements.items():  # once, one after the other: they may be made for this
        odd += unusual_pay(measured, statement)
        waiting += accruals(statement)
        spread += amortisations(statement)
        if is_credited(statement):
            credited.add(payee)
    odd += uncredited(measured, credited)
    odd += unknown_rates(measured, problems)
    sheets = Controls(tuple(waiting), tuple(spread), tuple(odd))
    return replace(measured, controls=sheets), tuple(findings(odd, measured.plan))
