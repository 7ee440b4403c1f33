"""Which rows of a table a measure counts: by texts, ranges, empty and filled columns, what is new, and what is last."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from reportgen.measure.columns import month_id, starts_of
from reportgen.model.period import parse_period
from reportgen.model.plan import Measure
from reportgen.model.table import NUMERIC, ColumnType, Table

_HALF = re.compile(r"(\d{4})\s*-?\s*(?:H([12])|年?(上|下)半年)", re.IGNORECASE)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


Coded = Callable[[str], tuple[np.ndarray, Sequence[str]]]
"""Gives for each row the number of its value in a column (−1 where empty), and the values."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The day that puts each row into a period: of a period, its last. `grain` is the longest period in months."""

    days: pd.Series[Any]
    grain: int


def lacking(measure: Measure, table: Table) -> tuple[str, ...]:
    """Return the columns that a measure needs and its table has not, or has in another type."""
    first = (measure.first.column,) if measure.first else ()
    last = (measure.last_by,) if measure.last_by else ()
    named = (measure.date, measure.column, *measure.where, *measure.within, *measure.missing, *measure.present)
    needed = dict.fromkeys((*named, *first, *last))
    missing = [name for name in needed if name and name not in table.columns]
    numbers = [*measure.within, *([measure.column] if measure.how == "sum" else [])]
    wrong = [name for name in numbers if name in table.columns and table.columns[name].type not in NUMERIC]
    return tuple(dict.fromkeys((*missing, *wrong)))


def dates(measure: Measure, table: Table) -> Dates:
    """Return the days of all rows, NaT where a row has none; rows of what holds always are dated long ago."""
    frame = table.frame
    if not measure.date:
        return Dates(pd.Series(pd.Timestamp(date(1678, 1, 1)), index=frame.index, dtype="datetime64[s]"), 0)
    column = table.columns[measure.date]
    if column.type is ColumnType.DATE:
        return Dates(frame[measure.date], 1)
    texts = frame[measure.date].astype("string")
    ends = {text: period_end(str(text)) for text in texts.dropna().unique()}
    days = texts.map({text: found[0] for text, found in ends.items()}).astype("datetime64[s]")
    return Dates(days, max((found[1] for found in ends.values()), default=1))


def period_end(text: str) -> tuple[pd.Timestamp | None, int]:
    """Return the last day of a period as it is written in a cell, and its length in months."""
    period = parse_period(text)
    if period is not None:
        return pd.Timestamp(period.end), _MONTHS[period.grain]
    half = _HALF.fullmatch(text.strip())
    if half is None:
        return None, 1
    second = half[2] == "2" or half[3] == "下"
    return pd.Timestamp(date(int(half[1]), 12, 31) if second else date(int(half[1]), 6, 30)), 6


def picked(
    measure: Measure, table: Table, days: pd.Series[Any], cut_off: date, coded: Coded | None = None
) -> pd.Series[Any]:
    """Tell for each row whether the measure counts it, looking only at what was known at the cut-off.

    `coded` gives the numbers of a column's values where somebody keeps them.
    """
    known = days.notna() & (days <= pd.Timestamp(cut_off))
    keep = known & of_texts(measure, table)
    for name, wanted in measure.within.items():
        keep &= _inside(table, name, wanted)
    for name in measure.present:
        keep &= _filled(table, name, cut_off)
    for name in measure.missing:
        keep &= ~_filled(table, name, cut_off)
    if measure.first is not None:
        column = measure.first.column
        codes = coded(column)[0] if coded else pd.factorize(table.frame[column])[0]
        keep &= _new(codes, measure.first.months, days, keep)
    if measure.last_by:
        keep &= _last(measure, table, keep)
    return keep


def of_rows(measure: Measure, table: Table, days: pd.Series[Any]) -> pd.Series[Any]:
    """Tell for each row whether the measure counts it by what the row itself says, and by what is new: on any day.

    The other ways to pick depend on the day that is asked for; what is paid does not rest on them.
    """
    keep = days.notna() & of_texts(measure, table)
    for name, wanted in measure.within.items():
        keep &= _inside(table, name, wanted)
    if measure.first is not None:
        keep &= _new(pd.factorize(table.frame[measure.first.column])[0], measure.first.months, days, keep)
    return keep


