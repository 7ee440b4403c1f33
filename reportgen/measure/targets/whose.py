"""The rows of a metric's targets → whose they are in a period: everybody's, each person's, each team's, found once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from reportgen.measure.roster import change_days
from reportgen.measure.targets.rows import Rows, TargetRow, Targets
from reportgen.model.measured import Subject
from reportgen.model.period import Period
from reportgen.model.plan import valid
from reportgen.model.table import Cell
from reportgen.model.target_rules import PartPeriods, TimeTree


def rows_of(
    targets: Targets, metric: str, column: str, subject: Subject, only: tuple[str, str] | None
) -> Sequence[TargetRow]:
    """Return the rows that count for a subject, whatever their period.

    A team's are those of its leader and of whoever belonged to it on the row's last day. `only` is a column of the
    roster and a value: rows of the people who had it on that day.
    """
    return _rows_of(targets, metric, column, None, subject, only)


def rows_in(
    targets: Targets, metric: str, column: str, subject: Subject, only: tuple[str, str] | None, period: Period
) -> Sequence[TargetRow] | None:
    """Return those of them that lie in a period and count in full.

    None where some may lie in a longer one and fall down to it, or count for a part of their period alone.
    """
    key = (metric, column)
    if _in_part(targets, key, period):
        return None
    return _rows_of(targets, metric, column, period, subject, only)


def _rows_of(
    targets: Targets,
    metric: str,
    column: str,
    period: Period | None,
    subject: Subject,
    only: tuple[str, str] | None,
) -> Sequence[TargetRow]:
    key = (metric, column)
    if subject.kind == "company":
        if only is None:
            return _inside(targets, key, period)
        return _once(targets, (*key, period, only[0]), lambda rows: _by_value(targets, rows, only[0])).get(only[1], ())
    if subject.kind == "person":
        mine = _once(targets, (*key, period, ""), _by_person).get(subject.id, ())
    else:
        mine = _once(targets, (*key, period, None), lambda rows: _by_team(targets, rows)).get(subject.id, ())
    if only is None:
        return mine
    return [row for row in mine if _said_of(targets, row, only[0]) == only[1]]


def _once(
    targets: Targets,
    key: tuple[str, str, Period | None, str | None],
    apart: Callable[[Rows], Mapping[Cell, Sequence[TargetRow]]],
) -> Mapping[Cell, Sequence[TargetRow]]:
    """Return the rows of a metric's column in a period, told apart once for all who ask."""
    if key not in targets.apart:
        targets.apart[key] = apart(_inside(targets, key[:2], key[2]))
    return targets.apart[key]


def _inside(targets: Targets, key: tuple[str, str], period: Period | None) -> Rows:
    """Return the rows that lie in a period (None: in any), person by person."""
    if (*key, period) not in targets.inside:
        every = [row for mine in targets.by_person.get(key, {}).values() for row in mine]
        if period is not None:
            lie = {each for each in _periods(targets, key) if period.start <= each.start and each.end <= period.end}
            every = [row for row in every if row.period in lie]
        targets.inside[(*key, period)] = tuple(every)
    return targets.inside[(*key, period)]


def _periods(targets: Targets, key: tuple[str, str]) -> frozenset[Period]:
    if key not in targets.periods:
        targets.periods[key] = frozenset(row.period for row in targets.rows.get(key, ()))
    return targets.periods[key]


def _in_part(targets: Targets, key: tuple[str, str], period: Period) -> bool:
    """Tell whether any row may count in part: it is of a longer period and falls down to this one, or is prorated."""
    if (*key, period) not in targets.in_part:
        targets.in_part[(*key, period)] = any(
            prorated(targets, each)
            or (not (period.start <= each.start and each.end <= period.end) and falls(targets, each, period))
            for each in _periods(targets, key)
        )
    return targets.in_part[(*key, period)]


def falls(targets: Targets, whole: Period, period: Period) -> bool:
    """Tell whether a period lies in a longer one from which targets fall down to it."""
    if not (whole.start <= period.start and period.end <= whole.end):
        return False
    trees = [rule for rule in valid(targets.rules, period.end).values() if isinstance(rule, TimeTree)]
    return any({whole.grain, period.grain} <= set(tree.spans) for tree in trees)


def prorated(targets: Targets, period: Period) -> bool:
    """Tell whether the plan counts a row of a period for the part of it that its person was there."""
    rule = parts_rule(targets, period)
    return rule is not None and rule.rows == "prorated"


def parts_rule(targets: Targets, period: Period) -> PartPeriods | None:
    """Return what the plan says on its last day of who was there for a part of a period."""
    return next((rule for rule in valid(targets.rules, period.end).values() if isinstance(rule, PartPeriods)), None)


def _by_person(rows: Rows) -> Mapping[Cell, Sequence[TargetRow]]:
    found: dict[Cell, list[TargetRow]] = {}
    for row in rows:
        found.setdefault(row.person, []).append(row)
    return found


def _by_team(targets: Targets, rows: Rows) -> Mapping[Cell, Sequence[TargetRow]]:
    """Return the rows of every team: those of its leader and of whoever belonged to it on the row's last day."""
    starts = (date.min, *change_days(targets.roster))
    teams: dict[tuple[str, int], tuple[str, ...]] = {}
    found: dict[Cell, list[TargetRow]] = {}
    for row in rows:
        stay = row.person, bisect_right(starts, last_day(targets, row)) - 1
        if stay not in teams:
            above = targets.roster.managers_of(row.person, starts[stay[1]])
            teams[stay] = tuple(dict.fromkeys((row.person, *above)))
        for team in teams[stay]:
            found.setdefault(team, []).append(row)
    return found


def _by_value(targets: Targets, rows: Rows, column: str) -> Mapping[Cell, Sequence[TargetRow]]:
    """Return the rows by what the roster says of their people on the row's last day."""
    found: dict[Cell, list[TargetRow]] = {}
    for row in rows:
        found.setdefault(_said_of(targets, row, column), []).append(row)
    return found


def _said_of(targets: Targets, row: TargetRow, column: str) -> Cell:
    """Return what the roster says of a row's person on the row's last day."""
    key = (row.person, row.period.end, column)
    if key not in targets.said:
        person = targets.roster.people.get(row.person)
        assignment = person.on(last_day(targets, row)) if person else None
        targets.said[key] = assignment.attributes.get(column) if assignment else None
    return targets.said[key]


def last_day(targets: Targets, row: TargetRow) -> date:
    """Return the day whose hierarchy a row counts in: its period's last, or the person's own if that is earlier."""
    person = targets.roster.people.get(row.person)
    return min(row.period.end, person.left) if person and person.left else row.period.end
