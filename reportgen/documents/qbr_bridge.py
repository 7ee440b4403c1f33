"""The slides on why the period ended where it did: from target to actual by driver, and by region, product and tier."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.documents.qbr_shown import main_figure
from reportgen.documents.qbr_sources import target_sources
from reportgen.documents.wording import label_of, named, say, share_of
from reportgen.model.document import (
    Chart,
    DataTable,
    HeatCell,
    HeatMap,
    HeatRow,
    Message,
    Paragraph,
    Part,
    Section,
    Series,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.entry import Text
from reportgen.model.measured import Measured, Status
from reportgen.model.plan import valid
from reportgen.model.quantity import Measurable, Quantity
from reportgen.model.variance import BridgeOf, Mover, Variance
from reportgen.model.variance import Part as Driver
from reportgen.model.variance_rules import ByNewness, ByPrice, ByValue, VarianceRule

_MOST_PARTS = 7
_MOVERS = 3


def variance(measured: Measured) -> Variance | None:
    """Return the company's period explained, None where the plan explains nothing."""
    return measured.variance.get(measured.company.subject)


def bridges(measured: Measured, kind: type[VarianceRule]) -> list[tuple[VarianceRule, BridgeOf]]:
    """Return the bridges from the target of one kind of rule, in the plan's order."""
    found = variance(measured)
    rules = valid(measured.plan.variance, measured.period.end)
    return [
        (rules[each.driver], each)
        for each in (found.bridges if found else ())
        if each.against == "target" and each.driver in rules and isinstance(rules[each.driver], kind)
    ]


def part_label(measured: Measured, rule: VarianceRule, label: str) -> Value:
    """Return what a part of a bridge is called: a driver, or a value of the data as its slice names it."""
    if label and isinstance(rule, ByPrice | ByNewness):
        return say(f"qbr.driver.{label.replace('_', '-')}")
    return label_of(_labels(measured, rule), label)


def _labels(measured: Measured, rule: VarianceRule) -> Mapping[str, Text]:
    if not isinstance(rule, ByValue):
        return {}
    entry = valid(measured.plan.slices, measured.period.end).get(rule.slice)
    return entry.labels if entry else {}


def furthest(parts: tuple[Driver, ...], *, above: bool) -> Driver | None:
    """Return the part that adds most (or takes most), None where none does."""
    known = [part for part in parts if part.label and (part.amount.value > 0) == above and part.amount.value]
    return max(known, key=lambda part: abs(part.amount.value), default=None)


def bridge(measured: Measured) -> Section | None:
    """From the target to the actual, by driver; new against existing customers beside it."""
    found = bridges(measured, ByPrice) or bridges(measured, ByValue)
    if not found:
        return None
    rule, first = found[0]
    told = [part for part in first.parts if part.amount.value][:_MOST_PARTS]
    if len(told) < 1 or len(told) < sum(1 for part in first.parts if part.amount.value):
        return None
    parts: list[Part] = [_waterfall(measured, rule, first, told)]
    parts += [_bridge_table(measured, *each) for each in bridges(measured, ByNewness)[:1]]
    parts += _sentences(measured, rule, first)
    subtitle = say("qbr.bridge.subtitle", name=named(rule.name))
    return Section("bridge", _title(measured, rule, first), subtitle, tuple(parts), target_sources(measured))


def _waterfall(measured: Measured, rule: VarianceRule, found: BridgeOf, told: list[Driver]) -> Chart:
    names = tuple(part_label(measured, rule, part.label) for part in told)
    labels = (say("qbr.bridge.start"), *names, say("qbr.bridge.end"))
    values = (found.start, *(part.amount for part in told), found.end)
    series = (Series("actual", say("column.amount"), values),)
    alt = say("qbr.bridge.alt", start=found.start, end=found.end, count=len(told))
    return Chart("bridge", "waterfall", say("qbr.bridge.chart"), labels, series, alt)


def _title(measured: Measured, rule: VarianceRule, found: BridgeOf) -> Message:
    """Name the driver that took most, and the one that made up for it."""
    least, most = furthest(found.parts, above=False), furthest(found.parts, above=True)
    values: dict[str, Value] = {}
    if least is not None:
        values |= {"less": part_label(measured, rule, least.label), "taken": _absolute(least.amount)}
    if most is not None:
        values |= {"more": part_label(measured, rule, most.label), "added": most.amount}
    key = "both" if least and most else "less" if least else "more"
    return say(f"qbr.bridge.title.{key}", **values)


def _sentences(measured: Measured, rule: VarianceRule, found: BridgeOf) -> list[Part]:
    gap = Quantity(found.end.value - found.start.value, found.end.unit, found.end.currency)
    tone = Status.GOOD if gap.value >= 0 else Status.ALARM
    key = "qbr.bridge.above" if gap.value >= 0 else "qbr.bridge.below"
    return [Paragraph("gap", say(key, gap=_absolute(gap), end=found.end, start=found.start), tone)]


def _bridge_table(measured: Measured, rule: VarianceRule, found: BridgeOf) -> DataTable:
    columns = (
        TableColumn("part", named(rule.name)),
        TableColumn("target", say("column.target"), "end", "compact"),
        TableColumn("actual", say("column.actual"), "end", "compact"),
        TableColumn("gap", say("column.gap"), "end", "compact"),
    )
    rows = tuple(
        TableRow((part_label(measured, rule, part.label), part.before, part.after, part.amount)) for part in found.parts
    )
    gap = Quantity(found.end.value - found.start.value, found.end.unit, found.end.currency)
    foot = TableRow((say("column.total"), found.start, found.end, gap), emphasis=True)
    return DataTable(f"bridge-{found.driver}", say("qbr.name", name=named(rule.name)), columns, rows, foot)


