"""Reviews of key results → a person's objectives with how far each key result is: the process beside the KPIs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from reportgen.measure.actuals.book import Book
from reportgen.measure.columns import at_scale, cell
from reportgen.measure.kpis.source import Held
from reportgen.measure.talent.filed import Filed, text
from reportgen.model.appraisal import KeyResult, ObjectiveResult, OkrResult
from reportgen.model.period import Period, parse_period, parts
from reportgen.model.plan import english
from reportgen.model.quantity import Measurable, NotMeasured, Quantity
from reportgen.model.step import Rows, Step
from reportgen.model.table import Cell, ColumnType
from reportgen.model.talent import Objectives

OBJECTIVES, KEY_RESULTS = "objectives", "key_results"


@dataclass(frozen=True, slots=True)
class Aims:
    """What the lists of objectives and key results say, each None where there is no such list."""

    objectives: Filed | None
    key_results: Mapping[str, Mapping[str, Cell]]


@dataclass(frozen=True, slots=True)
class _Review:
    key_result: str
    written: str
    when: Period
    progress: Measurable


def okr(rule: Objectives, aims: Aims, person: str, held: Held | NotMeasured, period: Period) -> OkrResult:
    """Return a person's objectives of a period; `held` are the rows of the plan's measure.

    Where key results are reviewed by quarter, the newest review of each quarter counts. An objective whose words stand
    again in a later quarter goes on: its key results are the same.
    """
    said = [] if isinstance(held, NotMeasured) else list(_reviews(rule, held, period))
    results = _key_results(aims, said)
    values = [one.progress.value for one in said if isinstance(one.progress, Quantity)]
    absent = held if isinstance(held, NotMeasured) else NotMeasured("no-data")
    completion = _mean(values, said, absent)
    steps = () if isinstance(held, NotMeasured) else tuple(_step(held.book, one, said) for one in results.values())
    step = Step(
        "okr", completion, "mean of all reviews", steps, f"talent/{rule.id}", english(rule.because), (rule.place,)
    )
    return OkrResult(rule, _objectives(aims, person, results, period), completion, step)


def _mean(values: list[Fraction], said: list[_Review], absent: NotMeasured) -> Measurable:
    if not values:
        return absent
    unit = next(one.progress.unit for one in said if isinstance(one.progress, Quantity))
    return Quantity(sum(values, Fraction(0)) / len(values), unit)


def _reviews(rule: Objectives, held: Held, period: Period) -> Iterable[_Review]:
    """Yield the reviews that count, in order of time: of several in one span of the rhythm, the newest."""
    book, table = held.book, held.book.table
    key = table.columns[table.key[0]]
    newest: dict[tuple[str, Period], _Review] = {}
    for line in held.index.tolist():
        position = int(book.lines.position[line])
        number = cell(table.frame, key, position)
        written = str(cell(table.frame, table.columns[book.measure.date], position))
        when = parse_period(written[:7]) or period
        known = bool(book.lines.known[line])
        value = at_scale(int(book.lines.value[line]), book.scale)
        progress = Quantity(value, book.measure.unit) if known else NotMeasured("no-data")
        review = _Review(str(number), written, when, progress)
        place = (review.key_result, _span(rule, when, period))
        if place not in newest or newest[place].when <= when:
            newest[place] = review
    return sorted(newest.values(), key=lambda review: (review.when.start, review.key_result))


def _span(rule: Objectives, when: Period, period: Period) -> Period:
    """Return the span in which a review stands for its key result."""
    if rule.reviewed == "month" or period.grain == "month":
        return when
    return next((part for part in parts(period, "quarter") if when.end in part), when)


def _key_results(aims: Aims, said: list[_Review]) -> dict[str, KeyResult]:
    found: dict[str, list[_Review]] = {}
    for review in said:
        found.setdefault(review.key_result, []).append(review)
    return {number: _key_result(aims, number, mine) for number, mine in sorted(found.items())}


def _key_result(aims: Aims, number: str, mine: list[_Review]) -> KeyResult:
    row = aims.key_results.get(number, {})
    values = [one.progress.value for one in mine if isinstance(one.progress, Quantity)]
    mean = _mean(values, mine, NotMeasured("no-data"))
    reviews = tuple((one.when, one.progress) for one in mine)
    return KeyResult(number, text(row, "key_result") or number, text(row, "measured_by"), reviews, mean)


def _objectives(
    aims: Aims, person: str, results: Mapping[str, KeyResult], period: Period
) -> tuple[ObjectiveResult, ...]:
    """Return the objectives of a period: those of its quarters, and those whose key results were reviewed in it."""
    listed = aims.objectives.all_of(person) if aims.objectives else []
    words = {text(row, "objective_no"): text(row, "objective") for row in listed}
    found: dict[str, list[KeyResult]] = {}
    for row in listed:
        quarter = parse_period(text(row, "quarter"))
        if quarter is not None and quarter.start <= period.end and period.start <= quarter.end:
            found.setdefault(text(row, "objective"), [])
    for number, result in results.items():
        of = text(aims.key_results.get(number, {}), "objective_no")
        found.setdefault(words.get(of, ""), []).append(result)
    return tuple(ObjectiveResult(words_, tuple(mine)) for words_, mine in found.items())


def _step(book: Book, one: KeyResult, said: list[_Review]) -> Step:
    mine = [review for review in said if review.key_result == one.number]
    reviews = tuple(Step(review.when.id, review.progress, rows=_rows(book, review)) for review in mine)
    name = f"{one.number} {one.text}" if one.text != one.number else one.number
    return Step(name, one.mean, "mean of its reviews", reviews)


def _rows(book: Book, review: _Review) -> Rows:
    when = book.measure.date
    where = {book.table.key[0]: (review.key_result,)}
    if book.table.columns[when].type is not ColumnType.DATE:
        where[when] = (review.written,)
    return Rows(book.measure.table, where=where, count=1)
