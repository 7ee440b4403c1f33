"""The rows that a step names by description → their places in the input files."""

from __future__ import annotations

import pandas as pd

from reportgen.measure.columns import LARGEST
from reportgen.model.place import Place
from reportgen.model.plan import Measure, Plan, valid
from reportgen.model.step import Rows
from reportgen.model.table import Dataset


def places(dataset: Dataset, plan: Plan, rows: Rows, most: int = LARGEST) -> tuple[tuple[Place, ...], int]:
    """Return the places of the rows behind a number, in the order of the inputs, and how many there are in all.

    `most` bounds how many places are returned; the count is always complete.
    """
    measure = _measure(plan, rows)
    table = dataset.tables.get(rows.table or (measure.table if measure else ""))
    if table is None:
        return (), 0
    keep = pd.Series(True, index=table.frame.index)
    if measure is not None:
        keep &= table.frame[measure.date].notna()
        for column, allowed in measure.where.items():
            keep &= table.frame[column].isin(allowed)
        if rows.start is not None:
            keep &= table.frame[measure.date] >= pd.Timestamp(rows.start)
        if rows.end is not None:
            keep &= table.frame[measure.date] <= pd.Timestamp(rows.end)
        if rows.people and measure.person in table.columns:
            keep &= table.frame[measure.person].isin(rows.people)
    if rows.key:
        if rows.key not in table.columns:
            return (), 0
        keep &= table.frame[rows.key] == rows.value
    positions = [position for position, inside in enumerate(keep.fillna(value=False)) if inside]
    return tuple(table.place(position) for position in positions[:most]), len(positions)


def _measure(plan: Plan, rows: Rows) -> Measure | None:
    versions = [measure for measure in plan.measures if measure.id == rows.measure]
    if rows.end is not None:
        return valid(plan.measures, rows.end).get(rows.measure)
    return versions[-1] if versions else None
