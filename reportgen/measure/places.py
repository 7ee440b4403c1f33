"""The rows that a step names by description → their places in the input files."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from reportgen.measure.actuals.picking import dates, lacking, latest, picked
from reportgen.measure.asof import REWRITTEN, as_of
from reportgen.measure.columns import LARGEST, day, month_ids
from reportgen.measure.roster import read_roster
from reportgen.model.place import Place
from reportgen.model.plan import Measure, Plan, valid
from reportgen.model.step import Rows
from reportgen.model.table import Dataset, Table


def places(dataset: Dataset, plan: Plan, rows: Rows, most: int = LARGEST) -> tuple[tuple[Place, ...], int]:
    """Return the places of the rows behind a number, in the order of the inputs, and how many there are in all.

    `most` bounds how many places are returned; the count is always complete.
    """
    measure = _measure(plan, rows)
    kind = rows.table or (measure.table if measure else "")
    table = dataset.tables.get(kind)
    lacks = table is not None and not {name for name, _ in rows.where} <= set(table.columns)
    if table is not None and measure is not None and (kind in REWRITTEN or lacks or lacking(measure, table)):
        table = as_of(dataset, rows.end or date.max).tables[kind]
    if table is None:
        return (), 0
    if rows.key and rows.key not in table.columns:
        return (), 0
    keep = pd.Series(True, index=table.frame.index)
    if measure is not None:
        keep &= _of_measure(table, measure, rows)
    if rows.key and rows.value:
        keep &= table.frame[rows.key] == rows.value
    for name, text in rows.where:
        keep &= table.frame[name] == text
    if rows.of_people is not None and measure is not None:
        keep &= _whose_person_had(dataset, table, measure, *rows.of_people)
    positions = [position for position, inside in enumerate(keep.fillna(value=False)) if inside]
    return tuple(table.place(position) for position in positions[:most]), len(positions)


def _whose_person_had(dataset: Dataset, table: Table, measure: Measure, column: str, text: str) -> pd.Series:
    """Tell for each row whether its person had a text in a column of the roster on the row's day."""
    people = dataset.tables.get("people")
    if people is None or measure.person not in table.columns:
        return pd.Series(False, index=table.frame.index)
    roster, _ = read_roster(people)
    frame = pd.DataFrame({"person": table.frame[measure.person], "day": dates(measure, table).days}).dropna()
    told = {}
    for person, moment in frame.drop_duplicates().itertuples(index=False):
        listed = roster.people.get(str(person))
        assignment = listed.on(day(moment)) if listed else None
        told[(person, moment)] = assignment is not None and assignment.attributes.get(column) == text
    inside = [told[pair] for pair in zip(frame["person"], frame["day"], strict=True)]
    return pd.Series(inside, index=frame.index, dtype=bool).reindex(table.frame.index, fill_value=False)


def _of_measure(table: Table, measure: Measure, rows: Rows) -> pd.Series:
    frame, days = table.frame, dates(measure, table).days
    by_first = bool(rows.key) and not rows.value
    keep = picked(measure, table, days, rows.known or (date.max if by_first else rows.end or date.max))
    if rows.people and measure.person in table.columns:
        keep &= frame[measure.person].isin(rows.people)
    if by_first:
        first = days[keep].groupby(frame.loc[keep, rows.key]).min()
        days = frame[rows.key].map(first).fillna(days)
    if rows.start is not None:
        keep &= days >= pd.Timestamp(rows.start)
    if rows.end is not None:
        keep &= days <= pd.Timestamp(rows.end)
    if rows.newest:
        keep &= _newest(table, measure, keep, days)
    return keep


def _newest(table: Table, measure: Measure, keep: pd.Series, days: pd.Series) -> pd.Series:
    filled = keep & table.frame[measure.column].notna() if measure.column else keep
    position = np.flatnonzero(filled.to_numpy())
    holds = latest(measure, table, month_ids(days[filled]).to_numpy(dtype=np.int64), position)
    newest = np.zeros(len(keep), bool)
    newest[position[holds]] = True
    return pd.Series(newest, index=keep.index)


def _measure(plan: Plan, rows: Rows) -> Measure | None:
    versions = [measure for measure in plan.measures if measure.id == rows.measure]
    if rows.end is not None:
        return valid(plan.measures, rows.end).get(rows.measure)
    return versions[-1] if versions else None
