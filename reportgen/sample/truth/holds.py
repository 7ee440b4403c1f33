"""Turns holds into lines of pay: what a month would have paid and does not, and what is paid when the hold ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from reportgen.sample.money.manual import Hold
from reportgen.sample.truth.commission import PayLine
from reportgen.sample.truth.words import MONTHS, period

_NOTHING = Fraction(0)


def held(holds: Sequence[Hold], lines: Sequence[PayLine]) -> Iterator[PayLine]:
    """Return a line for each month that a hold lasts, and one for the month after it, in which all is paid."""
    for hold in holds:
        mine = [line for line in lines if line.person == hold.person and hold.order in {"", line.key}]
        waiting = _NOTHING
        for month in MONTHS:
            end = period(month).end
            due = sum((line.payable for line in mine if line.paid_in == month), _NOTHING)
            if hold.since <= end and (hold.until is None or end <= hold.until):
                if due:
                    yield _line(hold, month, -due, f"held: {hold.reason}")
                waiting += due
            elif waiting:
                yield _line(hold, month, waiting, "the hold is over")
                waiting = _NOTHING


def _line(hold: Hold, month: str, amount: Fraction, why: str) -> PayLine:
    return PayLine(
        hold.person, "hold", month, month, hold.order or "all pay", "", _NOTHING, _NOTHING, _NOTHING, amount, why
    )
