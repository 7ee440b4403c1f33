"""Alerts and the improvement list → the tables that documents show of them: by rule, one by one, by what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportgen.documents.alert_basis import with_unit
from reportgen.documents.review_actions import owner_name
from reportgen.documents.wording import alarm_name, named, person_name, say
from reportgen.model.alarms import Alarm, Improvement
from reportgen.model.alerts import Alert
from reportgen.model.document import DataTable, TableColumn, TableRow, Value, Verbatim
from reportgen.model.measured import Measured, Status
from reportgen.model.plan import valid
from reportgen.model.quantity import Unit

SEVERITIES = ("escalation", "alarm", "watch", "note")
"""The most urgent first."""

_TONES = {"escalation": Status.ALARM, "alarm": Status.ALARM, "watch": Status.WATCH, "note": Status.NONE}
_SMALL = 10_000
"""Sums below it are told in full: rounded to thousands they would say another figure."""

_NAMELESS = frozenset({"person", "team"})
"""Subjects that are people: a document tells how many they are, and names those who act."""


def acting(measured: Measured, owner: str, person: str) -> Value:
    """Return who acts: the person where the day tells one, else the role or office."""
    return person_name(measured, person) if person else owner_name(measured, owner)


def subject_name(alarm: Alarm) -> Value:
    """Return what an alert is about: its name, else its number or value."""
    return alarm_name(alarm)


def rules_table(measured: Measured, alarms: Sequence[Alarm], items: Sequence[Improvement]) -> DataTable:
    """Return a row a rule: how many alerts, the worst, what is to be done by whom, and what of it is open or overdue.

    Rules whose items are carried from earlier periods stand in it too. `due` is since when the oldest is overdue, else
    by when the first is to be done.
    """
    columns = (
        TableColumn("rule", say("alarms.rule")),
        TableColumn("count", say("alarms.count"), "end"),
        TableColumn("worst", say("alarms.worst")),
        TableColumn("action", say("alarms.action")),
        TableColumn("owner", say("alarms.owner")),
        TableColumn("open", say("improvements.open"), "end"),
        TableColumn("overdue", say("improvements.overdue"), "end"),
        TableColumn("due", say("alarms.due.first")),
    )
    rules = valid(measured.plan.alerts, measured.period.end)
    found = {name: [alarm for alarm in alarms if alarm.rule.id == name] for name in rules}
    listed = {name: [item for item in items if item.rule == name] for name in rules}
    told = [rule for name, rule in rules.items() if found[name] or listed[name]]
    told.sort(key=lambda rule: (SEVERITIES.index(rule.severity), -len(found[rule.id]), rule.id))
    rows = tuple(_rule_row(measured, rule, found[rule.id], listed[rule.id]) for rule in told)
    every = [item for rule in told for item in listed[rule.id]]
    cells = (
        say("column.total"),
        len(alarms),
        None,
        None,
        None,
        _number(every, "open"),
        _number(every, "overdue"),
        None,
    )
    foot = TableRow(cells, emphasis=True) if rows else None
    return DataTable("alarm-rules", say("alarms.by-rule"), columns, rows, foot, empty=say("alarms.none"))


def _rule_row(measured: Measured, rule: Alert, found: Sequence[Alarm], items: Sequence[Improvement]) -> TableRow:
    due = [item.due for item in items if item.status != "done"] + [alarm.due for alarm in found]
    cells: tuple[Value, ...] = (
        named(rule.name),
        len(found),
        _case(found) if found else None,
        named(rule.action),
        owner_name(measured, rule.owner),
        _number(items, "open"),
        _number(items, "overdue"),
        min(due, default=None),
    )
    return TableRow(cells, _TONES[rule.severity])


def _urgency(alarm: Alarm) -> int:
    return SEVERITIES.index(alarm.rule.severity)


def worst(group: Sequence[Alarm]) -> Alarm:
    """Return the alert that is furthest from its threshold; of equal ones the first by subject."""
    return min(group, key=lambda alarm: (-abs(alarm.value.value - alarm.threshold.value), alarm.subject))


def _case(group: Sequence[Alarm]) -> Value:
    """Return the worst of a rule's alerts; how many people they are about, where it is people."""
    if group[0].kind in _NAMELESS:
        return say("alarms.people", count=len({alarm.subject for alarm in group}))
    alarm = worst(group)
    # Something that merely happened, or is missing, has no number worth telling.
    if alarm.value.unit is Unit.COUNT and alarm.threshold.value == 0:
        return subject_name(alarm)
    small = alarm.value.unit is Unit.MONEY and abs(alarm.value.value) < _SMALL
    key = "alarms.case.full" if small else "alarms.case"
    return say(key, subject=subject_name(alarm), value=with_unit(alarm.value))


def urgent_table(measured: Measured, alarms: Sequence[Alarm], most: int) -> DataTable | None:
    """Return the most urgent alerts one by one, with who acts; None where there are none.

    Those of people stand under their rule alone, and so do rules that speak up more often than a page can tell.
    """
    often = {rule for rule in {alarm.rule.id for alarm in alarms} if sum(a.rule.id == rule for a in alarms) > most}
    told = [a for a in alarms if a.rule.id not in often and a.kind not in _NAMELESS and _urgency(a) < 2]
    told.sort(key=lambda alarm: (_urgency(alarm), alarm.due, alarm.key))
    if not told:
        return None
    columns = (
        TableColumn("rule", say("alarms.rule")),
        TableColumn("subject", say("alarms.subject")),
        TableColumn("value", say("alarms.value"), "end", "compact"),
        TableColumn("threshold", say("alarms.threshold"), "end", "compact"),
        TableColumn("owner", say("alarms.owner")),
        TableColumn("due", say("alarms.due")),
    )
    rows = tuple(_urgent_row(measured, alarm) for alarm in told[:most])
    left = len(told) - len(rows)
    note = say("alarms.further", count=left) if left else None
    return DataTable("alarms", say("alarms.urgent"), columns, rows, note=note)


def _urgent_row(measured: Measured, alarm: Alarm) -> TableRow:
    cells = (
        named(alarm.rule.name),
        subject_name(alarm),
        alarm.value,
        alarm.threshold,
        acting(measured, alarm.owner, alarm.person),
        alarm.due,
    )
    return TableRow(cells, _TONES[alarm.rule.severity])


def _number(group: Iterable[Improvement], status: str) -> int:
    return sum(item.status == status for item in group)


def written_table(measured: Measured, items: Sequence[Improvement]) -> DataTable | None:
    """Return the items that people wrote down themselves; None where there are none."""
    columns = (
        TableColumn("key", say("improvements.number")),
        TableColumn("topic", say("improvements.topic")),
        TableColumn("owner", say("alarms.owner")),
        TableColumn("due", say("alarms.due")),
        TableColumn("state", say("column.state")),
    )
    tones = {"done": Status.GOOD, "open": Status.WATCH, "overdue": Status.ALARM}
    rows = tuple(
        TableRow(
            (
                Verbatim(item.number),
                named(item.topic),
                acting(measured, item.owner, item.person),
                item.due,
                say(f"improvements.{item.status}"),
            ),
            tones[item.status],
        )
        for item in items
        if not item.rule
    )
    return DataTable("written", say("improvements.written"), columns, rows) if rows else None
