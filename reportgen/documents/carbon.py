"""The kilograms that the inputs report → the carbon report: by source, by month, against last year and the target."""

from __future__ import annotations

from reportgen.documents.breakdowns import added
from reportgen.documents.meeting_figures import kpi_metric, measure_metric
from reportgen.documents.wording import change, frame, grain_key, joined, named, say, share_of, status_word
from reportgen.model.counts import Counted, Span
from reportgen.model.document import (
    Chart,
    DataTable,
    Document,
    Metrics,
    Paragraph,
    Part,
    Section,
    Series,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Figure, Measured, Status
from reportgen.model.meetings import Statement
from reportgen.model.period import month_of, parts
from reportgen.model.plan import Sum, valid
from reportgen.model.quantity import Measurable, NotMeasured, Quantity

REPORT = "carbon_report"
"""What the plan's meetings call this document."""


def has_carbon(measured: Measured) -> bool:
    """Tell whether there is anything to report: the plan names sources, and the inputs know one of them."""
    return any(isinstance(counted.actual, Quantity) and _rows(counted) for _, counted in _sources(measured))


def carbon(measured: Measured) -> Document:
    """Compose the carbon report of a period."""
    sources = _sources(measured)
    sections = (_headline(measured, sources), _by_month(measured, sources), _small_print(measured, sources))
    heading = say(grain_key("carbon.heading", measured.period), period=measured.period)
    title = named(measured.plan.company.name)
    return frame(measured, "carbon", "", title, heading, sections, facts=(say("carbon.fact"),), draft=False)


def _asked(measured: Measured) -> tuple[str, ...]:
    rules = valid(measured.plan.meetings, measured.period.end).values()
    found = [rule for rule in rules if isinstance(rule, Statement) and rule.document == REPORT]
    return found[0].figures if found else ()


def _sources(measured: Measured) -> list[tuple[Figure, Counted]]:
    """Return the sources: the report's KPIs that are sums, with the measure each of them sums."""
    figures = [measured.company.figures[name] for name in _asked(measured) if name in measured.company.figures]
    return [
        (each, measured.counts[each.kpi.kind.measure])
        for each in figures
        if isinstance(each.kpi.kind, Sum) and each.kpi.kind.measure in measured.counts
    ]


def _changes(measured: Measured) -> list[Figure]:
    """Return the report's other KPIs: those held against a target."""
    sums = {figure.kpi.id for figure, _ in _sources(measured)}
    names = [name for name in _asked(measured) if name not in sums]
    return [measured.company.figures[name] for name in names if name in measured.company.figures]


def _months(measured: Measured, counted: Counted) -> tuple[Span, ...]:
    return tuple(span for span in counted.months if span.first in measured.period)


def _rows(counted: Counted) -> int:
    return sum(span.rows for span in counted.months)


def _headline(measured: Measured, sources: list[tuple[Figure, Counted]]) -> Section:
    now, then = added([c.actual for _, c in sources]), added([c.year_before for _, c in sources])
    reported: list[Part] = [Paragraph("total", say("carbon.total", total=now))]
    moved = share_of(change(now, then), then)
    if isinstance(moved, Quantity) and isinstance(now, Quantity) and moved.value:
        share = Quantity(abs(moved.value), moved.unit)
        key = "carbon.total.down" if moved.value < 0 else "carbon.total.up"
        reported = [Paragraph("total", say(key, total=now, share=share, before=then))]
    for each in _changes(measured):
        if isinstance(each.actual, Quantity) and isinstance(each.target, Quantity):
            values: dict[str, Value] = {"kpi": named(each.kpi.name), "actual": each.actual, "target": each.target}
            text = say("carbon.held", **values, state=status_word(each.status))
            reported.append(Paragraph(f"held-{each.kpi.id}", text, each.status))
    metrics = [measure_metric(counted) for _, counted in sources]
    metrics += [kpi_metric(figure) for figure in _changes(measured)]
    reported.append(Metrics("figures", tuple(metrics[:5])))
    reported.append(_table(sources, now, then))
    return Section("headline", say("carbon.section.headline"), None, tuple(reported))


def _table(sources: list[tuple[Figure, Counted]], now: Measurable, then: Measurable) -> DataTable:
    columns = (
        TableColumn("source", say("carbon.source")),
        TableColumn("actual", say("column.actual"), "end"),
        TableColumn("share", say("column.share"), "end"),
        TableColumn("previous", say("column.last-period"), "end"),
        TableColumn("year-before", say("column.last-year"), "end"),
        TableColumn("change", say("column.change"), "end"),
        TableColumn("moved", say("carbon.moved"), "end"),
    )
    rows = tuple(
        TableRow(
            (
                named(figure.kpi.name),
                counted.actual,
                share_of(counted.actual, now),
                counted.previous,
                counted.year_before,
                change(counted.actual, counted.year_before),
                share_of(change(counted.actual, counted.year_before), counted.year_before),
            )
        )
        for figure, counted in sources
    )
    before = added([counted.previous for _, counted in sources])
    cells = (say("column.total"), now, None, before, then, change(now, then), share_of(change(now, then), then))
    foot = TableRow(cells, emphasis=True)
    return DataTable("sources", say("carbon.sources"), columns, rows, foot, note=say("carbon.unit"))


def _by_month(measured: Measured, sources: list[tuple[Figure, Counted]]) -> Section:
    """A stacked bar a month, and the same figures as a table; a month that nobody reported says so."""
    months = parts(measured.period, "month")
    known = {figure.kpi.id: {span.first: span for span in _months(measured, counted)} for figure, counted in sources}
    series = tuple(
        Series(
            figure.kpi.id,
            named(figure.kpi.name),
            tuple(_told(known[figure.kpi.id].get(month.start)) for month in months),
        )
        for figure, _ in sources
    )
    alt = say("carbon.months.alt", count=len(months))
    chart = Chart("months", "ageing", say("carbon.months"), tuple(months), series, alt)
    columns = (
        TableColumn("month", say("dealer.month")),
        *(TableColumn(figure.kpi.id, named(figure.kpi.name), "end") for figure, _ in sources),
        TableColumn("total", say("column.total"), "end"),
    )
    rows = []
    for month in months:
        values = [_told(known[figure.kpi.id].get(month.start)) for figure, _ in sources]
        rows.append(TableRow((month, *values, added(values))))
    table = DataTable("by-month", say("carbon.by-month"), columns, tuple(rows), note=say("carbon.unit"))
    gaps = [
        Paragraph(
            f"gap-{index}", say("carbon.gap", source=named(figure.kpi.name), month=month_of(span.first)), Status.WATCH
        )
        for index, (figure, counted) in enumerate(sources)
        for span in _months(measured, counted)
        if not span.rows
    ]
    return Section("by-month", say("carbon.by-month"), None, (chart, table, *gaps))


def _told(span: Span | None) -> Measurable:
    """Return a month's kilograms; a month without a row was not reported, which is not 0."""
    return span.value if span is not None and span.rows else NotMeasured("no-data")


def _small_print(measured: Measured, sources: list[tuple[Figure, Counted]]) -> Section:
    reasons = dict.fromkeys(tuple(figure.kpi.because.items()) for figure in _changes(measured))
    tables = dict.fromkeys(counted.measure.table for _, counted in sources)
    files = dict.fromkeys(file.rsplit("/", 1)[-1] for table in tables for file in measured.sources.get(table, ()))
    texts = [say("carbon.small.method"), *(say("dealer.because", text=named(dict(reason))) for reason in reasons)]
    texts.append(
        say("carbon.small.files", files=joined("files.and", [*map(Verbatim, files)]), cut_off=measured.cut_off)
    )
    told = tuple(Paragraph(f"text-{index}", text) for index, text in enumerate(texts))
    return Section("small-print", say("review.section.small-print"), None, told)
