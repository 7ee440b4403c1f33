"""What fell due and what came in → the analysis's section on collections: by month due, by age, by customer."""

from __future__ import annotations

from fractions import Fraction

from reportgen.documents.alarms import acting
from reportgen.documents.analysis_parts import leading_teams, team_name
from reportgen.documents.wording import alarm_name, label_of, named, say, share_of
from reportgen.model.alarms import Alarm
from reportgen.model.counts import Counted
from reportgen.model.document import (
    Chart,
    DataTable,
    Message,
    Paragraph,
    Part,
    Section,
    Series,
    TableColumn,
    TableRow,
    Value,
)
from reportgen.model.measured import Figure, Measured, SliceTable, Status
from reportgen.model.period import month_of
from reportgen.model.plan import BandSlice, Kpi, Ratio, valid
from reportgen.model.quantity import Quantity, Unit

_MONTHS, _CUSTOMERS = 6, 8


def collections(measured: Measured) -> Section | None:
    """What was due and collected, what is overdue by age, and who owes most."""
    parts: list[Part] = []
    rate = _rate(measured)
    if rate is not None:
        parts += _sentence(rate)
        parts += _by_due_month(measured, rate)
    parts += _ageing(measured)
    parts += _debtors(measured)
    return Section("cash", say("analysis.cash"), None, tuple(parts)) if parts else None


def _rate(measured: Measured) -> Figure | None:
    """Return the headline's ratio of two sums of money that are counted on days of different tables: cash ÷ due."""
    measures = valid(measured.plan.measures, measured.period.end)
    for name in measured.plan.documents.headline:
        figure = measured.company.figures.get(name)
        if figure is None or not isinstance(figure.kpi.kind, Ratio):
            continue
        over, under = measures.get(figure.kpi.kind.numerator), measures.get(figure.kpi.kind.denominator)
        if over and under and over.unit is under.unit is Unit.MONEY and over.table != under.table:
            return figure
    return None


def _sentence(rate: Figure) -> list[Part]:
    if not isinstance(rate.actual, Quantity) or not isinstance(rate.target, Quantity):
        return []
    values: dict[str, Value] = {
        "kpi": named(rate.kpi.name),
        "actual": rate.actual,
        "target": rate.target,
        "before": rate.previous,
    }
    key = "analysis.cash.rate" if isinstance(rate.previous, Quantity) else "analysis.cash.rate-alone"
    return [Paragraph("rate", say(key, **values), rate.status)]


def _by_due_month(measured: Measured, rate: Figure) -> list[Part]:
    """Return the last months: due, collected, and what of that month's due is open today."""
    due, cash = _counted(measured, rate.kpi)
    if due is None or cash is None:
        return []
    open_ = _open(measured)
    columns = (
        TableColumn("month", say("analysis.month")),
        TableColumn("due", named(due.measure.name), "end", "compact"),
        TableColumn("collected", named(cash.measure.name), "end", "compact"),
        TableColumn("share", named(rate.kpi.name), "end"),
        *((TableColumn("open", say("analysis.still-open"), "end", "compact"),) if open_ else ()),
    )
    rows = tuple(
        TableRow(
            (
                month_of(span.first),
                span.value,
                cash.months[index].value,
                share_of(cash.months[index].value, span.value),
                *((open_.months[index].value,) if open_ else ()),
            )
        )
        for index, span in enumerate(due.months)
        if index >= len(due.months) - _MONTHS and span.rows
    )
    received = named(cash.measure.name)
    note = say("analysis.cash.received", cash=received)
    if open_:
        note = say("analysis.cash.note", cash=received, day=measured.cut_off)
    return [DataTable("due-months", say("analysis.cash.months"), columns, rows, note=note)] if rows else []


def _counted(measured: Measured, kpi: Kpi) -> tuple[Counted | None, Counted | None]:
    if not isinstance(kpi.kind, Ratio):
        return None, None
    return measured.counts.get(kpi.kind.denominator), measured.counts.get(kpi.kind.numerator)


