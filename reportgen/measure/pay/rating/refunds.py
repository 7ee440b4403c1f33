"""A base as it was at the period's end and as it is now → the slices that a later return leaves (pay.md §3).

`re_rate` rates what is left, `average_rate` takes the return off at what the period earned on average, `own_slices` at
what its own transaction earned, `none` takes nothing off.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from reportgen.measure.pay.rating.asked import Asked, Stay
from reportgen.measure.pay.rating.line import NOTHING
from reportgen.measure.pay.rating.sums import of_stay, transactions
from reportgen.model.measured import Slices
from reportgen.model.pay_kinds import base_of, transaction_of
from reportgen.model.period import Period

Rating = Callable[[Fraction], tuple[Slices, ...]]
"""Rates a base."""


def priced(asked: Asked, stay: Stay, period: Period, rate: Rating) -> tuple[Fraction, tuple[Slices, ...]]:
    """Return the base that is paid, and its slices, under the plan's policy for what was returned later."""
    measure, policy = base_of(asked.component.rule), asked.component.policy.refund
    now = of_stay(asked, measure, stay, asked.cut_off)
    if policy == "re_rate" or asked.cut_off <= period.end:
        return now, rate(now)
    then = of_stay(asked, measure, stay, period.end)
    if now >= then:
        return now, rate(now)
    parts = rate(then)
    if policy == "none":
        return then, parts
    if policy == "average_rate":
        share = _money(parts) / then if then else NOTHING
        return now, (*parts, Slices(NOTHING, now - then, share, (now - then) * share, "refund"))
    return now, (*parts, *_own(asked, stay, period, rate))


def _own(asked: Asked, stay: Stay, period: Period, rate: Rating) -> tuple[Slices, ...]:
    """Take each return off the top of the slices that its own transaction reached."""
    measure, key = base_of(asked.component.rule), transaction_of(asked.component.rule)
    sold = transactions(asked, measure, key, stay, period.end)
    left = transactions(asked, measure, key, stay, asked.cut_off)
    found, high = [], NOTHING
    for name, amount in sold.items():
        high += amount
        back = amount - left.get(name, NOTHING)
        if back > 0:
            money = _money(rate(high)) - _money(rate(high - back))
            found.append(Slices(NOTHING, -back, money / back, -money, "refund"))
    return tuple(found)


def _money(parts: tuple[Slices, ...]) -> Fraction:
    return sum((part.earned for part in parts), NOTHING)
