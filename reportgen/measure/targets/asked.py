"""A metric, a subject and a period → the target that was asked for, with the rows or the plan's line it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from reportgen.measure.columns import exact_sum
from reportgen.measure.targets.part import part
from reportgen.measure.targets.phasing import Phased, keeps, share, versions
from reportgen.measure.targets.rows import TargetRow, Targets
from reportgen.measure.targets.whose import falls, parts_rule, prorated, rows_in, rows_of
from reportgen.model.measured import Subject
from reportgen.model.period import Period, parts
from reportgen.model.plan import english, valid
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.model.step import Step
from reportgen.model.target_rules import Change, TimeTree


def target(
    targets: Targets,
    metric: str,
    column: str,
    subject: Subject,
    period: Period,
    unit: Unit = Unit.MONEY,
    only: tuple[str, str] | None = None,
    known: date | None = None,
) -> Step:
    """Return the target of a subject: its own rows, its team's, or the company's, as `known` (at the period's end).

    The company's comes from the plan, else from everybody's rows together. Rows of a finer grain are summed when they
    lie in the period. A row of a coarser grain is divided only where the plan's time tree says that targets fall down
    so: by the phasing and the days that the person was there. A team's target counts each row for the managers of its
    person on the row's last day. `only` is a column of the roster and a value: rows of the people who had it on the
    row's last day; a column that the roster has not holds nobody to a target. What was asked before is answered alike.
    """
    asked = (metric, column, subject, period, unit, only, known or period.end)
    if asked not in targets.asked:
        targets.asked[asked] = _computed(targets, *asked)
    return targets.asked[asked]


def _computed(
    targets: Targets,
    metric: str,
    column: str,
    subject: Subject,
    period: Period,
    unit: Unit,
    only: tuple[str, str] | None,
    moment: date,
) -> Step:
    if subject.kind == "company" and only is None:
        from_plan = _company(targets, metric, column, period, unit, moment)
        if from_plan is not None:
            return from_plan
    rows, amounts = _rows(targets, metric, column, subject, only, period)
    if not rows:
        return Step(f"target {metric}", NotMeasured("no-target"))
    whole = all(amount == 1 for amount in amounts)
    total = exact_sum(_asked(targets, rows, amounts, moment))
    formula = f"sum of {column}" if whole else f"sum of {column} × its part of the longer period"
    changed = _changes(targets, rows, moment, unit)
    places = tuple([row.place for row in rows])
    return Step(f"target {metric}", _in_unit(targets, total, unit), formula, changed, places=places)


def asked_of_people(
    targets: Targets, metric: str, column: str, subject: Subject, period: Period
) -> dict[str, Fraction]:
    """Return what each person's rows add to the target of a team, or of everybody's rows together, at a period's end.

    The parts sum to the target that rows make: of whoever changed team, a team has the rows that count for it.
    """
    rows, amounts = _rows(targets, metric, column, subject, None, period)
    found: dict[str, Fraction] = {}
    for row, value in zip(rows, _asked(targets, rows, amounts, period.end), strict=True):
        found[row.person] = found.get(row.person, Fraction(0)) + value
    return found


def _rows(
    targets: Targets, metric: str, column: str, subject: Subject, only: tuple[str, str] | None, period: Period
) -> tuple[Sequence[TargetRow], Sequence[Fraction]]:
    """Return the rows that a subject's target sums, and the part of each; no parts where all count in full."""
    rows = rows_in(targets, metric, column, subject, only, period)
    if rows is not None:
        return rows, ()
    counted = list(_counted(targets, metric, rows_of(targets, metric, column, subject, only), period))
    return [row for row, _ in counted], [amount for _, amount in counted]


def _asked(
    targets: Targets, rows: Sequence[TargetRow], amounts: Sequence[Fraction], moment: date
) -> Sequence[Fraction]:
    """Return what each row asks for as known on a day, by its part."""
    held = _held(targets, rows, moment)
    return [value * part for value, part in zip(held, amounts, strict=True)] if amounts else held


def _held(targets: Targets, rows: Sequence[TargetRow], moment: date) -> list[Fraction]:
    """Return what each row's target was as known on a day."""
    if not any(row.changes for row in rows):
        return [row.value for row in rows]
    keep = keeps(targets.rules, moment)
    return [row.on(moment, keep=keep) for row in rows]


def _counted(
    targets: Targets, metric: str, rows: Iterable[TargetRow], period: Period
) -> Iterator[tuple[TargetRow, Fraction]]:
    """Yield the rows that a period counts and the part of each: those inside it, else the shortest that spans it."""
    by_person: dict[str, list[TargetRow]] = {}
    for row in rows:
        by_person.setdefault(row.person, []).append(row)
    for found in by_person.values():
        inside = [row for row in found if period.start <= row.period.start and row.period.end <= period.end]
        if inside:
            yield from ((row, _of_its_own(targets, metric, row)) for row in inside)
            continue
        around = [row for row in found if falls(targets, row.period, period)]
        if around:
            row = min(around, key=lambda row: row.period.days)
            yield row, _of_longer(targets, metric, row, period)


def _of_its_own(targets: Targets, metric: str, row: TargetRow) -> Fraction:
    """Return the part of a row that its own period asks for: all of it, unless the plan prorates the rows."""
    return _of_longer(targets, metric, row, row.period) if prorated(targets, row.period) else Fraction(1)


def _of_longer(targets: Targets, metric: str, row: TargetRow, period: Period) -> Fraction:
    """Return the part of a row that falls on a period in it.

    The parts of the months that somebody was there make one, unless the plan prorates the rows: then those of all its
    months do, and what falls on the others is not asked of anybody.
    """
    weights = {month: _weight(targets, metric, row.person, month) for month in parts(row.period, "month")}
    if prorated(targets, row.period):
        total = sum((_phase(targets, metric, month) for month in weights), Fraction(0))
    else:
        total = sum(weights.values(), Fraction(0))
    if not total:
        return Fraction(period.days, row.period.days)
    return sum((weight for month, weight in weights.items() if month.start in period), Fraction(0)) / total


def _weight(targets: Targets, metric: str, person: str, month: Period) -> Fraction:
    """Return what a month weighs in its year for somebody: its phase, by the days that they were there."""
    listed = targets.roster.people.get(person)
    phase = _phase(targets, metric, month)
    return phase * part(listed, month, parts_rule(targets, month), targets.calendar) if listed else phase


def _phase(targets: Targets, metric: str, month: Period) -> Fraction:
    """Return what of a year falls on a month: as the company's target is phased, else by the time tree."""
    calendar = targets.calendar
    year = calendar.fiscal_year(month)
    found = [e for e in valid(targets.company, month.end).values() if e.metric == metric and e.year == year]
    if found:
        return share(found[0], calendar, month)
    trees = [rule for rule in valid(targets.rules, month.end).values() if isinstance(rule, TimeTree)]
    return calendar.weight(month) * (trees[0].phasing[calendar.quarter(month)] if trees else Fraction(1, 4))


def _changes(targets: Targets, rows: Sequence[TargetRow], moment: date, unit: Unit) -> tuple[Step, ...]:
    """Tell both versions of what was changed in mid-year: before, and since when by whom and why."""
    changed = [row for row in rows if row.changes and any(change.since <= moment for change in row.changes)]
    if not changed:
        return ()
    before = Step(
        "before the change",
        _in_unit(targets, sum((row.value for row in changed), Fraction(0)), unit),
        places=tuple(row.place for row in changed),
    )
    news = [change for row in changed for change in row.changes if change.since <= moment]
    said = dict.fromkeys((change.since, change.reason, change.approver) for change in news)
    keep = keeps(targets.rules, moment)
    since = Step(
        "after it",
        _in_unit(targets, sum((row.on(moment, keep=keep) for row in changed), Fraction(0)), unit),
        because="; ".join(f"from {day}: {reason} ({approver})" for day, reason, approver in said),
        rule=_rule_id(targets, moment),
        places=tuple(change.place for change in news),
    )
    return before, since


def _rule_id(targets: Targets, moment: date) -> str:
    found = [rule for rule in valid(targets.rules, moment).values() if isinstance(rule, Change)]
    return f"target_rules/{found[0].id}" if found else ""


def _in_unit(targets: Targets, value: Fraction, unit: Unit) -> Quantity:
    return Quantity(value, unit, targets.currency if unit is Unit.MONEY else "")


def company_versions(targets: Targets, metric: str, column: str, month: Period, known: date) -> tuple[Phased, ...]:
    """Return the versions of the company's target of the year that a month lies in."""
    key = (metric, targets.calendar.fiscal_year(month), column, known)
    if key not in targets.phased:
        targets.phased[key] = versions(targets.company, targets.calendar, targets.rules, *key)
    return targets.phased[key]


def _company(targets: Targets, metric: str, column: str, period: Period, unit: Unit, known: date) -> Step | None:
    """Return the plan's target of the company; None where the plan has none for every month of the period."""
    years = {targets.calendar.fiscal_year(month): month for month in parts(period, "month")}
    found = [company_versions(targets, metric, column, month, known) for month in years.values()]
    if not all(found):
        return None
    total = sum((each[-1].of(period) for each in found), Fraction(0))
    last = found[-1][-1].entry
    return Step(
        f"target {metric}",
        _in_unit(targets, total, unit),
        f"{column} × phasing",
        tuple(_before(targets, each, period, unit) for many in found if len(many) > 1 for each in many[:-1]),
        rule=f"targets/{last.id}",
        because=english(last.because),
        places=(last.place,),
    )


def _before(targets: Targets, version: Phased, period: Period, unit: Unit) -> Step:
    """Tell an earlier version of a year's target beside the one that holds."""
    entry = version.entry
    value = _in_unit(targets, version.of(period), unit)
    return Step(f"as it was from {entry.since}", value, because=english(entry.because), places=(entry.place,))