def mix(measured: Measured) -> Section | None:
    """Each region, product line and customer tier against its own target, and who moved most."""
    found = bridges(measured, ByValue)
    main = main_figure(measured)
    if not found or main is None:
        return None
    rows = [row for rule, each in found for row in _group(measured, rule, each)]
    columns = tuple(say(f"column.{name}") for name in ("target", "actual", "gap", "attainment"))
    title = say("qbr.mix.table", kpi=named(main.kpi.name))
    heat = HeatMap("mix", title, say("qbr.mix.head"), columns, tuple(rows), say("qbr.mix.alt", count=len(rows)))
    parts: list[Part] = [heat, *_movers(measured)]
    return Section(
        "slices", _mix_title(measured, found), say("qbr.mix.subtitle"), tuple(parts), target_sources(measured)
    )


def _group(measured: Measured, rule: VarianceRule, found: BridgeOf) -> list[HeatRow]:
    """The values of one slice, the largest target first, under the slice's name."""
    rows = [HeatRow(named(rule.name), (HeatCell(None),) * 4, emphasis=True)]
    ranked = sorted(found.parts, key=lambda part: (not part.label, -_size(part.before), part.label))
    for part in ranked:
        reached = share_of(part.after, part.before)
        tone = _tone(measured, reached)
        cells = (HeatCell(part.before), HeatCell(part.after), HeatCell(part.amount), HeatCell(_said(reached), tone))
        rows.append(HeatRow(part_label(measured, rule, part.label), cells))
    return rows


def _said(reached: Measurable) -> Value:
    """Say an attainment with its decimal, so that a column of them is aligned."""
    return say("heat.share", share=reached) if isinstance(reached, Quantity) else reached


def _size(found: Measurable) -> float:
    return float(found.value) if isinstance(found, Quantity) else 0.0


def _tone(measured: Measured, reached: Measurable) -> Status:
    """The state of an attainment by the thresholds of the main KPI."""
    main = main_figure(measured)
    if main is None or not isinstance(reached, Quantity):
        return Status.NONE
    if reached.value >= main.kpi.green:
        return Status.GOOD
    return Status.WATCH if reached.value >= main.kpi.orange else Status.ALARM


def _mix_title(measured: Measured, found: list[tuple[VarianceRule, BridgeOf]]) -> Message:
    """Name the value furthest below its target and the one furthest above, over all slices."""
    ranked = [(part, rule) for rule, each in found for part in each.parts if part.label]
    low, high = min(ranked, key=lambda pair: pair[0].amount.value), max(ranked, key=lambda pair: pair[0].amount.value)
    values: dict[str, Value] = {}
    if low[0].amount.value < 0:
        values |= {"less": part_label(measured, low[1], low[0].label), "short": _absolute(low[0].amount)}
    if high[0].amount.value > 0:
        values |= {"more": part_label(measured, high[1], high[0].label), "over": high[0].amount}
    key = "both" if len(values) == 4 else "less" if "less" in values else "more" if values else "even"
    return say(f"qbr.mix.title.{key}", **values)


def worst(measured: Measured) -> tuple[Value, Quantity] | None:
    """Return the value of the plan's slices furthest below its target, and by how much (above 0)."""
    ranked = [(part, rule) for rule, each in bridges(measured, ByValue) for part in each.parts if part.label]
    least = min(ranked, key=lambda pair: pair[0].amount.value, default=None)
    if least is None or least[0].amount.value >= 0:
        return None
    return part_label(measured, least[1], least[0].label), _absolute(least[0].amount)


def _movers(measured: Measured) -> list[DataTable]:
    """Who brought most more or less than in the period before: no people, whose reviews tell theirs."""
    found = variance(measured)
    tables = []
    for column in dict.fromkeys(each.column for each in (found.movers if found else ())):
        if column == "person" or found is None:
            continue
        rows = [each for each in found.movers if each.column == column]
        rows.sort(key=lambda each: -abs(each.change.value))
        tables.append(_mover_table(measured, column, rows[:_MOVERS]))
    return tables


def _mover_table(measured: Measured, column: str, rows: list[Mover]) -> DataTable:
    names = {each.customer: each.name for each in measured.tiers.customers} if measured.tiers else {}
    what = say(f"qbr.mover.{column}") if column in ("customer", "product") else Verbatim(column)
    columns = (
        TableColumn("label", what),
        TableColumn("actual", say("column.actual"), "end", "compact"),
        TableColumn("change", say("qbr.mover.change"), "end", "compact"),
    )
    called = [names.get(each.label) or each.name or each.label for each in rows]
    whose = [Verbatim(name, customer=column == "customer") for name in called]
    lines = tuple(TableRow((name, each.after, each.change)) for name, each in zip(whose, rows, strict=True))
    return DataTable(f"movers-{column}", say("qbr.movers.table", what=what), columns, lines)


def _absolute(found: Quantity) -> Quantity:
    return Quantity(abs(found.value), found.unit, found.currency)
