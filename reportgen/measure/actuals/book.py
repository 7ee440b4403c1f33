"""One measure over the rows of its table, as totals by person and month, by team and month, and for the company.

Every row counts once: people + rows of nobody = company. A team's total is the sum of its people's rows on the days
on which they belonged to it, so a transfer moves nothing that was booked before it. What counts whenever it began (what
is open, who is on file) is stock: it goes along with its person, and counts for the team that they are in at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd

from reportgen.measure import kinds
from reportgen.measure.actuals.crediting import Crediting
from reportgen.measure.actuals.lines import Index, Lines
from reportgen.measure.actuals.picking import dates, lacking, picked
from reportgen.measure.columns import month_id
from reportgen.model.people import Roster
from reportgen.model.period import Period
from reportgen.model.plan import EVER, Measure
from reportgen.model.problem import Problem
from reportgen.model.table import ColumnType, Table


@dataclass(frozen=True, slots=True)
class Book:
    """A measure, computed.

    `scale` is the decimals of its integers; `first` and `last` are the months that the table's data span; `grain` is
    the longest period in months that its rows are of (0: they hold always). `lines` are the qualifying rows and, once
    asked for, their sums by month; `stood` keeps the measure as it was read at the end of each period.
    """

    measure: Measure
    table: Table = field(repr=False)
    scale: int
    currency: str
    tax: str
    first: int
    last: int
    grain: int
    lines: Lines = field(repr=False, compare=False)
    stood: dict[date, Book] = field(default_factory=dict, repr=False, compare=False)

    def on(self, moment: date) -> Book:
        """Return the measure as it is read at a period's end: of what counts ever, the teams are those of that day."""
        if self.measure.window != EVER:
            return self
        if moment not in self.stood:
            self.stood[moment] = replace(self, lines=self.lines.standing(moment), stood={})
        return self.stood[moment]

    @property
    def gaps(self) -> bool:
        """Tell whether the counted column is empty in some rows."""
        return self.lines.gaps


def book(measure: Measure, table: Table | None, crediting: Crediting, cut_off: date) -> Book | None:
    """Compute a measure from rows dated up to the cut-off; None when the inputs lack its table or a column it needs."""
    if table is None or lacking(measure, table):
        return None
    credited = crediting.of(measure, table)
    summed = measure.how == "sum"
    keep = picked(measure, table, credited.dated.days, cut_off, credited.codes).to_numpy(dtype=bool)
    column = table.columns.get(measure.column) if summed else None
    first, last = credited.span(cut_off)
    return Book(
        measure,
        table,
        column.scale if column else 0,
        column.currency if column else "",
        column.tax if column else "",
        first,
        last,
        credited.dated.grain,
        Lines(credited, np.flatnonzero(keep), measure.column, summed, crediting),
    )


def newest(found: Book, index: Index) -> Index:
    """Return which of some rows hold at the end: of each thing (its key without the date) the newest."""
    table = found.table
    names = [name for name in table.key if name != found.measure.date and name in table.columns]
    return found.lines.newest(names, index)


def months_of(period: Period) -> range:
    """Return a period's months as integers (year × 12 + month − 1)."""
    return range(month_id(period.start), month_id(period.end) + 1)


def covered(found: Book, period: Period) -> bool:
    """Tell whether the data span reaches into a period at all.

    Outside it, nothing booked means nothing known, not zero. The roster holds until it changes.
    """
    if not found.grain or found.table.kind == "people":
        return True
    months = months_of(period)
    if found.measure.window:
        return found.first <= months[-1]
    return found.first <= months[-1] and months[0] <= found.last


def findings(measure: Measure, table: Table | None, roster: Roster, period: Period) -> tuple[Problem, ...]:
    """Say which rows a measure could not place in `period`.

    Undated ones, and those of people the roster does not know.
    """
    if table is None or lacking(measure, table) or measure.person not in table.columns or not measure.date:
        return ()
    days = dates(measure, table).days
    inside = (days >= pd.Timestamp(period.start)) & picked(measure, table, days, period.end)
    people = table.frame.loc[inside, measure.person]
    nobody = ~people.isin(list(roster.people))
    if not nobody.any():
        return ()
    first = int(np.flatnonzero(inside.to_numpy())[np.flatnonzero(nobody.to_numpy())[0]])
    values = (("count", str(int(nobody.sum()))), ("table", table.kind), ("period", period.id))
    found = Problem(kinds.NOBODYS_ROWS, table.place(first), str(people[nobody].iloc[0]), values)
    return (_worth(found, measure, table, people[nobody].index),)


def _worth(problem: Problem, measure: Measure, table: Table, rows: pd.Index[int]) -> Problem:
    """Return the problem with what its rows come to, where the measure sums money."""
    column = table.columns.get(measure.column)
    if measure.how != "sum" or column is None or column.type is not ColumnType.MONEY:
        return problem
    held = table.frame.loc[rows, column.name].dropna()
    amount = Fraction(sum(map(int, held)), 10**column.scale)
    return replace(problem, amount=amount, currency=column.currency)
