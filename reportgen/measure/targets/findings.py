"""Targets and the plan's rules for them → changes that are incomplete, late or unlike; targets not SMART."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from reportgen.measure import kinds
from reportgen.measure.columns import at_scale
from reportgen.measure.targets.rows import Targets
from reportgen.model.money import plain
from reportgen.model.period import Period, parse_span
from reportgen.model.place import Place
from reportgen.model.plan import valid
from reportgen.model.problem import Problem
from reportgen.model.table import NUMERIC, Table
from reportgen.model.target_rules import Change, Smart

_OF_CHANGE: Mapping[str, str] = {
    "effective_date": "since",
    "reason": "reason",
    "approver": "approver",
    "author": "author",
}
"""The column of a change that says what the plan asks for."""

_SPOKEN: Mapping[str, str] = {"effective_date": "first day"}


def target_findings(
    targets: Targets, table: Table | None, changes: Table | None, period: Period
) -> tuple[Problem, ...]:
    """Say what is wrong with the targets of a period and with their changes."""
    held = valid(targets.rules, period.end).values()
    needs = tuple(need for rule in held if isinstance(rule, Change) for need in rule.needs)
    smart = tuple(need for rule in held if isinstance(rule, Smart) for need in rule.needs)
    return (*_changes(targets, changes, needs, period), *_smart(targets, table, smart, period))


def _changes(targets: Targets, table: Table | None, needs: tuple[str, ...], period: Period) -> Iterator[Problem]:
    if table is None or not {"person", "month", "metric"} <= set(table.columns):
        return
    for position, row in enumerate(table.frame.to_dict("records")):
        month = parse_span(str(row["month"]))
        if month is None or not (period.start <= month.end and month.start <= period.end):
            continue
        told = (("person", str(row["person"])), ("period", month.id))
        place = table.place(position)
        for need in needs:
            column = _OF_CHANGE[need]
            if column not in table.columns or pd.isna(row[column]):
                yield Problem(kinds.TARGET_CHANGE_INCOMPLETE, place, _SPOKEN.get(need, need), told)
        since = row.get("since")
        if since is not None and not pd.isna(since) and pd.Timestamp(since).date() > month.end:
            day = pd.Timestamp(since).date().isoformat()
            yield Problem(kinds.TARGET_CHANGE_LATE, place, day, told)
        yield from _unlike(targets, table, str(row["metric"]), row, month, place)


def _unlike(
    targets: Targets, table: Table, metric: str, row: Mapping[object, object], month: Period, place: Place
) -> Iterator[Problem]:
    """Find a change whose old amount is not what the targets say."""
    for name, column in table.columns.items():
        if not name.startswith("old_") or column.type not in NUMERIC or pd.isna(row[name]):  # type: ignore[call-overload]
            continue
        mine = targets.by_person.get((metric, name.removeprefix("old_")), {}).get(str(row["person"]), ())
        said = at_scale(int(row[name]), column.scale)  # type: ignore[call-overload]
        for found in mine:
            if found.period == month and found.place != place and found.value != said and len(found.changes) == 1:
                told = (("person", found.person), ("period", month.id), ("before", plain(found.value)))
                yield Problem(kinds.TARGET_CHANGE_DIFFERS, place, plain(said), (*told, ("other", str(found.place))))


def _smart(targets: Targets, table: Table | None, needs: tuple[str, ...], period: Period) -> Iterator[Problem]:
    if "owner" in needs:
        for entry in valid(targets.company, period.end).values():
            if not entry.owner and entry.year == period.end.year:
                yield Problem(kinds.TARGET_NOT_SMART, entry.place, "owner")
    columns = {"metric": "metric", "owner": "person", "start": "month", "amount": "floor"}
    wanted = [(need, columns[need]) for need in needs if need in columns]
    for need, column in wanted if table is not None else ():
        if table is None or column not in table.columns:
            continue
        blank = table.frame[column].isna().tolist()
        for position in (position for position, empty in enumerate(blank) if empty):
            yield Problem(kinds.TARGET_NOT_SMART, table.place(position), "dates" if need == "start" else need)
