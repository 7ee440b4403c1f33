"""Tables × plan × period → measured: the one frozen model that feeds every document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reportgen.measure import kinds
from reportgen.measure.actuals.book import Book
from reportgen.measure.actuals.picking import dates
from reportgen.measure.actuals.reading import quantity
from reportgen.measure.asof import unclear_handovers
from reportgen.measure.beside import Beside, here
from reportgen.measure.calendar import unknown_countries
from reportgen.measure.channel import dealers
from reportgen.measure.columns import day, month_id
from reportgen.measure.controls import controls
from reportgen.measure.counting import counts
from reportgen.measure.desk import Desk, prepared
from reportgen.measure.disputes import disputed_lines, disputes, with_disputes
from reportgen.measure.findings import (
    funds_held_back,
    nothing_dated,
    role_findings,
    row_findings,
    uncovered,
    unfinished,
)
from reportgen.measure.pay import (
    NONE_CLOSED,
    Bench,
    ClosedColumns,
    Paid,
    pay,
    rated_ahead,
    unlike_amounts,
    unrated,
    unsound_splits,
)
from reportgen.measure.prospects import Prospects, prospects
from reportgen.measure.roster import days_of, leaders, read_roster
from reportgen.measure.slicing import crossed, sliced
from reportgen.measure.standing import months_told, standing
from reportgen.measure.talent import Ranks, boxes_of, calibration_of, successors_of, talent_desk, talents
from reportgen.measure.targets import target_findings
from reportgen.measure.watching import Watched, watched
from reportgen.model.measured import Measured, PaidBefore, PayColumn, Standing, Subject
from reportgen.model.people import Roster
from reportgen.model.period import Period, parts, year_to_date
from reportgen.model.place import Place
from reportgen.model.plan import Plan, valid
from reportgen.model.problem import Problem, Severity, blocked_people
from reportgen.model.quantity import Measurable, NotMeasured, money
from reportgen.model.room import by_key, in_order, let_go
from reportgen.model.table import Dataset


def run(
    dataset: Dataset,
    plan: Plan,
    period: Period,
    paid_before: PaidBefore,
    problems: Iterable[Problem] = (),
    closed: ClosedColumns = NONE_CLOSED,
    meanwhile: Callable[[], None] = lambda: None,
    beside: Beside = here,
) -> tuple[Measured | None, tuple[Problem, ...]]:
    """Measure everybody in a period, looking only at rows dated up to its end.

    `problems` are those that reading found: people whom they block are left out of the statements, and everything
    summed over them is marked incomplete. `closed` are the columns of closed pay periods in a longer period, as they
    were closed. `beside` begins what can be worked out at the same time as pay; `meanwhile` is called when
    pay is worked out and others may still be at work. Returns None where there is no roster to measure by.
    """
    people = dataset.tables.get("people")
    if people is None or people.frame.empty:
        return None, (Problem(kinds.NO_PEOPLE, Place("inputs/data")),)
    roster, roster_problems = read_roster(people)
    raw = dataset
    desk = prepared(dataset, plan, roster, period)
    empty = nothing_dated(plan, desk.books, period)
    bench = Bench(plan, desk.dataset, roster)
    stops = (*((empty,) if empty else ()), *unlike_amounts(bench, period))
    if stops:
        return None, (*roster_problems, *stops)
    dataset, targets, measures = desk.dataset, desk.targets, valid(plan.measures, period.end)
    given = (dataset, plan, roster, targets, period, paid_before, desk.books, closed)
    results = beside([lambda: rated_ahead(*given), lambda: watched(desk, period)])
    subjects = (_COMPANY, *(Subject("team", leader) for leader in leaders(roster, period)))
    ahead = prospects(desk, raw, subjects, period, problems)
    sought = disputed_lines(dataset, plan)
    paid = pay(*given, sought, lambda: next(results))
    meanwhile()
    seen = next(results)
    let_go()
    disputed = disputes(dataset, plan, paid, period)
    found = (
        *roster_problems,
        *row_findings(dataset, plan, measures.values(), roster, period),
        *paid.problems,
        *disputed.problems,
        *unrated(bench, period),
        *unsound_splits(bench),
        *paid.unallocated,
        *unclear_handovers(raw.tables, period.end),
        *role_findings(plan, roster, period),
        *unfinished(plan, desk.books, period),
        *uncovered(plan, roster, tuple(paid.statements), period),
        *unknown_countries(tuple(valid(plan.calendar, period.end).values())),
        *target_findings(targets, raw.tables.get("targets"), raw.tables.get("target_changes"), period),
        *ahead.problems,
    )
    let_go()
    blocks = _blocks((*problems, *found), roster, paid, period)
    held_back = funds_held_back(paid.statements, blocks.people, roster, period)
    unpaid = blocks.people | frozenset(blocked_people(held_back))
    measured, odd = controls(_measured(desk, roster, period, paid, blocks, unpaid, ahead, seen), tuple(problems))
    return with_disputes(measured, disputed), (*found, *held_back, *odd)


def paid_in(dataset: Dataset, plan: Plan, period: Period, paid_before: PaidBefore) -> Mapping[str, PayColumn]:
    """Compute the pay of one pay period alone: a column for each payee; none where there is no roster."""
    people = dataset.tables.get("people")
    if people is None or people.frame.empty:
        return {}
    roster, _ = read_roster(people)
    desk = prepared(dataset, plan, roster, period)
    found = pay(desk.dataset, plan, roster, desk.targets, period, paid_before, desk.books)
    return {payee: statement.columns[-1] for payee, statement in found.statements.items()}


_COMPANY = Subject("company", "")


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Whom problems block, which teams' totals they reach, and whether a blocked row may be anybody's."""

    people: frozenset[str]
    teams: frozenset[str]
    anybody: bool


