"""A ladder's requirements and a person's figures → a promotion's conditions, met or not, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.measure.talent.figures import Spoken
from reportgen.measure.talent.spans import last_in_a_row, months_up_to
from reportgen.model.appraisal import Evidence, Met, PromotionResult
from reportgen.model.measured import Figure, Subject
from reportgen.model.money import plain
from reportgen.model.people import Person
from reportgen.model.period import Period
from reportgen.model.plan import Kpi, Text, english, valid
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, Unit, count
from reportgen.model.step import Step
from reportgen.model.talent import Ladder, Requirement


def promotion(ladder: Ladder, spoken: Spoken, person: Person, period: Period) -> PromotionResult:
    """Return a ladder's conditions as they stand on the last day that the person was there in a period."""
    evidence = tuple(_evidence(each, spoken, person, period) for each in ladder.needs)
    met = all_of(tuple(each.met for each in evidence))
    at, following = _steps(ladder, _role(spoken, person, period))
    reached = sum(each.met is Met.YES for each in evidence)
    step = Step(
        f"{ladder.id}: {_words(met)}",
        count(reached),
        f"of {len(evidence)} requirements",
        tuple(_step(each, spoken, person) for each in evidence),
        f"talent/{ladder.id}",
        english(ladder.because),
        (ladder.place,),
    )
    return PromotionResult(ladder, at, following, evidence, met, step)


def all_of(conditions: tuple[Met, ...]) -> Met:
    """Return whether all conditions hold: one that does not decides, one that is unknown leaves it open."""
    if Met.NO in conditions:
        return Met.NO
    return Met.UNKNOWN if Met.UNKNOWN in conditions else Met.YES


def _role(spoken: Spoken, person: Person, period: Period) -> Text:
    assignment = person.in_period(period)
    return spoken.desk.plan.roles.get(assignment.role, {}) if assignment else {}


def _steps(ladder: Ladder, role: Text) -> tuple[Text | None, Text | None]:
    """Return the step that is called like the role, and the one above it."""
    for index, step in enumerate(ladder.steps):
        if any(role.get(language) == words for language, words in step.items()):
            return step, next(iter(ladder.steps[index + 1 :]), None)
    return None, None


def _evidence(needed: Requirement, spoken: Spoken, person: Person, period: Period) -> Evidence:
    figures = [(span, spoken.figure(needed.figure, person.id, span)) for span in _spans(needed, period)]
    spans = tuple((span, _actual(figure), _reached(figure, needed)) for span, figure in figures)
    kpi: Kpi | None = valid(spoken.desk.plan.kpis, period.end).get(needed.figure)
    name: Mapping[str, str] = kpi.name if kpi else {"en": needed.figure, "zh": needed.figure}
    of = next((figure.subject for _, figure in reversed(figures) if figure), Subject("person", person.id))
    return Evidence(needed, name, of, spans, all_of(tuple(met for *_, met in spans)))


def _spans(needed: Requirement, period: Period) -> tuple[Period, ...]:
    if needed.months:
        return (months_up_to(period.end, needed.months),)
    return last_in_a_row(period.end, needed.per, needed.in_a_row)


def _actual(figure: Figure | None) -> Measurable:
    return figure.actual if figure else NotMeasured("not-in-plan")


def _reached(figure: Figure | None, needed: Requirement) -> Met:
    actual = _actual(figure)
    if not isinstance(actual, Quantity):
        return Met.UNKNOWN
    lower = figure is not None and figure.kpi.better == "lower"
    holds = actual.value <= needed.least.value if lower else actual.value >= needed.least.value
    return Met.YES if holds else Met.NO


def _step(found: Evidence, spoken: Spoken, person: Person) -> Step:
    needed, least = found.requirement, plain(found.requirement.least.value, 2)
    if needed.least.unit is Unit.PERCENT:
        least = f"{plain(needed.least.value * 100, 2)} %"
    operands = tuple(_of_span(found, spoken, person, index) for index in range(len(found.spans)))
    name = f"{needed.figure} of the team" if found.of.kind == "team" else needed.figure
    if len(operands) == 1:
        return Step(f"{name} {operands[0].name}", operands[0].value, f"at least {least}", operands[0].operands)
    formula = f"periods that reached {least}, of {len(operands)} in a row"
    return Step(f"{name}: {_words(found.met)}", count(found.reached), formula, operands)


def _of_span(found: Evidence, spoken: Spoken, person: Person, index: int) -> Step:
    span, value, met = found.spans[index]
    figure = spoken.figure(found.requirement.figure, person.id, span)
    return Step(f"{span.id}: {_words(met)}", value, operands=(figure.step,) if figure else ())


def _words(met: Met) -> str:
    return met.value.replace("-", " ")
