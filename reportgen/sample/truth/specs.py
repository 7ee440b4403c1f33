"""Turns a line that says what is divided by what, of which table and day, into figures by period and subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reportgen.sample.truth.events import Events, Row, dated, day_of, number, word
from reportgen.sample.truth.teams import employed, whole
from reportgen.sample.truth.words import PLAN_YEAR, QUARTERS, Expected, Number, measured, period, summed

Term = Callable[[Row, date], Number]
"""What a row counts for, as known on a day."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A KPI over one table: `top` summed, divided by `bottom` summed; without `bottom` it is the sum.

    `day` is the column that puts a row into a period. `by` names kinds of subjects and the columns that name them;
    `only` keeps the named people or things, `extra` adds some. Rows of which `asked` says 0 do not count at all.
    `stands` tells of what no row is no figure, as of what holds at the period's end; `ever` counts all rows up to then.
    """

    id: str
    table: str
    day: str
    top: Term
    bottom: Term | None = None
    by: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] = ()
    asked: Term | None = None
    company: bool = True
    periods: tuple[str, ...] = QUARTERS
    extra: tuple[tuple[str, str], ...] = ()
    stands: bool = False
    ever: bool = False


def one(_: Row, __: date) -> Number:
    """Every row."""
    return 1


def col(name: str) -> Term:
    """A column's number; a blank is nothing."""
    return lambda row, _: number(row, name)


def here(name: str) -> Term:
    """Rows whose column is filled; a day must have come."""

    def known(row: Row, end: date) -> Number:
        cell = row[name]
        return int(cell <= end if isinstance(cell, date) else cell not in {None, ""})

    return known


def is_(name: str, *values: str) -> Term:
    """Rows whose column holds one of the words."""
    return lambda row, _: int(word(row, name) in values)


def within(name: str, low: int | None = None, high: int | None = None) -> Term:
    """Rows whose number lies between two ends, both included; a blank lies nowhere."""
    return lambda row, _: int(
        row[name] is not None
        and (low is None or number(row, name) >= low)
        and (high is None or number(row, name) <= high)
    )


def both(*terms: Term) -> Term:
    """The product of terms: rows of which all hold, or a column's number where they do."""

    def product(row: Row, end: date) -> Number:
        found: Number = 1
        for term in terms:
            found = found * term(row, end)
        return found

    return product


def figures(events: Events, specs: tuple[Spec, ...]) -> Iterator[Expected]:
    """Return every figure of some KPIs; a subject that the table names at all has one in each period."""
    for spec in specs:
        rows = events.tables[spec.table]
        subjects = [("company", "")] * spec.company
        for kind, column in spec.by:
            named = dict.fromkeys(word(row, column) for row in rows)
            subjects += [(kind, name) for name in named if name and (not spec.only or name in spec.only)]
        subjects += [each for each in spec.extra if each not in subjects]
        columns = dict(spec.by)
        for name in spec.periods:
            inside = [row for row in rows if _counts(spec, row, name)]
            for kind, subject in subjects:
                mine = [row for row in inside if kind == "company" or word(row, columns[kind]) == subject]
                if kind == "person" and not here_on(events, subject, name):
                    yield summed(
                        spec.id, name, (kind, subject), None, gap="not employed in the period, or in part of it"
                    )
                elif kind in columns and kind != "person" and not _met(spec, rows, columns[kind], subject, name):
                    yield summed(spec.id, name, (kind, subject), None, gap="not there yet")
                else:
                    yield _figure(spec, name, (kind, subject), mine, bool(inside))


def here_on(events: Events, person: str, name: str) -> bool:
    """Tell whether somebody works here on a day of a period; of one before the plan, all of it and of the year after.

    What came before the plan is only told beside the year after, and a part of a year is not held against a whole one.
    """
    span = period(name)
    if span.end.year >= PLAN_YEAR:
        return any(each.id == person for each in employed(events, span))
    return all(whole(events, person, each) for each in (span, period(f"{span.end.year + 1}{name[4:]}")))


def _met(spec: Spec, rows: tuple[Row, ...], column: str, subject: str, name: str) -> bool:
    """Tell whether a table has named a thing by the end of a period."""
    days = (day_of(row[spec.day]) for row in rows if word(row, column) == subject)
    return any(day is not None and day <= period(name).end for day in days)


def _counts(spec: Spec, row: Row, name: str) -> bool:
    if not spec.ever:
        return dated(row, spec.day, period(name))
    day = day_of(row[spec.day])
    return day is not None and day <= period(name).end


def _figure(spec: Spec, name: str, subject: tuple[str, str], rows: list[Row], reaches: bool) -> Expected:
    """Return one figure. Of a table that has rows of the period, nothing of somebody's adds up to 0."""
    end = period(name).end
    asked = [row for row in rows if spec.asked is None or spec.asked(row, end)]
    if not asked and (spec.bottom or spec.stands or not reaches):
        return summed(spec.id, name, subject, None)
    top = sum((Fraction(spec.top(row, end)) for row in asked), Fraction(0))
    if spec.bottom is None:
        return summed(spec.id, name, subject, top)
    bottom = sum((Fraction(spec.bottom(row, end)) for row in asked), Fraction(0))
    return measured(spec.id, name, subject, (top, bottom))
