"""What is told of a person beside the figures → parts of their review: OKR, 360° feedback, values, promotion."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.documents.wording import named, person_name, say, span_name
from reportgen.model.appraisal import (
    LEVELS,
    BoxResult,
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
    Box,
    DataTable,
    Message,
    NineBox,
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

    Of the nine-box it tells the person's own place, and nobody else's.
    """
    found = measured.talent.get(person)
    if found is None:
        return None
    parts = _parts(found, measured.period, person_name(measured, person), person in measured.teams)
    key = "talent.section.okr" if measured.period.grain == "month" else "talent.section"
    return Section("talent", say(key), None, parts) if parts else None


def _parts(found: Talent, period: Period, name: Value, leads: bool) -> tuple[Part, ...]:
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
        parts.append(promotion_table(found.promotions, leads))
    if found.box is not None:
        parts.append(own_box(found.box, name))
    return tuple(parts)


def own_box(found: BoxResult, name: Value) -> Part:
    """Return the nine boxes with the person in their own; a sentence where one of the two was not measured."""
    span = span_name(found.span)
    values: dict[str, Value] = {"span": span, "performance": found.performance, "potential": found.potential}
    if found.across is None or found.up is None:
        return Paragraph("nine-box", say("nine-box.own.none", **values))
    own = (2 - found.up) * 3 + found.across
    boxes = tuple(
        Box(
            say(f"nine-box.box.{LEVELS[2 - place // 3]}.{LEVELS[place % 3]}"),
            (name,) if place == own else (),
            place == own,
        )
        for place in range(9)
    )
    low, middle, high = (say(f"level.{level}") for level in LEVELS)
    return NineBox(
        "nine-box",
        say("nine-box.own.title", span=span),
        say("nine-box.across"),
        say("nine-box.up"),
        (low, middle, high),
        boxes,
        say("nine-box.own.alt", box=boxes[own].label),
        say("nine-box.own.note", mark=Verbatim(found.mark), **values) if found.mark else say("nine-box.own", **values),
    )


def okr_table(found: OkrResult) -> DataTable:
    """Return the key results under their objectives; the foot is the mean of all reviews, which the KPI is too."""
    several = any(len(result.reviews) > 1 for objective in found.objectives for result in objective.key_results)
    first = (TableColumn("objective", say("okr.objective")), TableColumn("key_result", say("okr.key-result")))
    past = (TableColumn("before", say("okr.before"), "end"), TableColumn("latest", say("okr.latest"), "end"))
    columns = (
        *first,
        *(past if several else ()),
        TableColumn("mean", say("okr.mean" if several else "okr.latest"), "end"),
    )
    rows = tuple(row for objective in found.objectives for row in _objective(objective, several))
    foot = TableRow((say("okr.completion"), *(None,) * (len(columns) - 2), found.completion), emphasis=True)
    return DataTable("okr", say("okr.title"), columns, rows, foot, note=say("okr.note"))


def _objective(objective: ObjectiveResult, several: bool) -> list[TableRow]:
    name: Value = Verbatim(objective.text) if objective.text else say("slice.none")
    if not objective.key_results:
        past = (None, None) if several else ()
        return [TableRow((name, say("okr.no-key-result"), *past, NotMeasured("no-data")))]
    return [
        _key_result(result, name if index == 0 else None, several) for index, result in enumerate(objective.key_results)
    ]


def _key_result(result: KeyResult, objective: Value, several: bool) -> TableRow:
    before = result.before if len(result.reviews) > 1 else None
    past = (before, result.latest) if several else ()
    return TableRow((objective, Verbatim(result.text), *past, result.mean))


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


def promotion_table(found: Sequence[PromotionResult], leads: bool = False) -> DataTable:
    """Return each ladder's conditions with the figures that show whether they are met.

    Of who leads a team the review's figures are the team's: what is their own says so.
    """
    columns = (
        TableColumn("needed", say("promotion.needed")),
        TableColumn("evidence", say("promotion.evidence")),
        TableColumn("status", say("promotion.state")),
    )
    rows = tuple(row for each in found for row in _ladder(each, leads))
    return DataTable("promotion", say("promotion.title"), columns, rows, note=say("promotion.note"))


def _ladder(found: PromotionResult, leads: bool) -> list[TableRow]:
    head: Value = named(found.ladder.name)
    if found.at is not None and found.next is not None:
        head = say("promotion.step", ladder=head, at=named(found.at), next=named(found.next))
    elif found.at is not None:
        head = say("promotion.top", ladder=head, at=named(found.at))
    whole = TableRow((head, None, _state(found.met)), emphasis=True)
    return [whole, *(TableRow((_needed(each, leads), _shown(each), _state(each.met))) for each in found.evidence)]


def _state(met: Met) -> Message:
    return say(f"promotion.{met.value}")


def _needed(found: Evidence, leads: bool) -> Message:
    needed: Requirement = found.requirement
    name: Value = named(found.name)
    if found.of.kind == "team" or leads:
        name = say("promotion.of-team" if found.of.kind == "team" else "promotion.own", name=name)
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
    if isinstance(value, NotMeasured) and value.reason == "no-target":
        # A dash, which a table has for it, would say nothing in a sentence.
        return say("promotion.no-target", span=span_name(span))
    return say("promotion.figure", span=span_name(span), value=value)
