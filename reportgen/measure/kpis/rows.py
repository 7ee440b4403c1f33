"""The kinds of KPI that look at single rows: means, shares of rows, what is newest, largest, lowest or still there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import numpy as np

from reportgen.measure.actuals.book import Book
from reportgen.measure.actuals.groups import Grouped
from reportgen.measure.actuals.lines import Index
from reportgen.measure.actuals.reading import first_day
from reportgen.measure.columns import at_scale, integers, month_id
from reportgen.measure.kpis.source import Held, Source
from reportgen.model import kpi_kinds as kinds
from reportgen.model.period import Period, year_before
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, Unit
from reportgen.model.step import Step

_ADDED = frozenset({Unit.MONEY, Unit.COUNT})
"""Units of which several newest values are summed; of the others (shares, scores, days) their mean is taken."""


def average(kind: kinds.Average, unit: Unit, period: Period, source: Source) -> Step:
    """Return the mean of the measure's filled cells; without one it is not measured."""
    held = source.rows(kind.measure, period)
    value, operand = _mean(held, unit, kind.measure)
    return Step("", value, f"mean of {kind.measure}", (operand,))


def _mean(held: Held | NotMeasured, unit: Unit, name: str) -> tuple[Measurable, Step]:
    if isinstance(held, NotMeasured):
        return held, Step(name, held)
    total = held.some.total
    if not total.filled:
        return NotMeasured("no-data"), _told(held, name, None)
    mean = Fraction(total.filled_value, total.filled * 10**held.book.scale)
    value = Quantity(mean, unit, held.book.currency if unit is Unit.MONEY else "")
    return value, _told(held, name, value)


def _told(held: Held, name: str, value: Quantity | None) -> Step:
    """Return the operand that names the rows."""
    count = held.some.total.rows
    rows = held.told if held.told.count == count else replace(held.told, count=count)
    return Step(name, value or NotMeasured("no-data"), f"of {count} rows", rows=rows)


def weighted_average(kind: kinds.WeightedAverage, unit: Unit, period: Period, source: Source) -> Step:
    """Return Σ value × weight ÷ Σ weight over the rows that both measures count and whose value is filled."""
    held, weights = source.rows(kind.measure, period), source.rows(kind.weight, period)
    formula = f"Σ {kind.measure} × {kind.weight} ÷ Σ {kind.weight}"
    if isinstance(held, NotMeasured):
        return Step("", held, formula, (Step(kind.measure, held),))
    if isinstance(weights, NotMeasured):
        return Step("", weights, formula, (Step(kind.weight, weights),))
    both = held.some.weighed(weights.some)
    value: Measurable = NotMeasured("zero-denominator" if both.rows else "no-data")
    if both.weight > 0:
        value = Quantity(Fraction(both.value, both.weight * 10**held.book.scale), unit)
    return Step("", value, formula, (_told(held, kind.measure, None), _told(weights, kind.weight, None)))


def share(kind: kinds.Share, unit: Unit, period: Period, source: Source) -> Step:
    """Return the part of a measure that falls on rows of certain texts; without texts, of the value at hand."""
    if not kind.where:
        whole = Source(source.books, source.targets, source.subject).read(kind.measure, period)
        part = source.read(kind.measure, period)
        return Step("", _part(part.value, whole.value, unit), f"{kind.measure} ÷ all of it", (part, whole))
    held = source.rows(kind.measure, period)
    texts = ", ".join(text for allowed in kind.where.values() for text in allowed)
    formula = f"{kind.measure} of {texts} ÷ {kind.measure}"
    if isinstance(held, NotMeasured):
        return Step("", held, formula, (Step(kind.measure, held),))
    if any(name not in held.book.table.columns for name in kind.where):
        return Step("", NotMeasured("no-data"), formula, (_told(held, kind.measure, None),))
    narrowed = held.some.having(kind.where)
    inside = Held(held.book, narrowed, replace(held.told, where=kind.where, count=narrowed.total.rows))
    over, under = _amount(inside), _amount(held)
    value = Quantity(over / under, unit) if under else NotMeasured("zero-denominator")
    return Step("", value, formula, (_told(inside, kind.measure, None), _told(held, kind.measure, None)))


def _amount(held: Held) -> Fraction:
    """Return what a measure makes of some rows."""
    if held.book.measure.how == "distinct":
        return Fraction(held.some.different(held.book.measure.column))
    return at_scale(held.some.total.value, held.book.scale)


