"""Tables × plan × period → measured: the one frozen model that feeds every document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from reportgen.measure import kinds
from reportgen.measure.actuals.book import Book, book
from reportgen.measure.actuals.cuts import cut
from reportgen.measure.actuals.picking import dates
from reportgen.measure.actuals.reading import Books, quantity
from reportgen.measure.asof import as_of, changing
from reportgen.measure.calendar import Calendar, unknown_countries
from reportgen.measure.columns import day
from reportgen.measure.findings import (
    funds_held_back,
    nothing_dated,
    role_findings,
    row_findings,
    uncovered,
    unfinished,
)
from reportgen.measure.funnel import read_deals
from reportgen.measure.pay import Bench, Paid, pay, shared_transactions, unlike_taxes, unrated
from reportgen.measure.prospects import Prospects, prospects
from reportgen.measure.roster import days_of, leaders, read_roster
from reportgen.measure.standing import Desk, standing
from reportgen.measure.targets import read_targets, target_findings
from reportgen.model.measured import Measured, PaidBefore, Subject
from reportgen.model.people import Roster
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.plan import Measure, Plan, valid
from reportgen.model.problem import Problem, Severity, blocked_people
from reportgen.model.quantity import Measurable, NotMeasured, money
from reportgen.model.table import Dataset, Table


def run(
    dataset: Dataset, plan: Plan, period: Period, paid_before: PaidBefore, problems: Iterable[Problem] = ()
) -> tuple[Measured | None, tuple[Problem, ...]]:
    """Measure everybody in a period, looking only at rows dated up to its end.

    `problems` are those that reading found: people whom they block are left out of the statements, and everything
    summed over them is marked incomplete. Returns None where there is no roster to measure by.
    """
    people = dataset.tables.get("people")
    if people is None or people.frame.empty:
        return None, (Problem(kinds.NO_PEOPLE, Place("inputs/data")),)
    roster, roster_problems = read_roster(people)
    measures = valid(plan.measures, period.end)
    raw = dataset
    books, dataset = _books(dataset, measures, roster, period.end, plan.company.currency)
    empty = nothing_dated(plan, books, period)
    bench = Bench(plan, dataset, roster)
    stops = (*((empty,) if empty else ()), *unlike_taxes(bench, period))
    if stops:
        return None, (*roster_problems, *stops)
    tables = (raw.tables.get("targets"), raw.tables.get("target_changes"))
    calendar = Calendar(plan.calendar)
    targets = read_targets(
        tables[0], plan.targets, plan.company.currency, roster, tables[1], calendar, plan.target_rules
    )
    cuts = [
        cut(books, each, _table(dataset, measures.get(each.measure)))
        for each in valid(plan.slices, period.end).values()
    ]
    deals = [
        read_deals(each, dataset.tables.get(each.table), roster) for each in valid(plan.funnels, period.end).values()
    ]
    desk = Desk(plan, dataset, books, targets, tuple(c for c in cuts if c), tuple(d for d in deals if d))
    subjects = (Subject("company", ""), *(Subject("team", leader) for leader in leaders(roster, period)))
    ahead = prospects(desk, raw, subjects, period, problems)
    paid = pay(dataset, plan, roster, targets, period, paid_before)
    found = (
        *roster_problems,
        *row_findings(dataset, plan, measures.values(), roster, period),
        *paid.problems,
        *unrated(bench, period),
        *shared_transactions(bench, period),
        *role_findings(plan, roster, period),
        *unfinished(plan, books, period),
        *uncovered(plan, roster, tuple(paid.statements), period),
        *unknown_countries(tuple(valid(plan.calendar, period.end).values())),
        *target_findings(targets, *tables, period),
        *ahead.problems,
    )
    blocks = _blocks((*problems, *found), roster, paid, period)
    held_back = funds_held_back(paid.statements, blocks.people, roster, period)
    unpaid = blocks.people | frozenset(blocked_people(held_back))
    return _measured(desk, roster, period, paid, blocks, unpaid, ahead), (*found, *held_back)


def _books(
    dataset: Dataset, measures: Mapping[str, Measure], roster: Roster, cut_off: date, currency: str
) -> tuple[Books, Dataset]:
    """Compute all measures over the tables as they stood at the cut-off, and how to compute some as of another day."""
    changes = frozenset(name for name, measure in measures.items() if changing(measure))

    @cache
    def at(moment: date) -> dict[str, Book | None]:
        then = as_of(dataset, moment, measures.values(), currency)
        return {name: book(measures[name], then.tables.get(measures[name].table), roster, moment) for name in changes}

    now = as_of(dataset, cut_off, measures.values(), currency)
    found = {name: book(each, now.tables.get(each.table), roster, cut_off) for name, each in measures.items()}
    return Books(found, roster, cut_off, changes, at), now


def _table(dataset: Dataset, measure: Measure | None) -> Table | None:
    return dataset.tables.get(measure.table) if measure else None


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
    desk: Desk, roster: Roster, period: Period, paid: Paid, blocks: _Blocks, unpaid: frozenset[str], ahead: Prospects
) -> Measured:
    plan = desk.plan
    company = standing(desk, Subject("company", ""), "", period, "", bool(blocks.people) or blocks.anybody)
    people = {
        person.id: standing(
            desk,
            Subject("person", person.id),
            person.name,
            period,
            _role(roster, person.id, period),
            person.id in blocks.people or blocks.anybody,
            company.figures,
        )
        for person in roster.people.values()
        if person.listed and person.days_in(period)
    }
    teams = {
        leader: standing(
            desk,
            Subject("team", leader),
            roster.people[leader].name,
            period,
            _role(roster, leader, period),
            leader in blocks.teams or blocks.anybody,
            company.figures,
        )
        for leader in leaders(roster, period)
    }
    statements = {payee: found for payee, found in paid.statements.items() if payee not in unpaid}
    register = tuple(row for row in paid.register if row.payee not in unpaid)
    total: Measurable = NotMeasured("not-in-plan")
    if statements:
        total = money(sum((found.payable for found in statements.values()), Fraction(0)), plan.company.currency)
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
        ahead.targets,
        ahead.forecasts,
        ahead.variance,
    )


def _reach(desk: Desk) -> date | None:
    """Return the newest day of the main measure's rows up to the cut-off."""
    found = desk.books.books.get(desk.plan.documents.main_measure)
    table = desk.dataset.tables.get(found.measure.table) if found else None
    if found is None or table is None or found.rows.empty:
        return None
    return day(dates(found.measure, table).days.loc[found.rows.index].max())


def _role(roster: Roster, person: str, period: Period) -> str:
    assignment = roster.people[person].in_period(period)
    return assignment.role if assignment else ""


def _unassigned(desk: Desk, roster: Roster, period: Period) -> Measurable:
    """Return the main measure's part that belongs to nobody on the roster: people + this = company."""
    found: Book | None = desk.books.books.get(desk.plan.documents.main_measure)
    if found is None or found.measure.how == "distinct":
        return NotMeasured("no-data")
    first, last = period.start.year * 12 + period.start.month - 1, period.end.year * 12 + period.end.month - 1
    total = sum(
        value
        for (who, month), (value, _) in found.people.items()
        if first <= month <= last and not _employed(roster, who, period)
    )
    return quantity(found, total)


def _employed(roster: Roster, person: str, period: Period) -> bool:
    listed = roster.people.get(person)
    return listed is not None and listed.listed and listed.days_in(period) > 0
