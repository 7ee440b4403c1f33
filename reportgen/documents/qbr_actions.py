"""The slides on what is to be done: risks with their owners, actions followed up, the next period and its actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reportgen.documents.qbr_outlook import best, upcoming
from reportgen.documents.qbr_shown import main_figure
from reportgen.documents.qbr_sources import figure_sources, source_note
from reportgen.documents.wording import alarm_name, change, named, person_name, role_name, say
from reportgen.model.alarms import Alarm, Improvement
from reportgen.model.document import (
    DataTable,
    Message,
    Metric,
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
from reportgen.model.measured import Measured, Status
from reportgen.model.organisation import Office
from reportgen.model.period import after
from reportgen.model.plan import valid
from reportgen.model.quantity import Measurable, Quantity, count, percent

_ORDER = ("escalation", "alarm", "watch", "note")
_TONES = {"escalation": Status.ALARM, "alarm": Status.ALARM, "watch": Status.WATCH, "note": Status.NONE}
_PERSONAL = ("person", "key_result")
_MOST_RISKS = 11
_MOST_ACTIONS = 9
_MOST_DECISIONS = 3


@dataclass(frozen=True, slots=True)
class _Kind:
    """An alert rule's alarms of the period."""

    alarms: tuple[Alarm, ...]

    @property
    def first(self) -> Alarm:
        return self.alarms[0]

    @property
    def rank(self) -> tuple[int, int, str]:
        """The gravest first, then the most frequent."""
        rule = self.first.rule
        return (_ORDER.index(rule.severity), -len(self.alarms), rule.id)


def _kinds(alarms: Iterable[Alarm]) -> list[_Kind]:
    found: dict[str, list[Alarm]] = {}
    for each in alarms:
        found.setdefault(each.rule.id, []).append(each)
    return sorted((_Kind(tuple(each)) for each in found.values()), key=lambda each: each.rank)


def decisions(measured: Measured) -> list[Message]:
    """Return what the meeting is asked for: the action that the plan prescribes for the gravest alerts."""
    grave = [each for each in _kinds(measured.alerts) if each.first.rule.severity in ("escalation", "alarm")]
    return [_decision(measured, each) for each in grave[:_MOST_DECISIONS]]


def _decision(measured: Measured, found: _Kind) -> Message:
    """Return what an alert asks for, with who acts unless the action names them already."""
    rule, owner = found.first.rule, owner_name(measured, found.first.owner)
    values: dict[str, Value] = {"rule": named(rule.name), "count": len(found.alarms), "action": named(rule.action)}
    texts = dict(owner.texts) if isinstance(owner, Named) else {}
    if any(text.lower() in rule.action.get(language, "").lower() for language, text in texts.items()):
        return say("qbr.decision.action", **values)
    return say("qbr.decision.alert", owner=owner, **values)


def owner_name(measured: Measured, owner: str) -> Value:
    """Return who acts by role or office: the seller, the leader, or what the plan calls them."""
    if owner in ("seller", "leader"):
        return say(f"qbr.owner.{owner}")
    office = valid(measured.plan.organisation, measured.period.end).get(owner)
    return named(office.name) if isinstance(office, Office) else role_name(measured, owner)


def risks(measured: Measured) -> Section | None:
    """What the alert rules found, the gravest first, with what the plan prescribes and who does it."""
    found = _kinds(measured.alerts)
    if not found:
        return None
    columns = (
        TableColumn("rule", say("qbr.risk.rule")),
        TableColumn("severity", say("qbr.risk.severity")),
        TableColumn("count", say("qbr.risk.count"), "end"),
        TableColumn("action", say("qbr.column.action")),
        TableColumn("owner", say("qbr.column.owner")),
    )
    rows = tuple(_risk(measured, each) for each in found[:_MOST_RISKS])
    rest = found[_MOST_RISKS:]
    note = say("qbr.risk.more", count=len(rest), alarms=sum(len(each.alarms) for each in rest)) if rest else None
    table = DataTable("risks", say("qbr.risk.table"), columns, rows, note=note)
    grave = sum(len(each.alarms) for each in found if each.first.rule.severity == "escalation")
    title = say("qbr.risk.title", count=len(found), alarms=len(measured.alerts))
    if grave:
        title = say("qbr.risk.escalated", count=grave, kinds=len(found))
    return Section(
        "risks",
        title,
        say("qbr.risk.subtitle"),
        (table,),
        figure_sources(measured, [each.figure for each in measured.alerts]),
    )


