"""What is told of people beside their figures → `data/talent.csv`, a row a statement: for management alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from reportgen.app.figures import Part, csv_bytes, csv_text, joined, number_text
from reportgen.model.appraisal import (
    LEVELS,
    BoxResult,
    FeedbackResult,
    OkrResult,
    PromotionResult,
    SuccessorsResult,
    Talent,
)
from reportgen.model.measured import Measured
from reportgen.model.money import plain

_HEADER = ("period", "person", "what", "item", "part", "span", "value", "weight", "state")
_Row = tuple[str, str, str, str, str, str, str]
"""What, item, part, span, value, weight, state."""


def talent(measured: Measured) -> bytes:
    """Return `data/talent.csv`. Not measured is an empty value, never 0; `state` says a grade, a box, or met or not."""
    return joined(talent_parts(measured))


def talent_parts(measured: Measured) -> Iterator[Part]:
    """Yield what makes `data/talent.csv`: the header, the rows of each person, the pool."""
    yield "", "", partial(csv_bytes, _HEADER, ())
    for person in measured.talent:
        yield person, "person", partial(_talent_rows, measured, person)
    if measured.successors is not None:
        pool, when = measured.successors, measured.period.id
        yield "", "", lambda: csv_text((when, *row) for row in _pool(pool))


def _talent_rows(measured: Measured, person: str) -> bytes:
    return csv_text((measured.period.id, person, *row) for row in _person(measured.talent[person]))


def _person(found: Talent) -> Iterator[_Row]:
    if found.okr is not None:
        yield from _okr(found.okr)
    if found.feedback is not None:
        yield from _feedback(found.feedback)
    if found.values is not None:
        yield ("values", "", "", found.values.year.id, "", "", found.values.grade)
    if found.box is not None:
        box, span = found.box, found.box.span.id
        yield ("nine-box", "performance", "", span, number_text(box.performance), "", _level(box.across))
        yield ("nine-box", "potential", "", span, number_text(box.potential), "", _level(box.up))
        yield ("nine-box", "mark", "", span, "", "", box.mark)
    for promotion in found.promotions:
        yield from _promotion(promotion)
    if found.rank is not None:
        yield ("rank", found.rank.role, "", "", str(found.rank.place), "", f"of {found.rank.of}")


def _level(level: int | None) -> str:
    return "" if level is None else LEVELS[level]


def _okr(found: OkrResult) -> Iterator[_Row]:
    for objective in found.objectives:
        for result in objective.key_results:
            for when, progress in result.reviews:
                yield ("okr", result.number, objective.text, when.id, number_text(progress), "", "")
    yield ("okr", "completion", "", "", number_text(found.completion), "", "")


def _feedback(found: FeedbackResult) -> Iterator[_Row]:
    span = found.span.id
    for line in found.dimensions:
        for rater, value in line.cells:
            weight = line.weight * found.rule.raters[rater]
            yield ("feedback", line.id, rater, span, number_text(value), plain(weight, 6), "")
    yield ("feedback", "total", "", span, number_text(found.total), plain(1 - found.missing, 6), "")


def _promotion(found: PromotionResult) -> Iterator[_Row]:
    for each in found.evidence:
        for span, value, met in each.spans:
            yield ("promotion", found.ladder.id, each.requirement.figure, span.id, number_text(value), "", met.value)
    yield ("promotion", found.ladder.id, "", "", "", "", found.met.value)


def _pool(found: SuccessorsResult) -> Iterator[tuple[str, ...]]:
    for line in found.lines:
        for readiness, people in line.people.items():
            for person in people:
                yield (person, "successor", line.line, "", "", "", "", readiness)
        for person in line.gone:
            yield (person, "successor", line.line, "", "", "", "", "left")


def beside(measured: Measured, cells: Mapping[str, str], field: str) -> object:
    """Return one statement about a person, as rule cases expect it; None where there is none.

    `of` narrows the OKR to a key result, the feedback to a dimension, and names the ladder of a promotion.
    """
    found, of = measured.talent.get(cells["subject"]), cells.get("of", "")
    if found is None:
        return None
    if field in ("promotion", "reached"):
        return _conditions(found, of, cells.get("kpi", ""), field)
    if field in ("nine_box", "mark"):
        return _box(found.box, field)
    if field == "okr":
        return _completed(found.okr, of)
    if field.startswith("feedback"):
        return _asked(found.feedback, of, field)
    if field == "values":
        return found.values.grade if found.values else None
    return f"{found.rank.place} of {found.rank.of}" if found.rank else None


def _completed(found: OkrResult | None, number: str) -> object:
    if found is None:
        return None
    results = {one.number: one.mean for each in found.objectives for one in each.key_results}
    return results.get(number) if number else found.completion


def _conditions(found: Talent, ladder: str, figure: str, field: str) -> object:
    mine = next((each for each in found.promotions if each.ladder.id == ladder), None)
    if mine is None:
        return None
    needed = [each for each in mine.evidence if each.requirement.figure == figure]
    if field == "promotion":
        return (needed[0].met if needed else mine.met).value
    return f"{needed[0].reached} of {len(needed[0].spans)}" if needed else None


def _box(box: BoxResult | None, field: str) -> object:
    if box is None:
        return None
    return box.mark or None if field == "mark" else f"{_level(box.across) or 'none'} × {_level(box.up) or 'none'}"


def _asked(found: FeedbackResult | None, dimension: str, field: str) -> object:
    if found is None:
        return None
    if field == "feedback_missing":
        return found.missing
    lines = {line.id: line.score for line in found.dimensions}
    return lines.get(dimension) if dimension else found.total
