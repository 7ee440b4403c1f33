"""A file of rule cases → for each case, whether the engine computes what it expects, and what it computes instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from pathlib import Path

from reportgen import ledger, measure, plan, sources
from reportgen.app import kinds
from reportgen.app.people import beside
from reportgen.model.cases import Case, GivenRow, GivenTable
from reportgen.model.measured import (
    CreditLine,
    Figure,
    Measured,
    PaidBefore,
    ScoreResult,
    Standing,
    Statement,
)
from reportgen.model.money import decimal_text, exact
from reportgen.model.period import Period, parse_period
from reportgen.model.place import Place
from reportgen.model.plan import Plan
from reportgen.model.problem import Problem, Severity, worst
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.model.target_rules import TimeTree

NONE = "none"
"""What stands for something that is not there: a line, a figure without data."""

_OF_PAYEE = frozenset({"payee", "component", "key"})
_OF_SUBJECT = frozenset({"subject", "kpi", "of"})
_NAMING = {"period", *_OF_PAYEE, *_OF_SUBJECT}
_SUMMED = ("earned", "released", "paid_before", "payable")
_CREDIT = ("earning_period", "reason", "customer", "share", "counts", "refunded")
_LINE = (*_SUMMED, "earned_before", "invoiced", "collected", "base", "per", *_CREDIT)
_STEPS = ("corrected", "holds", "cap", "guarantee", "draw", "manual", "minimum", "forgiven", "forfeited")
_BALANCES = ("unreleased", "deferred", "held", "owed", "carried")
_OF_BRIDGE = (*_STEPS, *_BALANCES, "opening", "closing")
_FIGURE = ("actual", "target", "attainment", "status", "previous", "year_before", "year_to_date")
_SCORE = ("score", "score_from", "score_to")
_OF_PERSON = ("okr", "feedback", "feedback_missing", "values", "nine_box", "mark", "promotion", "reached", "rank")

_CENTS = 100
_OF_CONTROLS = ("accrued", "spread", "unusual")

FIELDS = (*_LINE, *_OF_BRIDGE, "slices", "amounts", *_OF_CONTROLS, *_FIGURE, *_SCORE, *_OF_PERSON)
"""The columns of `expect` that are compared; the others say of what."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One expected cell that came out otherwise: its line, what it is about, and both texts."""

    place: Place
    of: str
    field: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What running a case showed: nothing differs and nothing is wrong where it holds."""

    case: Case
    compared: int
    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...]

    @property
    def holds(self) -> bool:
        """Tell whether everything came out as expected."""
        return not self.differences and worst(self.problems) is not Severity.BLOCKS_RUN


@dataclass(frozen=True, slots=True)
class Ran:
    """The outcomes of a file's cases, in its order, and what is wrong with the file itself."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]


def run_cases(file: Path, shown: str) -> Ran:
    """Run every case of a file. What is wrong in it is a problem with its line."""
    cases, problems = plan.read_cases(file, shown)
    return Ran(tuple(map(run_case, cases)), problems)


def run_case(case: Case) -> Outcome:
    """Run one case: read its plan, measure its rows in every period that it names, compare."""
    if case.refused:
        return _refusal(case)
    if case.plan is None or case.expect is None:
        return Outcome(case, 0, (), case.problems)
    wrong = [*_unknown_columns(case.expect), *_unknown_periods(case.expect)]
    paid = _paid_before(case)
    if isinstance(paid, Problem):
        wrong.append(paid)
    if wrong or isinstance(paid, Problem):
        return Outcome(case, 0, (), (*case.problems, *wrong))
    years = sorted(period.start.year for period in _periods(case.expect).values())
    divided = not any(isinstance(rule, TimeTree) for rule in case.plan.target_rules)
    currency = case.plan.company.currency
    data, unread = sources.read_given(case.tables, currency, years[0], years[-1], divided=divided)
    if worst(unread) is not None:
        return Outcome(case, 0, (), (*case.problems, *unread))
    return _compared(case, case.plan, case.expect, data, paid)


def _refusal(case: Case) -> Outcome:
    met = tuple(dict.fromkeys(problem.kind.code for problem in case.problems))
    stopped = case.refused in met and case.plan is None
    found = ", ".join(met) or "nothing is wrong with it"
    differs = () if stopped else (Difference(case.place, "the plan", "refused", case.refused, found),)
    return Outcome(case, 1, differs, ())


