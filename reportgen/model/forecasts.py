"""The ways in which a period's end is foreseen, and how it is told how well they do."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from reportgen.model.entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRate(Entry):
    """What was reached so far, carried on along the phasing of the target."""

    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline(Entry):
    """Open deals, each weighted by its stage's own win rate over so many months, at its expected close."""

    measure: str
    funnel: str
    months: int
    least_deals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSeries(Entry):
    """A model of the history, from so many months of it on; with less, the document says why there is none."""

    measure: str
    least_months: int
    season: int
    level: Literal["company", "team"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest(Entry):
    """How good forecasts were: 1 − |forecast − actual| ÷ actual, for the last so many periods, against a target.

    `track` are KPIs of how well single deals are foreseen, shown for the same number of periods.
    """

    target: Fraction
    periods: int
    track: tuple[str, ...] = ()


ForecastRule = RunRate | Pipeline | TimeSeries | Backtest