def _risk(measured: Measured, found: _Kind) -> TableRow:
    rule = found.first.rule
    cells = (
        named(rule.name),
        say(f"status.severity.{rule.severity}"),
        len(found.alarms),
        named(rule.action),
        owner_name(measured, found.first.owner),
    )
    return TableRow(cells, _TONES[rule.severity])


def coached(measured: Measured) -> DataTable | None:
    """Return what alerts about people ask for: how many by rule, and the action; nobody is named."""
    found = _kinds(each for each in measured.alerts if each.kind in _PERSONAL)
    if not found:
        return None
    columns = (
        TableColumn("rule", say("qbr.risk.rule")),
        TableColumn("people", say("column.people"), "end"),
        TableColumn("action", say("qbr.column.action")),
    )
    rows = tuple(
        TableRow(
            (named(each.first.rule.name), len({_whose(alarm) for alarm in each.alarms}), named(each.first.rule.action))
        )
        for each in found
    )
    return DataTable("coaching", say("qbr.coaching.title"), columns, rows)


def _whose(alarm: Alarm) -> str:
    return alarm.seller or alarm.subject


def followed(measured: Measured) -> Section | None:
    """What became of the actions: those agreed by people one by one, those of alerts by what they ask for."""
    found = measured.improvements
    if not found:
        return None
    states = {state: sum(each.status == state for each in found) for state in ("done", "open", "overdue")}
    metrics = tuple(
        Metric(
            state,
            say(f"qbr.action.{state}"),
            count(number),
            say("qbr.action.share", share=percent(Fraction(number, len(found)))),
            Status.ALARM if number and state == "overdue" else Status.NONE,
        )
        for state, number in states.items()
    )
    agreed = _agreed_ones(measured)
    parts: list[Part] = [Metrics("actions", metrics)]
    parts += [_agreed(measured, agreed)] if agreed else []
    parts.append(_by_topic(measured, [each for each in found if each.rule and not each.carried]))
    title = say("qbr.followed.title", count=len(found), **states)
    return Section("followed", title, say("qbr.followed.subtitle"), tuple(parts), source_note(measured, "improvements"))


def _agreed(measured: Measured, found: Sequence[Improvement]) -> DataTable:
    columns = (
        TableColumn("action", say("qbr.column.action")),
        TableColumn("owner", say("qbr.column.owner")),
        TableColumn("due", say("qbr.column.due"), "end"),
        TableColumn("status", say("column.status")),
    )
    tones = {"done": Status.GOOD, "open": Status.NONE, "overdue": Status.ALARM}
    listed = _listed(found)
    rows = tuple(
        TableRow(
            (named(each.topic), _who(measured, each), each.due, say(f"status.action.{each.status}")), tones[each.status]
        )
        for each in listed
    )
    rest = len(found) - len(rows)
    note = say("qbr.followed.more", count=rest) if rest else None
    return DataTable("agreed", say("qbr.followed.agreed"), columns, rows, note=note)


def _listed(agreed: Sequence[Improvement]) -> list[Improvement]:
    """The agreed actions that the slide has room for: the overdue ones first."""
    states = ("overdue", "open", "done")
    return sorted(agreed, key=lambda each: (states.index(each.status), each.due, each.number))[:_MOST_ACTIONS]


def _agreed_ones(measured: Measured) -> list[Improvement]:
    return [each for each in measured.improvements if not each.rule or each.carried]


def action_owners(measured: Measured) -> frozenset[str]:
    """Return the ids of those whom the deck names as owners of the actions that it lists."""
    listed = (*_listed(_agreed_ones(measured)), *_next_actions(measured))
    return frozenset(each.person for each in listed if each.person)


def _who(measured: Measured, found: Improvement) -> Value:
    if found.person:
        return person_name(measured, found.person)
    return owner_name(measured, found.owner) if found.owner else Verbatim("—")


def _by_topic(measured: Measured, found: Sequence[Improvement]) -> DataTable:
    """The actions that alerts asked for, by what is to be done: the most overdue first."""
    topics: dict[str, list[Improvement]] = {}
    for each in found:
        topics.setdefault(each.rule, []).append(each)
    columns = (
        TableColumn("action", say("qbr.column.action")),
        TableColumn("done", say("qbr.action.done"), "end"),
        TableColumn("open", say("qbr.action.open"), "end"),
        TableColumn("overdue", say("qbr.action.overdue"), "end"),
    )
    ranked = sorted(topics.values(), key=lambda group: (-_in(group, "overdue"), -len(group), group[0].rule))
    rows = tuple(
        TableRow((named(group[0].topic), *(_in(group, state) for state in ("done", "open", "overdue"))))
        for group in ranked[:_MOST_ACTIONS]
    )
    rest = sum(len(group) for group in ranked[_MOST_ACTIONS:])
    note = say("qbr.followed.more", count=rest) if rest else None
    empty = say("qbr.followed.none")
    return DataTable("topics", say("qbr.followed.topics"), columns, rows, note=note, empty=empty)


