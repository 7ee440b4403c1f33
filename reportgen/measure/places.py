"""The rows that a step names by description → their places in the input files."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from reportgen.measure.actuals.crediting import Crediting
from reportgen.measure.actuals.picking import dates, lacking, latest, picked
from reportgen.measure.asof import REWRITTEN, as_of, changing
from reportgen.measure.columns import LARGEST, month_ids
from reportgen.measure.roster import read_roster
from reportgen.model.place import Place
from reportgen.model.plan import EVER, Measure, Plan, valid
from reportgen.model.step import Rows
from reportgen.model.table import Dataset, Table


class Atlas:
    """Where the rows of a dataset stand: what finding some needs is computed once for all that are asked for."""

    def __init__(self, dataset: Dataset, plan: Plan) -> None:
        """Take what was read, and the plan whose measures steps name."""
        self._dataset = dataset
        self._plan = plan
        self._on: dict[date, Dataset] = {}
        self._crediting: Crediting | None = None

    def places(self, rows: Rows, most: int = LARGEST) -> tuple[tuple[Place, ...], int]:
        """Return the places of the rows behind a number, in the order of the inputs, and how many there are in all.

        `most` bounds how many places are returned; the count is always complete.
        """
        table, positions = self.found(rows)
        if table is None:
            return (), 0
        return tuple(table.place(position) for position in positions[:most]), len(positions)

    def found(self, rows: Rows) -> tuple[Table | None, list[int]]:
        """Return the table that some rows are of, as it stood then, and their positions in it."""
        measure = _measure(self._plan, rows)
        table = self._table(measure, rows)
        by_roster = bool(rows.team) or bool(rows.key and table is not None and rows.key not in table.columns)
        if table is None or (by_roster and (measure is None or "people" not in self._dataset.tables)):
            return None, []
        keep = pd.Series(True, index=table.frame.index)
        for column, texts in rows.where.items():
            keep &= table.frame[column].isin(texts) | (table.frame[column].isna() & ("" in texts))
        if measure is not None:
            keep &= _of_measure(table, measure, rows)
        if rows.key in table.columns and rows.value:
            keep &= table.frame[rows.key] == rows.value
        elif rows.key in table.columns and rows.narrowed:
            keep &= table.frame[rows.key].isna()
        if by_roster and measure is not None and measure.person in table.columns:
            keep &= self._of_roster(table, measure, rows)
        return table, np.flatnonzero(keep.fillna(value=False).to_numpy(dtype=bool)).tolist()

    def _table(self, measure: Measure | None, rows: Rows) -> Table | None:
        kind = rows.table or (measure.table if measure else "")
        table = self._dataset.tables.get(kind)
        named = table is not None and set(rows.where) <= set(table.columns)
        if table is None or measure is None or (named and not _computed(measure, table)):
            return table
        day = rows.end or date.max
        if day not in self._on:
            self._on[day] = as_of(self._dataset, day)
        return self._on[day].tables[kind]

    def _of_roster(self, table: Table, measure: Measure, rows: Rows) -> pd.Series:
        """Tell of each row whether its person was in the team with the attribute on its day; of stock, at the end."""
        if self._crediting is None:
            self._crediting = Crediting(read_roster(self._dataset.tables["people"])[0])
        credited = self._crediting.of(measure, table)
        if measure.window == EVER:
            credited = self._crediting.standing(credited, rows.end or date.max)
        width = int(credited.epoch.max(initial=0)) + 1
        codes, inverse = np.unique(credited.person.astype(np.int64) * width + credited.epoch, return_inverse=True)
        pairs = [divmod(code, width) for code in codes.tolist()]
        meant = [_meant(self._crediting, credited.people[person], epoch, rows, table) for person, epoch in pairs]
        return pd.Series(np.array(meant, bool)[inverse], index=table.frame.index)


def places(dataset: Dataset, plan: Plan, rows: Rows, most: int = LARGEST) -> tuple[tuple[Place, ...], int]:
    """Return the places of the rows behind one number; an `Atlas` finds those of many."""
    return Atlas(dataset, plan).places(rows, most)


def _computed(measure: Measure, table: Table) -> bool:
    """Tell whether a measure rests on columns that are in no file."""
    whose = bool(measure.person) and measure.person not in table.columns
    return whose or table.kind in REWRITTEN or changing(measure) or bool(lacking(measure, table))


def _meant(crediting: Crediting, person: str, epoch: int, rows: Rows, table: Table) -> bool:
    if rows.team and rows.team not in crediting.teams(person, epoch):
        return False
    if not rows.key or rows.key in table.columns:
        return True
    return crediting.attribute(person, epoch, rows.key) == rows.value


def _of_measure(table: Table, measure: Measure, rows: Rows) -> pd.Series:
    frame, days = table.frame, dates(measure, table).days
    by_first = bool(rows.key) and not rows.value and not rows.narrowed
    keep = picked(measure, table, days, rows.known or (date.max if by_first else rows.end or date.max))
    if rows.people and measure.person in table.columns:
        keep &= frame[measure.person].isin(rows.people)
    if by_first and keep.any():
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
