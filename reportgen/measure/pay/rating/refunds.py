"""A base as it was at the period's end and as it is now → the slices that a later return leaves (pay.md §3).

`re_rate` rates what is left, `average_rate` takes the return off at what the period earned on average, `own_slices` at
what its own transaction earned, `none` takes nothing off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
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
    now = of_stay(asked, base_of(asked.component.rule), stay, asked.cut_off)
    if asked.component.policy.refund == "re_rate" or asked.cut_off <= period.end:
        return now, rate(now)
    return _taken_off(asked, now, [_Span(stay, period.end)], stay, rate)


def priced_account(
    asked: Asked, stay: Stay, periods: Iterable[Period], rate: Rating
) -> tuple[Fraction, tuple[Slices, ...]]:
    """Return the base of a running account to date, and its slices, under the plan's policy for later returns.

    Later is what comes back after the earning period in which its transaction began.
    """
    now = of_stay(asked, base_of(asked.component.rule), stay, asked.cut_off)
    if asked.component.policy.refund == "re_rate":
        return now, rate(now)
    inside = (
        (replace(stay, first=max(stay.first, each.start), until=min(stay.until, each.end)), each.end)
        for each in periods
    )
    spans = [_Span(part, end) for part, end in inside if part.first <= part.until]
    return _taken_off(asked, now, spans, stay, rate)


@dataclass(frozen=True, slots=True)
class _Span:
    """The part of a stay in one earning period, and the day on which what was sold in it was counted first."""

    stay: Stay
    end: date


def _taken_off(
    asked: Asked, now: Fraction, spans: list[_Span], stay: Stay, rate: Rating
) -> tuple[Fraction, tuple[Slices, ...]]:
    """Rate what was sold, and take off what came back since as the plan prices it."""
    measure, policy = base_of(asked.component.rule), asked.component.policy.refund
    then = sum((of_stay(asked, measure, span.stay, span.end) for span in spans), NOTHING)
    if now >= then:
        return now, rate(now)
    parts = rate(then)
    if policy == "none":
        return then, parts
    if policy == "average_rate":
        share = _money(parts) / then if then else NOTHING
        return now, (*parts, Slices(NOTHING, now - then, share, (now - then) * share, "refund"))
    return now, (*parts, *_own(asked, spans, stay, rate))


def _own(asked: Asked, spans: list[_Span], stay: Stay, rate: Rating) -> tuple[Slices, ...]:
    """Take each return off the top of the slices that its own transaction reached."""
    measure, key = base_of(asked.component.rule), transaction_of(asked.component.rule)
    sold: dict[str, Fraction] = {}
    for span in spans:
        sold |= transactions(asked, measure, key, span.stay, span.end)
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
