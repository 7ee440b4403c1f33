"""Turns the thresholds of alerts, gates and ladders into problems where they do not fit what they are compared with."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.alerts import Above, Alert, Below, Between
from reportgen.model.money import decimal_text
from reportgen.model.pay_kinds import Pool
from reportgen.model.place import Place
from reportgen.model.plan import Plan
from reportgen.model.problem import Problem
from reportgen.model.quantity import Quantity, Unit
from reportgen.model.talent import Ladder
from reportgen.plan import kinds
from reportgen.plan.scalars import percent_text

Compared = tuple[str, Quantity, Place]
"""A figure, what it is compared with, and where that stands."""


def thresholds_fit(plan: Plan) -> Iterator[Problem]:
    """Find thresholds that are no percentage where their figure is one, or the reverse."""
    units = _units(plan)
    for figure, threshold, place in _compared(plan):
        if figure in units and (units[figure] is Unit.PERCENT) != (threshold.unit is Unit.PERCENT):
            percent = units[figure] is Unit.PERCENT
            values = (
                ("figure", figure),
                ("measured", "in percent" if percent else f"as {units[figure].value}, not in percent"),
                ("expected", "with a % sign" if percent else "as a plain number"),
            )
            yield Problem(kinds.THRESHOLD_UNIT, place, _written(threshold), values)


def _units(plan: Plan) -> dict[str, Unit]:
    """Return what each figure is measured in: a KPI's unit where a measure has the same id."""
    return {each.id: each.unit for each in plan.measures} | {each.id: each.unit for each in plan.kpis}


def _compared(plan: Plan) -> Iterator[Compared]:
    """Return everything that is compared as it is; what is compared ÷ something else is a share of it."""
    for alert in plan.alerts:
        yield from _of_alert(alert)
    for component in plan.components:
        if component.policy.gate:
            yield component.policy.gate.figure, component.policy.gate.least, component.place
        if isinstance(component.rule, Pool) and component.rule.qualify:
            yield component.rule.qualify.figure, component.rule.qualify.least, component.place
    for rule in plan.talent:
        if isinstance(rule, Ladder):
            yield from ((need.figure, need.least, rule.place) for need in rule.needs)


def _of_alert(alert: Alert) -> Iterator[Compared]:
    condition = alert.condition
    if isinstance(condition, Below | Above) and condition.of == "value":
        yield from ((figure, condition.threshold, alert.place) for figure in condition.figures)
    if isinstance(condition, Between):
        yield condition.figure, condition.low, alert.place
        yield condition.figure, condition.high, alert.place


def _written(threshold: Quantity) -> str:
    if threshold.unit is Unit.PERCENT:
        return percent_text(threshold.value)
    return f"{decimal_text(threshold.value)}"