def _open(measured: Measured) -> Counted | None:
    """Return the measure whose ages the plan tells: what is open and overdue."""
    entry = next(iter(_ages(measured)), None)
    return measured.counts.get(entry[0].measure) if entry else None


def _ages(measured: Measured) -> list[tuple[BandSlice, SliceTable]]:
    """Return the plan's bands of a sum of money that reaches back: receivables by age."""
    entries = valid(measured.plan.slices, measured.period.end)
    measures = valid(measured.plan.measures, measured.period.end)
    found = []
    for table in measured.company.slices:
        entry = entries.get(table.slice)
        if isinstance(entry, BandSlice) and entry.measure in measures:
            measure = measures[entry.measure]
            if measure.unit is Unit.MONEY and measure.window:
                found.append((entry, table))
    return found


def _ageing(measured: Measured) -> list[Part]:
    """Return what is overdue by age: a bar for each leading team, and the company's bands with last year's."""
    found: list[Part] = []
    for entry, table in _ages(measured):
        chart = _age_chart(measured, entry)
        found += [chart] if chart else []
        found.append(_age_table(entry, table))
    return found


def _age_chart(measured: Measured, entry: BandSlice) -> Chart | None:
    teams = [(each, table) for each in leading_teams(measured) for table in each.slices if table.slice == entry.id]
    told = [(team, table) for team, table in teams if table.rows]
    if len(told) < 2:
        return None
    nothing = Quantity(Fraction(0), Unit.MONEY, measured.plan.company.currency)
    series = tuple(
        Series(
            band.label,
            label_of(entry.labels, band.label),
            tuple({row.label: row.actual for row in table.rows}.get(band.label, nothing) for _, table in told),
        )
        for band in entry.bands
    )
    names = tuple(team_name(measured, team) for team, _ in told)
    return Chart("ages", "ageing", say("analysis.ages"), names, series, say("analysis.ages.alt", count=len(told)))


def _age_table(entry: BandSlice, table: SliceTable) -> DataTable:
    columns = (
        TableColumn("label", named(entry.name)),
        TableColumn("actual", say("column.actual"), "end", "compact"),
        TableColumn("share", say("column.share"), "end"),
        TableColumn("year-before", say("column.last-year"), "end", "compact"),
    )
    known = {row.label: row for row in table.rows}
    ordered = [known[band.label] for band in entry.bands if band.label in known]
    rows = tuple(
        TableRow((label_of(entry.labels, row.label), row.actual, share_of(row.actual, table.total), row.year_before))
        for row in ordered
    )
    foot = TableRow((say("column.total"), table.total, None, None), emphasis=True)
    return DataTable(
        f"slice-{table.slice}", named_title(entry), columns, rows, foot, empty=say("analysis.cash.none"), narrow=True
    )


def named_title(entry: BandSlice) -> Message:
    """Return a slice's name as a title."""
    return say("analysis.named", name=named(entry.name))


def _debtors(measured: Measured) -> list[Part]:
    """Return the customers whose alerts are over most money, with who chases it."""
    found = [alarm for alarm in measured.alerts if alarm.kind == "customer" and alarm.value.unit is Unit.MONEY]
    if not found:
        return []
    found.sort(key=lambda alarm: (-alarm.value.value, alarm.subject))
    columns = (
        TableColumn("customer", say("column.customer")),
        TableColumn("amount", say("analysis.overdue"), "end", "compact"),
        TableColumn("owner", say("alarms.owner")),
        TableColumn("due", say("alarms.due")),
    )
    rows = tuple(_debtor_row(measured, alarm) for alarm in found[:_CUSTOMERS])
    rest = found[_CUSTOMERS:]
    if rest:
        amount = Quantity(sum((a.value.value for a in rest), Fraction(0)), Unit.MONEY, found[0].value.currency)
        rows = (*rows, TableRow((say("analysis.debtors.others", count=len(rest)), amount, None, None)))
    return [DataTable("debtors", say("analysis.debtors"), columns, rows)]


def _debtor_row(measured: Measured, alarm: Alarm) -> TableRow:
    who = acting(measured, alarm.owner, alarm.person)
    return TableRow((alarm_name(alarm), alarm.value, who, alarm.due), Status.NONE)
