"""What measuring notices besides its figures: rows not looked at, roles nobody planned for, people without pay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from difflib import get_close_matches

import pandas as pd

from reportgen.measure import kinds
from reportgen.measure.actuals.book import Book, covered, findings, months_of
from reportgen.measure.actuals.picking import dates
from reportgen.measure.actuals.reading import Books
from reportgen.measure.pay.rating import fund_of
from reportgen.measure.roster import days_of
from reportgen.model.measured import Statement
from reportgen.model.people import Roster
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.plan import Measure, Plan
from reportgen.model.problem import Problem
from reportgen.model.table import Dataset


def nothing_dated(plan: Plan, books: Books, period: Period) -> Problem | None:
    """Say so when no measure's data reach into the period: such a pack would be all blanks."""
    if not books.books:
        first_day = min(measure.since for measure in plan.measures)
        return Problem(kinds.PLAN_NOT_YET, plan.documents.place, period.id, (("first", first_day.isoformat()),))
    known = [found for found in books.books.values() if found is not None and found.last >= 0 and _moves(found)]
    if not known or any(covered(found, period) for found in known):
        return None
    first, last = min(found.first for found in known), max(found.last for found in known)
    values = (("first", _month(first)), ("last", _month(last)))
    return Problem(kinds.PERIOD_EMPTY, Place("inputs/data"), period.id, values)


def _moves(found: Book) -> bool:
    """Tell whether a measure's data say how far the inputs reach: a roster, or what looks back, holds on for years."""
    return bool(found.grain) and found.table.kind != "people" and not found.measure.window


def unfinished(plan: Plan, books: Books, period: Period) -> list[Problem]:
    """Warn when the main measure's data end before the period's last month: part of a period is no period."""
    found = books.books.get(plan.documents.main_measure)
    if found is None or found.last >= months_of(period)[-1]:
        return []
    place = Place("inputs/data")
    return [Problem(kinds.PERIOD_UNFINISHED, place, period.id, (("last", _month(found.last)),))]


def _month(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02d}"


def row_findings(
    dataset: Dataset, plan: Plan, measures: Iterable[Measure], roster: Roster, period: Period
) -> list[Problem]:
    """Return what rows of the measures' tables were not looked at, or belong to nobody."""
    problems: list[Problem] = []
    later: dict[str, pd.Series] = {}
    dated: set[tuple[str, str]] = set()
    for measure in measures:
        table = dataset.tables.get(measure.table)
        if table is None or measure.date not in table.columns:
            continue
        if measure.id == plan.documents.main_measure:
            problems += findings(measure, table, roster, period)
        if (measure.table, measure.date) in dated:
            continue
        dated.add((measure.table, measure.date))
        after = dates(measure, table).days >= pd.Timestamp(period.end + timedelta(days=1))
        later[table.kind] = later[table.kind] | after if table.kind in later else after
    return [*problems, *_after_cut_off(dataset, later, period)]


def _after_cut_off(dataset: Dataset, later: Mapping[str, pd.Series], period: Period) -> list[Problem]:
    """Return a note for each file with rows dated after the period's end."""
    counts: dict[str, tuple[int, list[str]]] = {}
    for kind, rows in later.items():
        table = dataset.tables[kind]
        for index, count in table.frame.loc[rows, "_source"].value_counts().sort_index().items():
            file = table.sources[int(str(index))].file
            before, tables = counts.get(file, (0, []))
            counts[file] = before + int(count), [*tables, *([] if kind in tables else [kind])]
    day = ("day", period.end.isoformat())
    return [
        Problem(kinds.AFTER_CUT_OFF, Place(file), "", (("count", str(count)), ("table", ", ".join(tables)), day))
        for file, (count, tables) in sorted(counts.items())
    ]


def role_findings(plan: Plan, roster: Roster, period: Period) -> list[Problem]:
    """Return a problem for each person whose role in the period is none of the plan's: rules go by roles."""
    problems = []
    for person in roster.people.values():
        assignment = person.in_period(period)
        if assignment is None or not person.days_in(period) or assignment.role in plan.roles:
            continue
        near = get_close_matches(assignment.role, list(plan.roles), 1, 0) or [""]
        values = (("person", person.id), ("nearest", near[0]))
        problems.append(Problem(kinds.ROLE_UNKNOWN, assignment.place, assignment.role, values, (person.id,)))
    return problems


def uncovered(plan: Plan, roster: Roster, payees: tuple[str, ...], period: Period) -> list[Problem]:
    """Name the people whom no pay component covers."""
    if not plan.components:
        return []
    names = [
        person.id
        for person in roster.people.values()
        if person.listed and person.days_in(period) and person.id not in payees
    ]
    if not names:
        return []
    shown = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    values = (("count", str(len(names))), ("people", shown))
    return [Problem(kinds.UNCOVERED, plan.components[0].place, "", values)]


def funds_held_back(
    statements: Mapping[str, Statement], blocked: frozenset[str], roster: Roster, period: Period
) -> list[Problem]:
    """Return a problem for each fund of a team with blocked people: its sum and its target may both be wrong."""
    problems = []
    for payee in (payee for payee in statements if blocked and payee.startswith(fund_of(""))):
        leader = payee.removeprefix(fund_of(""))
        members = {person for moment in days_of(roster, period) for person in roster.team(leader, moment)}
        concerned = sorted(blocked & members)
        statement = statements[payee]
        if concerned and statement.fund:
            values = (("person", statement.name), ("people", ", ".join(concerned)))
            component = statement.columns[-1].components[0].component
            problems.append(Problem(kinds.FUND_HELD_BACK, component.place, payee, values, (payee,)))
    return problems
