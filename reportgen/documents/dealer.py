"""One dealer's own figures → its statement: what it is held to, its stock by month, what it bought and is paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportgen.documents.meeting_figures import kpi_metric
from reportgen.documents.wording import business_name, frame, grain_key, named, say, status_word
from reportgen.model.alarms import Alarm
from reportgen.model.counts import Dealer
from reportgen.model.document import (
    Blank,
    DataTable,
    Document,
    Message,
    Metrics,
    Named,
    Paragraph,
    Part,
    Section,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.entry import Text
from reportgen.model.measured import Figure, Measured, Status
from reportgen.model.plan import Kpi, valid
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, Unit

_KINDS = ("platform", "agent", "cloud")


def dealer_statement(measured: Measured, dealer: str) -> Document:
    """Compose the statement of a dealer of the list: nobody else's rows, and no name of ours, are in it."""
    found = measured.dealers[dealer]
    sections = (
        _headline(found),
        *_paid(measured, found),
        *_stock(measured, found),
        *_alerts(measured, found),
        Section("agreed", say("dealer.agreed"), None, (_signatures(),)),
        _small_print(measured, found),
    )
    heading = say(grain_key("dealer.heading", measured.period), period=measured.period)
    return frame(
        measured, "dealer", dealer, business_name(found.name), heading, sections, facts=_facts(found), draft=False
    )


def has_dealer_figures(measured: Measured, dealer: str) -> bool:
    """Tell whether there is anything to state for a dealer: nobody is asked to sign an empty page."""
    found = measured.dealers[dealer]
    return bool(found.figures or _paid(measured, found) or _stock(measured, found) or _alerts(measured, found))


def _facts(found: Dealer) -> tuple[Message, ...]:
    kind: Value = say(f"dealer.kind.{found.kind}") if found.kind in _KINDS else Verbatim(found.kind)
    first = say("dealer.fact.kind", kind=kind, id=Verbatim(found.id))
    where = _where(found)
    if found.since is None:
        return (first, where) if where else (first,)
    return (first, say("dealer.fact.since", where=where, since=found.since))


def _where(found: Dealer) -> Message | None:
    """Return the region and the industry, as far as the inputs say them."""
    told = [Verbatim(part) for part in (found.region, found.industry) if part]
    if len(told) == 2:
        return say("dealer.fact.region", region=told[0], industry=told[1])
    return say("dealer.fact.where", where=told[0]) if told else None


def held(found: Dealer) -> tuple[Figure, ...]:
    """Return the figures that the dealer is held to: those with a target."""
    return tuple(each for each in found.figures.values() if isinstance(each.target, Quantity))


def _headline(found: Dealer) -> Section:
    targets = held(found)
    parts: list[Part] = [*_sentences(found, targets)]
    lead = targets[:3] or tuple(found.figures.values())[:3]
    if lead:
        parts.append(Metrics("figures", tuple(replace(kpi_metric(each), label=_called(found, each)) for each in lead)))
    if targets:
        parts.append(_held_table(found, targets))
    if not parts:
        parts.append(Paragraph("nothing", say("dealer.nothing")))
    return Section("headline", say("dealer.section.headline"), None, tuple(parts))


def _called(found: Dealer, figure: Figure) -> Value:
    """Return what a figure is called, with the day of its newest row where that is older than the period's end."""
    name, newest = named(figure.kpi.name), found.dated.get(figure.kpi.id)
    return name if newest is None else say("dealer.as-of", kpi=name, day=newest.end)


def _sentences(found: Dealer, targets: tuple[Figure, ...]) -> list[Part]:
    """Say of how many targets were reached, and name each that is in alarm."""
    told = [each for each in targets if isinstance(each.attainment, Quantity)]
    if not told:
        return []
    reached = sum(each.status is Status.GOOD for each in told)
    tone = Status.GOOD if reached == len(told) else Status.NONE
    parts: list[Part] = [Paragraph("reached", say("dealer.reached", reached=reached, count=len(told)), tone)]
    for each in told:
        if each.status is Status.ALARM:
            values: dict[str, Value] = {"kpi": _called(found, each), "actual": each.actual, "target": each.target}
            parts.append(Paragraph(f"alarm-{each.kpi.id}", say("dealer.alarm", **values), Status.ALARM))
    return parts


def _held_table(found: Dealer, targets: tuple[Figure, ...]) -> DataTable:
    columns = (
        TableColumn("kpi", say("column.kpi")),
        TableColumn("target", say("column.target"), "end", "compact"),
        TableColumn("actual", say("column.actual"), "end"),
        TableColumn("attainment", say("column.attainment"), "end"),
        TableColumn("previous", say("column.last-period"), "end"),
        TableColumn("status", say("column.status")),
    )
    rows = tuple(
        TableRow(
            (
                _called(found, each),
                say("dealer.at-most" if each.kpi.better == "lower" else "dealer.at-least", target=each.target),
                each.actual,
                each.attainment,
                each.previous,
                status_word(each.status),
            ),
            each.status,
        )
        for each in targets
    )
    return DataTable("held", say("dealer.held"), columns, rows)


