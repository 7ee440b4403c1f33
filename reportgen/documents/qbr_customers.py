"""The slides on customers: cash and credit, tiers and who changed them, how few carry how much."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from heapq import nsmallest

from reportgen.documents.qbr_shown import cards, ordered_rows, shown, slice_named, told
from reportgen.documents.qbr_sources import figure_sources
from reportgen.documents.wording import alarm_name, business_name, label_of, named, say
from reportgen.model.customers import CreditCheck, Graded, Tiers
from reportgen.model.document import (
    Chart,
    DataTable,
    HeatCell,
    HeatMap,
    HeatRow,
    Message,
    Part,
    Section,
    Series,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Figure, Measured, SliceTable, Status
from reportgen.model.plan import BandSlice, Slice, valid
from reportgen.model.quantity import Quantity, count, money, percent

_LARGEST = 3
_OWING = 3


def cash(measured: Measured) -> Section | None:
    """What was collected, what is overdue and for how long, and which orders break the rules of credit."""
    figures = told(shown(measured, "cash"))
    if not figures:
        return None
    parts: list[Part] = [cards(figures)]
    ages = slice_named(measured, "cash")
    parts += [_ageing(*ages)] if ages else []
    owing = _owing(measured, figures)
    parts += [owing] if owing else []
    credit = measured.tiers.credit if measured.tiers else ()
    parts += [_credit(credit)] if credit else []
    names = [each.kpi.id for each in figures]
    notes = figure_sources(measured, names, "invoices", "receipts", *(["customer_credit"] if credit else []))
    title = _cash_title(figures, ages[1] if ages else None)
    return Section("cash", title, say("qbr.cash.subtitle"), tuple(parts), notes)


def _cash_title(figures: tuple[Figure, ...], ages: SliceTable | None) -> Message:
    """Say the first figure against its target, and what is overdue."""
    first = figures[0]
    overdue = ages.total if ages and isinstance(ages.total, Quantity) and ages.total.value else None
    key = "qbr.cash.plain"
    if isinstance(first.attainment, Quantity) and isinstance(first.target, Quantity):
        key = "qbr.cash.above" if first.attainment.value >= 1 else "qbr.cash.below"
    said = say(key, kpi=named(first.kpi.name), actual=first.actual, target=first.target)
    return say("qbr.cash.overdue", position=said, overdue=overdue) if overdue else said


def _ageing(entry: Slice | BandSlice, found: SliceTable) -> Chart:
    """What is open by age now and a year before: two bars, a part each band."""
    now = {row.label: row.actual for row in found.rows}
    then = {row.label: row.year_before for row in found.rows}
    labels = ordered_rows(entry, found)
    both = any(isinstance(value, Quantity) and value.value for value in then.values())
    categories: tuple[Value, ...] = (say("qbr.ageing.now"), *([say("qbr.ageing.before")] if both else []))
    series = tuple(
        Series(label or "none", label_of(entry.labels, label), (now[label], *([then[label]] if both else [])))
        for label in labels
    )
    alt = say("qbr.slice.alt", name=named(entry.name), total=found.total)
    return Chart("ageing", "ageing", say("qbr.name", name=named(entry.name)), categories, series, alt)


def _owing(measured: Measured, figures: tuple[Figure, ...]) -> DataTable | None:
    """The customers that alerts about these figures name at the period's end, the most first."""
    names = {each.kpi.id for each in figures}
    found = [each for each in measured.alerts if each.kind == "customer" and each.figure in names]
    last = max((each.period for each in found), default="")
    rows = [each for each in found if each.period == last]
    if not rows:
        return None
    columns = (
        TableColumn("customer", say("qbr.mover.customer")),
        TableColumn("value", say("qbr.owing.value"), "end", "compact"),
    )
    most = nsmallest(_OWING, rows, key=lambda each: (-each.value.value, each.subject))
    lines = tuple(TableRow((alarm_name(each), each.value)) for each in most)
    return DataTable("owing", say("qbr.owing.title", count=len(rows), most=len(lines)), columns, lines)


def _credit(found: tuple[CreditCheck, ...]) -> DataTable:
    """Orders on credit that the customer's rating does not allow, by rating."""
    counted = Counter((each.rating, each.terms) for each in found)
    delivered = Counter((each.rating, each.terms) for each in found if each.delivered)
    columns = (
        TableColumn("rating", say("qbr.credit.rating")),
        TableColumn("terms", say("qbr.credit.terms")),
        TableColumn("orders", say("qbr.credit.orders"), "end"),
        TableColumn("delivered", say("qbr.credit.delivered"), "end"),
    )
    rows = tuple(
        TableRow((Verbatim(key[0]), say(f"qbr.credit.terms.{key[1].replace('_', '-')}"), counted[key], delivered[key]))
        for key in sorted(counted)
    )
    return DataTable("credit", say("qbr.credit.title"), columns, rows)