def _in(group: Sequence[Improvement], state: str) -> int:
    return sum(each.status == state for each in group)


def next_steps(measured: Measured) -> Section | None:
    """What the next period asks for, what is foreseen of it, and who does what until when."""
    views, main = upcoming(measured), main_figure(measured)
    following, view = after(measured.period), best(measured, views)
    actions = _next_actions(measured)
    target: Measurable | None = views[0].target if views else None
    if not actions and not isinstance(target, Quantity):
        return None
    parts: list[Part] = []
    metrics = []
    if main is not None and isinstance(target, Quantity):
        metrics.append(
            Metric("next-target", say("qbr.next.target", kpi=named(main.kpi.name)), target, None, Status.NONE)
        )
    if view is not None:
        note = say("qbr.next.accuracy", accuracy=view.accuracy) if isinstance(view.accuracy, Quantity) else None
        metrics.append(Metric("next-forecast", say("qbr.next.forecast"), view.value, note, Status.NONE))
        gap = change(view.value, target) if isinstance(target, Quantity) else None
        if isinstance(gap, Quantity):
            tone = Status.GOOD if gap.value >= 0 else Status.ALARM
            metrics.append(Metric("next-gap", say("qbr.next.gap"), gap, None, tone))
    parts += [Metrics("next", tuple(metrics))] if metrics else []
    parts += [_action_table(measured, actions)] if actions else []
    title = say("qbr.next.title", period=following, target=target, count=len(actions))
    if not isinstance(target, Quantity):
        title = say("qbr.next.untargeted", period=following, count=len(actions))
    subtitle = say("qbr.next.subtitle")
    return Section("next", title, subtitle, tuple(parts), source_note(measured, "targets", "improvements"))


def _next_actions(measured: Measured) -> list[Improvement]:
    """What is to be done, one a rule (the gravest and nearest due), and what people agreed; overdue ones first."""
    waiting = [each for each in measured.improvements if each.status != "done"]
    rank = {name: place for place, name in enumerate(_ORDER)}
    waiting.sort(key=lambda each: (bool(each.rule), rank.get(each.severity, len(_ORDER)), *_last(each), each.number))
    once: dict[str, Improvement] = {}
    for each in waiting:
        once.setdefault(each.rule or each.number, each)
    return list(once.values())[:_MOST_ACTIONS]


def _last(found: Improvement) -> tuple[bool, int]:
    """What people agreed: the overdue first, as where it is followed up; what alerts ask for: the newest first."""
    if not found.rule:
        return found.status != "overdue", found.due.toordinal()
    return False, -found.due.toordinal()


def _action_table(measured: Measured, found: Sequence[Improvement]) -> DataTable:
    names = {(each.rule.id, each.subject): each for each in measured.alerts}
    columns = (
        TableColumn("action", say("qbr.column.action")),
        TableColumn("about", say("qbr.column.about")),
        TableColumn("owner", say("qbr.column.owner")),
        TableColumn("due", say("qbr.column.due"), "end"),
        TableColumn("status", say("column.status")),
    )
    rows = []
    for each in found:
        alarm = names.get((each.rule, each.subject))
        tone = Status.ALARM if each.status == "overdue" else Status.NONE
        cells = (
            named(each.topic),
            _about(alarm),
            _who(measured, each),
            each.due,
            say(f"status.action.{each.status}"),
        )
        rows.append(TableRow(cells, tone))
    return DataTable("next-actions", say("qbr.next.actions"), columns, tuple(rows))


def _about(alarm: Alarm | None) -> Value:
    """The rule and its subject; a person is not named as the subject, whose review tells it."""
    if alarm is None:
        return say("qbr.about.agreed")
    if alarm.kind == "person":
        return named(alarm.rule.name)
    return say("qbr.about.subject", rule=named(alarm.rule.name), subject=alarm_name(alarm))


def overdue(measured: Measured, day: date) -> Paragraph | None:
    """Say how many actions are past their day, None where none is."""
    late = sum(each.status == "overdue" for each in measured.improvements)
    return Paragraph("overdue", say("qbr.cause.overdue", count=late, day=day), Status.ALARM) if late else None
