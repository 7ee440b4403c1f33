"""The company's pipeline → the analysis's section on deals: stages, how they move, TOP3 customers, what was lost."""

from __future__ import annotations

from reportgen.documents.breakdowns import funnel_entry, stage_name
from reportgen.documents.wording import business_name, say
from reportgen.model.document import (
    Chart,
    DataTable,
    Paragraph,
    Part,
    Section,
    Series,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Measured
from reportgen.model.plan import Funnel
from reportgen.model.pursuits import FunnelDetail, FunnelResult
from reportgen.model.quantity import Quantity, count


def funnel(measured: Measured) -> Section | None:
    """Deals by stage with their flow, the customers with most in hand, and the deals that were lost and why."""
    result, entry = measured.company.funnel, funnel_entry(measured)
    if result is None or entry is None:
        return None
    detail = result.detail() if result.detail else None
    parts: list[Part] = [*_sentences(result, detail), _stages(result, entry)]
    if detail is not None:
        parts += [*_reasons(detail), _flow(result, detail, entry), *_top(detail, entry), *_lost(detail)]
    return Section("funnel", say("analysis.funnel"), None, tuple(parts))


def _sentences(result: FunnelResult, detail: FunnelDetail | None) -> list[Part]:
    closed = {row.state: row for row in result.stages if row.state != "open"}
    found: list[Part] = []
    if isinstance(result.win_rate, Quantity):
        won, lost = closed["won"], closed["lost"]
        values: dict[str, Value] = {"won": won.count, "amount": won.value, "lost": lost.count, "missed": lost.value}
        found.append(Paragraph("closed", say("analysis.funnel.closed", **values, rate=result.win_rate)))
    if detail is not None and isinstance(detail.coverage, Quantity):
        found.append(Paragraph("coverage", say("analysis.funnel.coverage", share=detail.coverage)))
    return found


def _stages(result: FunnelResult, entry: Funnel) -> Chart:
    stages = [row for row in result.stages if row.state == "open"]
    series = (Series("actual", say("column.deals"), tuple(count(row.count) for row in stages)),)
    names = tuple(stage_name(entry, row.stage) for row in stages)
    alt = say("qbr.pipeline.alt", count=sum(row.count for row in stages))
    return Chart("stages", "funnel", say("qbr.pipeline.chart"), names, series, alt)


def _reasons(detail: FunnelDetail) -> list[Part]:
    if not detail.lost:
        return []
    series = (Series("actual", say("column.deals"), tuple(count(each.count) for each in detail.lost)),)
    names = tuple(_reason(each.reason) for each in detail.lost)
    alt = say("analysis.lost.alt", count=sum(each.count for each in detail.lost))
    return [Chart("lost-reasons", "bars", say("analysis.lost.reasons"), names, series, alt)]


def _reason(reason: str) -> Value:
    return Verbatim(reason) if reason else say("slice.none")


def _flow(result: FunnelResult, detail: FunnelDetail, entry: Funnel) -> DataTable:
    columns = (
        TableColumn("stage", say("column.stage")),
        TableColumn("count", say("column.deals"), "end"),
        TableColumn("value", say("column.value"), "end", "compact"),
        TableColumn("entered", say("analysis.entered"), "end"),
        TableColumn("conversion", say("analysis.conversion"), "end"),
        TableColumn("cycle", say("analysis.cycle"), "end"),
        TableColumn("win-rate", say("analysis.win-rate"), "end"),
    )
    flow = {each.stage: each for each in detail.flow}
    rows = []
    for row in (row for row in result.stages if row.state == "open"):
        moves = flow.get(row.stage)
        told = (moves.entered, moves.conversion, moves.cycle, moves.win_rate) if moves else (None,) * 4
        rows.append(TableRow((stage_name(entry, row.stage), row.count, row.value, *told)))
    note = say("analysis.funnel.note")
    return DataTable("flow", say("funnel.title"), columns, tuple(rows), note=note, empty=say("funnel.empty"))


def _top(detail: FunnelDetail, entry: Funnel) -> list[Part]:
    if not detail.top:
        return []
    columns = (
        TableColumn("customer", say("column.customer")),
        TableColumn("count", say("column.deals"), "end"),
        TableColumn("value", say("column.value"), "end", "compact"),
        TableColumn("furthest", say("analysis.furthest")),
    )
    rows = tuple(
        TableRow((business_name(each.name or each.customer), each.deals, each.value, stage_name(entry, each.furthest)))
        for each in detail.top
    )
    return [DataTable("top-customers", say("analysis.top"), columns, rows)]


def _lost(detail: FunnelDetail) -> list[Part]:
    if not detail.lost_deals:
        return []
    columns = (
        TableColumn("key", say("column.order")),
        TableColumn("day", say("column.date")),
        TableColumn("customer", say("column.customer")),
        TableColumn("amount", say("column.amount"), "end", "compact"),
        TableColumn("reason", say("analysis.reason")),
    )
    rows = tuple(
        TableRow((Verbatim(each.key), each.day, business_name(each.customer), each.value, _reason(each.reason)))
        for each in detail.lost_deals
    )
    title = say("analysis.lost", count=len(rows))
    return [DataTable("lost-deals", title, columns, rows)]
