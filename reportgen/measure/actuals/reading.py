"""One subject's value of a measure in a period, read off its book: a number, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from reportgen.measure.actuals.attributes import having
from reportgen.measure.actuals.book import Book, covered, months_of
from reportgen.measure.actuals.crediting import Crediting
from reportgen.measure.actuals.heads import Stays, counted, stays
from reportgen.measure.actuals.lines import NOTHING, Cellwise, Index
from reportgen.measure.columns import at_scale
from reportgen.model.measured import Subject
from reportgen.model.people import Roster
from reportgen.model.period import Period, year_before
from reportgen.model.plan import EVER
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.model.step import Rows, Step

At = Callable[[date], Mapping[str, Book | None]]
"""Computes the measures anew, as they stood on an earlier day."""


@dataclass(frozen=True, slots=True)
class Books:
    """All measures of the plan, computed over one dataset: `None` for those the inputs cannot answer.

    Those in `changing` say another thing on another day: for a period that ended before the cut-off they are taken
    from `at` its end. What was asked before is kept: who was employed in a period, which KPIs are nobody's own, and the
    answer of those that say nothing of anybody.
    """

    books: Mapping[str, Book | None]
    crediting: Crediting
    cut_off: date = date.max
    changing: frozenset[str] = frozenset()
    at: At | None = field(default=None, repr=False, compare=False)
    stays: dict[Period, Stays] = field(default_factory=dict, repr=False, compare=False)
    nobodys: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)
    silent: dict[tuple[str, Period], Step | None] = field(default_factory=dict, repr=False, compare=False)

    @property
    def roster(self) -> Roster:
        """Return who works here."""
        return self.crediting.roster

    def of(self, measure: str, period: Period) -> Book | None:
        """Return a measure's book as it stood at a period's end."""
        if self.at is not None and measure in self.changing and period.end < self.cut_off:
            return self.at(period.end).get(measure)
        try:
            return self.books[measure]
        except KeyError:
            return None


@dataclass(frozen=True, slots=True)
class Only:
    """The rows whose column holds a value: a line, a customer group; or whose person has it in the roster: a region."""

    column: str
    value: str


def reading(books: Books, measure: str, subject: Subject, period: Period, only: Only | None = None) -> Step:
    """Return a measure of a subject in a period, with the rows it was summed from.

    Not measured: `no-data` when the inputs have no such table or column, `no-history` when the data do not reach into
    the period, `coarser` when they are of longer periods, `not-employed` when the person was not there.
    """
    found = books.of(measure, period)
    absent = unreadable(books, found, subject, period, only)
    if found is None or absent is not None:
        return Step(measure, absent or NotMeasured("no-data"))
    if found.measure.how == "heads":
        return _heads(books, found, subject, period, only)
    value, count = _total(books, found, subject, period, only)
    if value is None:
        return Step(measure, NotMeasured("no-data"), rows=rows_step(books, found, subject, period, count, only))
    name = found.measure.how if found.measure.how != "sum" else f"sum of {found.measure.column}"
    return Step(
        measure, quantity(found, value), formula=name, rows=rows_step(books, found, subject, period, count, only)
    )


def unreadable(
    books: Books, found: Book | None, subject: Subject, period: Period, only: Only | None = None
) -> NotMeasured | None:
    """Return why a measure says nothing of a subject in a period, None where it does."""
    if found is None or (only is not None and not tells(books, found, only)):
        return NotMeasured("no-data")
    if not covered(found, period):
        return NotMeasured("no-history")
    if not found.measure.window and found.grain > len(months_of(period)):
        return NotMeasured("coarser")
    person = books.roster.people.get(subject.id) if subject.kind == "person" else None
    if person is not None and not person.days_in(period):
        return NotMeasured("not-employed")
    return None


def rows_step(
    books: Books, found: Book, subject: Subject, period: Period, count: int, only: Only | None = None
) -> Rows:
    """Describe the rows behind a reading."""
    start = None if reach(found, period)[0] == 0 else first_day(reach(found, period)[0])
    key, value = (only.column, only.value) if only else ("", "")
    members = _members(found, subject)
    team = subject.id if subject.kind == "team" else ""
    return Rows(
        found.measure.table,
        found.measure.id,
        members,
        start,
        period.end,
        key,
        value,
        count=count,
        team=team,
        narrowed=only is not None,
    )


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


def _members(found: Book, subject: Subject) -> tuple[str, ...]:
    if subject.kind == "person":
        return (subject.id,)
    if subject.kind == "team":
        return tuple(dict.fromkeys(person for person, _ in found.lines.teams.get(subject.id, ())))
    return ()


def _total(books: Books, found: Book, subject: Subject, period: Period, only: Only | None) -> tuple[int | None, int]:
    """Return a measure's value and its rows; None where there are rows and all their cells are empty."""
    if found.measure.how == "distinct" or only is not None or not found.grain or found.measure.window or found.gaps:
        index = rows_of(books, found, subject, period, only)
        if found.measure.how == "distinct":
            return _different(found, index), len(index)
        unknown = len(index) and not found.lines.known[index].any()
        return None if unknown else found.lines.total(index), len(index)
    cells = _cells(found, subject)
    who = subject.id if subject.kind in ("person", "team") else ""
    value = count = 0
    for month in months_of(period):
        amount, number = cells.get((who, month), (0, 0))
        value += amount
        count += number
    return value, count


