"""Alerts and the improvement list → the tables that documents show of them: by rule, one by one, by what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from reportgen.documents.wording import named, person_name, role_name, say
from reportgen.model.alarms import Alarm, Improvement
from reportgen.model.document import DataTable, TableColumn, TableRow, Value, Verbatim
from reportgen.model.measured import Measured, Status
from reportgen.model.plan import valid
from reportgen.model.quantity import Unit

SEVERITIES = ("escalation", "alarm", "watch", "note")
"""The most urgent first."""

_TONES = {"escalation": Status.ALARM, "alarm": Status.ALARM, "watch": Status.WATCH, "note": Status.NONE}
_NAMELESS = frozenset({"person", "team"})
"""Subjects that are people: a document tells how many they are, and names those who act."""


def owner_name(measured: Measured, owner: str) -> Value:
    """Return a role, an office, or who stands nearest to the subject, as the plan and the language call them."""
    if owner in ("seller", "leader"):
        return say(f"alarms.owner.{owner}")
    offices = valid(measured.plan.organisation, measured.period.end)
    return named(offices[owner].name) if owner in offices else role_name(measured, owner)


def acting(measured: Measured, owner: str, person: str) -> Value:
    """Return who acts: the person where the day tells one, else the role or office."""
    return person_name(measured, person) if person else owner_name(measured, owner)


def subject_name(alarm: Alarm) -> Value:
    """Return what an alert is about: its name, else its number or value."""
    return Verbatim(alarm.name or alarm.subject)


def rules_table(measured: Measured, alarms: Sequence[Alarm]) -> DataTable:
    """Return a row a rule: how many alerts, the worst of them, what is to be done, by whom, by when at the earliest."""
    columns = (
        TableColumn("rule", say("alarms.rule")),
        TableColumn("count", say("alarms.count"), "end"),
        TableColumn("worst", say("alarms.worst")),
        TableColumn("action", say("alarms.action")),
        TableColumn("owner", say("alarms.owner")),
        TableColumn("due", say("alarms.due.first")),
    )
    groups: dict[str, list[Alarm]] = {}
    for alarm in alarms:
        groups.setdefault(alarm.rule.id, []).append(alarm)
    ordered = sorted(groups.values(), key=lambda group: (_urgency(group[0]), -len(group), group[0].rule.id))
    rows = tuple(_rule_row(measured, group) for group in ordered)
    return DataTable("alarm-rules", say("alarms.by-rule"), columns, rows, empty=say("alarms.none"))


def _urgency(alarm: Alarm) -> int:
    return SEVERITIES.index(alarm.rule.severity)


def _rule_row(measured: Measured, group: Sequence[Alarm]) -> TableRow:
    first = group[0]
    cells: tuple[Value, ...] = (
        named(first.rule.name),
        len(group),
        None if first.kind in _NAMELESS else _case(worst(group)),
        named(first.rule.action),
        owner_name(measured, first.owner),
        min(alarm.due for alarm in group),
    )
    return TableRow(cells, _TONES[first.rule.severity])


def worst(group: Sequence[Alarm]) -> Alarm:
    """Return the alert that is furthest from its threshold; of equal ones the first by subject."""
    return min(group, key=lambda alarm: (-abs(alarm.value.value - alarm.threshold.value), alarm.subject))


def _case(alarm: Alarm) -> Value:
    # Something that merely happened, or is missing, has no number worth telling.
    if alarm.value.unit is Unit.COUNT and alarm.threshold.value == 0:
        return subject_name(alarm)
    return say("alarms.case", subject=subject_name(alarm), value=alarm.value)


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


def improvements_table(measured: Measured, items: Sequence[Improvement]) -> DataTable:
    """Return a row for each thing that is asked for: how many are done, open, overdue, and since when at the longest."""
    columns = (
        TableColumn("topic", say("improvements.topic")),
        TableColumn("rule", say("improvements.rule")),
        TableColumn("owner", say("alarms.owner")),
        TableColumn("done", say("improvements.done"), "end"),
        TableColumn("open", say("improvements.open"), "end"),
        TableColumn("overdue", say("improvements.overdue"), "end"),
        TableColumn("due", say("improvements.longest")),
    )
    groups: dict[str, list[Improvement]] = {}
    for item in items:
        if item.rule:
            groups.setdefault(item.rule, []).append(item)
    ordered = sorted(groups.values(), key=lambda group: (-_number(group, "overdue"), -len(group), group[0].rule))
    rows = tuple(_topic_row(measured, group) for group in ordered)
    every = [item for group in ordered for item in group]
    foot = TableRow((say("column.total"), None, None, *_counts(every), None), emphasis=True)
    title, empty = say("improvements.by-rule"), say("improvements.none")
    return DataTable("improvements", title, columns, rows, foot if rows else None, empty=empty)


def _topic_row(measured: Measured, group: Sequence[Improvement]) -> TableRow:
    first = group[0]
    rules = valid(measured.plan.alerts, measured.period.end)
    rule: Value = named(rules[first.rule].name) if first.rule in rules else Verbatim(first.rule)
    late = [item.due for item in group if item.status == "overdue"]
    since: date | None = min(late, default=None)
    cells = (named(first.topic), rule, owner_name(measured, first.owner), *_counts(group), since)
    return TableRow(cells, Status.ALARM if late else Status.NONE)


def _number(group: Iterable[Improvement], status: str) -> int:
    return sum(item.status == status for item in group)


def _counts(group: Sequence[Improvement]) -> tuple[int, int, int]:
    return (_number(group, "done"), _number(group, "open"), _number(group, "overdue"))


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
