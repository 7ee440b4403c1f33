"""A question about a period's end → what each view answers: run rate, weighted pipeline, time series."""

from __future__ import annotations

from fractions import Fraction

from reportgen.measure.actuals.reading import first_day, reading
from reportgen.measure.forecast.deals import DealBook, StagePart, stage_parts
from reportgen.measure.forecast.desk import Answer, ForecastDesk, Question, elapsed, so_far, with_value
from reportgen.measure.forecast.series import continued
from reportgen.model.forecasts import ForecastRule, Pipeline, RunRate, TimeSeries
from reportgen.model.outlook import View
from reportgen.model.period import Period, month_of, parts
from reportgen.model.plan import english
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, count, money, percent
from reportgen.model.step import Step


def answer(desk: ForecastDesk, rule: ForecastRule, asked: Question) -> Answer:
    """Return what a view expects of a period; of one that is over, what came."""
    if isinstance(rule, RunRate):
        return _run_rate(desk, rule, asked)
    if isinstance(rule, Pipeline):
        return _pipeline(desk, rule, asked)
    if isinstance(rule, TimeSeries):
        return _time_series(desk, rule, asked)
    raise TypeError(f"{type(rule).__name__} foresees nothing")


def view_of(rule: ForecastRule) -> View | None:
    """Return which view a rule is; None for one that only judges the others."""
    kinds: tuple[tuple[type, View], ...] = (
        (RunRate, "run_rate"),
        (Pipeline, "pipeline"),
        (TimeSeries, "time_series"),
    )
    return next((view for kind, view in kinds if isinstance(rule, kind)), None)


def measure_of(desk: ForecastDesk, rule: ForecastRule) -> str:
    """Return the measure whose end a rule foresees: the pipeline's is the main one, to which its deals add."""
    return rule.measure if isinstance(rule, RunRate | TimeSeries) else desk.main


def _step(rule: ForecastRule, asked: Question, value: Measurable, formula: str, *operands: Step) -> Step:
    name = f"{rule.id} of {asked.span}"
    return Step(name, value, formula, operands, f"forecast/{rule.id}", english(rule.because), (rule.place,))


# ------------------------------------------------------------------------------------------------------------ run rate


def _run_rate(desk: ForecastDesk, rule: RunRate, asked: Question) -> Answer:
    reached = so_far(desk, rule.measure, asked)
    passed = elapsed(desk, rule.measure, asked)
    value: Measurable = reached.value
    if isinstance(reached.value, Quantity):
        value = NotMeasured("no-target")
        if passed:
            value = with_value(reached.value, reached.value.value / passed)
        elif passed is not None:
            value = NotMeasured("not-begun")
    part = Step(
        "part of the phasing that has passed", percent(passed) if passed is not None else NotMeasured("no-target")
    )
    return Answer(value, _step(rule, asked, value, "so far ÷ the part of the phasing that has passed", reached, part))


# ------------------------------------------------------------------------------------------------------------ pipeline


def _pipeline(desk: ForecastDesk, rule: Pipeline, asked: Question) -> Answer:
    book = desk.deals.get(rule.funnel)
    reached = so_far(desk, desk.main, asked)
    formula = "so far + open deals that are expected in time × the win rate of their stage"
    if book is None:
        absent = NotMeasured("no-data")
        return Answer(absent, _step(rule, asked, absent, formula, reached))
    found = stage_parts(
        book, desk.books.roster, asked.subject, asked.made, asked.span.end, rule.months, rule.least_deals
    )
    weighted = [part for part in found if part.rate is not None]
    begun = reached.value if isinstance(reached.value, Quantity) else None
    if begun is None and not (isinstance(reached.value, NotMeasured) and reached.value.reason == "not-begun"):
        return Answer(reached.value, _step(rule, asked, reached.value, formula, reached))
    open_ = sum((part.amount * (part.rate or 0) for part in weighted), Fraction(0))
    value = with_value(begun, begun.value + open_) if begun else money(open_, book.currency)
    steps = [_stage(rule, book, part) for part in found]
    return Answer(value, _step(rule, asked, value, formula, reached, *steps))


def _stage(rule: Pipeline, book: DealBook, part: StagePart) -> Step:
    amount = Step(f"{part.count} open deals", money(part.amount, book.currency), places=part.places)
    name = f"stage {part.stage}" if part.stage else "deals of no known stage"
    rate = part.rate
    if rate is None:
        few = f"only {part.closed} of {rule.least_deals} deals that had been in it have closed"
        told = few if part.stage else "nothing tells their stage"
        return Step(name, NotMeasured("no-history"), f"not counted: {told}", (amount,))
    closed = f"closed in {rule.months} months"
    operands = (Step("won", count(part.won)), Step(closed, count(part.closed)))
    share = Step("win rate of the stage", percent(rate), f"won ÷ {closed}", operands)
    return Step(name, money(part.amount * rate, book.currency), "amount × win rate", (amount, share))


# --------------------------------------------------------------------------------------------------------- time series


def _time_series(desk: ForecastDesk, rule: TimeSeries, asked: Question) -> Answer:
    """Continue the months on record; a person's are too few to tell, and so are those of a short history."""
    levels = ("company", "team") if rule.level == "team" else ("company",)
    if asked.subject.kind not in levels:
        absent = NotMeasured("not-in-plan")
        return Answer(absent, _step(rule, asked, absent, f"only from {rule.level} level on"))
    reached = so_far(desk, rule.measure, asked)
    months = _on_record(desk, rule.measure, asked)
    told = f"{len(months)} months of {rule.least_months} are on record"
    if len(months) < max(rule.least_months, 2 * rule.season):
        short = NotMeasured("no-history")
        return Answer(short, _step(rule, asked, short, told, reached))
    if asked.over:
        return Answer(reached.value, _step(rule, asked, reached.value, "the period is over", reached))
    ahead = parts(Period(month_of(asked.made).start, asked.span.end, "year"), "month")[1:]
    wanted = [month.start >= asked.span.start for month in ahead]
    model = continued([float(each.value) for each in months], rule.season, wanted)
    begun = reached.value.value if isinstance(reached.value, Quantity) else Fraction(0)
    value, low, high = (with_value(months[0], begun + number) for number in (model.value, model.low, model.high))
    formula = f"so far + {model.method} over {len(months)} months, {sum(wanted)} ahead; four digits are told"
    steps = (reached, Step(f"{sum(wanted)} months ahead", with_value(months[0], model.value), model.method))
    return Answer(value, _step(rule, asked, value, formula, *steps), low, high)


def _on_record(desk: ForecastDesk, measure: str, asked: Question) -> list[Quantity]:
    """Return the months of a measure from its first row to the day, nothing booked being 0."""
    book = desk.books.books.get(measure)
    if book is None or not book.grain:
        return []
    first = Period(first_day(book.first), month_of(asked.made).end, "year")
    values = [reading(desk.books, measure, asked.subject, month).value for month in parts(first, "month")]
    return [value for value in values if isinstance(value, Quantity)]
