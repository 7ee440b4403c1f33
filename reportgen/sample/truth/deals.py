"""Turns the lives of deals into counts: open by stage at each month's end, won and lost, reasons, win rates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from reportgen.sample.deals import STAGES, Life
from reportgen.sample.truth.events import Events
from reportgen.sample.truth.teams import COMPANY
from reportgen.sample.truth.words import MONTHS, QUARTERS, Expected, measured, of_fen, period, summed


def deal_counts(events: Events) -> Iterator[Expected]:
    """Return the counts, amounts and win rate of the company by month and quarter."""
    for name in (*MONTHS, *QUARTERS):
        span = period(name)
        open_ = [life for life in events.lives if life.opened <= span.end < life.closes]
        yield summed("deals_open", name, COMPANY, len(open_))
        yield summed("deals_open_amount", name, COMPANY, _amount(open_))
        for place, stage in enumerate(STAGES):
            here = [life for life in open_ if sum(entered <= span.end for entered in life.entered) - 1 == place]
            yield summed("deals_open", name, ("stage", stage), len(here))
            yield summed("deals_open_amount", name, ("stage", stage), _amount(here))
        closed = [life for life in events.lives if life.closes in span]
        won = [life for life in closed if life.won]
        yield summed("deals_won", name, COMPANY, len(won))
        yield summed("deals_won_amount", name, COMPANY, _amount(won))
        yield summed("deals_lost", name, COMPANY, len(closed) - len(won))
        reasons = Counter(life.reason for life in closed if not life.won)
        for reason, count in sorted(reasons.items()):
            yield summed("deals_lost", name, ("reason", reason), count)
        yield measured("win_rate", name, COMPANY, (len(won), len(closed)), gap="no deal was closed")


def _amount(lives: list[Life]) -> Fraction:
    return of_fen(sum(life.amount for life in lives))