def _compared(case: Case, promised: Plan, expect: GivenTable, data: sources.GivenTables, paid: PaidBefore) -> Outcome:
    differences: list[Difference] = []
    problems = list(case.problems)
    built: dict[str, Measured | None] = {}
    compared = 0
    for row in expect.rows:
        when = row.cells["period"]
        if when not in built:
            built[when], met = measure.run(data, promised, _periods(expect)[when], paid, problems)
            problems += met if built[when] is None else ()
        for field, expected in _expected(row):
            compared += 1
            measured = built[when]
            found = _found(measured, row.cells, field, expected) if measured else NONE
            if found != expected:
                differences.append(Difference(row.place, _subject(row.cells), field, expected, found))
    return Outcome(case, compared, tuple(differences), tuple(problems))


def _expected(row: GivenRow) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, text in row.cells.items() if text and name not in _NAMING)


def _subject(cells: Mapping[str, str]) -> str:
    names = ("period", "payee", "subject", "component", "kpi", "of", "key")
    return " ".join(cells[name] for name in names if cells.get(name))


def _periods(expect: GivenTable) -> dict[str, Period]:
    named = {row.cells.get("period", "") for row in expect.rows}
    return {text: period for text in named if (period := parse_period(text))}


def _unknown_periods(expect: GivenTable) -> list[Problem]:
    known = _periods(expect)
    return [
        Problem(kinds.PERIOD_UNKNOWN, row.place, row.cells.get("period", ""))
        for row in expect.rows
        if row.cells.get("period", "") not in known
    ]


def _unknown_columns(expect: GivenTable) -> list[Problem]:
    allowed = (*sorted(_NAMING), *FIELDS)
    return [
        Problem(kinds.EXPECTATION_UNKNOWN, expect.place, name, (("known", ", ".join(allowed)),))
        for name in expect.columns
        if name not in allowed
    ]


def _paid_before(case: Case) -> PaidBefore | Problem:
    """Read what closed pay periods posted: period, component, payee, key, amount; earned and released where given."""
    if case.paid_before is None:
        return PaidBefore()
    lines: dict[tuple[str, str, str, str], tuple[int, int | None, int | None]] = {}
    last: Period | None = None
    for row in case.paid_before.rows:
        period = parse_period(row.cells.get("period", ""))
        amount = _cents(row.cells.get("amount", ""))
        if period is None or amount is None:
            return Problem(kinds.PAID_BEFORE_UNREADABLE, row.place, " ".join(row.cells.values()))
        component, payee, key = (row.cells.get(one, "") for one in ("component", "payee", "key"))
        name = (period.id, component, payee, key)
        before, *state = lines.get(name, (0, None, None))
        if row.cells.get("earned"):
            state = [_cents(row.cells.get(one) or "0") or 0 for one in ("earned", "released")]
        lines[name] = (before + amount, state[0], state[1])
        last = period if last is None or period.end > last.end else last
    return PaidBefore(last, ledger.posted_lines([[(*name, *cents) for name, cents in lines.items()]]))


def _cents(text: str) -> int | None:
    """Read an amount of whole cents; None for anything else."""
    try:
        cents = exact(text.replace(",", "")) * _CENTS
    except ValueError:
        return None
    return cents.numerator if cents.denominator == 1 else None


# --------------------------------------------------------------------------------------------------- what was computed


def _found(measured: Measured, cells: Mapping[str, str], field: str, expected: str) -> str:
    """Return what was computed, in the words of what is expected where it is the same."""
    value = _of_subject(measured, cells, field) if cells.get("subject") else _of_payee(measured, cells, field)
    return _said(value, expected)


def _of_subject(measured: Measured, cells: Mapping[str, str], field: str) -> object:
    standing = _standing(measured, cells["subject"])
    if standing is None:
        return None
    if field in _OF_PERSON:
        return beside(measured, cells, field)
    if field in _SCORE:
        return _of_score(standing.score, field)
    figure = _figure(measured, standing, cells)
    return getattr(figure, field) if isinstance(figure, Figure) and field in _FIGURE else None


def _of_score(score: ScoreResult | None, field: str) -> object:
    """Return a score, or the first and last day that it is of where somebody joined or left inside the period."""
    if score is None or field == "score":
        return score.total if score else None
    return (score.part.first if field == "score_from" else score.part.last) if score.part else None


def _figure(measured: Measured, standing: Standing, cells: Mapping[str, str]) -> Figure | None:
    """Return a KPI, or the part of it that `of` names: one of its values, or one of a slice (`line=Eco`)."""
    kpi, of = cells.get("kpi", ""), cells.get("of", "")
    if "=" in of:
        return next((each.figures.get(kpi) for each in measured.slices if each.subject.id == of), None)
    figure = standing.figures.get(kpi)
    if figure is None or not of:
        return figure
    return next((part.figure for part in figure.parts if part.label == of), None)


def _standing(measured: Measured, subject: str) -> Standing | None:
    if subject == "company":
        return measured.company
    if subject.startswith("team:"):
        return measured.teams.get(subject.removeprefix("team:"))
    return measured.people.get(subject)


