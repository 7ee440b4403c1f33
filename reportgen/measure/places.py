"""The rows that a step names by description → their places in the input files."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from reportgen.measure.actuals.picking import dates, lacking, latest, picked
from reportgen.measure.asof import as_of
from reportgen.measure.columns import LARGEST, month_ids
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
    if table is not None and measure is not None and lacking(measure, table):
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
    positions = [position for position, inside in enumerate(keep.fillna(value=False)) if inside]
    return tuple(table.place(position) for position in positions[:most]), len(positions)


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
