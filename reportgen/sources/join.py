"""Takes columns of one table into another by key: never a row more or fewer, never one of two rows by chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import take

from reportgen.model.problem import Problem
from reportgen.model.table import Column, ColumnType, Table
from reportgen.sources import kinds
from reportgen.sources.chunks import in_one
from reportgen.sources.profiles.profile import Join

_REPORTED = 20


def join(rule: Join, frame: pd.DataFrame, columns: dict[str, Column], other: Table) -> list[Problem]:
    """Add the taken columns to a frame and its declarations; a key without a row there leaves them absent.

    A column that the other table does not have is not added: what nobody wrote down stays not measured.
    """
    wanted = [(new, theirs) for new, theirs in rule.take if theirs in other.columns]
    unfit = [mine for mine, theirs in rule.on if not _are_texts(columns.get(mine), other.columns.get(theirs))]
    unfit += [new for new, theirs in wanted if new in columns and columns[new].type is not other.columns[theirs].type]
    if unfit:
        remedy = "Join on id, text or period columns that both files have; fill a column from one of its own type."
        return [Problem(kinds.SETTING_WRONG, rule.place, ", ".join(unfit), (("remedy", remedy),))]
    rows, problems = _one_row_a_key(rule, wanted, other)
    found = _matched(rule, frame, rows)
    for new, theirs in wanted:
        series = found[theirs].set_axis(frame.index)
        frame[new] = frame[new].where(frame[new].notna(), series) if new in columns else series
        columns.setdefault(new, _renamed(other.columns[theirs], new))
    return problems


def _are_texts(mine: Column | None, theirs: Column | None) -> bool:
    texts = {ColumnType.ID, ColumnType.TEXT, ColumnType.PERIOD}
    return mine is not None and theirs is not None and mine.type in texts and theirs.type in texts


def _renamed(column: Column, name: str) -> Column:
    return Column(name, column.type, column.scale, column.currency, column.tax)


def _one_row_a_key(rule: Join, take: list[tuple[str, str]], other: Table) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the other table with each key once; keys whose rows differ are problems and left out."""
    keys = list(dict.fromkeys(theirs for _, theirs in rule.on))
    wanted = list(dict.fromkeys([*keys, *(theirs for _, theirs in take)]))
    rows = other.frame[wanted].dropna(subset=keys)
    if len(keys) == 1 and pc.count_distinct(_texts(rows[keys[0]])).as_py() == len(rows):
        return rows, []
    if rule.first:
        return rows.drop_duplicates(keys), []
    rows = rows.drop_duplicates()
    several = rows.duplicated(keys, keep=False)
    doubled = rows[several]
    problems = [_several(group, keys, other) for _, group in list(doubled.groupby(keys, sort=False))[:_REPORTED]]
    return rows[~several], problems


def _several(group: pd.DataFrame, keys: list[str], other: Table) -> Problem:
    """Report one key whose rows differ; the frame's index is its position."""
    first, second = (int(index) for index in group.index[:2])
    found = " · ".join(str(group[key].iloc[0]) for key in keys)
    values = (("table", other.kind), ("other", str(other.place(second))))
    return Problem(kinds.JOIN_SEVERAL, other.place(first), found, values)


def _texts(column: pd.Series[Any]) -> pa.Array:
    return in_one(pa.array(column.array, pa.large_string(), from_pandas=True))


def _matched(rule: Join, frame: pd.DataFrame, rows: pd.DataFrame) -> Any:
    """Return, for each row of the frame in its order, the row of the other table with its key."""
    if len(rule.on) == 1:
        ((own, key),) = rule.on
        found = pc.index_in(_texts(frame[own]), value_set=_texts(rows[key]), skip_nulls=True)
        places = found.fill_null(-1).to_numpy().astype(np.intp)
        wanted = dict.fromkeys(theirs for _, theirs in rule.take if theirs in rows)
        return {name: pd.Series(take(rows[name].array, places, allow_fill=True)) for name in wanted}
    names = {theirs: f"\0{index}" for index, (_, theirs) in enumerate(rule.on)}
    keyed = rows.assign(**{key: rows[theirs] for theirs, key in names.items()})
    mine = pd.DataFrame({names[theirs]: frame[own] for own, theirs in rule.on})
    return mine.merge(keyed, how="left", on=list(names.values()), validate="many_to_one")
