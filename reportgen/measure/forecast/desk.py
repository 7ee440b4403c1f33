"""What every view of a period's end looks at: measures, targets, deals, and the plan's rules for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reportgen.measure.actuals.reading import Books, reading
from reportgen.measure.forecast.deals import DealBook
from reportgen.measure.targets import Targets, company_versions
from reportgen.model.forecasts import ForecastRule
from reportgen.model.measured import Subject
from reportgen.model.period import Period, parts
from reportgen.model.quantity import Measurable, NotMeasured, Quantity
from reportgen.model.step import Step


@dataclass(frozen=True, slots=True)
class ForecastDesk:
    """What forecasting needs, prepared once for all subjects.

    `main` is the measure that periods are foreseen of, `deals` the deals of each funnel by its id.
    """

    books: Books
    targets: Targets
    main: str
    rules: tuple[ForecastRule, ...]
    deals: Mapping[str, DealBook]


@dataclass(frozen=True, slots=True)
class Question:
    """Of which subject and period the end is asked for, as seen on a day."""

    subject: Subject
    span: Period
    made: date

    @property
    def over(self) -> bool:
        """Tell whether the period had ended."""
        return self.made >= self.span.end


@dataclass(frozen=True, slots=True)
class Answer:
    """What a view expects, and how it came to that; a model brings its own band."""

    value: Measurable
    step: Step
    low: Measurable | None = None
    high: Measurable | None = None


def so_far(desk: ForecastDesk, measure: str, asked: Question) -> Step:
    """Return what was reached of a period by the day of the question, with its rows."""
    if asked.made < asked.span.start:
        return Step(f"{measure} so far", NotMeasured("not-begun"))
    until = Period(asked.span.start, min(asked.made, asked.span.end), asked.span.grain)
    found = reading(desk.books, measure, asked.subject, until)
    return Step(f"{measure} so far", found.value, found.formula, found.operands, rows=found.rows)


def elapsed(desk: ForecastDesk, measure: str, asked: Question) -> Fraction | None:
    """Return the part of a period's phasing that had passed by the day; None where the plan phases no such year.

    A quarter needs no target of the year: its months weigh as the calendar says.
    """
    months = parts(asked.span, "month")
    weights: dict[Period, Fraction] = {}
    for month in months:
        known = company_versions(desk.targets, measure, "floor", month, asked.made)
        if known and known[-1].whole:
            entry = known[-1].entry
            phase = entry.phasing[desk.targets.calendar.quarter(month)]
            weights[month] = phase * desk.targets.calendar.weight(month)
        elif len(months) <= 3:
            weights[month] = desk.targets.calendar.weight(month)
        else:
            return None
    total = sum(weights.values(), Fraction(0))
    passed = sum((weight for month, weight in weights.items() if month.end <= asked.made), Fraction(0))
    return passed / total if total else None


def with_value(like: Measurable, value: Fraction) -> Measurable:
    """Return a number in the unit of another."""
    return Quantity(value, like.unit, like.currency) if isinstance(like, Quantity) else like
