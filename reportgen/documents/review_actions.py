"""Alerts, what was asked before, deals and customers of a person → the tables that they act on with their manager."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from reportgen.documents.alert_basis import basis
from reportgen.documents.gaps import movers_of
from reportgen.documents.narrative import customer_name, lost_points
from reportgen.documents.wording import business_name, listed_figures, named, person_name, role_name, say
from reportgen.model.alarms import Alarm, Improvement, by_person
from reportgen.model.document import (
    Blank,
    DataTable,
    Message,
    Paragraph,
    Part,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Figure, Measured, Standing, Status
from reportgen.model.plan import valid
from reportgen.model.pursuits import Deal, LostReason
from reportgen.model.quantity import Quantity

_URGENCY = ("escalation", "alarm", "watch", "note")
_TONES = {"escalation": Status.ALARM, "alarm": Status.ALARM, "watch": Status.WATCH, "note": Status.NONE}
_MOST_REASONS = 3
_MOST_NAMED = 2

_STATES = (("done", Status.GOOD), ("open", Status.WATCH), ("overdue", Status.ALARM))


def alerts_table(measured: Measured, alarms: Sequence[Alarm], most: int, reader: str = "") -> DataTable:
    """Return a row a rule that spoke up: on what, what is to be done, who does it by when, and how it stands.

    What `reader` is to act on stands apart from what others do about what is the reader's; "" is a team's pack. The
    most urgent come first; what is beyond `most` is counted in the note.
    """
    groups: dict[tuple[str, bool], list[Alarm]] = {}
    for alarm in alarms:
        groups.setdefault((alarm.rule.id, bool(reader) and alarm.person == reader), []).append(alarm)
    ordered = sorted(groups.values(), key=lambda group: (_urgency(group[0]), -len(group), group[0].rule.id))
    states = measured.once("states of alarms", lambda: _states(measured))
    rows = tuple(_alert_row(measured, group, states, reader) for group in ordered[:most])
    columns = (
        TableColumn("what", say("alerts.what")),
        TableColumn("basis", say("column.basis")),
        TableColumn("measure", say("alerts.action")),
        TableColumn("acting", say("blank.owner")),
        TableColumn("due", say("alerts.due")),
        TableColumn("state", say("column.state")),
    )
    left = sum(len(group) for group in ordered[most:])
    return DataTable(
        "alerts", say("alerts.title"), columns, rows, note=_further(left), empty=nothing_told(measured, "alerts.none")
    )


def nothing_told(measured: Measured, key: str) -> Message:
    """Say that there are no alerts, or that no rule was in force that could have given one."""
    return say(key if valid(measured.plan.alerts, measured.period.end) else "alerts.no-rules")


def _states(measured: Measured) -> Mapping[tuple[str, str, str], str]:
    return {(item.rule, item.subject, item.raised): item.status for item in measured.improvements}


def _urgency(alarm: Alarm) -> int:
    return _URGENCY.index(alarm.rule.severity)


def _alert_row(
    measured: Measured, group: list[Alarm], states: Mapping[tuple[str, str, str], str], reader: str
) -> TableRow:
    first = group[0]
    found = [state for alarm in group if (state := states.get(alarm.key))]
    cells = (
        named(first.rule.name),
        basis(measured, group, reader),
        named(first.rule.action),
        _owner(measured, group),
        min(alarm.due for alarm in group),
        _state(found) if found else None,
    )
    return TableRow(cells, _TONES[first.rule.severity])


def _owner(measured: Measured, group: list[Alarm]) -> Value:
    """Who acts: the one person that all of them have in common, else the role or office."""
    people = {alarm.person for alarm in group}
    if len(people) == 1 and group[0].person:
        return person_name(measured, group[0].person)
    return owner_name(measured, group[0].owner)


def owner_name(measured: Measured, owner: str) -> Value:
    """Return a role, an office, or who stands nearest to the subject, as the plan and the language call them."""
    if owner in ("seller", "leader"):
        return say(f"alerts.owner.{owner}")
    offices = valid(measured.plan.organisation, measured.period.end)
    return named(offices[owner].name) if owner in offices else role_name(measured, owner)


def _state(states: Iterable[str]) -> Message:
    """How it stands: one word where all stand alike, else how many are open and overdue."""
    counts = Counter(states)
    told = [say(f"action.{name}.count", count=counts[name]) for name, _ in reversed(_STATES) if counts[name]]
    if len(told) == 1:
        return say(f"action.{next(iter(counts))}")
    together = told[-1]
    for each in reversed(told[:-1]):
        together = say("action.and", first=each, rest=together)
    return together


def followed_up(measured: Measured, items: Sequence[Improvement], told: Sequence[Alarm], most: int) -> DataTable | None:
    """Return what was asked and how it stands, a row a topic; None where nothing was.

    The title says whether all of it was asked in periods before, or some in this one. What an alert of the period asks
    for stands in that alert's row already. Overdue ones come first, and what is beyond `most` rows is counted in the
    note.
    """
    known = {alarm.key for alarm in told}
    earlier = [item for item in items if item.carried or (item.rule, item.subject, item.raised) not in known]
    if not earlier:
        return None
    groups: dict[tuple[str, str], list[Improvement]] = {}
    for item in earlier:
        groups.setdefault((item.rule or item.number, item.status), []).append(item)
    order = [name for name, _ in reversed(_STATES)]
    ordered = sorted(groups.values(), key=lambda group: (order.index(group[0].status), group[0].due, group[0].number))
    columns = (
        TableColumn("topic", say("action.topic")),
        TableColumn("count", say("action.count"), "end"),
        TableColumn("raised", say("action.raised")),
        TableColumn("due", say("alerts.due")),
        TableColumn("state", say("column.state")),
    )
    rows = tuple(_earlier(group) for group in ordered[:most])
    left = sum(len(group) for group in ordered[most:])
    title = say("action.title" if all(item.carried for item in earlier) else "action.title.listed")
    return DataTable("followed-up", title, columns, rows, note=_further(left))


def _further(left: int) -> Message | None:
    return say("alerts.further", count=left) if left else None


def _earlier(group: list[Improvement]) -> TableRow:
    first = min(group, key=lambda item: (item.due, item.number))
    cells = (
        named(first.topic),
        len(group),
        Verbatim(first.raised),
        first.due,
        say(f"action.{first.status}"),
    )
    return TableRow(cells, dict(_STATES)[first.status])


def own_alerts(measured: Measured, person: str) -> tuple[Alarm, ...]:
    """Return the alerts on what is a person's, and those that are theirs to act on."""
    return measured.once("own alerts", lambda: by_person(measured.alerts)).get(person, ())


