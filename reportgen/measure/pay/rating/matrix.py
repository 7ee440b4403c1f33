"""Two figures of somebody → the rate of their row and column, on what they sold."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from reportgen.measure.pay.rating.asked import Asked, Stay
from reportgen.measure.pay.rating.bases import cash_of, each_stay
from reportgen.measure.pay.rating.figures import value_of
from reportgen.measure.pay.rating.line import NOTHING, PeriodLine, Rated
from reportgen.measure.pay.rating.policies import Payee, settled
from reportgen.measure.pay.rating.refunds import priced
from reportgen.model.measured import Slices
from reportgen.model.pay_kinds import Matrix
from reportgen.model.period import Period
from reportgen.model.problem import Problem
from reportgen.model.quantity import Quantity, percent
from reportgen.model.step import Step


def matrix_lines(asked: Asked, rule: Matrix) -> tuple[list[PeriodLine], list[Problem]]:
    """Rate each person's sum; where one of the figures is not measured, nothing is earned and the line says so."""
    found = [
        settled(asked, payee, _rated(asked, rule, stay, payee, period), cash_of(asked, stay))
        for period, stay, payee in each_stay(asked)
    ]
    return found, []


def _rated(asked: Asked, rule: Matrix, stay: Stay, payee: Payee, period: Period) -> Rated:
    steps = tuple(value_of(asked, name, payee.subject, period) for name in (rule.down, rule.across))
    rate = _rate(rule, steps)

    def slices(amount: Fraction) -> tuple[Slices, ...]:
        return (Slices(NOTHING, amount, rate or NOTHING, amount * (rate or NOTHING)),)

    base, parts = priced(asked, stay, period, slices)
    named = zip(("down", "across"), steps, strict=True)
    known = [(name, step.value) for name, step in named if isinstance(step.value, Quantity)]
    inputs = (*known, ("rate", percent(rate or NOTHING)))
    return Rated(base, NOTHING, parts, inputs, "" if rate is not None else "no-figure", steps, people=(stay.person.id,))


def _rate(rule: Matrix, steps: Sequence[Step]) -> Fraction | None:
    """Return the rate of the row and column that two figures reach."""
    down, across = (step.value for step in steps)
    if not isinstance(down, Quantity) or not isinstance(across, Quantity):
        return None
    row = _reached([start for start, _ in rule.rows], down.value)
    return rule.rows[row][1][_reached(rule.columns, across.value)]


def _reached(starts: Sequence[Fraction], value: Fraction) -> int:
    """Return the last threshold that a value reaches; one below all of them stays with the first."""
    return max((index for index, start in enumerate(starts) if value >= start), default=0)
