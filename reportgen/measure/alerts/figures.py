"""A figure of the plan and a period → its value for every subject of a kind, each with the rows it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import repeat

import numpy as np

from reportgen.measure.actuals.groups import COMPANY, Grouped, Shelf
from reportgen.measure.actuals.lines import NOTHING
from reportgen.measure.actuals.reading import Books, quantity, reading
from reportgen.measure.columns import at_scale
from reportgen.measure.kpis import kpi_value, whose
from reportgen.measure.kpis.formulas import measures_of
from reportgen.measure.kpis.rows import newest_of_each
from reportgen.measure.kpis.source import Held, Source, listed
from reportgen.measure.roster import leaders
from reportgen.measure.targets import Targets
from reportgen.model.kpi_kinds import Latest
from reportgen.model.measured import Subject
from reportgen.model.period import Period
from reportgen.model.plan import Kpi, Plan, valid
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, Unit
from reportgen.model.step import Step
from reportgen.model.table import Cell, Table

OWN = frozenset({"person", "team", "company"})
"""Subjects that figures are kept for anyway; all others are parts of the rows."""

ADDED = frozenset({Unit.MONEY, Unit.COUNT})
"""Units of which a subject's rows are summed; of the others (shares, scores, days) the mean is taken."""


@dataclass(frozen=True, slots=True)
class Part(Source):
    """The rows of one subject that is a part of the rows: a customer, a deal, a region."""

    shelf: Shelf = field(kw_only=True)
    kind: str = field(kw_only=True)
    label: str = field(kw_only=True)

    def read(self, measure: str, period: Period) -> Step:
        """Return a measure with its rows."""
        held = self.rows(measure, period)
        if isinstance(held, NotMeasured):
            return Step(measure, held)
        return Step(measure, _whole(held), formula=held.book.measure.how, rows=held.told)

    def rows(self, measure: str, period: Period, *, ever: bool = False) -> Held | NotMeasured:
        """Return the rows that a measure counts in a period."""
        return self._held(self.shelf.grouped(measure, self.kind, period, ever=ever))

    def latest(self, measure: str, period: Period) -> Held | NotMeasured:
        """Return the rows that hold at a period's end."""
        held = self._held(self.shelf.newest(measure, self.kind, period), newest=True)
        return held if isinstance(held, NotMeasured) or len(held.index) else NotMeasured("no-history")

    def _held(self, grouped: Grouped | NotMeasured, *, newest: bool = False) -> Held | NotMeasured:
        if isinstance(grouped, NotMeasured):
            return grouped
        index = grouped.index.get(self.label, NOTHING)
        return listed(grouped.book, index, grouped.rows(self.label, newest=newest))


def _whole(held: Held) -> Measurable:
    """Return a measure over some rows as KPIs take it: a sum, or how many different values there are."""
    measure, lines = held.book.measure, held.book.lines
    if measure.how == "distinct":
        return quantity(held.book, len(lines.different(measure.column, held.index)))
    if len(held.index) and not lines.known[held.index].any():
        return NotMeasured("no-data")
    return quantity(held.book, lines.total(held.index))


def own_value(held: Held) -> Measurable:
    """Return a measure over a subject's rows as alerts take it: sums of money and counts, the mean of all else."""
    whole = _whole(held)
    if isinstance(whole, NotMeasured) or held.book.measure.how != "sum" or whole.unit in ADDED:
        return whole
    return mean(held)


def mean(held: Held) -> Measurable:
    """Return the mean of the filled cells of some rows."""
    filled = held.filled
    if not len(filled):
        return NotMeasured("no-data")
    total = at_scale(held.book.lines.total(filled), held.book.scale)
    unit = held.book.measure.unit
    return Quantity(total / len(filled), unit, held.book.currency if unit is Unit.MONEY else "")


Values = Mapping[str, Step]
"""Subject → its value with its explanation."""


