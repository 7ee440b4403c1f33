"""What is told of a person beside the figures → parts of their review: OKR, 360° feedback, values, promotion."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.documents.wording import named, say, span_name
from reportgen.model.appraisal import (
    Evidence,
    FeedbackLine,
    FeedbackResult,
    KeyResult,
    Met,
    ObjectiveResult,
    OkrResult,
    PromotionResult,
    Talent,
)
from reportgen.model.document import (
    DataTable,
    Message,
    Paragraph,
    Part,
    Section,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Measured
from reportgen.model.period import Period
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, Unit, percent
from reportgen.model.talent import Feedback, Requirement


def beside(measured: Measured, person: str) -> Section | None:
    """Return what stands beside a person's KPIs; None where there is nothing. A month has the OKR alone.

    The nine-box is not told here: it is the management's.
    """
    found = measured.talent.get(person)
    if found is None:
        return None
    parts = _parts(found, measured.period)
    key = "talent.section.okr" if measured.period.grain == "month" else "talent.section"
    return Section("talent", say(key), None, parts) if parts else None


def _parts(found: Talent, period: Period) -> tuple[Part, ...]:
    parts: list[Part] = []
    if found.okr is not None and found.okr.objectives:
        parts.append(okr_table(found.okr))
    if period.grain == "month":
        return tuple(parts)
    if found.feedback is not None and found.feedback.scores:
        parts.append(feedback_table(found.feedback))
    elif found.feedback is not None:
        parts.append(Paragraph("feedback", say("feedback.none", span=span_name(found.feedback.span))))
    if found.values is not None:
        text = say("values.grade", grade=Verbatim(found.values.grade), year=found.values.year)
        parts.append(Paragraph("values", text))
    if found.promotions:
        parts.append(promotion_table(found.promotions))
    return tuple(parts)


def okr_table(found: OkrResult) -> DataTable:
    """Return the key results under their objectives; the foot is the mean of all reviews, which the KPI is too."""
    columns = (
        TableColumn("objective", say("okr.objective")),
        TableColumn("key_result", say("okr.key-result")),
        TableColumn("before", say("okr.before"), "end"),
        TableColumn("latest", say("okr.latest"), "end"),
        TableColumn("mean", say("okr.mean"), "end"),
    )
    rows = tuple(row for objective in found.objectives for row in _objective(objective))
    foot = TableRow((say("okr.completion"), None, None, None, found.completion), emphasis=True)
    return DataTable("okr", say("okr.title"), columns, rows, foot, note=say("okr.note"))


def _objective(objective: ObjectiveResult) -> list[TableRow]:
    name: Value = Verbatim(objective.text) if objective.text else say("slice.none")
    if not objective.key_results:
        return [TableRow((name, say("okr.no-key-result"), None, None, NotMeasured("no-data")))]
    return [_key_result(result, name if index == 0 else None) for index, result in enumerate(objective.key_results)]


def _key_result(result: KeyResult, objective: Value) -> TableRow:
    before = result.before if len(result.reviews) > 1 else None
    return TableRow((objective, Verbatim(result.text), before, result.latest, result.mean))


def feedback_table(found: FeedbackResult) -> DataTable:
    """Return what each group of raters said of each dimension; no rater has a name here."""
    rule = found.rule
    raters = tuple(
        TableColumn(f"rater-{index}", say("feedback.rater", name=_called(rule, rater), weight=percent(weight)), "end")
        for index, (rater, weight) in enumerate(rule.raters.items())
    )
    columns = (
        TableColumn("area", say("feedback.dimension")),
        TableColumn("weight", say("column.weight"), "end", "compact"),
        *raters,
        TableColumn("score", say("column.score"), "end"),
    )
    rows = tuple(_dimension(rule, line) for line in found.dimensions)
    foot = TableRow((say("column.total"), None, *(None,) * len(raters), found.total), emphasis=True)
    title = say("feedback.title", span=span_name(found.span))
    return DataTable("feedback", title, columns, rows, foot, note=_note(found))


def _dimension(rule: Feedback, line: FeedbackLine) -> TableRow:
    cells: tuple[Measurable, ...] = tuple(value for _, value in line.cells)
    return TableRow((_called(rule, line.id), percent(line.weight), *cells, line.score))


def _note(found: FeedbackResult) -> Message:
    """Say how the total comes to be, and aloud what nobody scored."""
    if found.missing:
        return say("feedback.note.missing", count=found.scores, missing=percent(found.missing))
    return say("feedback.note", count=found.scores)


def _called(rule: Feedback, id_: str) -> Value:
    return named(rule.names[id_]) if id_ in rule.names else Verbatim(id_)


def promotion_table(found: Sequence[PromotionResult]) -> DataTable:
    """Return each ladder's conditions with the figures that show whether they are met."""
    columns = (
        TableColumn("needed", say("promotion.needed")),
        TableColumn("evidence", say("promotion.evidence")),
        TableColumn("status", say("promotion.state")),
    )
    rows = tuple(row for each in found for row in _ladder(each))
    return DataTable("promotion", say("promotion.title"), columns, rows, note=say("promotion.note"))


def _ladder(found: PromotionResult) -> list[TableRow]:
    head: Value = named(found.ladder.name)
    if found.at is not None and found.next is not None:
        head = say("promotion.step", ladder=head, at=named(found.at), next=named(found.next))
    elif found.at is not None:
        head = say("promotion.top", ladder=head, at=named(found.at))
    whole = TableRow((head, None, _state(found.met)), emphasis=True)
    return [whole, *(TableRow((_needed(each), _shown(each), _state(each.met))) for each in found.evidence)]


def _state(met: Met) -> Message:
    return say(f"promotion.{met.value}")


def _needed(found: Evidence) -> Message:
    needed: Requirement = found.requirement
    name = say("promotion.of-team", name=named(found.name)) if found.of.kind == "team" else named(found.name)
    least = needed.least
    values: dict[str, Value] = {"name": name, "least": _as_figure(least, found)}
    if needed.months:
        return say("promotion.least.months", **values, count=needed.months)
    if needed.in_a_row > 1:
        return say(f"promotion.least.{needed.per}", **values, count=needed.in_a_row)
    return say("promotion.least", **values)


def _as_figure(least: Quantity, found: Evidence) -> Quantity:
    """Return a bound in the unit of the figure that it bounds, so that both are written alike."""
    unit = next((value.unit for _, value, _ in found.spans if isinstance(value, Quantity)), least.unit)
    return Quantity(least.value, unit if unit is not Unit.MONEY else least.unit)


def _shown(found: Evidence) -> Message:
    """Return the figure of every period in a row, newest first, and how many reached it."""
    shown = [_of_span(span, value) for span, value, _ in reversed(found.spans)]
    if len(found.spans) == 1:
        return shown[0]
    together = shown[-1]
    for each in reversed(shown[:-1]):
        together = say("promotion.and", first=each, rest=together)
    return say("promotion.reached", count=found.reached, all=len(found.spans), figures=together)


def _of_span(span: Period, value: Measurable) -> Message:
    return say("promotion.figure", span=span_name(span), value=value)