def _of_payee(measured: Measured, cells: Mapping[str, str], field: str) -> object:
    statement = measured.statements.get(cells.get("payee", ""))
    if field in _OF_CONTROLS:
        return _of_controls(measured, cells.get("payee", ""), cells.get("component", ""), field)
    if statement is not None and field in _OF_BRIDGE and not cells.get("component") and not cells.get("key"):
        return _of_bridge(statement, field)
    lines = _lines(statement, cells.get("component", "")) if statement else []
    if cells.get("key"):
        mine = [line for line in lines if line.key == cells["key"]]
        return _of_lines(mine, field)
    if field not in _SUMMED or statement is None:
        return None
    if field == "payable" and not cells.get("component"):
        return statement.payable
    if not lines:
        return _without_lines(statement, cells.get("component", ""), field)
    return sum((getattr(line, field) for line in lines), Fraction(0))


def _of_bridge(statement: Statement, field: str) -> object:
    """Return a step over all pay periods of a statement, or what its first opened and its last one left."""
    bridges = [column.bridge for column in statement.columns]
    if field in _STEPS:
        return sum((getattr(bridge, field) for bridge in bridges), Fraction(0))
    if field == "opening":
        return bridges[0].opening.total
    closing = bridges[-1].closing
    named = {"held": closing.held_total, "owed": -closing.draw, "closing": closing.total}
    return named[field] if field in named else getattr(closing, field)


def _without_lines(statement: Statement, component: str, field: str) -> object:
    """Return what a component without lines pays: a guarantee, a draw."""
    found = [each for column in statement.columns for each in column.components if each.component.id == component]
    acting = [each for each in found if not each.lines and each.payable]
    return sum((getattr(each, field) for each in acting), Fraction(0)) if acting else None


def _of_lines(lines: Sequence[CreditLine], field: str) -> object:
    if not lines:
        return None
    if len(lines) > 1:
        return sum((getattr(line, field) for line in lines), Fraction(0)) if field in _SUMMED else "several lines"
    line = lines[0]
    if field == "slices":
        return [part.earned for part in line.parts]
    if field == "amounts":
        return [part.amount for part in line.parts]
    return getattr(line, field) if field in _LINE else None


def _lines(statement: Statement, component: str) -> list[CreditLine]:
    return [
        line
        for column in statement.columns
        for result in column.components
        if component in ("", result.component.id)
        for line in result.lines
        if not line.settled
    ]


def _of_controls(measured: Measured, payee: str, component: str, field: str) -> object:
    """Return what is earned and not payable yet, the months' parts of what is spread, or what is to be looked at."""
    found = measured.controls
    if field == "unusual":
        return " ".join(each.kind for each in found.unusual if each.payee == payee) or None
    if field == "accrued":
        mine = [each for each in found.accrual if each.payee == payee and component in ("", each.component)]
        return sum((each.accrued for each in mine), Fraction(0))
    costs = [each for each in found.amortisation if each.payee == payee and component in ("", each.component)]
    return [part for each in costs for part in each.parts] or None


def _said(value: object, expected: str) -> str:
    """Write a value as the case writes it where both are the same, else so that a person can compare them."""
    if value is None or isinstance(value, NotMeasured):
        return NONE
    if isinstance(value, list):
        return expected if _same_parts(_numbers(expected), value) else " + ".join(map(_text, value))
    if isinstance(value, Quantity):
        value = value.value
    if isinstance(value, Fraction):
        return expected if value == _number(expected) else _text(value)
    return str(value.value) if isinstance(value, Enum) else str(value)


def _same_parts(expected: Sequence[Fraction | None], found: Sequence[Fraction]) -> bool:
    """Tell whether parts are the same; tiers that nothing reached need not be written."""
    rest = found[len(expected) :]
    return list(expected) == list(found[: len(expected)]) and not any(rest)


def _numbers(text: str) -> list[Fraction | None]:
    """Read amounts in a row: `1,000 + 1,500`, many alike as `35 x 416.67 + 416.55`."""
    found: list[Fraction | None] = []
    for part in text.split("+"):
        times, _, amount = part.rpartition("x")
        found += [_number(amount)] * (int(times) if times.strip().isdecimal() else 1)
    return found


def _number(text: str) -> Fraction | None:
    """Read an expected number: a decimal, a percentage, or a ratio of two."""
    above, _, below = text.replace(",", "").partition("/")
    try:
        return exact(above) / exact(below) if below else exact(above)
    except (ValueError, ZeroDivisionError):
        return None


def _text(value: Fraction) -> str:
    return decimal_text(value) or f"{value.numerator}/{value.denominator}"
