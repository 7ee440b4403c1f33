"""Every kind of component that is rated per earning period: a module a kind, and the policies that hold for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reportgen.measure.pay.rating.asked import Asked, covers, fund_of, is_fund, payee_of
from reportgen.measure.pay.rating.contribution import contribution_lines
from reportgen.measure.pay.rating.excess import excess_lines
from reportgen.measure.pay.rating.excess_ladder import excess_ladder_lines
from reportgen.measure.pay.rating.flat import flat_lines
from reportgen.measure.pay.rating.ladder import ladder_lines
from reportgen.measure.pay.rating.line import PeriodLine
from reportgen.measure.pay.rating.lump_sum import lump_sum_lines
from reportgen.measure.pay.rating.matrix import matrix_lines
from reportgen.measure.pay.rating.policies import carried, within_budget
from reportgen.measure.pay.rating.pool import pool_lines
from reportgen.measure.pay.rating.shown import fixed_lines, honour_lines
from reportgen.measure.pay.rating.steps import steps_lines
from reportgen.measure.pay.rating.vesting import vesting_lines, vesting_months_lines
from reportgen.model import pay_kinds as kinds
from reportgen.model.problem import Problem

__all__ = ["RATINGS", "Asked", "PeriodLine", "covers", "fund_of", "is_fund", "payee_of", "rate"]

Rating = Callable[[Asked, Any], tuple[list[PeriodLine], list[Problem]]]

RATINGS: Mapping[type, Rating] = {
    kinds.Flat: flat_lines,
    kinds.Excess: excess_lines,
    kinds.Ladder: ladder_lines,
    kinds.ExcessLadder: excess_ladder_lines,
    kinds.LumpSum: lump_sum_lines,
    kinds.Steps: steps_lines,
    kinds.Contribution: contribution_lines,
    kinds.Pool: pool_lines,
    kinds.Vesting: vesting_lines,
    kinds.VestingMonths: vesting_months_lines,
    kinds.Matrix: matrix_lines,
    kinds.Fixed: fixed_lines,
    kinds.Honour: honour_lines,
}
"""What rates each kind: a new kind is one function here and its value in the model."""


def rate(asked: Asked) -> tuple[list[PeriodLine], list[Problem]]:
    """Rate a component's earning periods as known at the cut-off; what it has no rating for, it pays elsewhere."""
    component = asked.component
    rating = RATINGS.get(type(component.rule))
    if rating is None:
        return [], []
    key = ("rated", component.id, component.since, asked.cut_off)
    kept = asked.bench.kept
    if key not in kept:
        lines, problems = rating(asked, component.rule)
        kept[key] = carried(asked, within_budget(asked, lines)), problems
    found: tuple[list[PeriodLine], list[Problem]] = kept[key]
    return found