def _part(over: Measurable, under: Measurable, unit: Unit) -> Measurable:
    if isinstance(over, NotMeasured) or isinstance(under, NotMeasured):
        return over if isinstance(over, NotMeasured) else under
    return Quantity(over.value / under.value, unit) if under.value else NotMeasured("zero-denominator")


def latest(kind: kinds.Latest, unit: Unit, period: Period, source: Source) -> Step:
    """Return what holds at the period's end: sums of money and counts, the mean of shares, scores and days."""
    held = source.latest(kind.measure, period)
    if isinstance(held, NotMeasured):
        return Step("", held, f"newest {kind.measure}", (Step(kind.measure, held),))
    value = _standing(held.book, _amount(held), len(held.index), unit)
    how = "sum" if _is_added(held.book, unit) else "mean"
    return Step("", value, f"{how} of the newest {kind.measure} of each", (_told(held, kind.measure, value),))


def newest_of_each(newest: Grouped, unit: Unit) -> dict[str, Quantity]:
    """Return what `latest` says of every subject, all at once: of its newest rows, of which each has some.

    Not of a measure that counts different values.
    """
    book, pieces = newest.book, list(newest.index.values())
    if not pieces:
        return {}
    sizes = [len(each) for each in pieces]
    starts = np.cumsum([0, *sizes[:-1]])
    sums = np.add.reduceat(book.lines.worth(np.concatenate(pieces)), starts).tolist()
    told = zip(newest.index, sums, sizes, strict=True)
    return {label: _standing(book, at_scale(value, book.scale), many, unit) for label, value, many in told}


def _standing(book: Book, total: Fraction, many: int, unit: Unit) -> Quantity:
    value = total if _is_added(book, unit) else total / many
    return Quantity(value, unit, book.currency if unit is Unit.MONEY else "")


def _is_added(book: Book, unit: Unit) -> bool:
    return unit in _ADDED or book.measure.how != "sum"


def lowest(kind: kinds.Lowest, unit: Unit, period: Period, source: Source) -> Step:
    """Return the smallest value of the measure's column; where one of `every` lacks a value, it is not measured."""
    held = source.rows(kind.measure, period)
    formula = f"lowest {kind.measure}" + (f" of every {kind.every}" if kind.every else "")
    if isinstance(held, NotMeasured):
        return Step("", held, formula, (Step(kind.measure, held),))
    filled = held.filled
    if not len(filled) or (kind.every and not _whole(held, filled, kind.every)):
        return Step("", NotMeasured("no-data"), formula, (_told(held, kind.measure, None),))
    least = at_scale(int(held.book.lines.worth(filled).min()), held.book.scale)
    value = Quantity(least, unit, held.book.currency if unit is Unit.MONEY else "")
    return Step("", value, formula, (_told(held, kind.measure, None),))


def _whole(held: Held, filled: Index, column: str) -> bool:
    """Tell whether some rows hold every value of a column that the measure knows at all."""
    lines = held.book.lines
    return column in held.book.table.columns and lines.different(column, filled) == lines.different(column, lines.all)


def concentration(kind: kinds.Concentration, unit: Unit, period: Period, source: Source) -> Step:
    """Return the part of a measure that its largest values of a column make together; the whole is of all rows."""
    held = source.rows(kind.measure, period)
    formula = f"largest {kind.top} by {kind.column} ÷ {kind.measure}"
    if isinstance(held, NotMeasured):
        return Step("", held, formula, (Step(kind.measure, held),))
    if kind.column not in held.book.table.columns:
        return Step("", NotMeasured("no-data"), formula, (_told(held, kind.measure, None),))
    whole, largest = held.some.total.value, held.some.largest(kind.column, kind.top)
    value = Quantity(Fraction(largest, whole), unit) if whole > 0 else NotMeasured("zero-denominator")
    return Step("", value, formula, (_told(held, kind.measure, None),))


def retention(kind: kinds.Retention, unit: Unit, period: Period, source: Source) -> Step:
    """Return the part of the values of the same period some months ago that a measure still knows."""
    past = _months_before(period, kind.months)
    now, then = source.rows(kind.measure, period), source.rows(kind.measure, past)
    formula = f"{kind.column}s of {past.id} that are there in {period.id} ÷ those of {past.id}"
    if isinstance(now, NotMeasured):
        return Step("", now, formula, (Step(kind.measure, now),))
    if isinstance(then, NotMeasured):
        return Step("", then, formula, (Step(kind.measure, then),))
    before = then.some.different(kind.column)
    kept = then.some.common(kind.column, now.some) if before else 0
    value = Quantity(Fraction(kept, before), unit) if before else NotMeasured("zero-denominator")
    return Step("", value, formula, (_told(now, kind.measure, None), _told(then, kind.measure, None)))