def own_items(measured: Measured, person: str) -> tuple[Improvement, ...]:
    """Return what a person was asked to do, done and not done."""
    return tuple(measured.once("own items", lambda: _by_person(measured.improvements)).get(person, ()))


def _by_person(items: Iterable[Improvement]) -> dict[str, list[Improvement]]:
    found: dict[str, list[Improvement]] = {}
    for item in items:
        found.setdefault(item.person, []).append(item)
    return found


def deals_table(standing: Standing) -> DataTable:
    """Return the largest transactions of the period by name."""
    columns = (
        TableColumn("key", say("column.order")),
        TableColumn("day", say("column.date")),
        TableColumn("customer", say("column.customer")),
        TableColumn("amount", say("column.amount"), "end"),
    )
    rows = tuple(_deal_row(deal) for deal in standing.deals)
    title = say("deals.title", count=len(rows)) if rows else say("deals.none")
    return DataTable("deals", title, columns, rows, empty=say("deals.empty"))


def _deal_row(deal: Deal) -> TableRow:
    return TableRow((Verbatim(deal.key), deal.day, business_name(deal.customer), deal.amount))


def deals_sentence(standing: Standing) -> Paragraph | None:
    """Name the largest deals of the period; None where there was none."""
    told = [
        say("deals.one", order=Verbatim(deal.key), customer=business_name(deal.customer), amount=deal.amount)
        for deal in standing.deals[:_MOST_NAMED]
    ]
    if not told:
        return None
    together = told[-1]
    for each in reversed(told[:-1]):
        together = say("lost.and", first=each, rest=together)
    return Paragraph("deals", say("deals.sentence", deals=together))


