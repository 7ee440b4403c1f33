"""Turns what was known at a month's end into forecasts of the quarter and the year, and how far they were off.

Run rate: what was signed so far, carried on along the phasing ("4321" over quarters, months alike). Pipeline: signed
so far, and each open deal's amount times the part of the deals of its stage that were won in the twelve months before,
where it is expected to close in time and ten such deals have closed. Time series: not before 24 months of orders.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from reportgen.model.period import Period
from reportgen.sample.deals import STAGES, Life
from reportgen.sample.truth.events import Events
from reportgen.sample.truth.words import MONTHS, PLAN, Expected, measured, of_fen, period, summed

PHASING = (Fraction(40, 100), Fraction(30, 100), Fraction(20, 100), Fraction(10, 100))
LEAST_DEALS, LEAST_MONTHS = 10, 24


def forecasts(events: Events) -> Iterator[Expected]:
    """Return the views at each month's end of 2026 of the quarter and the year, with what came and the accuracy."""
    for month in MONTHS:
        end = period(month).end
        quarter = f"2026-Q{(end.month + 2) // 3}"
        for name in (quarter, "2026"):
            yield from _views(events, month, end, name)


def _views(events: Events, month: str, end: date, name: str) -> Iterator[Expected]:
    span = period(name)
    actual, so_far = _signed(events, span), _signed(events, Period(span.start, end, span.grain))
    run = so_far / _elapsed(end, name)
    weighted = so_far + sum((_weight(events, life, end, span.end) for life in _open(events, end)), Fraction(0))
    for view, value in (("run-rate", run), ("weighted-pipeline", weighted)):
        subject = (f"of {name}", "")
        yield summed(f"{view}/forecast", month, subject, value)
        yield measured(f"{view}/accuracy", month, subject, (actual - abs(value - actual), actual))
    months = (end.year - 2025) * 12 + end.month
    short = f"{months} months of {LEAST_MONTHS} are on record"
    gap, waits = (short, "") if months < LEAST_MONTHS else ("the model is the program's own", PLAN)
    yield summed("time-series/forecast", month, (f"of {name}", ""), None, waits, gap=gap)


def _signed(events: Events, span: Period) -> Fraction:
    return of_fen(sum(order.amount for order in events.during(span)))


def _elapsed(end: date, name: str) -> Fraction:
    """The part of a period's phasing that has passed at a month's end."""
    of_quarter = Fraction((end.month - 1) % 3 + 1, 3)
    if name != "2026":
        return of_quarter
    quarter = (end.month - 1) // 3
    return sum(PHASING[:quarter], Fraction(0)) + PHASING[quarter] * of_quarter


def _open(events: Events, end: date) -> Iterator[Life]:
    return (life for life in events.lives if life.opened <= end < life.closes)


def _weight(events: Events, life: Life, end: date, until: date) -> Fraction:
    if life.expected > until or life.expected <= end:
        return Fraction(0)
    stage = sum(entered <= end for entered in life.entered)
    won, closed = _history(events, stage, end)
    return of_fen(life.amount) * Fraction(won, closed) if closed >= LEAST_DEALS else Fraction(0)


def _history(events: Events, stage: int, end: date) -> tuple[int, int]:
    """Of the deals that closed in the twelve months before and had been in a stage: how many were won, and all."""
    since = (end + timedelta(days=1)).replace(year=(end + timedelta(days=1)).year - 1)
    past = [life for life in events.lives if since <= life.closes <= end and len(life.entered) >= stage]
    return sum(life.won for life in past), len(past)


def stage_rates(events: Events) -> Iterator[Expected]:
    """Return each stage's own win rate of the twelve months before each month's end."""
    for month in MONTHS:
        for place, stage in enumerate(STAGES, start=1):
            won, closed = _history(events, place, period(month).end)
            parts = (won, closed) if closed >= LEAST_DEALS else (None, None)
            yield measured("stage_win_rate", month, ("stage", stage), parts, gap="fewer than ten deals")
