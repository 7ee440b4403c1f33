"""The company's KPIs → one table against target and past, for the deck, the analysis and whoever else lists them."""

from __future__ import annotations

from reportgen.documents.wording import listed_figures, named, say, status_word
from reportgen.model.document import DataTable, Message, TableColumn, TableRow, Value
from reportgen.model.measured import Figure, Measured


def figures_table(
    measured: Measured, title: Message, *, to_date: bool = False, note: Message | None = None
) -> DataTable:
    """Return the KPIs that the plan lists, held against target, the period before, last year and the year to date."""
    columns = (
        TableColumn("kpi", say("column.kpi")),
        TableColumn("target", say("column.target"), "end", "compact"),
        TableColumn("actual", say("column.actual"), "end", "compact"),
        TableColumn("attainment", say("column.attainment"), "end"),
        TableColumn("previous", say("column.last-period"), "end", "compact"),
        TableColumn("year-before", say("column.last-year"), "end", "compact"),
        *((TableColumn("to-date", say("analysis.to-date"), "end", "compact"),) if to_date else ()),
        TableColumn("status", say("column.status")),
    )
    listed = listed_figures(measured, measured.company)
    rows = tuple(TableRow(_cells(each, to_date), each.status) for each in listed)
    return DataTable("figures", title, columns, rows, note=note)


def _cells(figure: Figure, to_date: bool) -> tuple[Value, ...]:
    return (
        named(figure.kpi.name),
        figure.target,
        figure.actual,
        figure.attainment,
        figure.previous,
        figure.year_before,
        *((figure.year_to_date,) if to_date else ()),
        status_word(figure.status),
    )
