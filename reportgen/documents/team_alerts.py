"""Alarms below a leader → all that the team's pack tells of them: one section, and each person's most urgent rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportgen.documents import review_actions as action
from reportgen.documents.wording import say
from reportgen.model.alarms import Alarm, by_person
from reportgen.model.alerts import Alert
from reportgen.model.document import Paragraph, Part, Section
from reportgen.model.measured import Measured

_URGENCY = ("escalation", "alarm", "watch", "note")
_ALL = 99
"""So many rules, or topics asked before, are listed."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the pack of a team tells of alarms: a section, and by person the rule that is most urgent of theirs.

    What stands behind it (which region, by how much, in whose alarms) is told nowhere else in the pack.
    """

    section: Section
    urgent: Mapping[str, Alert]


def told_of_team(measured: Measured, leader: str, members: tuple[str, ...]) -> Told:
    """Return what the pack of a team tells of alarms."""
    every = measured.once("most urgent", lambda: _most_urgent(measured))
    people = (leader, *members)
    return Told(_section(measured, leader, people), {each: every[each] for each in people if each in every})


def _section(measured: Measured, leader: str, people: Iterable[str]) -> Section:
    """Return the alarms below a leader, and how what was asked of these people before stands."""
    alarms = measured.once("alarms by leader", lambda: _seen_by(measured.alerts)).get(leader, ())
    listed = measured.once("items by person", lambda: _numbers(each.person for each in measured.improvements))
    numbers = sorted(number for person in dict.fromkeys(people) for number in listed.get(person, ()))
    items = [measured.improvements[number] for number in numbers]
    earlier = action.followed_up(measured, items, alarms, _ALL)
    none = Paragraph("no-alerts", action.nothing_told(measured, "alerts.none.team"))
    parts: tuple[Part, ...] = (action.alerts_table(measured, alarms, _ALL) if alarms else none,)
    parts += (earlier,) if earlier else ()
    return Section("actions", say("review.section.actions"), None, parts)


def _seen_by(alarms: Iterable[Alarm]) -> Mapping[str, tuple[Alarm, ...]]:
    """Return the alarms that concern each person, as `concerning` tells them of a team."""
    found: dict[str, list[Alarm]] = {}
    for alarm in alarms:
        for person in dict.fromkeys(alarm.seen_by):
            found.setdefault(person, []).append(alarm)
    return {person: tuple(mine) for person, mine in found.items()}


def _numbers(names: Iterable[str]) -> Mapping[str, list[int]]:
    """Return in which places each name stands."""
    found: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        found.setdefault(name, []).append(number)
    return found


def _most_urgent(measured: Measured) -> Mapping[str, Alert]:
    """Return the rule of the most urgent alert on what is a person's; nobody of whom none is open."""
    found = {}
    for person, alarms in by_person(measured.alerts).items():
        mine = [alarm for alarm in alarms if person in (alarm.seller, alarm.subject)]
        if mine:
            first = min(mine, key=lambda alarm: (_URGENCY.index(alarm.rule.severity), alarm.due, alarm.rule.id))
            found[person] = first.rule
    return found
