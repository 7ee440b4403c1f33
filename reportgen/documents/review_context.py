"""A standing → results in context: how it is made up, what came in and what is overdue, the pipeline, the pay tiers."""

from __future__ import annotations

from reportgen.documents.breakdowns import funnel_entry, slice_table, stage_name, telling_slices, told_stages
from reportgen.documents.gaps import gap_chart, gap_of
from reportgen.documents.review_parts import month_chart, sells
from reportgen.documents.wording import label_of, named, say
from reportgen.model.document import Chart, DataTable, Paragraph, Part, Series, TableColumn, TableRow, Value
from reportgen.model.measured import ComponentResult, Measured, SliceTable, Standing
from reportgen.model.pay_kinds import ExcessLadder, Ladder
from reportgen.model.plan import BandSlice, valid
from reportgen.model.quantity import Measurable, Quantity, Unit, money, percent
from reportgen.model.variance_rules import ByNewness


def glance(measured: Measured, standing: Standing) -> tuple[Part, ...]:
    """Return the months against target and last year, and beside them the way from the target to what came.

    Nothing of who sells nothing and is not asked to.
    """
    if not sells(measured, standing):
        return ()
    gap = gap_of(measured, standing.subject)
    months = month_chart(measured, standing)
    return (months, gap_chart(measured, gap)) if gap else (months,)


def make_up(measured: Measured, standing: Standing) -> tuple[Part, ...]:
    """Return what the result is made up of: a table a slice, new and existing customers, each half a page wide."""
    parts: list[Part] = [
        slice_table(entry, found, "compact", narrow=True) for entry, found in telling_slices(measured, standing)
    ]
    newness = newness_table(measured, standing)
    return (*parts, *((newness,) if newness else ()))


def newness_table(measured: Measured, standing: Standing) -> DataTable | None:
    """Return new and existing customers, each against its part of the target; None where the plan asks for none."""
    rules = valid(measured.plan.variance, measured.period.end)
    found = measured.variance[standing.subject].bridges if standing.subject in measured.variance else ()
    bridge = next((each for each in found if isinstance(rules.get(each.driver), ByNewness)), None)
    if bridge is None:
        return None
    columns = (
        TableColumn("label", named(rules[bridge.driver].name)),
        TableColumn("target", say("column.target"), "end", "compact"),
        TableColumn("actual", say("column.actual"), "end", "compact"),
        TableColumn("gap", say("column.gap"), "end", "compact"),
    )
    rows = tuple(TableRow((say(f"bridge.{part.label}"), part.before, part.after, part.amount)) for part in bridge.parts)
    change = Quantity(bridge.end.value - bridge.start.value, bridge.end.unit, bridge.end.currency)
    foot = TableRow((say("column.total"), bridge.start, bridge.end, change), emphasis=True)
    return DataTable("newness", say("newness.title"), columns, rows, foot, narrow=True)


def cash(measured: Measured, standing: Standing) -> tuple[Part, ...]:
    """Return what is overdue by age beside last year's, one chart a slice by bands of money."""
    entries = valid(measured.plan.slices, measured.period.end)
    found = ((entries.get(each.slice), each) for each in standing.slices)
    return tuple(
        chart for entry, table in found if isinstance(entry, BandSlice) and (chart := _ages(entry, table)) is not None
    )


def _ages(entry: BandSlice, table: SliceTable) -> Chart | None:
    """A bar for now and one for a year before, stacked of the bands in the plan's order; money alone is stacked."""
    if not isinstance(table.total, Quantity) or table.total.unit is not Unit.MONEY or not table.total.value:
        return None
    rows = {row.label: row for row in table.rows}
    nothing = Quantity(table.total.value * 0, table.total.unit, table.total.currency)
    series = []
    for band in entry.bands:
        row = rows.get(band.label)
        values: tuple[Measurable, ...] = (row.actual, row.year_before) if row else (nothing, nothing)
        series.append(Series(band.label, label_of(entry.labels, band.label), values))
    known = any(isinstance(each.values[1], Quantity) and each.values[1].value for each in series)
    if not known:
        series = [Series(each.key, each.label, each.values[:1]) for each in series]
    names: tuple[Value, ...] = (say("ageing.now"), say("ageing.last-year")) if known else (say("ageing.now"),)
    title = say("ageing.title", name=named(entry.name))
    return Chart(f"ageing-{entry.id}", "ageing", title, names, tuple(series), say("ageing.alt", total=table.total))


def pipeline(measured: Measured, standing: Standing) -> tuple[Part, ...]:
    """Return the open deals by stage, and what they are beside what closed and what is still to be sold."""
    entry, found = funnel_entry(measured), standing.funnel
    if entry is None or found is None:
        return ()
    open_ = [row for row in told_stages(found) if row.state == "open"]
    if not open_:
        return (Paragraph("pipeline", say("pipeline.none")),) if sells(measured, standing) else ()
    names = tuple(say("pipeline.stage", stage=stage_name(entry, row.stage), count=row.count) for row in open_)
    series = Series("actual", say("column.value"), tuple(row.value for row in open_))
    alt = say("pipeline.alt", count=sum(row.count for row in open_))
    return (Chart("pipeline", "funnel", say("pipeline.title"), names, (series,), alt),)


def pipeline_sentence(standing: Standing) -> Paragraph | None:
    """Say how many deals closed and how many of them were won, and how far what is open covers the year's target."""
    if standing.funnel is None:
        return None
    closed = {row.state: row for row in standing.funnel.stages if row.state != "open"}
    won, lost = closed.get("won"), closed.get("lost")
    if won is None or lost is None or not any(row.count for row in standing.funnel.stages):
        return None
    text = say("pipeline.closed", won=won.count, amount=won.value, lost=lost.count, missed=lost.value)
    anything = any(row.state == "open" for row in told_stages(standing.funnel))
    detail = standing.funnel.detail() if standing.funnel.detail and anything else None
    if detail is not None and isinstance(detail.coverage, Quantity):
        text = say("pipeline.coverage", closed=text, coverage=detail.coverage)
    return Paragraph("pipeline-closed", text)


def pay_tiers(measured: Measured, person: str) -> DataTable | None:
    """Return how far it is to the next tier of each component that rates by what was reached; None where none does."""
    statement = measured.statements.get(person)
    if statement is None or not statement.columns:
        return None
    rows = tuple(row for each in statement.columns[-1].components if (row := _next_tier(each, statement.currency)))
    if not rows:
        return None
    columns = (
        TableColumn("component", say("tier.component")),
        TableColumn("reached", say("tier.reached"), "end", "compact"),
        TableColumn("threshold", say("tier.next"), "end", "compact"),
        TableColumn("missing", say("tier.missing"), "end"),
        TableColumn("rate", say("tier.rate"), "end"),
    )
    return DataTable("tiers", say("tier.title"), columns, rows, narrow=True)


def _next_tier(found: ComponentResult, currency: str) -> TableRow | None:
    """The row of a ladder whose tiers are cut at sums of money; none where the highest is reached."""
    kind = found.component.rule
    ladder = isinstance(kind, ExcessLadder) or (isinstance(kind, Ladder) and kind.mode in ("marginal", "whole"))
    if not ladder or getattr(kind, "amounts", False) or not found.lines:
        return None
    line = found.lines[-1]
    ahead = [part for part in line.parts if part.start > line.base and part.unit == "money" and not part.sums]
    if not ahead:
        return None
    following = min(ahead, key=lambda part: part.start)
    return TableRow(
        (
            named(found.component.name),
            money(line.base, currency),
            money(following.start, currency),
            money(following.start - line.base, currency),
            percent(following.rate),
        )
    )
