"""Turns what the rules say of everybody into the list that is kept: all that fires, and what nearly did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from reportgen.sample.stories import cases
from reportgen.sample.truth.alerts_money import money_alarms
from reportgen.sample.truth.alerts_work import work_alarms
from reportgen.sample.truth.events import Events
from reportgen.sample.truth.words import Alarm


def alarms(events: Events) -> Iterator[Alarm]:
    """Return by rule every alarm of 2026 that fires, the planned quiet ones, and each quarter's nearest quiet one."""
    rules: dict[str, list[Alarm]] = defaultdict(list)
    for alarm in (*work_alarms(events), *money_alarms(events)):
        if alarm.period.startswith("2026"):
            rules[alarm.rule].append(alarm)
    for rule in sorted(rules):
        kept = dict.fromkeys((*_fired(rules[rule]), *_near(rules[rule]), *_planned(rule, rules[rule])))
        yield from sorted(kept, key=lambda alarm: (alarm.period, not alarm.fires, alarm.subject))


def _fired(found: list[Alarm]) -> Iterator[Alarm]:
    return (alarm for alarm in found if alarm.fires)


def _near(found: list[Alarm]) -> Iterator[Alarm]:
    """Of the quiet ones of each quarter the one nearest to its threshold; ties go to the first by name."""
    nearest: dict[str, Alarm] = {}
    for alarm in found:
        quarter = _quarter(alarm.period)
        if not alarm.fires and (quarter not in nearest or _distance(alarm) < _distance(nearest[quarter])):
            nearest[quarter] = alarm
    yield from nearest.values()


def _distance(alarm: Alarm) -> tuple[Fraction, str, str]:
    return abs(alarm.value - alarm.threshold), alarm.period, alarm.subject


def _quarter(period: str) -> str:
    if "Q" in period:
        return period
    if "W" in period:
        return f"Q{(int(period[-2:]) - 1) // 13 + 1}"
    return f"Q{(int(period[5:7]) + 2) // 3}"


def _planned(rule: str, found: list[Alarm]) -> Iterator[Alarm]:
    quiet = {case.subject for case in cases(rule=rule) if not case.fires}
    return (alarm for alarm in found if alarm.subject in quiet and not alarm.fires and _told(rule, alarm))


def _told(rule: str, alarm: Alarm) -> bool:
    """Whether a planned case is of this alarm's time."""
    return any(
        case.subject == alarm.subject and (alarm.period == case.period or _quarter(alarm.period) == case.period[5:])
        for case in cases(rule=rule)
    )
