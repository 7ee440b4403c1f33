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
from reportgen.measure.actuals.lines import NOTHING, Index
from reportgen.measure.actuals.some import Listed, Some, Tallied
from reportgen.measure.actuals.tally import Tally
from reportgen.measure.columns import at_scale
from reportgen.model.measured import Subject
from reportgen.model.people import Roster
from reportgen.model.period import Period
from reportgen.model.plan import EVER, Kpi
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.model.step import Rows, Step

At = Callable[[date], Mapping[str, Book | None]]
"""Computes the measures anew, as they stood on an earlier day."""

_NOT_EMPLOYED = NotMeasured("not-employed")


@dataclass(frozen=True, slots=True)
class Books:
    """All measures of the plan, computed over one dataset: `None` for those the inputs cannot answer.

    Those in `changing` say another thing on another day: for a period that ended before the cut-off they are taken
    from `at` its end, until `forget` makes it compute them anew. What was asked before is kept: books opened at a
    period, who was employed in one and who was not on any day, the table and date column of each measure, which KPIs
    are nobody's own, the targets that are the same for all, the answer of KPIs that say nothing of anybody, and
    which versions of KPIs hold on a day.
    """

    books: Mapping[str, Book | None]
    crediting: Crediting
    cut_off: date = date.max
    changing: frozenset[str] = frozenset()
    at: At | None = field(default=None, repr=False, compare=False)
    forget: Callable[[], None] | None = field(default=None, repr=False, compare=False)
    pages: dict[tuple[str, Period, str], Page] = field(default_factory=dict, repr=False, compare=False)
    away: dict[Period, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    dates: dict[str, tuple[str, str] | tuple[()]] = field(default_factory=dict, repr=False, compare=False)
    stays: dict[Period, Stays] = field(default_factory=dict, repr=False, compare=False)
    nobodys: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)
    goals: dict[tuple[int, Period, bool], tuple[Kpi, Step]] = field(default_factory=dict, repr=False, compare=False)
    silent: dict[tuple[str, Period], Step | None] = field(default_factory=dict, repr=False, compare=False)
    kpis: dict[date, tuple[tuple[Kpi, ...], Mapping[str, Kpi]]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def roster(self) -> Roster:
        """Return who works here."""
        return self.crediting.roster

    def of(self, measure: str, period: Period) -> Book | None:
        """Return a measure's book as it stood at a period's end."""
        if self.at is not None and measure in self.changing and period.end < self.cut_off:
            found = self.at(period.end).get(measure)
        else:
            found = self.books.get(measure)
        return found.on(period.end) if found is not None else None

    def let_go(self) -> None:
        """Let go of the measures as they stood on earlier days: alerts look back on many, documents on few."""
        if self.forget is None:
            return
        self.forget()
        for key in [key for key, page in self.pages.items() if key[1].end < self.cut_off and self._passes(page)]:
            del self.pages[key]
        for each in self.books.values():
            if each is not None:
                each.stood.clear()
        self.crediting.keep_only(found.table for found in self.books.values() if found is not None)

    def _passes(self, page: Page) -> bool:
        """Tell whether a measure was read as of its period's end: on another day it says another thing."""
        return page.book is not None and (page.book.measure.id in self.changing or page.book.measure.window == EVER)


@dataclass(frozen=True, slots=True)
class Only:
    """The rows whose column holds a value: a line, a customer group; or whose person has it in the roster: a region."""

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Page:
    """A book opened at a period: what is the same for whoever asks.

    `absent` is why the measure says nothing of anybody, None where it does; `first` and `last` are the months whose
    rows count, `start` the first day (None is the beginning of all rows). `tallies` keeps what was counted for all
    subjects of a kind: here, and not with the rows, which a tally holds.
    """

    book: Book | None
    absent: NotMeasured | None
    first: int
    last: int
    start: date | None
    end: date
    formula: str
    tallies: dict[tuple[str, str, int], Tally] = field(default_factory=dict, repr=False, compare=False)


def opened(books: Books, measure: str, period: Period, column: str = "") -> Page:
    """Open a measure's book at a period, to be read whole or by the values of a column."""
    key = (measure, period, column)
    found = books.pages.get(key)
    if found is None:
        found = books.pages[key] = _opened(books, measure, period, column)
    return found


def _opened(books: Books, measure: str, period: Period, column: str) -> Page:
    found = books.of(measure, period)
    if found is None:
        return Page(None, NotMeasured("no-data"), 0, 0, None, period.end, "")
    first, last = reach(found, period)
    how = found.measure.how if found.measure.how != "sum" else f"sum of {found.measure.column}"
    start = first_day(first) if first else None
    return Page(found, _silent(books, found, period, column), first, last, start, period.end, how)


def _silent(books: Books, found: Book, period: Period, column: str) -> NotMeasured | None:
    """Return why a book says nothing of anybody in a period."""
    if column and not tells(books, found, Only(column, "")):
        return NotMeasured("no-data")
    if not covered(found, period):
        return NotMeasured("no-history")
    if not found.measure.window and found.grain > len(months_of(period)):
        return NotMeasured("coarser")
    return None


def reading(books: Books, measure: str, subject: Subject, period: Period, only: Only | None = None) -> Step:
    """Return a measure of a subject in a period, with the rows it was summed from.

    Not measured: `no-data` when the inputs have no such table or column, `no-history` when the data do not reach into
    the period, `coarser` when they are of longer periods, `not-employed` when the person was not there.
    """
    page = opened(books, measure, period, only.column if only else "")
    found = page.book
    absent = page.absent or _away(books, subject, period)
    if found is None or absent is not None:
        return Step(measure, absent or NotMeasured("no-data"))
    if found.measure.how == "heads":
        return _heads(books, found, subject, period, only)
    some = rows_on(page, subject, only)
    total = some.total
    rows = rows_step(page, subject, total.rows, only)
    if found.measure.how == "distinct":
        return Step(measure, quantity(found, different(found, some)), page.formula, rows=rows)
    if total.rows and not total.filled:
        return Step(measure, NotMeasured("no-data"), rows=rows)
    return Step(measure, quantity(found, total.value), page.formula, rows=rows)


def unreadable(
    books: Books, found: Book | None, subject: Subject, period: Period, only: Only | None = None
) -> NotMeasured | None:
    """Return why a measure says nothing of a subject in a period, None where it does."""
    if found is None:
        return NotMeasured("no-data")
    return _silent(books, found, period, only.column if only else "") or _away(books, subject, period)


def absent_on(books: Books, page: Page, subject: Subject, period: Period) -> NotMeasured | None:
    """Return why an opened book says nothing of a subject, None where it does."""
    return page.absent or _away(books, subject, period)


def _away(books: Books, subject: Subject, period: Period) -> NotMeasured | None:
    """Return that a person was not employed on any day of a period, None for all others."""
    if subject.kind != "person":
        return None
    if period not in books.away:
        people = books.roster.people.values()
        books.away[period] = frozenset(person.id for person in people if not person.days_in(period))
    return _NOT_EMPLOYED if subject.id in books.away[period] else None


def rows_on(page: Page, subject: Subject, only: Only | None = None, *, ever: bool = False) -> Some:
    """Return the rows of a subject on a page, or `ever` up to its end: counted together with everybody else's.

    What nobody asks of everybody, as the part of one team's rows in one region, is counted by itself.
    """
    found = page.book
    if found is None:
        raise LookupError(page)
    first = 0 if ever else page.first
    apart = _apart(found, subject, only)

    def listed() -> Index:
        return rows_between(found, subject, (first, page.last), only)

    if apart is None:
        return Listed(found.lines, listed())
    kind, column, name = apart
    if (kind, column, first) not in page.tallies:
        page.tallies[(kind, column, first)] = found.lines.tally(kind, column, first, page.last)
    return Tallied(found.lines, page.tallies[(kind, column, first)], name, listed)


def _apart(found: Book, subject: Subject, only: Only | None) -> tuple[str, str, str] | None:
    """Return how all rows are told apart so that a subject's are among them, and the subject's name there."""
    if only is None:
        return (subject.kind, "", subject.id) if subject.kind in ("person", "team") else ("company", "", "")
    if subject.kind in ("person", "team"):
        return None
    return "row" if only.column in found.table.columns else "roster", only.column, only.value


def rows_step(page: Page, subject: Subject, count: int, only: Only | None = None) -> Rows:
    """Describe the rows behind a reading."""
    found = page.book
    if found is None:
        raise LookupError(page)
    kind, who = subject.kind, subject.id
    team = who if kind == "team" else ""
    members = (who,) if kind == "person" else found.lines.members.get(who, ()) if team else ()
    told = (found.measure.table, found.measure.id, members, page.start, page.end)
    if only is None:
        return Rows(*told, count=count, team=team)
    return Rows(*told, only.column, only.value, count, team=team, narrowed=True)


def comparable(roster: Roster, subject: Subject, period: Period, then: Period) -> bool:
    """Tell whether a subject's period may be held against another: a person was there on all days of both."""
    person = roster.people.get(subject.id) if subject.kind == "person" else None
    if person is None:
        return True
    return all(person.days_in(each) == each.days for each in (period, then))


def quantity(found: Book, value: int) -> Quantity:
    """Return an integer of a book as the quantity it stands for."""
    unit = found.measure.unit
    return Quantity(at_scale(value, found.scale), unit, found.currency if unit is Unit.MONEY else "")


def different(found: Book, some: Some) -> int:
    """Count different values; with `repeated`, those that occur in at least so many transactions."""
    column = found.measure.column
    if found.measure.repeated <= 1:
        return some.different(column)
    return some.repeated(column, found.table.key[0] if found.table.key else "", found.measure.repeated)


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
    return rows_between(found, subject, reach(found, period), only)


def reach(found: Book, period: Period) -> tuple[int, int]:
    """Return the first and last month whose rows a measure counts in a period; 0 is the beginning of all rows."""
    months = months_of(period)
    if not found.grain or found.measure.window == EVER:
        return 0, months[-1]
    return (months[-1] - found.measure.window + 1 if found.measure.window else months[0]), months[-1]


def first_day(month: int) -> date:
    """Return the first day of a month by its number."""
    return date(month // 12, month % 12 + 1, 1)


def rows_between(found: Book, subject: Subject, months: tuple[int, int], only: Only | None = None) -> Index:
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
    return having(found, index, only.column, only.value)


def tells(books: Books, found: Book, only: Only) -> bool:
    """Tell whether a measure's rows, or the people whose they are, have a column."""
    if found.measure.how != "heads" and only.column in found.table.columns:
        return True
    return bool(found.measure.person) and books.crediting.says(only.column)
