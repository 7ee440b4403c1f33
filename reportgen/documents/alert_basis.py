"""Alarms of one rule → on what it spoke up, as a sentence: the one case, or how many and the furthest off."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.documents.wording import alarm_name, say
from reportgen.model.alarms import Alarm
from reportgen.model.document import Message, Value, Verbatim
from reportgen.model.measured import Measured
from reportgen.model.quantity import Quantity, Unit

_PEOPLE = frozenset({"person", "team"})
"""Subjects that are people: who they are is not told to others."""


def basis(measured: Measured, group: Sequence[Alarm], reader: str = "") -> Message:
    """Say on what a rule spoke up: of people only whether it is the reader's own figure or a member's.

    `reader` is whose review it is, "" in a team's pack.
    """
    worst = _worst(group)
    if worst.kind in _PEOPLE:
        return _of_people(measured, group, worst, reader)
    happened = worst.value.unit is Unit.COUNT and not worst.threshold.value
    bare = "bare" if not worst.threshold.value else "one"
    subject: Value = alarm_name(worst)
    if worst.period != measured.period.id and not happened:
        subject = say("alerts.basis.of", subject=subject, period=Verbatim(worst.period))
    text = say(f"alerts.basis.{'happened' if happened else bare}", subject=subject, **_values(worst))
    return text if len(group) == 1 else say("alerts.basis.several", count=len(group), worst=text)


def _worst(group: Sequence[Alarm]) -> Alarm:
    """Return the alarm that is furthest off, of several the one whose subject comes first.

    They are compared exactly only where they are as far off as a rounded number tells: what is further off is rounded
    to no less.
    """
    far = list(map(_off, group))
    furthest = max(far)
    last = [alarm for alarm, off in zip(group, far, strict=True) if off == furthest]
    return min(last, key=lambda alarm: (-abs(alarm.value.value - alarm.threshold.value), alarm.subject))


def _off(alarm: Alarm) -> float:
    (value, of), (threshold, by) = alarm.value.value.as_integer_ratio(), alarm.threshold.value.as_integer_ratio()
    return abs(value * by - threshold * of) / (of * by)


def _of_people(measured: Measured, group: Sequence[Alarm], worst: Alarm, reader: str) -> Message:
    """Tell members' figures from the reader's own where the paper's other figures are a team's."""
    whose = _whose(measured, group, reader)
    if len(group) == 1:
        return say(f"alerts.basis.{whose or 'nobody'}", **_values(worst))
    if whose != "own" and _is_comparable(group):
        key = "lowest" if worst.value.value < worst.threshold.value else "highest"
        return say(f"alerts.basis.{key}", count=len(group), **_values(worst))
    text = say("alerts.basis.nobody", **_values(worst))
    return say(f"alerts.basis.several.{whose}" if whose else "alerts.basis.several", count=len(group), worst=text)


def _whose(measured: Measured, group: Sequence[Alarm], reader: str) -> str:
    """Return whether figures are the reader's own or members'; "" where the paper leaves no doubt."""
    if any(alarm.kind != "person" for alarm in group) or (reader and reader not in measured.teams):
        return ""
    own = {alarm.subject == reader for alarm in group}
    return "" if len(own) > 1 else "own" if own.pop() else "member"


def _is_comparable(group: Sequence[Alarm]) -> bool:
    """Tell whether each is of somebody else, of one period, and on one side of one limit."""
    alike = {(alarm.period, alarm.threshold, alarm.value.value < alarm.threshold.value) for alarm in group}
    return len(alike) == 1 and len({alarm.subject for alarm in group}) == len(group)


def _values(alarm: Alarm) -> dict[str, Value]:
    return {
        "period": Verbatim(alarm.period),
        "value": with_unit(alarm.value),
        "threshold": with_unit(alarm.threshold),
    }


def with_unit(value: Quantity) -> Value:
    """Return a number of days with its unit, which a bare number in a sentence lacks."""
    return say("alerts.days", count=value) if value.unit is Unit.DAYS else value