def _cells(found: Book, subject: Subject) -> Cellwise:
    if subject.kind == "person":
        return found.lines.by_person
    return found.lines.by_team if subject.kind == "team" else found.lines.in_all


def _different(found: Book, index: Index) -> int:
    """Count different values; with `repeated`, those that occur in at least so many transactions."""
    column, lines = found.measure.column, found.lines
    if found.measure.repeated <= 1:
        return len(lines.different(column, index))
    values = lines.coded(column, index)
    keys = lines.coded(found.table.key[0], index) if found.table.key else index
    pairs = np.unique(np.stack([values, keys])[:, values >= 0], axis=1)
    return int((np.bincount(pairs[0]) >= found.measure.repeated).sum()) if pairs.size else 0


def _heads(books: Books, found: Book, subject: Subject, period: Period, only: Only | None) -> Step:
    """Return how many people were employed, each by the part of the period's days."""
    if period not in books.stays:
        books.stays[period] = stays(books.roster, period)
    mine = counted(books.stays[period], subject, *((only.column, only.value) if only else ()))
    value = Quantity(Fraction(sum(stay.days for stay in mine), period.days), found.measure.unit)
    named = tuple(dict.fromkeys(stay.person for stay in mine))
    rows = Rows(found.measure.table, "", named, count=len(named))
    return Step(found.measure.id, value, "days employed ÷ days of the period, of everybody", rows=rows)


def rows_of(books: Books, found: Book, subject: Subject, period: Period, only: Only | None = None) -> Index:
    """Return the book's rows of a subject in a period; of what holds always, all of them.

    A team's are those its people booked while they belonged to it.
    """
    return rows_between(books, found, subject, reach(found, period), only)


def reach(found: Book, period: Period) -> tuple[int, int]:
    """Return the first and last month whose rows a measure counts in a period; 0 is the beginning of all rows."""
    months = months_of(period)
    if not found.grain or found.measure.window == EVER:
        return 0, months[-1]
    return (months[-1] - found.measure.window + 1 if found.measure.window else months[0]), months[-1]


def first_day(month: int) -> date:
    """Return the first day of a month by its number."""
    return date(month // 12, month % 12 + 1, 1)


def rows_between(
    books: Books, found: Book, subject: Subject, months: tuple[int, int], only: Only | None = None
) -> Index:
    """Return the book's rows of a subject from one month to another."""
    lines = found.lines
    index = lines.all
    if subject.kind == "person":
        index = lines.people.get(subject.id, NOTHING)
    elif subject.kind == "team":
        wanted = [lines.pairs[pair] for pair in lines.teams.get(subject.id, ())]
        index = np.sort(np.concatenate(wanted)) if wanted else NOTHING
    index = lines.within(index, *months)
    if only is None:
        return index
    if only.column in found.table.columns:
        return lines.having(index, only.column, (only.value,))
    return having(found, books.crediting, index, only.column, only.value)


def tells(books: Books, found: Book, only: Only) -> bool:
    """Tell whether a measure's rows, or the people whose they are, have a column."""
    if found.measure.how != "heads" and only.column in found.table.columns:
        return True
    return bool(found.measure.person) and books.crediting.says(only.column)
