"""A team's bookings and target → what its fund earns on the excess, once the gate is reached, compared exactly."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reportgen.measure import kinds
from reportgen.measure.pay.rating.asked import Asked, finished, fund_of, leading
from reportgen.measure.pay.rating.line import PeriodLine, Rated
from reportgen.measure.pay.rating.policies import Payee, settled
from reportgen.measure.pay.rating.sums import of_team, sums
from reportgen.measure.targets import target
from reportgen.model.measured import Slices, Subject
from reportgen.model.pay_kinds import Excess
from reportgen.model.problem import Problem
from reportgen.model.quantity import Quantity, money, percent


def excess_lines(asked: Asked, rule: Excess) -> tuple[list[PeriodLine], list[Problem]]:
    """Rate what each team booked above its target; below the gate the fund earns nothing."""
    lines: list[PeriodLine] = []
    problems: list[Problem] = []
    for period in finished(asked):
        for person, _ in leading(asked, period):
            subject = Subject("team", person.id)
            goal = target(asked.targets, rule.metric, rule.column, subject, period)
            if not isinstance(goal.value, Quantity) or goal.value.value <= 0:
                values = (("person", person.id), ("period", period.id), ("component", asked.component.id))
                problem = Problem(kinds.TARGET_MISSING, asked.component.place, "", values, (fund_of(person.id),))
                problems.append(problem)
                continue
            every = sums(asked, rule.base, rule.transaction, asked.cut_off)
            booked = of_team(asked, every, person.id, period.start, period.end)
            rated = _excess(asked, rule, sum(booked.values(), Fraction(0)), goal.value.value)
            whole = replace(rated, people=tuple(dict.fromkeys(who for who, _ in booked)), places=goal.places)
            lines.append(settled(asked, Payee(fund_of(person.id), subject, period, period.id), whole))
    return lines, problems


def _excess(asked: Asked, rule: Excess, booked: Fraction, goal: Fraction) -> Rated:
    reached = booked / goal
    start = goal if rule.over == "target" else goal * rule.gate
    over = booked - start if reached >= rule.gate else Fraction(0)
    inputs = (
        ("target", money(goal, asked.currency)),
        ("actual", money(booked, asked.currency)),
        ("attainment", percent(reached)),
        ("gate", percent(rule.gate)),
        ("rate", percent(rule.rate)),
    )
    part = Slices(start, over, rule.rate, over * rule.rate)
    return Rated(booked, goal, (part,), inputs, "" if reached >= rule.gate else "below-gate")
