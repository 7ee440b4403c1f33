"""A figure of a period and its own past, or its target → the sum of the step that the gain reaches."""

from __future__ import annotations

from fractions import Fraction

from reportgen.measure.pay.rating.asked import Asked
from reportgen.measure.pay.rating.bases import each_stay
from reportgen.measure.pay.rating.figures import figure_of, value_of
from reportgen.measure.pay.rating.line import NOTHING, PeriodLine, Rated
from reportgen.measure.pay.rating.policies import Payee, settled
from reportgen.measure.pay.rating.slices import steps
from reportgen.model.measured import Figure
from reportgen.model.pay_kinds import Steps
from reportgen.model.period import Period, year_before
from reportgen.model.problem import Problem
from reportgen.model.quantity import Measurable, NotMeasured, Quantity
from reportgen.model.step import Step


def steps_lines(asked: Asked, rule: Steps) -> tuple[list[PeriodLine], list[Problem]]:
    """Pay each person for what their figure gained; what cannot be compared earns nothing and says so."""
    found = [settled(asked, payee, _rated(asked, rule, payee, period)) for period, _, payee in each_stay(asked)]
    return found, []


def _rated(asked: Asked, rule: Steps, payee: Payee, period: Period) -> Rated:
    found = figure_of(asked, rule.figure, payee.subject, period)
    step = found.step.operands[0] if found is not None else value_of(asked, rule.figure, payee.subject, period)
    other = _other(asked, rule, payee, period, found)
    if not isinstance(step.value, Quantity) or not isinstance(other, Quantity):
        return Rated(NOTHING, NOTHING, (), (), "no-figure", (step,))
    now, then = step.value.value, other.value
    gain: Fraction = then - now if rule.better == "lower" else now - then
    inputs = (("before" if rule.against == "year_before" else "target", other), ("actual", step.value))
    past = Step(f"{rule.figure} {rule.against.replace('_', ' ')}", other)
    reason = "" if any(part.amount for part in steps(rule.steps, gain)) else "no-step"
    return Rated(gain, NOTHING, steps(rule.steps, gain), inputs, reason, (step, past))


def _other(asked: Asked, rule: Steps, payee: Payee, period: Period, found: Figure | None) -> Measurable:
    """Return what a figure is held against: its own year before where the person was there in both, or its target."""
    if found is not None:
        return found.year_before if rule.against == "year_before" else found.target
    if rule.against == "target":
        return NotMeasured("no-target")
    return value_of(asked, rule.figure, payee.subject, year_before(period)).value
