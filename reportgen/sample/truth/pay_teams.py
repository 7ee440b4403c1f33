"""Turns the region teams' quarters into their funds: the sprint bonus, and the immediate award."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reportgen.sample.staff import MANAGER
from reportgen.sample.truth.commission import PayLine
from reportgen.sample.truth.credits import Credits, months_from
from reportgen.sample.truth.words import QUARTERS, cents, period, text, yuan

GATE, RATE = Fraction(110, 100), Fraction(2, 100)
"""Attainment ≥ 110 %: 2 % of the excess over the target to the team's travel fund."""
AWARD = Fraction(5_000)
"""The lump sum of a team over its quarterly target, at once."""
_SPRINT, _AWARD = "sprint-bonus", "immediate-award"


def team_funds(credits_: Credits) -> Iterator[PayLine]:
    """Return the funds' lines, those that earn nothing among them, by manager and quarter."""
    for person in credits_.events.company.people:
        if person.posts[0].role == MANAGER:
            for quarter in QUARTERS:
                yield from _sprint(credits_, person.id, quarter)
                yield _award(credits_, person.id, quarter)


def _sprint(credits_: Credits, manager: str, quarter: str) -> Iterator[PayLine]:
    """The fund of a quarter, rated again whenever an order of the quarter changes later."""
    span, paid = period(quarter), Fraction(0)
    asked = credits_.team_floor(manager, span)
    for month in months_from(span):
        amount = credits_.team_ordered(manager, span, period(month).end)
        earned = cents((amount - asked) * RATE) if amount >= GATE * asked else Fraction(0)
        first = month == f"{span.end:%Y-%m}"
        if first or earned != paid:
            worked = f"({yuan(amount)} − {yuan(asked)})×2%; {_percent(amount / asked)} against 110%"
            why = ("gate reached" if earned else "below the gate: nothing") if first else "rated again"
            words = (f"FUND-{manager}", _SPRINT, month, quarter, quarter, worked)
            yield PayLine(*words, earned, earned, paid, earned - paid, why, "")
        paid = earned


def _award(credits_: Credits, manager: str, quarter: str) -> PayLine:
    span = period(quarter)
    amount, asked = credits_.team_ordered(manager, span, span.end), credits_.team_floor(manager, span)
    earned = AWARD if amount >= asked else Fraction(0)
    why = "over the target" if earned else "below the target: nothing"
    worked = f"{yuan(amount)} against {yuan(asked)}"
    month, fund = f"{span.end:%Y-%m}", f"FUND-{manager}"
    return PayLine(fund, _AWARD, month, quarter, quarter, worked, earned, earned, Fraction(0), earned, why)


def _percent(value: Fraction) -> str:
    return f"{text(cents(value * 100))}%"