def _blocks(problems: Iterable[Problem], roster: Roster, paid: Paid, period: Period) -> _Blocks:
    """Sum up what problems block; a person whom the roster does not know may be anybody, as a mistyped id is."""
    found = [problem for problem in problems if problem.kind.severity is Severity.BLOCKS_PERSON]
    people = frozenset(blocked_people(found))
    days = days_of(roster, period)
    teams = {leader for person in people for moment in days for leader in (person, *roster.managers_of(person, moment))}
    nameless = any(not problem.people for problem in found)
    return _Blocks(people, frozenset(teams), nameless or not people <= {*roster.people, *paid.statements})


def _measured(
    desk: Desk,
    roster: Roster,
    period: Period,
    paid: Paid,
    blocks: _Blocks,
    unpaid: frozenset[str],
    ahead: Prospects,
    seen: Watched,
) -> Measured:
    plan, incomplete = desk.plan, bool(blocks.people) or blocks.anybody
    company = standing(desk, _COMPANY, "", period, "", incomplete)
    people, teams = _everybody(desk, roster, period, blocks, company)
    statements, register = paid.statements, paid.register
    if not unpaid.isdisjoint(statements):
        statements = by_key((payee, found) for payee, found in statements.items() if payee not in unpaid)
        register = in_order(row for row in register if row.payee not in unpaid)
    total: Measurable = NotMeasured("not-in-plan")
    if statements:
        total = money(sum((found.payable for found in statements.values()), Fraction(0)), plan.company.currency)
    beside = talent_desk(desk, period)
    boxes = boxes_of(beside, tuple(people))
    return Measured(
        plan,
        roster,
        period,
        period.end,
        people,
        teams,
        company,
        _unassigned(desk, roster, period),
        statements,
        register,
        total,
        (),
        _reach(desk),
        {kind: tuple(dict.fromkeys(s.file for s in table.sources)) for kind, table in desk.dataset.tables.items()},
        frozenset(paid.statements),
        paid.held,
        sliced(desk, period),
        *seen,
        ahead.targets,
        ahead.forecasts,
        ahead.variance,
        talent=talents(beside, tuple(people), Ranks(plan, roster, period, people, teams), boxes),
        boxes=boxes,
        successors=successors_of(beside),
        calibration=calibration_of(beside),
        counts=counts(desk, period),
        dealers=dealers(desk, period),
        year=months_told(desk, _COMPANY, parts(year_to_date(period), "month")),
        crossed=crossed(desk, period),
        stood=desk.dataset,
        worked=[paid.worked],
    )


def _everybody(
    desk: Desk, roster: Roster, period: Period, blocks: _Blocks, company: Standing
) -> tuple[Mapping[str, Standing], Mapping[str, Standing]]:
    """Return the standings of everybody who was here in a period, and of everybody who led a team in it."""

    def of(kind: str, person: str, blocked: frozenset[str]) -> Standing:
        subject, name, role = Subject(kind, person), roster.people[person].name, _role(roster, person, period)
        incomplete = person in blocked or blocks.anybody
        return standing(desk, subject, name, period, role, incomplete, company.figures)

    people = {person: of("person", person, blocks.people) for person in _there(roster, period)}
    return people, {leader: of("team", leader, blocks.teams) for leader in leaders(roster, period)}


def _there(roster: Roster, period: Period) -> list[str]:
    """Return everybody who was here in a period."""
    return [person.id for person in roster.people.values() if person.listed and person.days_in(period)]


def _reach(desk: Desk) -> date | None:
    """Return the newest day of the main measure's rows up to the cut-off."""
    found = desk.books.books.get(desk.plan.documents.main_measure)
    table = desk.dataset.tables.get(found.measure.table) if found else None
    if found is None or table is None or not len(found.lines):
        return None
    return day(dates(found.measure, table).days.iloc[found.lines.position].max())


def _role(roster: Roster, person: str, period: Period) -> str:
    assignment = roster.people[person].in_period(period)
    return assignment.role if assignment else ""


def _unassigned(desk: Desk, roster: Roster, period: Period) -> Measurable:
    """Return the main measure's part that belongs to nobody on the roster: people + this = company."""
    found: Book | None = desk.books.books.get(desk.plan.documents.main_measure)
    if found is None or found.measure.how == "distinct":
        return NotMeasured("no-data")
    booked = found.lines.tally("person", "", month_id(period.start), month_id(period.end)).totals
    total = sum(theirs.value for who, theirs in booked.items() if not _employed(roster, who, period))
    return quantity(found, total)


def _employed(roster: Roster, person: str, period: Period) -> bool:
    listed = roster.people.get(person)
    return listed is not None and listed.listed and listed.days_in(period) > 0