def customers(measured: Measured) -> Section | None:
    """Tiers as promised and as they are, who moved, and how much the largest carry."""
    tiers = measured.tiers
    if tiers is None or not tiers.customers:
        return None
    figures = told(shown(measured, "customers"))
    parts: list[Part] = [cards(figures)] if figures else []
    parts.append(_tier_table(measured, tiers))
    moved = _migration(measured, tiers)
    parts += [moved] if moved else []
    parts.append(_largest(measured, tiers))
    ups, downs = (sum(each.kind == kind for each in tiers.migrations) for kind in ("up", "down"))
    title = say("qbr.customers.title", up=ups, down=downs)
    if not ups and not downs:
        title = say("qbr.customers.same", count=len(tiers.customers))
    subtitle = say("qbr.customers.subtitle", count=len(tiers.customers))
    names = (measured.plan.documents.main_measure, *(each.kpi.id for each in figures))
    return Section("customers", title, subtitle, tuple(parts), figure_sources(measured, names, "customers", "visits"))


def _tier_name(measured: Measured, tiers: Tiers, tier: str) -> Value:
    """What the plan calls a tier, where it has a slice of that column."""
    for entry in valid(measured.plan.slices, measured.period.end).values():
        if tier in entry.labels:
            return named(entry.labels[tier])
    return Verbatim(tier)


def _tier_table(measured: Measured, tiers: Tiers) -> DataTable:
    columns = (
        TableColumn("tier", say("qbr.tier")),
        TableColumn("customers", say("qbr.tier.customers"), "end"),
        TableColumn("planned", say("qbr.tier.planned"), "end"),
        TableColumn("share", say("column.share"), "end", "compact"),
        TableColumn("promised", say("qbr.tier.promised"), "end", "compact"),
        TableColumn("coverage", say("qbr.tier.coverage"), "end", "compact"),
    )
    rows = tuple(
        TableRow(
            (
                _tier_name(measured, tiers, each.tier),
                each.customers,
                each.planned,
                each.share,
                percent(each.planned_share) if each.planned_share is not None else None,
                each.coverage,
            )
        )
        for each in tiers.parts
    )
    return DataTable("tiers", say("qbr.tiers.table"), columns, rows)


def _migration(measured: Measured, tiers: Tiers) -> HeatMap | None:
    """How many customers went from which tier to which; those who stayed are not counted."""
    moves = Counter((each.before, each.now) for each in tiers.migrations)
    if not moves:
        return None
    order = [each.tier for each in tiers.parts]
    starts = [*order, ""] if any(start == "" for start, _ in moves) else order
    ends = [*order, ""] if any(end == "" for _, end in moves) else order
    rows = tuple(
        HeatRow(_from(measured, tiers, start), tuple(_move(moves, order, start, end) for end in ends))
        for start in starts
    )
    columns = tuple(Verbatim(end) if end else say("qbr.migration.gone") for end in ends)
    alt = say("qbr.migration.alt", count=sum(moves.values()))
    return HeatMap("migration", say("qbr.migration.title"), say("qbr.migration.head"), columns, rows, alt)


def _from(measured: Measured, tiers: Tiers, tier: str) -> Value:
    return Verbatim(tier) if tier else say("qbr.migration.new")


def _move(moves: Counter[tuple[str, str]], order: list[str], start: str, end: str) -> HeatCell:
    """A move up is good, one down is to be watched; nobody is an empty cell."""
    number = moves[(start, end)]
    if not number:
        return HeatCell(None)
    if start not in order or end not in order:
        return HeatCell(count(number))
    return HeatCell(count(number), Status.GOOD if order.index(end) < order.index(start) else Status.WATCH)


def _largest(measured: Measured, tiers: Tiers) -> DataTable:
    """The largest customers of all tiers by the money that they are graded by."""
    columns = (
        TableColumn("customer", say("qbr.mover.customer")),
        TableColumn("tier", say("qbr.tier")),
        TableColumn("sales", say("qbr.largest.sales"), "end", "compact"),
    )
    ranked = nsmallest(_LARGEST, tiers.customers, key=lambda each: (-_money(each), each.customer))
    rows = tuple(
        TableRow((business_name(each.name or each.customer), Verbatim(each.tier), _sales(measured, each)))
        for each in ranked
    )
    title = say("qbr.largest.title", count=len(rows))
    if isinstance(tiers.largest, Quantity):
        title = say("qbr.largest.carry", count=len(rows), share=tiers.largest)
    return DataTable("largest", title, columns, rows)


def _money(found: Graded) -> Fraction:
    return found.facts["money"].value if "money" in found.facts else Fraction(0)


def _sales(measured: Measured, found: Graded) -> Value:
    return found.facts.get("money", money(0, measured.plan.company.currency))
