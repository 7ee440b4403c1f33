"""The tables of targets and of their changes → one row a person, metric and period with its versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

import numpy as np

from reportgen.measure.calendar import Calendar
from reportgen.measure.columns import cells, day, records
from reportgen.measure.targets.phasing import Phased
from reportgen.model.measured import Subject
from reportgen.model.people import Roster
from reportgen.model.period import Period, parse_span
from reportgen.model.place import Place
from reportgen.model.plan import CompanyTarget
from reportgen.model.quantity import Unit
from reportgen.model.step import Step
from reportgen.model.table import NUMERIC, Cell, Column, Table
from reportgen.model.target_rules import TargetRule


@dataclass(frozen=True, slots=True)
class Version:
    """What a target became on a day, why, who approved it, and where that stands."""

    since: date
    value: Fraction
    reason: str
    approver: str
    place: Place


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One person's target of one metric for one period, with its place; `changes` are its later versions by day."""

    person: str
    period: Period
    value: Fraction
    place: Place
    changes: tuple[Version, ...] = ()

    def on(self, known: date, *, keep: bool = True) -> Fraction:
        """Return what held for the row's period as known on a day; with `keep`, a closed period stays as it was."""
        value = self.value
        for change in self.changes:
            if change.since <= known and (change.since <= self.period.end or not keep):
                value = change.value
        return value


Asked = tuple[str, str, Subject, Period, Unit, tuple[str, str] | None, date]
"""What a target is asked by: metric, column, whose, when, in which unit, of which people, as known on a day."""

Rows = tuple[TargetRow, ...]

RowsBy = Mapping[tuple[str, str], Rows]
"""The rows by metric and column (`floor`, `stretch`)."""


@dataclass(frozen=True, slots=True)
class Targets:
    """All targets: rows by (metric, column), and the company's own from the plan, with what its year is laid out by.

    `phased` keeps the company's months that were asked for, by metric, year, column and the day they were known on;
    `periods`, `inside` and `apart` the rows' periods, those in a period, and whose these are; `in_part` whether any
    may count in part in a period; `said` what the roster says of people on a day, `asked` the targets.
    """

    rows: RowsBy
    company: tuple[CompanyTarget, ...]
    currency: str
    roster: Roster
    by_person: Mapping[tuple[str, str], Mapping[str, tuple[TargetRow, ...]]] = field(repr=False)
    calendar: Calendar = field(default_factory=Calendar)
    rules: tuple[TargetRule, ...] = ()
    phased: dict[tuple[str, int, str, date], tuple[Phased, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    asked: dict[Asked, Step] = field(default_factory=dict, repr=False, compare=False)
    periods: dict[tuple[str, str], frozenset[Period]] = field(default_factory=dict, repr=False, compare=False)
    in_part: dict[tuple[str, str, Period], bool] = field(default_factory=dict, repr=False, compare=False)
    inside: dict[tuple[str, str, Period | None], Rows] = field(default_factory=dict, repr=False, compare=False)
    said: dict[tuple[str, date, str], Cell] = field(default_factory=dict, repr=False, compare=False)
    apart: dict[tuple[str, str, Period | None, str | None], Mapping[Cell, Sequence[TargetRow]]] = field(
        default_factory=dict, repr=False, compare=False
    )


def read_targets(
    table: Table | None,
    company: tuple[CompanyTarget, ...],
    currency: str,
    roster: Roster,
    changes: Table | None = None,
    calendar: Calendar | None = None,
    rules: tuple[TargetRule, ...] = (),
) -> Targets:
    """Index the targets table (`person month metric` and one column a version: `floor`, `stretch`) and its changes.

    A row of `changes` (`person month metric since`, and a new value in the same columns) is a later version of one of
    the table's rows, or the first of a target that had none.
    """
    rows: dict[tuple[str, str], list[TargetRow]] = {}
    if table is not None and {"person", "month", "metric"} <= set(table.columns):
        places = table.places()
        for column in _amounts(table):
            for metric, row in _rows(table, column, places):
                rows.setdefault((metric, column.name), []).append(row)
    frozen = {key: _changed(tuple(found), _versions(changes, *key)) for key, found in rows.items()}
    by_person = {key: _grouped(found) for key, found in frozen.items()}
    return Targets(frozen, company, currency, roster, by_person, calendar or Calendar(), rules)


def _amounts(table: Table) -> list[Column]:
    return [column for column in table.columns.values() if column.type in NUMERIC]


def _rows(table: Table, column: Column, places: Sequence[Place]) -> Iterator[tuple[str, TargetRow]]:
    """Yield the rows that tell a target, with their metrics."""
    words = (cells(table.frame, table.columns[name]) for name in ("person", "metric", "month"))
    periods: dict[Cell, Period | None] = {}
    for person, metric, month, value, place in zip(*words, cells(table.frame, column), places, strict=True):
        if person is None or metric is None or month is None or not isinstance(value, Fraction):
            continue
        if month not in periods:
            periods[month] = parse_span(str(month))
        period = periods[month]
        if period is not None:
            yield str(metric), TargetRow(str(person), period, value, place)


_NAMED = ("person", "month", "since")
_WORDS = ("reason", "approver")

Versions = Mapping[tuple[str, Period], tuple[Version, ...]]


def _versions(table: Table | None, metric: str, name: str) -> Versions:
    """Read the changes of a metric's column by person and period, in the order of their days."""
    if table is None or not {"person", "month", "metric", "since", name} <= set(table.columns):
        return {}
    frame = table.frame
    known = frame[["person", "month", "since", name]].notna().all(axis=1) & (frame["metric"] == metric)
    positions = np.flatnonzero(known.fillna(value=False).to_numpy(dtype=bool))
    needed = {each: table.columns[each] for each in (*_NAMED, *_WORDS, name) if each in table.columns}
    found: dict[tuple[str, Period], list[Version]] = {}
    for row, place in zip(records(frame.iloc[positions], needed), table.places(positions.tolist()), strict=True):
        period, amount = parse_span(str(row["month"])), row[name]
        if period is not None and isinstance(amount, Fraction):
            reason, approver = ("" if row.get(word) is None else str(row[word]) for word in _WORDS)
            change = Version(day(row["since"]), amount, reason, approver, place)
            found.setdefault((str(row["person"]), period), []).append(change)
    return {key: tuple(sorted(each, key=lambda change: change.since)) for key, each in found.items()}


def _changed(rows: tuple[TargetRow, ...], versions: Versions) -> tuple[TargetRow, ...]:
    """Give every row its later versions; a change of what had no row begins at nothing."""
    if not versions:
        return rows
    known = {(row.person, row.period) for row in rows}
    new = [
        TargetRow(person, period, Fraction(0), changes[0].place, changes)
        for (person, period), changes in versions.items()
        if (person, period) not in known
    ]
    changed = (versions.get((row.person, row.period)) for row in rows)
    return (*(replace(row, changes=each) if each else row for row, each in zip(rows, changed, strict=True)), *new)


def _grouped(rows: tuple[TargetRow, ...]) -> dict[str, tuple[TargetRow, ...]]:
    grouped: dict[str, list[TargetRow]] = {}
    for row in rows:
        grouped.setdefault(row.person, []).append(row)
    return {person: tuple(found) for person, found in grouped.items()}
