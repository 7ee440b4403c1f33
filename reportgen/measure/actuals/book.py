"""One measure over the rows of its table, as totals by person and month, by team and month, and for the company.

Every row counts once: people + rows of nobody = company. A team's total is the sum of its people's rows on the days
on which they belonged to it, so a transfer moves nothing that was booked before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure import kinds
from reportgen.measure.actuals.lines import Lines
from reportgen.measure.actuals.picking import dates, lacking, month_span, picked
from reportgen.measure.columns import integers, month_id, month_ids, stamps, sums_by
from reportgen.measure.roster import change_days
from reportgen.model.people import Roster
from reportgen.model.period import Period
from reportgen.model.plan import Measure
from reportgen.model.problem import Problem
from reportgen.model.table import ColumnType, Table

Cellwise = dict[tuple[str, int], tuple[int, int]]
"""(subject, month) → (value at the measure's scale, rows)."""


@dataclass(frozen=True, slots=True)
class Book:
    """A measure, computed.

    `scale` is the decimals of its integers; `first` and `last` are the months that the table's data span; `grain` is
    the longest period in months that its rows are of (0: they hold always). `rows` keeps the qualifying rows (`person
    epoch month value known position`, `value` the counted column for distinct measures, `known` whether it is filled);
    `lines` are the same rows for looking up.
    """

    measure: Measure
    table: Table = field(repr=False)
    scale: int
    currency: str
    tax: str
    first: int
    last: int
    grain: int
    people: Cellwise = field(repr=False)
    teams: Cellwise = field(repr=False)
    company: Cellwise = field(repr=False)
    rows: pd.DataFrame = field(repr=False, compare=False)
    lines: Lines = field(repr=False, compare=False)
    chains: Mapping[tuple[str, int], tuple[str, ...]] = field(repr=False)


def book(measure: Measure, table: Table | None, roster: Roster, cut_off: date) -> Book | None:
    """Compute a measure from rows dated up to the cut-off; None when the inputs lack its table or a column it needs."""
    if table is None or lacking(measure, table):
        return None
    dated = dates(measure, table)
    rows = _rows(measure, table, dated.days, picked(measure, table, dated.days, cut_off), roster)
    chains = _chains(rows, roster)
    additive = measure.how != "distinct"
    column = table.columns.get(measure.column) if measure.how == "sum" else None
    first, last = month_span(dated.days, cut_off)
    return Book(
        measure,
        table,
        column.scale if column else 0,
        column.currency if column else "",
        column.tax if column else "",
        first,
        last,
        dated.grain,
        _by(rows, "person") if additive else {},
        _by_team(rows, chains) if additive else {},
        _by(rows.assign(everybody=""), "everybody") if additive else {},
        rows,
        Lines(rows, table),
        chains,
    )


def _rows(measure: Measure, table: Table, days: pd.Series[Any], keep: pd.Series[Any], roster: Roster) -> pd.DataFrame:
    frame, inside = table.frame.loc[keep], days[keep]
    rows = pd.DataFrame(index=frame.index)
    if measure.person and measure.person in table.columns:
        rows["person"] = frame[measure.person].fillna("").astype("string")
    else:
        rows["person"] = pd.Series("", index=frame.index, dtype="string")
    rows["epoch"] = np.searchsorted(stamps(change_days(roster)), inside.to_numpy(dtype="datetime64[s]"), side="right")
    rows["month"] = month_ids(inside)
    rows["position"] = np.flatnonzero(keep.to_numpy())
    rows["known"] = frame[measure.column].notna() if measure.column else True
    if measure.how == "sum":
        rows["value"] = integers(frame[measure.column])
    elif measure.how == "distinct":
        rows["value"] = frame[measure.column]
    else:
        rows["value"] = np.int64(1)
    return rows


def _by(rows: pd.DataFrame, subject: str) -> Cellwise:
    totals = sums_by(rows, [subject, "month"], "value")
    return {
        (str(who), int(month)): (int(value), int(count))
        for who, month, value, count in zip(
            totals[subject], totals["month"], totals["value"], totals["rows"], strict=True
        )
    }


def _chains(rows: pd.DataFrame, roster: Roster) -> dict[tuple[str, int], tuple[str, ...]]:
    """Return the teams a person's rows of an epoch count for: their managers', and their own if they lead one."""
    starts = (date.min, *change_days(roster))
    leaders = {manager for manager in {roster.manager_of(p, d) for p in roster.people for d in starts} if manager}
    found = {}
    for person, epoch in rows[["person", "epoch"]].drop_duplicates().itertuples(index=False):
        above = roster.managers_of(str(person), starts[int(epoch)])
        found[(str(person), int(epoch))] = (str(person), *above) if person in leaders else above
    return found


def _by_team(rows: pd.DataFrame, chains: Mapping[tuple[str, int], tuple[str, ...]]) -> Cellwise:
    totals = sums_by(rows, ["person", "epoch", "month"], "value")
    teams: Cellwise = {}
    for person, epoch, month, value, count in totals[["person", "epoch", "month", "value", "rows"]].itertuples(
        index=False
    ):
        for manager in chains[(str(person), int(epoch))]:
            before = teams.get((manager, int(month)), (0, 0))
            teams[(manager, int(month))] = (before[0] + int(value), before[1] + int(count))
    return teams


def months_of(period: Period) -> range:
    """Return a period's months as integers (year × 12 + month − 1)."""
    return range(month_id(period.start), month_id(period.end) + 1)


def covered(found: Book, period: Period) -> bool:
    """Tell whether the data span reaches into a period at all.

    Outside it, nothing booked means nothing known, not zero.
    """
    if not found.grain:
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
