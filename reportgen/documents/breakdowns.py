"""The tables that reviews and decks share: a measure cut by a slice of the plan, and the pipeline by stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from reportgen.documents.wording import change, label_of, listed, named, say, share_of
from reportgen.model.document import DataTable, Message, Precision, TableColumn, TableRow, Value
from reportgen.model.measured import Measured, SliceRow, SliceTable, Standing
from reportgen.model.plan import BandSlice, Funnel, Slice, valid
from reportgen.model.pursuits import FunnelResult, StageRow
from reportgen.model.quantity import Measurable, NotMeasured, Quantity

_MOST = 12
"""Rows of a slice that a page or slide shows; the rest is summed in one row of its own."""


def telling_slices(measured: Measured, standing: Standing) -> list[tuple[Slice | BandSlice, SliceTable]]:
    """Return the slices that tell something: of two values at least, as one alone repeats the total.

    A person is not cut by columns of their own roster rows: two values there are a transfer, not a mix.
    """
    listed = measured.plan.documents.slices
    entries = {
        name: entry
        for name, entry in valid(measured.plan.slices, measured.period.end).items()
        if not listed or name in listed
    }
    person = standing.subject.kind == "person"
    return [
        (entries[each.slice], each)
        for each in standing.slices
        if each.slice in entries and len(each.rows) > 1 and not (person and _is_roster(entries[each.slice]))
    ]


def _is_roster(entry: Slice | BandSlice) -> bool:
    return isinstance(entry, Slice) and entry.of == "person"


def slice_table(
    entry: Slice | BandSlice, found: SliceTable, precision: Precision = "full", *, narrow: bool = False
) -> DataTable:
    """Return a slice as a table: actual, share, last year and the change; the foot is the subject's own figure.

    Where nothing is known of last year, or it is not comparable, it is left out, and the note says why.
    """
    name = named(entry.name)
    past = any(isinstance(row.year_before, Quantity) for row in found.rows)
    columns = (
        TableColumn("label", name),
        TableColumn("actual", say("column.actual"), "end", precision),
        TableColumn("share", say("column.share"), "end"),
        TableColumn("year-before", say("column.last-year"), "end", precision),
        TableColumn("change", say("slice.change" if narrow else "column.change"), "end", precision),
    )[: 5 if past else 3]
    most = listed(len(found.rows), _MOST)
    shown, rest = found.rows[:most], found.rows[most:]
    rows = [_row(label_of(entry.labels, row.label), row, found.total) for row in shown]
    if rest:
        rows.append(_row(say("slice.others", count=len(rest)), _sum(rest), found.total))
    total = _sum(found.rows)
    cells = (say("column.total"), found.total, None, total.year_before, change(found.total, total.year_before))
    foot = TableRow(cells[: len(columns)], emphasis=True)
    title = say("slice.title", name=name)
    told = tuple(replace(row, cells=row.cells[: len(columns)]) for row in rows)
    note = None if past else without_last_year([row.year_before for row in found.rows])
    empty = say("slice.empty")
    return DataTable(f"slice-{found.slice}", title, columns, told, foot, note, empty, narrow)


def without_last_year(past: Iterable[Measurable]) -> Message:
    """Say why a table tells nothing of last year: nothing is known of it, or it may not be held against this one."""
    unlike = any(isinstance(value, NotMeasured) and value.reason == "not-comparable" for value in past)
    return say("slice.not-comparable" if unlike else "slice.no-last-year")


def _row(label: Value, row: SliceRow, total: Measurable) -> TableRow:
    moved = change(row.actual, row.year_before)
    return TableRow((label, row.actual, share_of(row.actual, total), row.year_before, moved))


def _sum(rows: tuple[SliceRow, ...]) -> SliceRow:
    return SliceRow("", added([row.actual for row in rows]), added([row.year_before for row in rows]))


def added(values: list[Measurable]) -> Measurable:
    """Return a sum; not measured where any part of it is not."""
    known = [value for value in values if isinstance(value, Quantity)]
    if not known or len(known) < len(values):
        return NotMeasured("no-history")
    return Quantity(sum((value.value for value in known), Fraction(0)), known[0].unit, known[0].currency)


def funnel_entry(measured: Measured) -> Funnel | None:
    """Return the funnel that holds at the period's end."""
    return next(iter(valid(measured.plan.funnels, measured.period.end).values()), None)


def stage_name(entry: Funnel, stage: str) -> Value:
    """Return what the plan calls a stage; "" is an open deal whose stage at the time is not known."""
    return label_of(entry.names, stage) if stage else say("stage.unknown")


def told_stages(result: FunnelResult) -> list[StageRow]:
    """Return the stages with deals in them, and won and lost in any case."""
    return [row for row in result.stages if row.count or row.state != "open"]


def funnel_table(measured: Measured, standing: Standing, precision: Precision = "full") -> DataTable | None:
    """Return the pipeline by stage: open deals at the cut-off, won and lost ones of the period."""
    entry = funnel_entry(measured)
    if standing.funnel is None or entry is None:
        return None
    columns = (
        TableColumn("stage", say("column.stage")),
        TableColumn("state", say("column.state")),
        TableColumn("count", say("column.deals"), "end"),
        TableColumn("value", say("column.value"), "end", precision),
    )
    rows = tuple(
        TableRow((stage_name(entry, row.stage), say(f"deal.{row.state}"), row.count, row.value))
        for row in told_stages(standing.funnel)
    )
    note = say("funnel.win-rate", rate=standing.funnel.win_rate)
    return DataTable("funnel", say("funnel.title"), columns, rows, note=note, empty=say("funnel.empty"))
