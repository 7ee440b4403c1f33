"""How a period is expected to end, seen several ways side by side, and how near each came before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from reportgen.model.period import Period
from reportgen.model.quantity import Measurable
from reportgen.model.standing import Subject
from reportgen.model.step import Step

View = Literal["run_rate", "pipeline", "time_series"]


@dataclass(frozen=True, slots=True)
class PastForecast:
    """What was expected of a period that is over, on a day within it, and what came; accuracy is a share of one.

    Accuracy is 1 − |forecast − actual| ÷ actual: it may be below 0, and is not measured where nothing came.
    """

    of: Period
    made: date
    forecast: Measurable
    actual: Measurable
    accuracy: Measurable


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one view expects of a period on a day.

    `rule` is the plan's entry, `so_far` what was reached by then, `target` the period's. `low` and `high` are the band:
    of a model its own, else as far as past forecasts of the same kind were off. `past` are forecasts of periods that
    are over, the latest last; `accuracy` is their mean at the same point of the period, `goal` what it should be.
    """

    rule: str
    view: View
    of: Period
    made: date
    value: Measurable
    low: Measurable
    high: Measurable
    so_far: Measurable
    target: Measurable
    accuracy: Measurable
    goal: Fraction | None
    past: tuple[PastForecast, ...]
    step: Step


@dataclass(frozen=True, slots=True)
class Tracked:
    """A KPI of how well deals are foreseen (when they close, for how much), period by period, against its goal."""

    kpi: str
    points: tuple[tuple[Period, Measurable], ...]
    goal: Measurable


@dataclass(frozen=True, slots=True)
class Outlook:
    """All views of a subject, by period and then in the plan's order, and what else is tracked."""

    subject: Subject
    forecasts: tuple[Forecast, ...]
    tracked: tuple[Tracked, ...]
