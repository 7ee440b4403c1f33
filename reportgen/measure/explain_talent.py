"""What is told of people beside their figures → the trees that explain it: OKR, 360°, values, nine-box, promotion."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from reportgen.model.appraisal import CalibrationResult, Rank, Talent
from reportgen.model.measured import Measured, Subject
from reportgen.model.plan import english
from reportgen.model.quantity import count, percent
from reportgen.model.step import Step

OKR, FEEDBACK, VALUES, NINE_BOX, PROMOTION, RANK = "okr", "feedback", "values", "nine-box", "promotion", "rank"
SUCCESSORS, CALIBRATION = "successors", "calibration"
BESIDE = (OKR, FEEDBACK, VALUES, NINE_BOX, PROMOTION, RANK, SUCCESSORS, CALIBRATION)
"""What is explained only when it is asked for by name."""


def talent_steps(measured: Measured, subject: Subject) -> dict[str, Callable[[], Step]]:
    """Return what makes each explanation of a person, or the company, beside its figures; only what there is."""
    if subject.kind == "company":
        return _of_company(measured)
    if subject.id not in measured.talent:
        return {}
    found = measured.talent[subject.id]
    parts = {OKR: found.okr, FEEDBACK: found.feedback, VALUES: found.values, NINE_BOX: found.box}
    steps = {name: part.step for name, part in parts.items() if part is not None}
    made: dict[str, Callable[[], Step]] = {name: _given(step) for name, step in steps.items()}
    if found.promotions:
        made[PROMOTION] = lambda: promotion_step(found)
    if found.rank is not None:
        made[RANK] = _given(_rank(found.rank))
    return made


def _of_company(measured: Measured) -> dict[str, Callable[[], Step]]:
    made: dict[str, Callable[[], Step]] = {}
    pool, review = measured.successors, measured.calibration
    if pool is not None:
        made[SUCCESSORS] = _given(pool.step)
    if review is not None:
        made[CALIBRATION] = lambda: calibration_step(review)
    return made


def _given(step: Step) -> Callable[[], Step]:
    return lambda: step


def promotion_step(found: Talent) -> Step:
    """Return the conditions of every ladder under one heading: how many ladders' conditions are met."""
    steps = tuple(each.step for each in found.promotions)
    met = sum(each.met == "met" for each in found.promotions)
    return Step(PROMOTION, count(met), f"ladders whose conditions are met, of {len(steps)}", steps)


def _rank(rank: Rank) -> Step:
    return Step(RANK, count(rank.place), f"of {rank.of} {rank.role} who are scored")


def calibration_step(found: CalibrationResult) -> Step:
    """Return when weights are reviewed, how many scorecards are prepared, and each weight that changed."""
    rule = found.rule
    changes = tuple(
        Step(f"{each.scorecard} {each.day} {each.kpi}", percent(each.after), "weight", (_before(each.before),))
        for each in found.changes
    )
    formula = f"scorecards with new weights from {found.holds_from}; reviewed in {found.held.id}"
    because, places = english(rule.because), (rule.place,)
    return Step(CALIBRATION, count(len(found.prepared)), formula, changes, f"talent/{rule.id}", because, places)


def _before(weight: Fraction) -> Step:
    return Step("before", percent(weight))
