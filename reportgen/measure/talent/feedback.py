"""Scores of raters → the 360° feedback of a person: weighted exactly, what nobody scored left out aloud."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from reportgen.measure.talent.filed import Filed, text
from reportgen.measure.talent.spans import asked_in
from reportgen.model.appraisal import FeedbackLine, FeedbackResult
from reportgen.model.money import plain
from reportgen.model.period import Period
from reportgen.model.plan import english
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, Unit
from reportgen.model.step import Rows, Step
from reportgen.model.table import Cell
from reportgen.model.talent import Feedback

TABLE = "feedback360"
_Scores = Mapping[tuple[str, str], list[Fraction]]


def feedback(rule: Feedback, given: Filed | None, person: str, period: Period) -> FeedbackResult:
    """Return the feedback of a period, or of the last whole span of its rhythm where none lies in the period.

    Several scores of one rater's group on one dimension count by their mean. The weight of what nobody scored is spread
    over the rest in proportion; where nobody scored anything, it is not measured.
    """
    span = asked_in(period, rule.every)
    rows = given.rows(person, span) if given else []
    scores = _scores(rows)
    cells = {
        (rater, dimension): _mean(scores.get((rater, dimension), []))
        for dimension in rule.dimensions
        for rater in rule.raters
    }
    weights = {place: rule.raters[place[0]] * rule.dimensions[place[1]] for place in cells}
    total, covered = _weighted((cells[place], weights[place]) for place in cells)
    counted = sum(len(found) for place, found in scores.items() if place in cells)
    unweighed = sum(len(found) for place, found in scores.items() if place not in cells)
    lines = tuple(_line(rule, dimension, cells) for dimension in rule.dimensions)
    step = _step(rule, person, total, _operands(given, person, rows, cells, weights), covered, unweighed)
    return FeedbackResult(rule, span, lines, total, 1 - covered, counted, unweighed, step)


def _scores(rows: Iterable[Mapping[str, Cell]]) -> _Scores:
    found: dict[tuple[str, str], list[Fraction]] = {}
    for row in rows:
        value = row.get("score")
        if isinstance(value, Fraction):
            found.setdefault((text(row, "rater"), text(row, "dimension")), []).append(value)
    return found


def _mean(values: list[Fraction]) -> Measurable:
    return Quantity(sum(values, Fraction(0)) / len(values), Unit.SCORE) if values else NotMeasured("no-data")


def _weighted(pairs: Iterable[tuple[Measurable, Fraction]]) -> tuple[Measurable, Fraction]:
    """Return the weighted mean of what was scored, and the weight of that."""
    known = [(value.value, weight) for value, weight in pairs if isinstance(value, Quantity)]
    covered = sum((weight for _, weight in known), Fraction(0))
    if not covered:
        return NotMeasured("no-data"), covered
    return Quantity(sum((value * weight for value, weight in known), Fraction(0)) / covered, Unit.SCORE), covered


def _line(rule: Feedback, dimension: str, cells: Mapping[tuple[str, str], Measurable]) -> FeedbackLine:
    mine = tuple((rater, cells[rater, dimension]) for rater in rule.raters)
    score, _ = _weighted((value, rule.raters[rater]) for rater, value in mine)
    return FeedbackLine(dimension, rule.dimensions[dimension], score, mine)


def _operands(
    given: Filed | None,
    person: str,
    rows: list[Mapping[str, Cell]],
    cells: Mapping[tuple[str, str], Measurable],
    weights: Mapping[tuple[str, str], Fraction],
) -> tuple[Step, ...]:
    dated = given.dated if given else ""
    spans = tuple(dict.fromkeys(text(row, dated) for row in rows))
    return tuple(
        Step(
            f"{dimension} by {rater}",
            value,
            f"weight {plain(weights[rater, dimension] * 100, 2)} %",
            rows=Rows(TABLE, where={"person": (person,), dated: spans, "rater": (rater,), "dimension": (dimension,)})
            if isinstance(value, Quantity)
            else None,
        )
        for (rater, dimension), value in cells.items()
    )


def _step(
    rule: Feedback, person: str, total: Measurable, operands: tuple[Step, ...], covered: Fraction, unweighed: int
) -> Step:
    formula = "Σ weight × score ÷ Σ weight of what was scored"
    if covered < 1:
        formula += f"; {plain((1 - covered) * 100, 2)} % of the weight was not scored"
    if unweighed:
        formula += f"; {unweighed} scores are of raters or dimensions that the plan does not weigh"
    return Step("feedback", total, formula, operands, f"talent/{rule.id}", english(rule.because), (rule.place,))