def _months_before(period: Period, months: int) -> Period:
    starts, ends = (month_id(day) - months for day in (period.start, period.end))
    last = first_day(ends + 1) - timedelta(days=1)
    return Period(first_day(starts), last, period.grain)


def penetration(kind: kinds.Penetration, unit: Unit, period: Period, source: Source) -> Step:
    """Return how many of a list a measure knows: the column's values ÷ all that the base counts up to the end."""
    seen, listed = source.rows(kind.measure, period), source.rows(kind.base, period, ever=True)
    formula = f"{kind.column}s of {kind.measure} ÷ {kind.base}"
    if isinstance(seen, NotMeasured):
        return Step("", seen, formula, (Step(kind.measure, seen),))
    if isinstance(listed, NotMeasured):
        return Step("", listed, formula, (Step(kind.measure, listed),))
    everything = listed.some.different(kind.column)
    reached = listed.some.common(kind.column, seen.some) if everything else 0
    value = Quantity(Fraction(reached, everything), unit) if everything else NotMeasured("zero-denominator")
    return Step("", value, formula, (_told(seen, kind.measure, None), _told(listed, kind.base, None)))


def premium(kind: kinds.Premium, unit: Unit, period: Period, source: Source) -> Step:
    """Return the mean of one measure's column ÷ the mean of another's, less one."""
    ours, mine = _mean(source.rows(kind.measure, period), Unit.NUMBER, kind.measure)
    theirs, other = _mean(source.rows(kind.against, period), Unit.NUMBER, kind.against)
    formula = f"mean of {kind.measure} ÷ mean of {kind.against} − 1"
    return Step("", _less_one(_part(ours, theirs, unit)), formula, (mine, other))


def average_growth(kind: kinds.AverageGrowth, unit: Unit, period: Period, source: Source) -> Step:
    """Return the mean of the measure's column ÷ its mean a year before, less one."""
    now, mine = _mean(source.rows(kind.measure, period), Unit.NUMBER, kind.measure)
    then, other = _mean(source.rows(kind.measure, year_before(period)), Unit.NUMBER, kind.measure)
    formula = f"mean of {kind.measure} ÷ mean a year before − 1"
    return Step("", _less_one(_part(now, then, unit)), formula, (mine, other))


def _less_one(value: Measurable) -> Measurable:
    return Quantity(value.value - 1, value.unit) if isinstance(value, Quantity) else value


def net_promoter(kind: kinds.NetPromoter, unit: Unit, period: Period, source: Source) -> Step:
    """Return 100 × (promoters − detractors) ÷ answers."""
    steps = tuple(source.read(name, period) for name in (kind.promoters, kind.detractors, kind.answers))
    formula = f"100 × ({kind.promoters} − {kind.detractors}) ÷ {kind.answers}"
    values = [step.value for step in steps]
    absent = next((value for value in values if isinstance(value, NotMeasured)), None)
    if absent is not None:
        return Step("", absent, formula, steps)
    plus, minus, answers = (value.value for value in values if isinstance(value, Quantity))
    value = Quantity(100 * (plus - minus) / answers, unit) if answers else NotMeasured("zero-denominator")
    return Step("", value, formula, steps)


def large_enough(kind: kinds.NetPromoter, sample: Fraction, step: Step, period: Period, source: Source) -> Step:
    """Return a survey's score as not measured where fewer answered than the plan asks of those in question.

    Those are the column `customers` of the survey's own table.
    """
    held = source.rows(kind.answers, period)
    if isinstance(held, NotMeasured) or "customers" not in held.book.table.columns:
        return step
    table = held.book.table
    customers = integers(table.frame["customers"].iloc[held.book.lines.position[held.index]])
    asked = at_scale(int(customers.sum()), table.columns["customers"].scale)
    answers = _amount(held)
    if not asked or answers / asked >= sample:
        return step
    formula = f"{step.formula}; {answers} of {asked} answered"
    return Step(step.name, NotMeasured("sample-too-small"), formula, step.operands)
