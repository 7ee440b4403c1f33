"""What a KPI is computed from: the measures and targets of one subject, whole or of the rows that hold one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from reportgen.measure.actuals.book import Book, newest
from reportgen.measure.actuals.lines import Index
from reportgen.measure.actuals.reading import Books, Only, absent_on, opened, reading, rows_on, rows_step
from reportgen.measure.actuals.some import Listed, Some
from reportgen.measure.targets import Targets, target
from reportgen.model.measured import Subject
from reportgen.model.period import Period
from reportgen.model.quantity import NotMeasured, Unit
from reportgen.model.step import Rows, Step


@dataclass(frozen=True, slots=True)
class Held:
    """The rows that a measure counts, and their description."""

    book: Book
    some: Some
    told: Rows

    @property
    def index(self) -> Index:
        """Return the rows as indexes of the book's lines."""
        return self.some.index

    @property
    def filled(self) -> Index:
        """Return the rows whose column is filled."""
        index = self.index
        found: Index = index[self.book.lines.known[index]]
        return found

    def different(self, column: str) -> set[str]:
        """Return the values of a column of the rows' table."""
        values = self.book.lines.values(column)
        return {values[code] for code in self.book.lines.different(column, self.index)}


def listed(book: Book, index: Index, told: Rows) -> Held:
    """Return rows that are counted one by one."""
    return Held(book, Listed(book.lines, index), told)


@dataclass(frozen=True, slots=True)
class Source:
    """One subject's measures and targets. `only` narrows them to the rows that hold one value of a column."""

    books: Books
    targets: Targets
    subject: Subject
    only: Only | None = None

    def read(self, measure: str, period: Period) -> Step:
        """Return a measure with its rows."""
        return reading(self.books, measure, self.subject, period, self.only)

    def rows(self, measure: str, period: Period, *, ever: bool = False) -> Held | NotMeasured:
        """Return the rows that a measure counts in a period, or `ever` up to its end."""
        page = opened(self.books, measure, period, self.only.column if self.only else "")
        found, absent = page.book, absent_on(self.books, page, self.subject, period)
        if found is None or (absent is not None and not (ever and absent.reason in ("no-history", "coarser"))):
            return absent or NotMeasured("no-data")
        some = rows_on(page, self.subject, self.only, ever=ever)
        told = rows_step(page, self.subject, some.total.rows, self.only)
        return Held(found, some, replace(told, start=None) if ever else told)

    def latest(self, measure: str, period: Period) -> Held | NotMeasured:
        """Return the rows that hold at a period's end: of each thing the newest one in it."""
        held = self.rows(measure, period)
        if isinstance(held, NotMeasured):
            return held
        index = newest(held.book, held.filled)
        told = replace(held.told, count=len(index), newest=True)
        return listed(held.book, index, told) if len(index) else NotMeasured("no-history")

    def goal(self, metric: str, column: str, period: Period, unit: Unit, known: date | None = None) -> Step:
        """Return the subject's target of a metric, as `known` on a day (the period's last).

        Of a value of the roster's it is that of the people who have it.
        """
        return target(self.targets, metric, column, self.subject, period, unit, self._of_people(), known)

    def _of_people(self) -> tuple[str, str] | None:
        return (self.only.column, self.only.value) if self.only else None

    def values(self, measure: str, column: str, period: Period) -> tuple[str, ...]:
        """Return the values of a column among the rows that a measure counts, in order."""
        held = self.rows(measure, period, ever=True)
        if isinstance(held, NotMeasured) or column not in held.book.table.columns:
            return ()
        return tuple(sorted(held.different(column)))


def nobodys(books: Books, measures: Mapping[str, None]) -> bool:
    """Tell whether any of the measures is nobody's own: then what it makes is the company's alone."""
    found = [books.books.get(name) for name in measures]
    return any(book is not None and not book.measure.person for book in found)
