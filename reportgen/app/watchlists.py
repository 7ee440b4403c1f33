"""Alerts, the improvement list and customers' tiers → CSV files for machines, and their line of the summary."""

from __future__ import annotations

from collections import Counter

from reportgen.app.figures import csv_bytes, number_text
from reportgen.model.alarms import Alarm
from reportgen.model.customers import Tiers
from reportgen.model.measured import Measured
from reportgen.model.money import plain

_SEVERITIES = ("escalation", "alarm", "watch", "note")

_FINEST, _MOST = 6, 18
"""Decimals that are written anyway, and the most that tell a value from its threshold."""

_ALERTS = (
    "period", "rule", "severity", "subject_kind", "subject", "name", "figure", "value", "unit", "threshold", "base",
    "told", "action_zh", "action_en", "comes_to", "owner", "person", "day", "due", "seen_by", "rows",
)  # fmt: skip


def files(measured: Measured) -> dict[str, bytes]:
    """Return the files of a pack that this makes; none where the plan promises nothing of the kind."""
    found = {}
    if measured.plan.alerts:
        found["data/alerts.csv"] = alerts(measured)
    if measured.improvements:
        found["data/improvements.csv"] = improvements(measured)
    if measured.tiers:
        found["data/tiers.csv"] = tiers(measured)
    return found


def alerts(measured: Measured) -> bytes:
    """Return `data/alerts.csv`: one row an alert, with what the action comes to as `figure period: before → after`."""
    return csv_bytes(_ALERTS, [_alert(alarm) for alarm in measured.alerts])


def _alert(alarm: Alarm) -> tuple[str, ...]:
    value, threshold = _told_apart(alarm)
    return (
        alarm.period,
        alarm.rule.id,
        alarm.rule.severity,
        alarm.kind,
        alarm.subject,
        alarm.name,
        alarm.figure,
        value,
        alarm.value.currency or alarm.value.unit.value,
        threshold,
        number_text(alarm.base) if alarm.base else "",
        " ".join(alarm.told),
        alarm.rule.action.get("zh", ""),
        alarm.rule.action.get("en", ""),
        "; ".join(
            f"{each.figure} {each.period}: {number_text(each.before)} → {number_text(each.after)}"
            for each in alarm.outcomes
        ),
        alarm.owner,
        alarm.person,
        alarm.day.isoformat(),
        alarm.due.isoformat(),
        " ".join(alarm.seen_by),
        str(sum(rows.count for rows in alarm.rows)),
    )


def _told_apart(alarm: Alarm) -> tuple[str, str]:
    """Return value and threshold as text, with more decimals where fewer would make them look the same."""
    value, threshold = number_text(alarm.value), number_text(alarm.threshold)
    places = _FINEST
    while value == threshold and alarm.value != alarm.threshold and places < _MOST:
        places += 3
        value, threshold = (plain(each.value, places) for each in (alarm.value, alarm.threshold))
    return value, threshold


def improvements(measured: Measured) -> bytes:
    """Return `data/improvements.csv`: one row an item of the improvement list, what is carried first."""
    header = (
        "item", "raised", "carried", "status", "rule", "severity", "subject_kind", "subject", "topic_zh", "topic_en",
        "owner", "person", "due", "done",
    )  # fmt: skip
    rows = [
        (
            item.number,
            item.raised,
            "yes" if item.carried else "no",
            item.status,
            item.rule,
            item.severity,
            item.kind,
            item.subject,
            item.topic.get("zh", ""),
            item.topic.get("en", ""),
            item.owner,
            item.person,
            item.due.isoformat(),
            item.done.isoformat() if item.done else "",
        )
        for item in measured.improvements
    ]
    return csv_bytes(header, rows)


def tiers(measured: Measured) -> bytes:
    """Return `data/tiers.csv`: one row a customer, the best first, with the tier before and what moved it.

    Customers who are in no tier any more come last. Each criterion has its figure and its place from 0 to 1.
    """
    found = measured.tiers
    criteria = tuple(found.rule.criteria) if found else ()
    header = (
        "period", "customer", "name", "tier", "before", "because", "score", *criteria,
        *(f"{name}_score" for name in criteria), "team", "days_on_site", "channel",
    )  # fmt: skip
    return csv_bytes(header, _tiers(found, criteria) if found else [])


def _tiers(found: Tiers, criteria: tuple[str, ...]) -> list[tuple[str, ...]]:
    moved = {each.customer: each for each in found.migrations}
    rows = []
    for graded in found.customers:
        move = moved.get(graded.customer)
        rows.append(
            (
                found.period,
                graded.customer,
                graded.name,
                graded.tier,
                move.before if move else graded.tier if found.migrations else "",
                _because(move.kind, move.because) if move else "",
                plain(graded.score, 6),
                *(number_text(graded.facts[name]) for name in criteria),
                *(plain(graded.scores[name], 6) for name in criteria),
                *_service(found, graded.tier),
            )
        )
    gone = [each for each in found.migrations if each.kind == "gone"]
    blank = ("",) * (2 * len(criteria) + 4)
    return [*rows, *((found.period, each.customer, each.name, "", each.before, "gone", *blank) for each in gone)]


def _because(kind: str, because: tuple[str, ...]) -> str:
    return " ".join((kind, *because))


def _service(found: Tiers, tier: str) -> tuple[str, str, str]:
    level = found.service.get(tier)
    if level is None:
        return ("", "", "")
    return ("+".join(map(str, level.team)), str(level.days_on_site), level.channel)


def summary(measured: Measured) -> list[str]:
    """Return the lines of the terminal's summary: alerts by severity, the improvement list, customers who moved."""
    lines = []
    if measured.plan.alerts:
        found = Counter(str(alarm.rule.severity) for alarm in measured.alerts)
        parts = ", ".join(f"{found[name]} {name}" for name in _SEVERITIES if found[name])
        lines.append(f"预警 Alerts: {len(measured.alerts)}" + (f" ({parts})" if parts else ""))
    if measured.improvements:
        status = Counter(str(item.status) for item in measured.improvements)
        carried = sum(item.carried for item in measured.improvements)
        parts = ", ".join(f"{status[name]} {name}" for name in ("done", "open", "overdue") if status[name])
        lines.append(f"改进清单 Improvement list: {parts}; {carried} carried")
    if measured.tiers:
        sizes = ", ".join(f"{part.tier} {part.customers}" for part in measured.tiers.parts)
        lines.append(f"客户分级 Customer tiers ({measured.tiers.period}): {sizes}; {len(measured.migrations)} moved")
    return lines