class Parts(Mapping[str, Step]):
    """A figure of every subject that is a part of the rows: the explanation of each is made when it is asked for.

    `amounts` are the values alone: a rule speaks up about few of thousands of orders.
    """

    def __init__(self, amounts: Mapping[str, Quantity], told: Callable[[str], Step]) -> None:
        """Take what the rows of each subject come to, and what tells how that came to be."""
        self._told = told
        self.amounts = amounts

    def __getitem__(self, label: str) -> Step:
        """Return a subject's value."""
        if label not in self.amounts:
            raise KeyError(label)
        return self._told(label)

    def __contains__(self, label: object) -> bool:
        """Tell whether there is a value."""
        return label in self.amounts

    def __iter__(self) -> Iterator[str]:
        """Yield the subjects."""
        return iter(self.amounts)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.amounts)


def amounts(values: Values) -> Iterator[tuple[str, Quantity]]:
    """Yield every subject with its value alone."""
    if isinstance(values, Parts):
        yield from values.amounts.items()
        return
    yield from ((label, step.value) for label, step in values.items() if isinstance(step.value, Quantity))


@dataclass(frozen=True, slots=True)
class Board:
    """What rules are held against: the plan's figures, targets and books, and the rows by subject.

    `leading` keeps who manages somebody on a day, by what the roster says in a column, `roles` who has which role, and
    `concerned` whom alerts of some people concern.
    """

    plan: Plan
    books: Books
    targets: Targets
    shelf: Shelf
    tables: Mapping[str, Table] = field(default_factory=dict, repr=False, compare=False)
    ahead: dict[tuple[str, Period], Shelf] = field(default_factory=dict, repr=False, compare=False)
    leading: dict[tuple[str, date], dict[Cell, list[str]]] = field(default_factory=dict, repr=False, compare=False)
    roles: dict[date, dict[str, list[str]]] = field(default_factory=dict, repr=False, compare=False)
    concerned: dict[tuple[tuple[str, ...], date], tuple[str, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _above: dict[tuple[str, date], tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    _values: dict[tuple[str, str, Period], Values] = field(default_factory=dict, repr=False, compare=False)
    _kpis: dict[date, Mapping[str, Kpi]] = field(default_factory=dict, repr=False, compare=False)
    _names: dict[str, Mapping[str, str]] = field(default_factory=dict, repr=False, compare=False)

    def values(self, figure: str, kind: str, period: Period) -> Values:
        """Return a figure of every subject of a kind in a period; those of which the rows say nothing are left out."""
        key = (figure, kind, period)
        if key not in self._values:
            kpi = self.kpi(figure, period)
            found = _of_kpi(self, kpi, kind, period) if kpi else _of_measure(self, figure, kind, period)
            self._values[key] = found if isinstance(found, Parts) else _known(found)
        return self._values[key]

    def let_go(self) -> None:
        """Let go of the figures and of the rows by subject: they hold one another, and nobody would find out soon."""
        self._values.clear()
        for shelf in (self.shelf, *self.ahead.values()):
            shelf.let_go()

    def kpi(self, figure: str, period: Period) -> Kpi | None:
        """Return the KPI of an id: where a measure has the same one, the KPI is meant.

        It is the KPI as it holds today, also for the periods before: they are held against the same promise.
        """
        moment = max(period.end, self.books.cut_off)
        if moment not in self._kpis:
            self._kpis[moment] = valid(self.plan.kpis, moment)
        return self._kpis[moment].get(figure)

    def above(self, person: str, moment: date) -> tuple[str, ...]:
        """Return who leads a person on a day, the nearest first."""
        if (person, moment) not in self._above:
            self._above[(person, moment)] = self.books.roster.managers_of(person, moment)
        return self._above[(person, moment)]

    def names(self, kind: str) -> Mapping[str, str]:
        """Return what the subjects of a kind are called, by the table that lists them."""
        if kind not in self._names:
            table = self.tables.get(f"{kind}s")
            there = table is not None and {kind, "name"} <= set(table.columns)
            self._names[kind] = _pairs(table, kind) if table is not None and there else {}
        return self._names[kind]

    def source(self, kind: str, label: str) -> Source:
        """Return what a subject's figures are computed from."""
        if kind in OWN:
            return Source(self.books, self.targets, Subject(kind, label))
        return Part(self.books, self.targets, COMPANY, shelf=self.shelf, kind=kind, label=label)


def _known(found: Values) -> Values:
    return {label: step for label, step in found.items() if isinstance(step.value, Quantity)}


def _pairs(table: Table, kind: str) -> dict[str, str]:
    listed = table.frame[[kind, "name"]].dropna()
    return {str(key): str(name) for key, name in zip(listed[kind], listed["name"], strict=True)}


def subjects(board: Board, kind: str, period: Period) -> tuple[str, ...]:
    """Return the people, leaders or the company that a figure of their own is looked at for."""
    if kind == "company":
        return ("",)
    roster = board.books.roster
    if kind == "team":
        return tuple(leaders(roster, period))
    return tuple(person.id for person in roster.people.values() if person.listed and person.days_in(period))


def _of_kpi(board: Board, kpi: Kpi, kind: str, period: Period) -> Values:
    if kind in OWN:
        mine = [label for label in subjects(board, kind, period) if _is_own(board, kpi, kind, label)]
        return {label: _told(board, kpi, kind, label, period) for label in mine}
    if isinstance(kpi.kind, Latest):
        newest = board.shelf.newest(kpi.kind.measure, kind, period)
        if isinstance(newest, NotMeasured):
            return {}
        if newest.book.measure.how != "distinct":
            return Parts(newest_of_each(newest, kpi.unit), lambda label: _told(board, kpi, kind, label, period))
    labels: dict[str, None] = {}
    for measure in measures_of(kpi.kind):
        grouped = board.shelf.grouped(measure, kind, period)
        if not isinstance(grouped, NotMeasured):
            labels.update(dict.fromkeys(grouped.index))
    return {label: _told(board, kpi, kind, label, period) for label in sorted(labels)}


def _told(board: Board, kpi: Kpi, kind: str, label: str, period: Period) -> Step:
    return kpi_value(board.source(kind, label), kpi, period)


def _is_own(board: Board, kpi: Kpi, kind: str, label: str) -> bool:
    """Tell whether a KPI is a subject's own: what is nobody's is the company's, and no person's alert."""
    subject = Subject(kind, label)
    return whose(board.books, kpi, subject) == subject


def _of_measure(board: Board, measure: str, kind: str, period: Period) -> Values:
    if kind in OWN:
        return {
            label: reading(board.books, measure, Subject(kind, label), period)
            for label in subjects(board, kind, period)
        }
    grouped = board.shelf.grouped(measure, kind, period)
    if isinstance(grouped, NotMeasured):
        return {}
    found = _amounts(grouped)
    return Parts(found, lambda label: Step(measure, found[label], measure, rows=grouped.rows(label)))


def _amounts(grouped: Grouped) -> dict[str, Quantity]:
    """Return what the rows of each subject come to, of all at once; those of which nothing is known are left out."""
    book, lines = grouped.book, grouped.book.lines
    if book.measure.how == "distinct" or not grouped.index:
        found = {label: own_value(listed(book, index, grouped.rows(label))) for label, index in grouped.index.items()}
        return {label: value for label, value in found.items() if isinstance(value, Quantity)}
    pieces = list(grouped.index.values())
    index, starts = np.concatenate(pieces), np.cumsum([0, *map(len, pieces[:-1])])
    known, means = lines.known[index], book.measure.how == "sum" and book.measure.unit not in ADDED
    value = np.where(known, lines.worth(index), 0) if means else lines.worth(index)
    sums, filled = (np.add.reduceat(each, starts).tolist() for each in (value, known.astype(np.int64)))
    parts = zip(sums, filled if means else repeat(1), strict=False)
    different: dict[tuple[int, int], Quantity] = {}
    for part in parts:
        if part[1] and part not in different:
            whole = quantity(book, part[0])
            different[part] = replace(whole, value=whole.value / part[1]) if part[1] > 1 else whole
    parts = zip(sums, filled if means else repeat(1), strict=False)
    return {label: different[part] for label, part, many in zip(grouped.index, parts, filled, strict=True) if many}
