"""Compares rows with one another.

Keys that stand twice, and names of people, customers and products that no table lists.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.problem import Kind, Problem
from reportgen.model.table import Table
from reportgen.sources import kinds
from reportgen.sources.findings import REPORTED, and_more, concerning, in_cell, people_on, valued
from reportgen.sources.likeness import likeliest
from reportgen.sources.profiles.profile import Profile
from reportgen.sources.sheets import Sheet

_COMPARED = 5000


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose values should be listed in a column of another table."""

    column: str
    table: str
    theirs: str
    kind: Kind = kinds.REFERENCE_UNKNOWN


REFERENCES = (
    Reference("person", "people", "person"),
    Reference("owner", "people", "person"),
    Reference("manager", "people", "person", kinds.MANAGER_NOT_LISTED),
    Reference("customer", "customers", "customer"),
    Reference("product", "products", "product"),
    Reference("original", "orders", "order_no"),
)


def check(
    tables: Mapping[str, Table], profiles: Sequence[Profile], sheets: Sequence[Sheet], unsound: Collection[str]
) -> list[Problem]:
    """Run every check over all tables.

    Nothing is looked up in `unsound` kinds: what one of their own problems took away would be reported as unknown.
    """
    problems: list[Problem] = []
    for table in tables.values():
        problems += duplicates(table)
    for reference, table in _references(tables, profiles):
        if reference.table not in unsound:
            ours = [sheet for sheet in sheets if sheet.profile.kind == table.kind]
            problems += unknown(reference, table, tables[reference.table], ours)
    return problems


def duplicates(table: Table) -> list[Problem]:
    """Report rows whose business key an earlier row has.

    The very same row again would count twice and blocks its person; one with other values may be a slip in the key.
    """
    keys = [name for name in table.key if name in table.columns]
    if not keys or len(keys) < len(table.key):
        return []
    frame = table.frame
    again = np.flatnonzero((frame.duplicated(keys) & frame[keys].notna().all(axis=1)).to_numpy())
    if not again.size:
        return []
    first = dict(
        zip(_keys(frame.loc[~frame.duplicated(keys)], keys), np.flatnonzero(~frame.duplicated(keys)), strict=True)
    )
    same = frame.duplicated(list(table.columns)).to_numpy() & ("person" in table.columns)
    problems: list[Problem] = []
    for kind, positions in ((kinds.DUPLICATE_ROW, again[same[again]]), (kinds.DUPLICATE_KEY, again[~same[again]])):
        found = zip(positions.tolist(), _keys(frame.iloc[positions[: REPORTED + 1]], keys), strict=False)
        listed = [_duplicate(table, kind, int(first[key]), position, key) for position, key in found]
        problems += listed[:REPORTED]
        if len(positions) > REPORTED:
            rest = positions[REPORTED:].tolist()
            problems.append(valued(and_more(listed[REPORTED], frame, rest), frame, table.columns, rest))
    return problems


def _keys(frame: pd.DataFrame, keys: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(frame[key].astype("string").tolist() for key in keys), strict=True))


def _duplicate(table: Table, kind: Kind, first: int, second: int, key: tuple[str, ...]) -> Problem:
    problem = Problem(kind, table.place(second), " · ".join(key), (("other", str(table.place(first))),))
    return valued(concerning(problem, people_on(table.frame, [second])), table.frame, table.columns, [second])


def _references(tables: Mapping[str, Table], profiles: Sequence[Profile]) -> list[tuple[Reference, Table]]:
    """Return each reference once with the table it stands in: the known ones, and the keys of joins.

    Only columns that the files themselves have are looked up; taken ones were looked up where they come from.
    """
    found: dict[tuple[str, str, str], tuple[Reference, Table]] = {}
    for profile in profiles:
        table = tables.get(profile.kind)
        joins = [Reference(join.on[0][0], join.table, join.on[0][1]) for join in profile.joins if len(join.on) == 1]
        for reference in (*REFERENCES, *joins):
            other = tables.get(reference.table)
            is_own = table is not None and reference.column in profile.columns and reference.column in table.columns
            is_itself = reference.table == profile.kind and reference.column == reference.theirs
            if table and is_own and not is_itself and other and reference.theirs in other.columns:
                found.setdefault((profile.kind, reference.column, reference.table), (reference, table))
    return list(found.values())


def unknown(reference: Reference, table: Table, other: Table, sheets: Sequence[Sheet]) -> list[Problem]:
    """Report each value that the other table does not list, at its first row, with the nearest one that it does."""
    values = table.frame[reference.column]
    listed = other.frame[reference.theirs].dropna().unique()
    strangers = values[~_are_listed(values, listed)]
    counts = strangers.value_counts(sort=False)
    problems: list[Problem] = []
    for position, text in list(strangers.drop_duplicates().items())[:REPORTED]:
        near = likeliest(str(text), listed.tolist()) if len(listed) <= _COMPARED else ""
        nearest = f" Nearest: {near}." if near else ""
        said = (("column", reference.column), ("table", other.kind), ("rows", str(counts[text])), ("nearest", nearest))
        problem = Problem(reference.kind, table.place(int(str(position))), str(text), said)
        problem = valued(problem, table.frame, table.columns, strangers.index[strangers == text].tolist())
        typed = [sheet for sheet in sheets if _source(sheet) == (problem.place.file, problem.place.sheet)]
        problems.append(in_cell(problem, typed[0], reference.column) if typed else problem)
    return problems


def _source(sheet: Sheet) -> tuple[str, str]:
    return sheet.source.file, sheet.source.sheet


def _are_listed(values: pd.Series[Any], listed: Any) -> Any:
    """Tell for each text whether it is absent or among the listed ones; pandas would look at them one by one."""
    found = pc.is_in(pa.array(values, from_pandas=True), pa.array(listed, pa.large_string()), skip_nulls=True)
    return found.to_numpy(zero_copy_only=False) | values.isna().to_numpy()