def _paid(measured: Measured, found: Dealer) -> tuple[Section, ...]:
    """What was bought and is paid for it; then the figures without a target that are no money."""
    monthly = {name for month in found.months for name in month.values}
    measures = valid(measured.plan.measures, measured.period.end)
    rows = [
        (measures[name].unit, TableRow((named(measures[name].name), value)))
        for name, value in found.counts.items()
        if name not in monthly and name in measures
    ]
    rows += [
        (each.kpi.unit, TableRow((_called(found, each), each.actual)))
        for each in found.figures.values()
        if isinstance(each.target, NotMeasured) and each.kpi.id not in monthly
    ]
    money = tuple(row for unit, row in rows if unit is Unit.MONEY)
    others = tuple(row for unit, row in rows if unit is not Unit.MONEY)
    sections: list[Section] = []
    if money:
        # What an alert stops is decided by whoever follows it up: no input says that it was done.
        note = say("dealer.paid.note") if _own_alerts(measured, found) else None
        amount = TableColumn("amount", say("dealer.amount", currency=_currency(measured)), "end")
        table = DataTable(
            "paid", say("dealer.paid"), (TableColumn("item", say("dealer.item")), amount), money, note=note
        )
        sections.append(Section("paid", say("dealer.paid"), None, (table,)))
    if others:
        value = TableColumn("actual", say("column.actual"), "end")
        table = DataTable("others", say("dealer.others"), (TableColumn("kpi", say("column.kpi")), value), others)
        sections.append(Section("others", say("dealer.others"), None, (table,)))
    return tuple(sections)


def _names(measured: Measured) -> Mapping[str, Text]:
    """Return what the plan calls its measures."""
    return {name: each.name for name, each in valid(measured.plan.measures, measured.period.end).items()}


def _currency(measured: Measured) -> Message:
    return say(f"unit.{measured.plan.company.currency}")


def _stock(measured: Measured, found: Dealer) -> tuple[Section, ...]:
    """What is told by month; days against the plan's floor where the plan has one."""
    names = _names(measured)
    wanted = [name for name in (found.months[0].values if found.months else ()) if name in names]
    if not wanted:
        return ()
    kpis = {kpi.id: kpi for kpi in valid(measured.plan.kpis, measured.period.end).values()}
    columns = (
        TableColumn("month", say("dealer.month")),
        *(TableColumn(name, named(names[name]), "end") for name in wanted),
    )
    rows = tuple(
        TableRow((month.period, *(month.values[name] for name in wanted)), _worst(kpis, wanted, month.values))
        for month in found.months
    )
    note = say("dealer.unit", currency=_currency(measured))
    table = DataTable("stock", say("dealer.stock"), columns, rows, note=note)
    return (Section("stock", say("dealer.stock"), None, (table,)),)


def _worst(kpis: Mapping[str, Kpi], wanted: list[str], values: Mapping[str, Measurable]) -> Status:
    """Return how a month's figures stand against the floors that the plan sets for figures of the same id."""
    found = {_against_floor(kpis[name], values[name]) for name in wanted if name in kpis}
    return next((each for each in (Status.ALARM, Status.WATCH) if each in found), Status.NONE)


def _against_floor(kpi: Kpi, value: Measurable) -> Status:
    """Return how a month stands by the thresholds that the period's own figure is held to."""
    floor = kpi.target.value if kpi.target is not None else None
    if not floor or kpi.better != "higher" or not isinstance(value, Quantity):
        return Status.NONE
    reached = value.value / floor
    if reached >= kpi.green:
        return Status.GOOD
    return Status.WATCH if reached >= kpi.orange else Status.ALARM


def _own_alerts(measured: Measured, found: Dealer) -> list[Alarm]:
    return [alarm for alarm in measured.alerts if (alarm.kind, alarm.subject) == ("dealer", found.id)]


def _alerts(measured: Measured, found: Dealer) -> tuple[Section, ...]:
    """The alerts about this dealer, with what the plan does about them."""
    own = _own_alerts(measured, found)
    if not own:
        return ()
    columns = (
        TableColumn("rule", say("alarms.rule")),
        TableColumn("value", say("alarms.value"), "end"),
        TableColumn("threshold", say("alarms.threshold"), "end"),
        TableColumn("action", say("alarms.action")),
        TableColumn("due", say("alarms.due")),
    )
    own.sort(key=lambda alarm: (alarm.due, alarm.key))
    rows = tuple(
        TableRow(
            (named(each.rule.name), each.value, each.threshold, named(each.rule.action), each.due),
            Status.WATCH if each.rule.severity in ("watch", "note") else Status.ALARM,
        )
        for each in own
    )
    return (Section("alerts", say("dealer.alerts"), None, (DataTable("alerts", say("dealer.alerts"), columns, rows),)),)


def _signatures() -> Blank:
    return Blank("signatures", (say("dealer.sign.dealer"), say("dealer.sign.company"), say("blank.date")), 1)


def _small_print(measured: Measured, found: Dealer) -> Section:
    """Each KPI with the sentence of the plan that it comes from."""
    reasons = [
        named(dict(reason)) for reason in dict.fromkeys(tuple(e.kpi.because.items()) for e in found.figures.values())
    ]
    reasons = [each for place, each in enumerate(reasons) if not _told(each, reasons[:place])]
    texts = [say("dealer.because", text=_joined(reasons))] if reasons else []
    texts.append(say("dealer.small.own"))
    parts = tuple(Paragraph(f"text-{index}", text) for index, text in enumerate(texts))
    return Section("small-print", say("review.section.small-print"), None, parts)


def _told(reason: Named, before: Sequence[Named]) -> bool:
    """Tell whether a reason stands within an earlier one, but for its last mark, in one of its languages."""
    return any(
        text.rstrip("。.").casefold() in dict(each.texts).get(language, "").casefold()
        for language, text in reason.texts
        for each in before
    )


def _joined(texts: Sequence[Value]) -> Value:
    """Return sentences one after the other."""
    found = texts[-1]
    for text in reversed(texts[:-1]):
        found = say("dealer.joined", first=text, rest=found)
    return found
