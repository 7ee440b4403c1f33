"""A person's scorecard from their figures.

Weights renormalised over what was measured, scores capped as the plan says.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from reportgen.model.kpi_kinds import Curve, Linear, Threshold
from reportgen.model.measured import Figure, Presence, ScoreLine, ScoreResult, Subject
from reportgen.model.money import plain
from reportgen.model.plan import Scorecard, english
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, Unit, percent
from reportgen.model.step import Step


def score(
    scorecard: Scorecard, figures: Mapping[str, Figure], subject: Subject, part: Presence | None = None
) -> ScoreResult:
    """Score weight × attainment × 100 a line, attainment held between the card's floor and cap.

    A KPI that was not measured has no score; its weight is spread over the others in proportion. Where nothing was
    measured, there is no total and the weights stay as the plan has them.
    """
    lines = [(weight, figures[weight.kpi]) for weight in scorecard.weights if weight.kpi in figures]
    measured = sum((w.weight for w, f in lines if isinstance(f.attainment, Quantity)), Fraction(0))
    scored = tuple(_line(figure, weight.weight, measured, scorecard) for weight, figure in lines)
    explained = partial(_step, scorecard, scored, measured, part)
    return ScoreResult(scorecard.id, scorecard.since, scored, _total(scored), explained, subject, part)


def _line(figure: Figure, weight: Fraction, measured: Fraction, scorecard: Scorecard) -> ScoreLine:
    effective = weight / measured if measured else weight
    if isinstance(figure.attainment, NotMeasured):
        absent = NotMeasured(figure.attainment.reason)
        return ScoreLine(figure, weight, absent if measured else percent(effective), absent)
    held = curved(figure.attainment.value, scorecard.curves.get(figure.kpi.id) or plain_line(scorecard))
    return ScoreLine(figure, weight, percent(effective), Quantity(effective * held * 100, Unit.SCORE))


def plain_line(scorecard: Scorecard) -> Linear:
    """Return the line along which a card scores what has no curve of its own."""
    return Linear(floor=scorecard.floor, cap=scorecard.cap)


def curved(reached: Fraction, curve: Curve) -> Fraction:
    """Return the score of an attainment (1 is the full weight), compared exactly."""
    if isinstance(curve, Linear):
        return min(max(reached, curve.floor), curve.cap)
    if isinstance(curve, Threshold):
        return min(reached, curve.cap) if reached >= curve.start else Fraction(0)
    passed = [point.score for point in curve.points if reached >= point.start]
    return passed[-1] if passed else Fraction(0)


def _total(lines: tuple[ScoreLine, ...]) -> Measurable:
    scores = [line.score.value for line in lines if isinstance(line.score, Quantity)]
    return Quantity(sum(scores, Fraction(0)), Unit.SCORE) if scores else NotMeasured("no-data")


def _step(scorecard: Scorecard, lines: tuple[ScoreLine, ...], measured: Fraction, part: Presence | None) -> Step:
    operands = tuple(_line_step(scorecard, line, measured) for line in lines)
    formula = "sum of the scores"
    if measured < 1:
        missing = ", ".join(line.figure.kpi.id for line in lines if isinstance(line.score, NotMeasured))
        formula += f"; the weight of what was not measured ({missing}) is spread over the rest"
    if part is not None:
        formula += f"; of {part.first} to {part.last}, {part.days} of {part.whole} days"
    because = english(scorecard.because)
    return Step("score", _total(lines), formula, operands, f"scorecards/{scorecard.id}", because, (scorecard.place,))


def _line_step(scorecard: Scorecard, line: ScoreLine, measured: Fraction) -> Step:
    """Return a line with its weight, what it counts after renormalising, and the curve where it has one of its own."""
    own = scorecard.curves.get(line.figure.kpi.id)
    held = type(own).__name__.lower() if own else "held between floor and cap"
    weight = Step("weight", percent(line.weight))
    if not isinstance(line.score, Quantity):
        return Step(f"score {line.figure.kpi.id}", line.score, "not scored", (line.figure.step, weight))
    spread = f"weight ÷ {plain(measured * 100, 4)} %, all weight that was measured" if measured < 1 else "weight"
    effective = Step("effective weight", line.effective, spread, (weight,))
    formula = f"effective weight × attainment ({held}) × 100"
    return Step(f"score {line.figure.kpi.id}", line.score, formula, (line.figure.step, effective))
