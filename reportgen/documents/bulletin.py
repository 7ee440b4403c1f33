"""The company's period → a bulletin for the stand-up: the figures, a good case, a slogan, on one page to hang up."""

from __future__ import annotations

from reportgen.documents.analysis_parts import main_figure, year_chart
from reportgen.documents.breakdowns import added, telling_slices
from reportgen.documents.meeting_figures import agenda_figures, agenda_of, metrics_of
from reportgen.documents.wording import business_name, change, frame, grain_key, label_of, named, say
from reportgen.model.document import (
    DataTable,
    Document,
    Message,
    Metrics,
    Paragraph,
    Part,
    Section,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.entry import Text
from reportgen.model.measured import Measured, SliceTable, Status
from reportgen.model.plan import Slice
from reportgen.model.quantity import Measurable, Quantity

DOCUMENT = "bulletin"
"""What the plan's meetings call this document."""

_MOST = 6
"""Rows of a table on the bulletin, which is one page whatever the data are."""


def bulletin(measured: Measured) -> Document:
    """Compose the bulletin; it hangs where everybody sees it, so it names no person."""
    agenda = agenda_of(measured, DOCUMENT, "day")
    sections = [_figures(measured), *_case(measured), *_parts(measured)]
    slogans = [item.says for item in agenda if item.says]
    if slogans:
        sections.append(Section("slogan", say("bulletin.slogan"), None, (_slogan(slogans[0]),)))
    heading = say(grain_key("bulletin.heading", measured.period), period=measured.period)
    title = named(measured.plan.company.name)
    return frame(measured, "bulletin", "", title, heading, tuple(sections), facts=(), draft=False)


def _slogan(text: Text) -> Paragraph:
    return Paragraph("slogan", say("bulletin.say", text=named(text)))


def _figures(measured: Measured) -> Section:
    names = agenda_figures(agenda_of(measured, DOCUMENT, "day")) or measured.plan.documents.headline
    parts: list[Part] = [*_result(measured), Metrics("figures", tuple(metrics_of(measured, names))[:5])]
    if measured.company.incomplete:
        parts.insert(0, Paragraph("incomplete", say("review.incomplete"), Status.ALARM))
    return Section("figures", say("bulletin.figures"), None, (*parts, *year_chart(measured)))


def _result(measured: Measured) -> list[Part]:
    """Say how far the target is reached: what is above it, or what is missing."""
    main = main_figure(measured)
    if main is None or not isinstance(main.actual, Quantity):
        return [Paragraph("result", say("review.result.none"))]
    gap = change(main.actual, main.target)
    kpi = named(main.kpi.name)
    if not isinstance(gap, Quantity) or not isinstance(main.attainment, Quantity):
        return [Paragraph("result", say("bulletin.result.actual", kpi=kpi, actual=main.actual))]
    key = "bulletin.result.above" if gap.value >= 0 else "bulletin.result.below"
    values = {"actual": main.actual, "attainment": main.attainment}
    distance = Quantity(abs(gap.value), gap.unit, gap.currency)
    return [Paragraph("result", say(key, kpi=kpi, gap=distance, **values), main.status)]


def _case(measured: Measured) -> list[Section]:
    """The good case: the largest order, and the region furthest above last year."""
    texts: list[Message] = []
    if measured.company.deals:
        deal = measured.company.deals[0]
        values = {
            "customer": business_name(deal.customer),
            "amount": deal.amount,
            "day": deal.day,
            "order": Verbatim(deal.key),
        }
        texts.append(say("bulletin.case.deal", **values))
    best = _most_grown(measured)
    texts += [best] if best else []
    if not texts:
        return []
    parts = tuple(Paragraph(f"case-{index}", text) for index, text in enumerate(texts))
    return [Section("case", say("bulletin.case"), None, parts)]


def _most_grown(measured: Measured) -> Message | None:
    """Name the value of a slice that gained most on last year; None where nothing gained."""
    found = []
    for entry, table in telling_slices(measured, measured.company):
        for row in table.rows:
            moved = change(row.actual, row.year_before)
            if row.label and isinstance(moved, Quantity) and moved.value > 0:
                found.append((moved.value, entry.id, row.label, label_of(entry.labels, row.label), moved))
    if not found:
        return None
    *_, label, moved = max(found, key=lambda each: each[:3])
    return say("bulletin.case.grown", label=label, change=moved)


def _parts(measured: Measured) -> list[Section]:
    """The main measure by the plan's first two ways to cut it, side by side."""
    cuts = [(entry, table) for entry, table in telling_slices(measured, measured.company) if isinstance(entry, Slice)]
    tables = tuple(_cut(entry, table) for entry, table in cuts[:2])
    return [Section("parts", say("bulletin.parts"), None, tables)] if tables else []


def _cut(entry: Slice, table: SliceTable) -> DataTable:
    """Return the largest values of a slice and what they gained on last year; the rest is one row."""
    columns = (
        TableColumn("label", named(entry.name)),
        TableColumn("actual", say("column.actual"), "end", "compact"),
        TableColumn("change", say("column.change"), "end", "compact"),
    )
    shown = table.rows if len(table.rows) <= _MOST else table.rows[: _MOST - 1]
    rest = table.rows[len(shown) :]
    rows = [_row(label_of(entry.labels, row.label), row.actual, row.year_before) for row in shown]
    if rest:
        sums = (added([row.actual for row in rest]), added([row.year_before for row in rest]))
        rows.append(_row(say("slice.others", count=len(rest)), *sums))
    title = say("slice.title", name=named(entry.name))
    return DataTable(f"slice-{table.slice}", title, columns, tuple(rows), narrow=True)


def _row(label: Value, now: Measurable, then: Measurable) -> TableRow:
    return TableRow((label, now, change(now, then)))
