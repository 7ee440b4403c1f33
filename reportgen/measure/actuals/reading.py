"""One subject's value of a measure in a period, read off its book: a number, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from reportgen.measure.actuals.book import Book, Cellwise, covered, months_of
from reportgen.measure.columns import at_scale
from reportgen.model.measured import Subject
from reportgen.model.people import Roster
from reportgen.model.period import Period, year_before
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.model.step import Rows, Step


@dataclass(frozen=True, slots=True)
class Books:
    """All measures of the plan, computed over one dataset: `None` for those the inputs cannot answer."""

    books: Mapping[str, Book | None]
    roster: Roster


def reading(books: Books, measure: str, subject: Subject, period: Period) -> Step:
    """Return a measure of a subject in a period, with the rows it was summed from.

    Not measured: `no-data` when the inputs have no such table or column, `no-history` when the data do not reach into
    the period, `not-employed` when the person was not there.
    """
    found = books.books.get(measure)
    if found is None:
        return Step(measure, NotMeasured("no-data"))
    if not covered(found, period):
        return Step(measure, NotMeasured("no-history"))
    person = books.roster.people.get(subject.id) if subject.kind == "person" else None
    if person is not None and not person.days_in(period):
        return Step(measure, NotMeasured("not-employed"))
    value, count = _total(found, subject, period)
    rows = Rows(found.measure.table, measure, _members(books, found, subject), period.start, period.end, count=count)
    name = found.measure.how if found.measure.how != "sum" else f"sum of {found.measure.column}"
    return Step(measure, quantity(found, value), formula=name, rows=rows)


def comparable(roster: Roster, subject: Subject, period: Period) -> bool:
    """Tell whether a subject's period may be held against the year before: a person was there on all days of both."""
    person = roster.people.get(subject.id) if subject.kind == "person" else None
    if person is None:
        return True
    return all(person.days_in(each) == each.days for each in (period, year_before(period)))


def quantity(found: Book, value: int) -> Quantity:
    """Return an integer of a book as the quantity it stands for."""
    unit = found.measure.unit
    return Quantity(at_scale(value, found.scale), unit, found.currency if unit is Unit.MONEY else "")


def _members(books: Books, found: Book, subject: Subject) -> tuple[str, ...]:
    if subject.kind == "person":
        return (subject.id,)
    if subject.kind == "team":
        return tuple(dict.fromkeys(person for (person, _), chain in found.chains.items() if subject.id in chain))
    return ()


def _total(found: Book, subject: Subject, period: Period) -> tuple[int, int]:
    if found.measure.how == "distinct":
        return _distinct(found, subject, period)
    cells: Cellwise = {"person": found.people, "team": found.teams}.get(subject.kind, found.company)
    who = subject.id if subject.kind in ("person", "team") else ""
    value = rows = 0
    for month in months_of(period):
        amount, count = cells.get((who, month), (0, 0))
        value += amount
        rows += count
    return value, rows


def _distinct(found: Book, subject: Subject, period: Period) -> tuple[int, int]:
    rows = rows_of(found, subject, period)
    return int(rows["value"].nunique()), len(rows)


def rows_of(found: Book, subject: Subject, period: Period) -> pd.DataFrame:
    """Return the book's rows of a subject in a period.

    A team's are those its people booked while they belonged to it.
    """
    months = months_of(period)
    rows = found.rows[(found.rows["month"] >= months[0]) & (found.rows["month"] <= months[-1])]
    if subject.kind == "person":
        return rows[rows["person"] == subject.id]
    if subject.kind == "team":
        pairs = {pair for pair, chain in found.chains.items() if subject.id in chain}
        inside = [pair in pairs for pair in zip(rows["person"], rows["epoch"], strict=True)]
        return rows[pd.Series(inside, index=rows.index, dtype=bool)]
    return rows
