"""What the inputs themselves are like → the analysis's section on data: the plan's KPIs of it, and what is nobody's."""

from __future__ import annotations

from dataclasses import fields

from reportgen.documents.meeting_figures import measure_metric
from reportgen.documents.wording import named, say, status_word
from reportgen.model.document import DataTable, Metric, Metrics, Paragraph, Part, Section, TableColumn, TableRow
from reportgen.model.measured import Figure, Measured, Status
from reportgen.model.plan import valid
from reportgen.model.quantity import Quantity

TABLE = "data_quality"
"""The kind of table that tells how clean the customers' records are."""


def data_quality(measured: Measured) -> Section | None:
    """The records counted, the KPIs that rest on them, whose rows are nobody's, and whose papers were held back."""
    parts: list[Part] = []
    counted = _counted(measured)
    if counted:
        parts.append(Metrics("records", counted))
    figures = _figures(measured)
    if figures:
        parts.append(_table(figures))
    if isinstance(measured.unassigned, Quantity) and measured.unassigned.value:
        parts.append(Paragraph("nobody", say("analysis.data.nobody", amount=measured.unassigned), Status.WATCH))
    held = len({each.subject for each in measured.skipped})
    if held:
        parts.append(Paragraph("held", say("analysis.data.held", count=held), Status.ALARM))
    return Section("data", say("analysis.data"), None, tuple(parts)) if parts else None


def _counted(measured: Measured) -> tuple[Metric, ...]:
    measures = valid(measured.plan.measures, measured.period.end).values()
    found = [measured.counts[each.id] for each in measures if each.table == TABLE and each.id in measured.counts]
    return tuple(measure_metric(each) for each in found if isinstance(each.actual, Quantity))[:5]


def _figures(measured: Measured) -> list[Figure]:
    """Return the KPIs that rest on the records' table."""
    measures = valid(measured.plan.measures, measured.period.end)
    names = {name for name, measure in measures.items() if measure.table == TABLE}
    kpis = valid(measured.plan.kpis, measured.period.end).values()
    wanted = [
        kpi.id
        for kpi in kpis
        if any(
            getattr(kpi.kind, part.name) in names
            for part in fields(kpi.kind)
            if isinstance(getattr(kpi.kind, part.name), str)
        )
    ]
    return [measured.company.figures[name] for name in wanted if name in measured.company.figures]


def _table(figures: list[Figure]) -> DataTable:
    columns = (
        TableColumn("kpi", say("column.kpi")),
        TableColumn("target", say("column.target"), "end"),
        TableColumn("actual", say("column.actual"), "end"),
        TableColumn("previous", say("column.last-period"), "end"),
        TableColumn("attainment", say("column.attainment"), "end"),
        TableColumn("status", say("column.status")),
    )
    rows = tuple(
        TableRow(
            (
                named(each.kpi.name),
                each.target,
                each.actual,
                each.previous,
                each.attainment,
                status_word(each.status),
            ),
            each.status,
        )
        for each in figures
    )
    return DataTable("data-figures", say("analysis.data.figures"), columns, rows)
