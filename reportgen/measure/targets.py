"""What was to be reached: targets of people, teams and the company for a metric and a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from reportgen.measure.columns import at_scale
from reportgen.model.measured import Subject
from reportgen.model.people import Roster
from reportgen.model.period import Period, parse_span
from reportgen.model.place import Place
from reportgen.model.plan import CompanyTarget, english, valid
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.model.step import Step
from reportgen.model.table import NUMERIC, Table


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One person's target of one metric for one period, with its place."""

    person: str
    period: Period
    value: Fraction
    place: Place


@dataclass(frozen=True, slots=True)
class Targets:
    """All targets: rows by (metric, column), and the company's own from the plan."""

    rows: Mapping[tuple[str, str], tuple[TargetRow, ...]]
    company: tuple[CompanyTarget, ...]
    currency: str
    roster: Roster
    by_person: Mapping[tuple[str, str], Mapping[str, tuple[TargetRow, ...]]] = field(repr=False)


def read_targets(table: Table | None, company: tuple[CompanyTarget, ...], currency: str, roster: Roster) -> Targets:
    """Index the targets table (`person month metric` and one column a version: `floor`, `stretch`)."""
    rows: dict[tuple[str, str], list[TargetRow]] = {}
    if table is not None and {"person", "month", "metric"} <= set(table.columns):
        for name, column in table.columns.items():
            if column.type in NUMERIC:
                _index(table, name, column.scale, rows)
    frozen = {key: tuple(found) for key, found in rows.items()}
    return Targets(frozen, company, currency, roster, {key: _grouped(found) for key, found in frozen.items()})


def _index(table: Table, name: str, scale: int, rows: dict[tuple[str, str], list[TargetRow]]) -> None:
    frame = table.frame
    known = frame[frame[name].notna() & frame["person"].notna() & frame["metric"].notna() & frame["month"].notna()]
    positions = {index: position for position, index in enumerate(frame.index)}
    for index, person, metric, month, value in known[["person", "metric", "month", name]].itertuples():
        period = parse_span(str(month))
        if period is not None:
            found = TargetRow(str(person), period, at_scale(int(value), scale), table.place(positions[index]))
            rows.setdefault((str(metric), name), []).append(found)


def _grouped(rows: tuple[TargetRow, ...]) -> dict[str, tuple[TargetRow, ...]]:
    grouped: dict[str, list[TargetRow]] = {}
    for row in rows:
        grouped.setdefault(row.person, []).append(row)
    return {person: tuple(found) for person, found in grouped.items()}


def target(
    targets: Targets, metric: str, column: str, subject: Subject, period: Period, unit: Unit = Unit.MONEY
) -> Step:
    """Return the target of a subject: its own rows, its team's, or the company's.

    The company's comes from the plan, else from everybody's rows together. Rows of a finer grain are summed when
    they lie in the period; a row of a coarser grain is not divided. A team's target counts each row for the
    managers of its person on the row's last day.
    """
    if subject.kind == "company":
        from_plan = _company(targets, metric, column, period, unit)
        if from_plan is not None:
            return from_plan
    rows = [row for row in _rows(targets, metric, column, subject) if _inside(row.period, period)]
    if not rows:
        return Step(f"target {metric}", NotMeasured("no-target"))
    total = sum((row.value for row in rows), Fraction(0))
    places = tuple(row.place for row in rows)
    return Step(f"target {metric}", _in_unit(targets, total, unit), f"sum of {column}", places=places)


def _in_unit(targets: Targets, value: Fraction, unit: Unit) -> Quantity:
    return Quantity(value, unit, targets.currency if unit is Unit.MONEY else "")


def _inside(row: Period, period: Period) -> bool:
    return period.start <= row.start and row.end <= period.end


def _rows(targets: Targets, metric: str, column: str, subject: Subject) -> list[TargetRow]:
    by_person = targets.by_person.get((metric, column), {})
    if subject.kind == "person":
        return list(by_person.get(subject.id, ()))
    rows = targets.rows.get((metric, column), ())
    if subject.kind == "company":
        return list(rows)
    return [
        row
        for row in rows
        if row.person == subject.id or subject.id in targets.roster.managers_of(row.person, _day(targets, row))
    ]


def _day(targets: Targets, row: TargetRow) -> date:
    person = targets.roster.people.get(row.person)
    return min(row.period.end, person.left) if person and person.left else row.period.end


def _company(targets: Targets, metric: str, column: str, period: Period, unit: Unit) -> Step | None:
    for entry in valid(targets.company, period.end).values():
        if entry.metric == metric and entry.year == period.start.year:
            whole = entry.floor if column == "floor" else entry.stretch
            if whole is None:
                return None
            share = _share(entry, period)
            value = _in_unit(targets, whole * share, unit)
            return Step(
                f"target {metric}",
                value,
                f"{column} × phasing",
                rule=f"targets/{entry.id}",
                because=english(entry.because),
                places=(entry.place,),
            )
    return None


def _share(entry: CompanyTarget, period: Period) -> Fraction:
    if period.grain == "year":
        return Fraction(1)
    quarter = entry.phasing[(period.start.month - 1) // 3]
    return quarter if period.grain == "quarter" else quarter / 3