def customers_table(measured: Measured, standing: Standing) -> DataTable | None:
    """Return the customers whose business changed most since the period before, by name; None where none did."""
    movers = movers_of(measured, standing.subject, "customer")
    if not movers:
        return None
    columns = (
        TableColumn("customer", say("column.customer")),
        TableColumn("previous", say("column.last-period"), "end"),
        TableColumn("actual", say("column.actual"), "end"),
        TableColumn("change", say("customers.change"), "end"),
    )
    rows = tuple(
        TableRow((customer_name(measured, mover.label), mover.before, mover.after, mover.change)) for mover in movers
    )
    return DataTable("customers", say("customers.title"), columns, rows)


def lost_sentence(standing: Standing) -> Paragraph | None:
    """Say why deals were lost in the period, the largest sum first; None where none was, or the plan does not ask.

    Where there are more reasons than are told, it says that these are the main ones.
    """
    detail = standing.funnel.detail() if standing.funnel and standing.funnel.detail else None
    if detail is None or not detail.lost:
        return None
    ordered = sorted(detail.lost, key=lambda each: (-_amount(each), each.reason))[:_MOST_REASONS]
    told = [
        say(
            "lost.one",
            reason=Verbatim(each.reason) if each.reason else say("slice.none"),
            count=each.count,
            value=each.value,
        )
        for each in ordered
    ]
    together = told[-1]
    for each in reversed(told[:-1]):
        together = say("lost.and", first=each, rest=together)
    key = "lost.sentence" if len(detail.lost) <= _MOST_REASONS else "lost.sentence.main"
    return Paragraph("lost", say(key, reasons=together))


def _amount(found: LostReason) -> Fraction:
    return found.value.value if isinstance(found.value, Quantity) else Fraction(0)


def star_table(measured: Measured, standing: Standing) -> DataTable | None:
    """Return two cases to talk through: what went best and what cost most; action and result are left to write.

    None where no figure gives a case.
    """
    columns = (
        TableColumn("situation", say("star.situation")),
        TableColumn("task", say("star.task")),
        TableColumn("star-action", say("star.action")),
        TableColumn("star-result", say("star.result")),
    )
    cases = (*_best(measured, standing), *_weakest(measured, standing))
    rows = tuple(TableRow((situation, task, None, None), status) for situation, task, status in cases)
    return DataTable("star", say("star.title"), columns, rows) if rows else None


def star_sentences(measured: Measured, standing: Standing) -> tuple[Paragraph, ...]:
    """Return the same two cases as a sentence each, where a page has no room for the table."""
    cases = (*_best(measured, standing), *_weakest(measured, standing))
    return tuple(
        Paragraph(f"star-{index}", say("star.sentence", situation=situation, task=task))
        for index, (situation, task, _) in enumerate(cases)
    )


def _best(measured: Measured, standing: Standing) -> list[tuple[Message, Message, Status]]:
    """The figure that is furthest above its target, of those that are scored or listed."""
    held = [
        (figure.attainment.value, figure)
        for figure in listed_figures(measured, standing)
        if figure.status is Status.GOOD and isinstance(figure.attainment, Quantity) and figure.attainment.value > 1
    ]
    if not held:
        return []
    figure = max(held, key=lambda each: (each[0], each[1].kpi.id))[1]
    return [(_situation(figure), say("star.keep"), Status.GOOD)]


def _weakest(measured: Measured, standing: Standing) -> list[tuple[Message, Message, Status]]:
    """The scored figure that cost most points; of who is not scored, the one that is furthest below its target."""
    if standing.score is not None:
        figures = [line.figure for line, _ in lost_points(standing)]
    else:
        missed = [
            (figure.attainment.value, figure.kpi.id, figure)
            for figure in listed_figures(measured, standing)
            if figure.status in (Status.ALARM, Status.WATCH) and isinstance(figure.attainment, Quantity)
        ]
        figures = [figure for _, _, figure in sorted(missed, key=lambda each: each[:2])]
    return [(_situation(figure), say("star.close"), figure.status) for figure in figures[:1]]


def _situation(figure: Figure) -> Message:
    return say("star.figure", kpi=named(figure.kpi.name), actual=figure.actual, target=figure.target)


def agreed(lines: int = 3) -> tuple[Part, ...]:
    """Return the space for what the two agree on, and for their signatures."""
    actions = (say("blank.action"), say("blank.owner"), say("blank.due"))
    return (
        Blank("agreed", actions, lines),
        Blank("signatures", (say("blank.employee"), say("blank.manager"), say("blank.date")), 1),
    )
