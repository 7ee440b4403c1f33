"""A day and the parts of a schedule → which share of what was earned is payable by another day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import lcm
from typing import Any

import pandas as pd

from reportgen.measure.columns import day, half_up_columns, scaled
from reportgen.model.pay import Instalment

_YEAR = 12


def due(parts: Sequence[Instalment], began: date, cut_off: date) -> Fraction:
    """Return the share of the parts whose day has come."""
    return sum((part.share for part in parts if _falls(part, began) <= cut_off), Fraction(0))


def released_by(parts: Sequence[Instalment], first: pd.DataFrame, cut_off: date) -> pd.Series[Any]:
    """Return what of each earning is payable to date, half up once: parts are what it grows by.

    What is owed back is owed at once, whatever of it was to come.
    """
    whole = lcm(*(part.share.denominator for part in parts))
    days = {stamp: due(parts, day(stamp), cut_off) for stamp in first["day"].unique()}
    shares = first["day"].map({stamp: int(share * whole) for stamp, share in days.items()}).astype("int64")
    part = half_up_columns(scaled(first["earned"], 2 * whole) * shares, whole)
    found: pd.Series[Any] = part.where(first["earned"] > 0, first["earned"]).astype(first["earned"].dtype)
    return found


def _falls(part: Instalment, began: date) -> date:
    """Return the day of a part: so many months later, the last of a shorter month, and so many days."""
    month = began.month - 1 + part.months
    year, month = began.year + month // _YEAR, month % _YEAR + 1
    return date(year, month, min(began.day, monthrange(year, month)[1])) + timedelta(part.days)
