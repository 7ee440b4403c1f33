"""One measure over the rows of its table, as totals by person and month, by team and month, and for the company.

Every row counts once: people + rows of nobody = company. A team's total is the sum of its people's rows on the days
on which they belonged to it, so a transfer moves nothing that was booked before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pandas as pd

from reportgen.measure import kinds
from reportgen.measure.columns import day, integers, month_id, month_ids, stamps, sums_by
from reportgen.measure.roster import change_days
from reportgen.model.people import Roster
from reportgen.model.period import Period
from reportgen.model.plan import Measure
from reportgen.model.problem import Problem
from reportgen.model.table import NUMERIC, ColumnType, Table

Cellwise = dict[tuple[str, int], tuple[int, int]]
"""(subject, month) → (value at the measure's scale, rows)."""


@dataclass(frozen=True, slots=True)
class Book:
    """A measure, computed.

    `scale` is the decimals of its integers; `first` and `last` are the months that the table's data span. `rows`
    keeps the qualifying rows (`person epoch month value position`, `value` the counted column for distinct measures).
    """

    measure: Measure
    scale: int
    currency: str
    tax: str
    first: int
    last: int
    people: Cellwise = field(repr=False)
    teams: Cellwise = field(repr=False)
    company: Cellwise = field(repr=False)
    rows: pd.DataFrame = field(repr=False, compare=False)
    chains: Mapping[tuple[str, int], tuple[str, ...]] = field(repr=False)


def book(measure: Measure, table: Table | None, roster: Roster, cut_off: date) -> Book | None:
    """Compute a measure from rows dated up to the cut-off; None when the inputs lack its table or a column it needs."""
    if table is None or _lacking(measure, table):
        return None
    days = table.frame[measure.date]
    known = days.notna() & (days <= pd.Timestamp(cut_off)) & _where(measure, table)
    rows = _rows(measure, table, known, roster)
    chains = _chains(rows, roster)
    additive = measure.how != "distinct"
    column = table.columns.get(measure.column)
    dated = days[days.notna() & (days <= pd.Timestamp(cut_off))]
    return Book(
        measure,
        column.scale if column and measure.how == "sum" else 0,
        column.currency if column and measure.how == "sum" else "",
        column.tax if column and measure.how == "sum" else "",
        month_id(day(dated.min())) if len(dated) else 0,
        month_id(day(dated.max())) if len(dated) else -1,
        _by(rows, "person") if additive else {},
        _by_team(rows, chains) if additive else {},
        _by(rows.assign(everybody=""), "everybody") if additive else {},
        rows,
        chains,
    )


def _lacking(measure: Measure, table: Table) -> bool:
    needed = {measure.date, *measure.where}
    if measure.column:
        needed.add(measure.column)
    missing = needed - set(table.columns)
    wrong = (
        measure.how == "sum" and measure.column in table.columns and table.columns[measure.column].type not in NUMERIC
    )
    return bool(missing) or wrong


def _where(measure: Measure, table: Table) -> pd.Series:
    keep = pd.Series(True, index=table.frame.index)
    for column, allowed in measure.where.items():
        keep &= table.frame[column].isin(allowed)
    return keep


def _rows(measure: Measure, table: Table, known: pd.Series, roster: Roster) -> pd.DataFrame:
    frame = table.frame.loc[known]
    days = frame[measure.date]
    rows = pd.DataFrame(index=frame.index)
    if measure.person in table.columns:
        rows["person"] = frame[measure.person].fillna("").astype("string")
    else:
        rows["person"] = pd.Series("", index=frame.index, dtype="string")
    rows["epoch"] = np.searchsorted(stamps(change_days(roster)), days.to_numpy(dtype="datetime64[s]"), side="right")
    rows["month"] = month_ids(days)
    rows["position"] = np.flatnonzero(known.to_numpy())
    if measure.how == "sum":
        rows["value"] = integers(frame[measure.column])
    elif measure.how == "count":
        rows["value"] = np.int64(1)
    else:
        rows["value"] = frame[measure.column]
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
    months = months_of(period)
    return found.first <= months[-1] and months[0] <= found.last


def findings(measure: Measure, table: Table | None, roster: Roster, period: Period) -> tuple[Problem, ...]:
    """Say which rows a measure could not place in `period`.

    Undated ones, and those of people the roster does not know.
    """
    if table is None or _lacking(measure, table) or measure.person not in table.columns:
        return ()
    days = table.frame[measure.date]
    inside = (
        (days >= pd.Timestamp(period.start))
        & (days < pd.Timestamp(period.end + timedelta(days=1)))
        & _where(measure, table)
    )
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
