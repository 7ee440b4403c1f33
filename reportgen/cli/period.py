"""A period as typed → a period, or the problem with it."""

from __future__ import annotations

from reportgen.app.kinds import PERIOD_UNKNOWN
from reportgen.model.period import Period, parse_period
from reportgen.model.place import Place
from reportgen.model.problem import Problem


def asked_period(text: str) -> Period | Problem:
    """Read the period that a person typed."""
    return parse_period(text) or Problem(PERIOD_UNKNOWN, Place("PERIOD"), text)