def of_texts(measure: Measure, table: Table) -> pd.Series[Any]:
    """Tell for each row whether its columns hold one of the texts that the measure names."""
    keep = pd.Series(True, index=table.frame.index)
    for column, allowed in measure.where.items():
        keep &= table.frame[column].isin(allowed)
    return keep


def _inside(table: Table, name: str, wanted: Any) -> pd.Series[Any]:
    """Compare integers with exact thresholds: x ≥ t as x ≥ ⌈t⌉, x ≤ t as x ≤ ⌊t⌋, x < t as x < ⌈t⌉."""
    values, unit = table.frame[name], 10 ** table.columns[name].scale
    keep = values.notna()
    filled = values.fillna(0).astype("int64")
    if wanted.start is not None:
        keep &= filled >= -((-wanted.start * unit) // 1)
    if wanted.end is not None:
        keep &= filled <= (wanted.end * unit) // 1
    if wanted.below is not None:
        keep &= filled < -((-wanted.below * unit) // 1)
    return keep


def _filled(table: Table, name: str, cut_off: date) -> pd.Series[Any]:
    """Tell where a column is filled; a day after the cut-off had not been written yet."""
    values = table.frame[name]
    if table.columns[name].type is ColumnType.DATE:
        return values.notna() & (values <= pd.Timestamp(cut_off))
    return values.notna()


def _new(codes: np.ndarray, months: int, days: pd.Series[Any], keep: pd.Series[Any]) -> pd.Series[Any]:
    """Tell which rows fall within so many months of the first one of their value."""
    known = keep.to_numpy(dtype=bool) & (codes >= 0)
    if not known.any():
        return pd.Series(known, index=keep.index)
    moments = days.to_numpy(dtype="datetime64[s]")
    order = np.lexsort((moments[known], codes[known]))
    values, day = codes[known][order], moments[known][order]
    starts = starts_of(values)
    until = np.full(int(values[-1]) + 1, np.datetime64("NaT"), "datetime64[s]")
    until[values[starts]] = (pd.Series(day[starts]) + pd.DateOffset(months=months)).to_numpy(dtype="datetime64[s]")
    known[known] = moments[known] < until[codes[known]]
    return pd.Series(known, index=keep.index)


def _last(measure: Measure, table: Table, keep: pd.Series[Any]) -> pd.Series[Any]:
    """Tell which rows are the newest of their value, by the other columns of the business key."""
    order = [name for name in table.key if name != measure.last_by and name in table.columns]
    rows = table.frame.loc[keep, [measure.last_by, *order]].sort_values(order, kind="stable")
    newest = rows.groupby(measure.last_by, observed=True).tail(1).index
    return pd.Series(table.frame.index.isin(newest), index=table.frame.index)


def latest(measure: Measure, table: Table, month: np.ndarray, position: np.ndarray) -> np.ndarray:
    """Tell which of some rows hold at the end: of each thing (its key without the date) the newest."""
    order = np.lexsort((position, month))
    keep = np.zeros(len(order), bool)
    names = [name for name in table.key if name != measure.date and name in table.columns]
    if not names:
        keep[order] = month[order] == month.max() if len(order) else False
        return keep
    keys = {name: pd.factorize(table.frame[name].iloc[position])[0][order] for name in names}
    keep[order] = ~pd.DataFrame(keys).duplicated(keep="last").to_numpy()
    return keep


def month_span(days: pd.Series[Any], cut_off: date) -> tuple[int, int]:
    """Return the first and last month that a table's rows reach, (0, -1) where there is none."""
    dated = days[days.notna() & (days <= pd.Timestamp(cut_off))]
    if dated.empty:
        return 0, -1
    return month_id(pd.Timestamp(dated.min()).date()), month_id(pd.Timestamp(dated.max()).date())
