"""Views, a subject and a day → what each view expects, its band, and how near it came before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from reportgen.measure.forecast.desk import ForecastDesk, Question, so_far, with_value
from reportgen.measure.forecast.views import answer, measure_of, view_of
from reportgen.measure.targets import target
from reportgen.model.forecasts import Backtest, ForecastRule
from reportgen.model.measured import Subject
from reportgen.model.outlook import Forecast, PastForecast, View
from reportgen.model.period import Period, after, before, parts, spanning
from reportgen.model.plan import valid
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, percent

_LEAST_FOR_BAND = 2
"""How many past forecasts a band needs: one alone says nothing about how far they lie apart."""


def forecasts(desk: ForecastDesk, subject: Subject, made: date) -> tuple[Forecast, ...]:
    """Return what every view expects, on a day, of the quarter and year it lies in, and of what comes when they end."""
    held = valid(desk.rules, made).values()
    judge = next((rule for rule in held if isinstance(rule, Backtest)), None)
    found = []
    for span in spans(made):
        for rule in held:
            view = view_of(rule)
            if view is not None:
                found.append(_forecast(desk, rule, view, judge, Question(subject, span, made)))
    return tuple(found)


def spans(made: date) -> Iterator[Period]:
    """Yield the periods whose end is asked for on a day: the quarter and year it lies in, and what follows."""
    for span in (spanning(made, "quarter"), spanning(made, "year")):
        yield span
        if span.end == made:
            yield after(span)


def _forecast(desk: ForecastDesk, rule: ForecastRule, view: View, judge: Backtest | None, asked: Question) -> Forecast:
    found = answer(desk, rule, asked)
    past = tuple(past_forecasts(desk, rule, asked, judge.periods)) if judge else ()
    alike = _alike(past, asked)
    low, high = (found.low, found.high) if found.low and found.high else _band(found.value, alike, asked)
    measure = measure_of(desk, rule)
    return Forecast(
        rule.id,
        view,
        asked.span,
        asked.made,
        found.value,
        low,
        high,
        so_far(desk, measure, asked).value,
        target(desk.targets, measure, "floor", asked.subject, asked.span, known=asked.made).value,
        _mean(alike),
        judge.target if judge else None,
        past,
        found.step,
    )


def past_forecasts(desk: ForecastDesk, rule: ForecastRule, asked: Question, periods: int) -> Iterator[PastForecast]:
    """Yield what a view would have said of the last periods that are over, and what came.

    It is asked at each month's end within them; of what is still to begin, just before they began.
    """
    for span in _over(asked, periods):
        actual = so_far(desk, measure_of(desk, rule), Question(asked.subject, span, span.end)).value
        if not isinstance(actual, Quantity):
            continue  # before the data begin there is nothing to be held against
        for made in _moments(span, asked):
            said = answer(desk, rule, Question(asked.subject, span, made)).value
            yield PastForecast(span, made, said, actual, accuracy(said, actual))


def _moments(span: Period, asked: Question) -> Sequence[date]:
    if asked.made < asked.span.start:
        return (span.start - timedelta(days=1),)
    return [month.end for month in parts(span, "month")[:-1]]


def accuracy(forecast: Measurable, actual: Measurable) -> Measurable:
    """Return 1 − |forecast − actual| ÷ actual; not measured where there is no forecast, or nothing positive came."""
    if not isinstance(forecast, Quantity):
        return forecast
    if not isinstance(actual, Quantity):
        return actual
    if actual.value <= 0:
        return NotMeasured("zero-denominator")
    return percent(1 - abs(forecast.value - actual.value) / actual.value)


def _over(asked: Question, periods: int) -> Sequence[Period]:
    """Return the last so many periods of the same grain that were over on the day, the latest last."""
    span = asked.span
    while span.end > asked.made:
        span = before(span)
    found = []
    for _ in range(periods):
        found.append(span)
        span = before(span)
    return found[::-1]


def _alike(past: Sequence[PastForecast], asked: Question) -> list[PastForecast]:
    """Return the past forecasts made at the same point of their period; of a period that is over or ahead, all."""
    if not asked.span.start <= asked.made < asked.span.end:
        mine = [one for one in past if one.of == asked.span]
        return mine or list(past)
    month = _months(asked.span.start, asked.made)
    return [one for one in past if _months(one.of.start, one.made) == month]


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _mean(past: Sequence[PastForecast]) -> Measurable:
    known = [one.accuracy.value for one in past if isinstance(one.accuracy, Quantity)]
    return percent(sum(known, Fraction(0)) / len(known)) if known else NotMeasured("no-history")


def _band(value: Measurable, past: Sequence[PastForecast], asked: Question) -> tuple[Measurable, Measurable]:
    """Return the forecast as far off, either way, as past ones of the kind were: actual ÷ forecast, least and most.

    The band holds the forecast itself; of what is over nothing is open any more.
    """
    if not isinstance(value, Quantity) or asked.over:
        return value, value
    ratios = [
        one.actual.value / one.forecast.value
        for one in past
        if isinstance(one.forecast, Quantity) and isinstance(one.actual, Quantity) and one.forecast.value > 0
    ]
    if len(ratios) < _LEAST_FOR_BAND:
        return NotMeasured("no-history"), NotMeasured("no-history")
    low, high = min(Fraction(1), *ratios), max(Fraction(1), *ratios)
    return with_value(value, value.value * low), with_value(value, value.value * high)
