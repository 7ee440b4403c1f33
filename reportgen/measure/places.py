"""The rows that a step names by description → their places in the input files."""

from __future__ import annotations

import pandas as pd

from reportgen.measure.columns import LARGEST
from reportgen.model.place import Place
from reportgen.model.plan import Measure, Plan, valid
from reportgen.model.step import Rows
from reportgen.model.table import Dataset, Table


def places(dataset: Dataset, plan: Plan, rows: Rows, most: int = LARGEST) -> tuple[tuple[Place, ...], int]:
    """Return the places of the rows behind a number, in the order of the inputs, and how many there are in all.

    `most` bounds how many places are returned; the count is always complete.
    """
    measure = _measure(plan, rows)
    table = dataset.tables.get(rows.table or (measure.table if measure else ""))
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
    frame = table.frame
    keep = frame[measure.date].notna()
    for column, allowed in measure.where.items():
        keep &= frame[column].isin(allowed)
    if rows.people and measure.person in table.columns:
        keep &= frame[measure.person].isin(rows.people)
    days = frame[measure.date]
    if rows.known is not None:
        keep &= days <= pd.Timestamp(rows.known)
    if rows.key and not rows.value:
        first = days[keep].groupby(frame.loc[keep, rows.key]).min()
        days = frame[rows.key].map(first).fillna(days)
    if rows.start is not None:
        keep &= days >= pd.Timestamp(rows.start)
    if rows.end is not None:
        keep &= days <= pd.Timestamp(rows.end)
    return keep


def _measure(plan: Plan, rows: Rows) -> Measure | None:
    versions = [measure for measure in plan.measures if measure.id == rows.measure]
    if rows.end is not None:
        return valid(plan.measures, rows.end).get(rows.measure)
    return versions[-1] if versions else None
