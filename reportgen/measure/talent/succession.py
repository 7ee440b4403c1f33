"""The list of successors and the plan's pool → each line by readiness; and when the weights are reviewed next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportgen.measure.columns import cell
from reportgen.measure.talent.filed import text
from reportgen.model.appraisal import CalibrationResult, SuccessorLine, SuccessorsResult, WeightChange
from reportgen.model.people import Roster
from reportgen.model.period import Period, month_of
from reportgen.model.plan import Plan, Scorecard, english
from reportgen.model.quantity import count
from reportgen.model.step import Rows, Step
from reportgen.model.table import Table
from reportgen.model.talent import Calibration, Successors

TABLE = "successors"
_NEEDED = frozenset({"line", "person", "readiness"})


def successors(rule: Successors, table: Table | None, roster: Roster, day: date) -> SuccessorsResult | None:
    """Return the pool as it stood on a day: who had joined it by then, and had not left; None without a list."""
    if table is None or _NEEDED - {*table.columns}:
        return None
    lines = tuple(_line(table, line, asked, roster, day) for line, asked in zip(rule.lines, rule.pool, strict=False))
    steps = tuple(_step(line) for line in lines)
    ready = sum(line.ready() for line in lines)
    formula = "people of the pool who stand ready now"
    step = Step("successors", count(ready), formula, steps, f"talent/{rule.id}", english(rule.because), (rule.place,))
    return SuccessorsResult(rule, lines, step)


def _line(table: Table, line: str, asked: int, roster: Roster, day: date) -> SuccessorLine:
    people: dict[str, list[str]] = {}
    gone = []
    for position in (table.frame["line"] == line).fillna(value=False).to_numpy().nonzero()[0].tolist():
        row = {name: cell(table.frame, column, position) for name, column in table.columns.items()}
        joined, person = row.get("joined_pool"), text(row, "person")
        if isinstance(joined, date) and joined > day:
            continue
        known = roster.people.get(person)
        if known is not None and known.left is not None and known.left <= day:
            gone.append(person)
        else:
            people.setdefault(text(row, "readiness"), []).append(person)
    return SuccessorLine(line, asked, {name: tuple(found) for name, found in sorted(people.items())}, tuple(gone))


def _step(line: SuccessorLine) -> Step:
    parts = tuple(
        Step(readiness or "not stated", count(len(found)), ", ".join(found), rows=_rows(line.line, found))
        for readiness, found in line.people.items()
    )
    left = (Step("left", count(len(line.gone)), ", ".join(line.gone), rows=_rows(line.line, line.gone)),)
    formula = f"people in the pool, of {line.asked} asked"
    return Step(line.line, count(line.there), formula, (*parts, *(left if line.gone else ())))


def _rows(line: str, people: Sequence[str]) -> Rows:
    return Rows(TABLE, where={"line": (line,), "person": tuple(people)}, count=len(people))


def calibration(rule: Calibration, plan: Plan, period: Period) -> CalibrationResult:
    """Return the review of weights that comes next on a period's last day, and what weights changed in the period."""
    year = period.end.year + (period.end.month > rule.month)
    held = month_of(date(year, rule.month, 1))
    later = rule.holds_from <= rule.month
    holds_from = date(year + later, rule.holds_from, 1)
    prepared = tuple(dict.fromkeys(card.id for card in plan.scorecards if card.since == holds_from))
    changes = tuple(change for card in plan.scorecards if card.since in period for change in _changes(plan, card))
    outside = tuple(change for change in changes if (change.day.month, change.day.day) != (rule.holds_from, 1))
    return CalibrationResult(rule, held, holds_from, prepared, changes, outside)


def _changes(plan: Plan, card: Scorecard) -> list[WeightChange]:
    """Return what a version of a scorecard changed; the first one changes nothing."""
    past = [other for other in plan.scorecards if other.id == card.id and other.since < card.since]
    if not past:
        return []
    before = {weight.kpi: weight.weight for weight in max(past, key=lambda other: other.since).weights}
    after = {weight.kpi: weight.weight for weight in card.weights}
    return [
        WeightChange(card.id, card.since, kpi, before.get(kpi, card.floor * 0), after.get(kpi, card.floor * 0))
        for kpi in dict.fromkeys((*before, *after))
        if before.get(kpi) != after.get(kpi)
    ]
