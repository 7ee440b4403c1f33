"""A measure's rows in some days → the same rows apart by subject: a region, a customer, a deal, an item of spending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial

import numpy as np

from reportgen.measure.actuals.attributes import labels
from reportgen.measure.actuals.book import Book, months_of, newest
from reportgen.measure.actuals.crediting import NUMBER, Crediting
from reportgen.measure.actuals.lines import NOTHING, Index
from reportgen.measure.actuals.picking import dates
from reportgen.measure.actuals.reading import Books, unreadable
from reportgen.model.measured import Subject
from reportgen.model.period import Period
from reportgen.model.plan import EVER
from reportgen.model.quantity import NotMeasured
from reportgen.model.step import Rows
from reportgen.model.table import ColumnType

COMPANY = Subject("company", "")

COLUMNS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "region": (("region",),),
    "line": (("line",),),
    "customer": (("customer",),),
    "deal": (("deal_no",),),
    "order": (("order_no",),),
    "product": (("product",),),
    "dealer": (("dealer",),),
    "spending": (("item",), ("material",)),
    "delivery": (("delivery_no",),),
    "complaint": (("complaint_no",),),
    "risk": (("risk_no",),),
    "review": (("review_no",),),
    "key_result": (("key_result_no",),),
    "request": (("request_no",),),
    "competitor": (("competitor", "line"), ("competitor",)),
    "indicator": (("indicator",),),
    "post": (("post",), ("post_no",)),
    "target": (("metric",),),
    "checklist": (("clause",), ("topic",), ("product",)),
}
"""The columns that name a subject, the first that a table has; else what the roster says of the row's person."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """A measure's rows in some days, by subject: `index` are indexes of the book's lines, in the table's order."""

    book: Book
    index: Mapping[str, Index]
    start: date | None
    end: date
    columns: tuple[str, ...]
    kind: str

    def rows(self, label: str, index: Index | None = None, *, newest: bool = False) -> Rows:
        """Describe the rows of a subject."""
        held = self.index.get(label, NOTHING) if index is None else index
        measure = self.book.measure
        people = (label,) if self.kind == "person" else ()
        told = partial(Rows, measure.table, measure.id, people, self.start, self.end, count=len(held), newest=newest)
        if people:
            return told()
        if self.columns and self.columns[0] not in self.book.table.columns:
            return told(key=self.columns[0], value=label, narrowed=True)
        return told(where=_named(self.columns, label))


def _named(columns: tuple[str, ...], label: str) -> dict[str, tuple[str, ...]]:
    """Return the columns of a subject with their texts; only the last of several may have a stroke in it."""
    parts = label.split("/", len(columns) - 1) if columns else []
    return {column: (part,) for column, part in zip(columns, parts, strict=True)}


class Timed:
    """A book's rows by day, and by subject: each found once."""

    def __init__(self, book: Book, crediting: Crediting) -> None:
        """Take a book whose rows are asked for by days."""
        self.book = book
        self._crediting = crediting
        self._coded: dict[str, tuple[np.ndarray, list[str], tuple[str, ...]] | None] = {}

    @cached_property
    def days(self) -> np.ndarray:
        """Return the day of each row."""
        found = dates(self.book.measure, self.book.table).days.iloc[self.book.lines.position]
        return found.to_numpy(dtype="datetime64[D]")

    @cached_property
    def by_day(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows' order by day, and their days in that order."""
        order = np.argsort(self.days, kind="stable").astype(NUMBER)
        return order, self.days[order]

    def between(self, first: date | None, last: date) -> Index:
        """Return the rows of some days, both ends included, in the table's order."""
        order, days = self.by_day
        start = 0 if first is None else int(np.searchsorted(days, np.datetime64(first, "D"), side="left"))
        end = int(np.searchsorted(days, np.datetime64(last, "D"), side="right"))
        found: Index = np.sort(order[start:end])
        return found

    def coded(self, kind: str) -> tuple[np.ndarray, list[str], tuple[str, ...]] | None:
        """Return each row's subject as a number (−1 for none), the subjects, and the columns that name them."""
        if kind not in self._coded:
            own = {"person": self._own, "company": self._one}.get(kind)
            self._coded[kind] = own() if own else self._of_columns(kind) or self._of_people(kind)
        return self._coded[kind]

    def _own(self) -> tuple[np.ndarray, list[str], tuple[str, ...]]:
        codes, names = self._people
        nobody = names.index("") if "" in names else -1
        return np.where(codes == nobody, NUMBER(-1), codes), names, ()

    def _one(self) -> tuple[np.ndarray, list[str], tuple[str, ...]]:
        return np.zeros(len(self.book.lines), NUMBER), [""], ()

    def _of_columns(self, kind: str) -> tuple[np.ndarray, list[str], tuple[str, ...]] | None:
        there = set(self.book.table.columns)
        columns = next((each for each in COLUMNS.get(kind, ()) if set(each) <= there), None)
        if columns is None:
            return None
        codes, texts = self.book.lines.codes(columns[0])
        labels = texts.whole()
        for column in columns[1:]:
            other, texts = self.book.lines.codes(column)
            names = texts.whole()
            pairs = np.where((codes < 0) | (other < 0), -1, codes * len(names) + other)
            known, codes = np.unique(pairs, return_inverse=True)
            shift = int(len(known) > 0 and known[0] < 0)
            codes = codes - shift
            labels = [f"{labels[pair // len(names)]}/{names[pair % len(names)]}" for pair in known[shift:].tolist()]
        return codes.astype(NUMBER), labels, columns

    def _of_people(self, kind: str) -> tuple[np.ndarray, list[str], tuple[str, ...]] | None:
        """Return what the roster says of each row's person on its day."""
        if not self._crediting.says(kind):
            return None
        said = labels(self.book, self._crediting, kind)
        codes = np.full(len(self.book.lines), -1, NUMBER)
        known: dict[str, int] = {}
        for pair, index in self.book.lines.pairs.items():
            if said[pair]:
                codes[index] = known.setdefault(said[pair], len(known))
        return codes, list(known), (kind,)

    @cached_property
    def _people(self) -> tuple[np.ndarray, list[str]]:
        codes = np.zeros(len(self.book.lines), NUMBER)
        names: list[str] = []
        for name, index in self.book.lines.people.items():
            codes[index] = len(names)
            names.append(name)
        return codes, names

    def person(self, line: int) -> str:
        """Return whose a row is."""
        codes, names = self._people
        return names[int(codes[line])]


@dataclass(slots=True)
class Shelf:
    """All books of a run, each ready to be asked by day and subject."""

    books: Books
    _timed: dict[int, Timed] = field(default_factory=dict)
    _grouped: dict[tuple[str, str, Period, bool], Grouped | NotMeasured] = field(default_factory=dict)
    _newest: dict[tuple[str, str, Period], Grouped | NotMeasured] = field(default_factory=dict)

    def let_go(self) -> None:
        """Let go of what was found so far."""
        self._timed.clear()
        self._grouped.clear()
        self._newest.clear()

    def timed(self, book: Book) -> Timed:
        """Return a book by day and subject."""
        if id(book) not in self._timed:
            # The book is kept with the answer, so that its address cannot come to stand for another one.
            self._timed[id(book)] = Timed(book, self.books.crediting)
        return self._timed[id(book)]

    def grouped(self, measure: str, kind: str, period: Period, *, ever: bool = False) -> Grouped | NotMeasured:
        """Return a measure's rows in a period by subject, or all of them up to its end."""
        key = (measure, kind, period, ever)
        if key not in self._grouped:
            self._grouped[key] = self._group(measure, kind, period, ever=ever)
        return self._grouped[key]

    def newest(self, measure: str, kind: str, period: Period) -> Grouped | NotMeasured:
        """Return of each thing that a measure counts the newest filled row in a period, by subject."""
        key = (measure, kind, period)
        if key not in self._newest:
            self._newest[key] = self._latest(self.grouped(measure, kind, period))
        return self._newest[key]

    def _group(self, measure: str, kind: str, period: Period, *, ever: bool) -> Grouped | NotMeasured:
        found = self.books.of(measure, period)
        absent = unreadable(self.books, found, COMPANY, period)
        if found is None or (absent is not None and not (ever and absent.reason in ("no-history", "coarser"))):
            return absent or NotMeasured("no-data")
        if _coarser(found, period) and not ever:
            return NotMeasured("coarser")
        timed = self.timed(found)
        coded = timed.coded(kind)
        if coded is None:
            return NotMeasured("no-data")
        start = None if ever else first_day_of(found, period)
        index = timed.between(start, period.end) if found.grain else found.lines.all
        return Grouped(found, _apart(coded[0], coded[1], index), start, period.end, coded[2], kind)

    def _latest(self, grouped: Grouped | NotMeasured) -> Grouped | NotMeasured:
        if isinstance(grouped, NotMeasured) or not grouped.index:
            return grouped
        lines = grouped.book.lines
        index = np.sort(np.concatenate(list(grouped.index.values())))
        filled = index[lines.known[index]]
        if not len(filled):
            return NotMeasured("no-history")
        inside = np.zeros(len(lines), bool)
        inside[newest(grouped.book, filled)] = True
        apart = {label: held[inside[held]] for label, held in grouped.index.items()}
        held = {label: rows for label, rows in apart.items() if len(rows)}
        return replace(grouped, index=held)


def _coarser(found: Book, period: Period) -> bool:
    """Tell whether rows of months are asked for by the week."""
    column = found.table.columns.get(found.measure.date)
    return period.days < 28 and column is not None and column.type is not ColumnType.DATE


def first_day_of(found: Book, period: Period) -> date | None:
    """Return the first day whose rows a measure counts in a period; None is the beginning of all rows."""
    if not found.grain or found.measure.window == EVER:
        return None
    if not found.measure.window:
        return period.start
    month = months_of(period)[-1] - found.measure.window + 1
    return date(month // 12, month % 12 + 1, 1)


def _apart(codes: np.ndarray, labels: list[str], index: Index) -> dict[str, Index]:
    """Return the rows among some by subject, in the order of the subjects' names; rows of none are left out."""
    mine = codes[index]
    order = np.argsort(mine, kind="stable")
    ordered = mine[order]
    first = int(np.searchsorted(ordered, 0))
    numbers, starts = np.unique(ordered[first:], return_index=True)
    pieces = np.split(index[order[first:]], starts[1:]) if len(numbers) else []
    found = {labels[number]: piece for number, piece in zip(numbers.tolist(), pieces, strict=True)}
    return {label: found[label] for label in sorted(found)}
