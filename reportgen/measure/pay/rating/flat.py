"""A person's sum of an earning period → what it earns at one rate, or for each unit of it."""

from __future__ import annotations

from fractions import Fraction

from reportgen.measure import kinds
from reportgen.measure.pay.rating.asked import Asked, Stay
from reportgen.measure.pay.rating.bases import cash_of, each_stay
from reportgen.measure.pay.rating.line import NOTHING, PeriodLine, Rated
from reportgen.measure.pay.rating.policies import settled
from reportgen.measure.pay.rating.refunds import priced
from reportgen.model.measured import Slices
from reportgen.model.pay_kinds import Flat
from reportgen.model.problem import Problem
from reportgen.model.quantity import money, percent


def flat_lines(asked: Asked, rule: Flat) -> tuple[list[PeriodLine], list[Problem]]:
    """Rate each person's sum of the period; a person with sales but an empty rate is a problem that blocks them."""
    lines: list[PeriodLine] = []
    problems: list[Problem] = []
    for period, stay, payee in each_stay(asked):
        rate = _rate(rule, stay)
        base, parts = priced(asked, stay, period, lambda amount, rate=rate: _slices(rule, amount, rate or NOTHING))  # type: ignore[misc]
        if rate is not None:
            shown = money(rate, asked.currency) if rule.amount is not None else percent(rate)
            rated = Rated(base, NOTHING, parts, (("rate", shown),), people=(stay.person.id,))
            lines.append(settled(asked, payee, rated, cash_of(asked, stay)))
        elif base:
            values = (("person", stay.person.id), ("period", period.id), ("column", rule.rate_column))
            problems.append(Problem(kinds.RATE_MISSING, stay.assignment.place, "", values, (stay.person.id,)))
    return lines, problems


def _rate(rule: Flat, stay: Stay) -> Fraction | None:
    if rule.amount is not None:
        return rule.amount
    if rule.rate is not None:
        return rule.rate
    own = stay.assignment.attributes.get(rule.rate_column)
    return own if isinstance(own, Fraction) else None


def _whole(units: Fraction) -> Fraction:
    """Return the whole units of a number; below nothing, those that it is short of."""
    return Fraction(int(units))


def _slices(rule: Flat, base: Fraction, rate: Fraction) -> tuple[Slices, ...]:
    if rule.amount is not None:
        counted = _whole(base / rule.each) if rule.each else base
        return (Slices(NOTHING, counted, rate, counted * rate, "", "number", sums=True),)
    return (Slices(NOTHING, base, rate, base * rate),)
