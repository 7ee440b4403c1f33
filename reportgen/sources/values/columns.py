"""Turns a whole column of cells into one of its declared type, with a doubt for every cell that resists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.table import NUMERIC, ColumnType
from reportgen.sources import kinds
from reportgen.sources.grid import CellKind, Cells
from reportgen.sources.profiles.profile import ColumnRule
from reportgen.sources.values.days import read_days
from reportgen.sources.values.names import read_names
from reportgen.sources.values.numbers import read_numbers
from reportgen.sources.values.numerals import decimals_of
from reportgen.sources.values.outcome import LIMIT, LISTED, Doubt, Typed, absent_series, integer_series, text_series
from reportgen.sources.values.periods import read_periods
from reportgen.sources.values.spellings import Spellings, has, spellings_of

__all__ = ["ERRORS", "LIMIT", "Doubt", "Typed", "absent_series", "scaled", "text_series", "typed"]

ERRORS = (
    "#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!",
    "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA", "#ERROR!",
)  # fmt: skip
"""What a failed formula shows."""
_TEXTS = frozenset({ColumnType.ID, ColumnType.TEXT})
_TIMED = r"^[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$"


def typed(rule: ColumnRule, cells: Cells) -> Typed:
    """Read a column's cells by its rule.

    Numbers come out as integers at the declared scale, days without their time. What is open in one cell (the order
    of day and month, the decimal mark) is decided by the whole column, or not at all.
    """
    kind = rule.column.type
    if kind is ColumnType.DATE:
        cells = _without_times(cells)
    found = spellings_of(
        cells,
        normalised=kind is ColumnType.ID,
        prose=kind is ColumnType.TEXT,
        apart=kind not in _TEXTS or bool(rule.values) or cells.kinds is not None,
    )
    found, doubts = _without_failures(rule, found)
    series, more = _READERS[kind](rule, found, cells)
    doubts += more
    return Typed(series, (*_missing(rule, series, doubts), *doubts))


def _without_times(cells: Cells) -> Cells:
    """Leave out times of day where nearly every row has another one: a million texts become a few hundred days."""
    texts = cells.texts
    if len(texts) == 0 or len(texts[0].as_py()) <= 10:
        return cells
    timed = pc.match_substring_regex(texts, _TIMED)
    return replace(cells, texts=pc.if_else(timed, pc.utf8_slice_codeunits(texts, 0, 10), texts))


def _without_failures(rule: ColumnRule, found: Spellings) -> tuple[Spellings, list[Doubt]]:
    """Report failed formulas and those without a result; their cells are absent, never empty."""
    doubts: list[Doubt] = []
    if found.kinds is None and not has(found.texts, "#"):
        return found, doubts
    failed = pc.is_in(found.texts, pa.array(ERRORS, pa.large_string())).to_numpy(zero_copy_only=False)
    if found.kinds is not None:
        failed = failed | (found.kinds == CellKind.ERROR)
        waiting = np.flatnonzero(found.kinds == CellKind.UNCALCULATED)
        doubts += found.each(waiting, rule.name, kinds.FORMULA_UNCALCULATED)
    if not failed.any():
        return found, doubts
    doubts += found.each(np.flatnonzero(failed), rule.name, kinds.ERROR_CELL)
    return replace(found, texts=pc.if_else(pa.array(failed), "", found.texts)), doubts


def _missing(rule: ColumnRule, series: pd.Series[Any], doubts: list[Doubt]) -> list[Doubt]:
    """Report the rows of a required column that have no value and no other doubt."""
    blank = np.flatnonzero(series.isna()) if rule.required else np.zeros(0, np.int64)
    if not len(blank):
        return []
    blamed = np.array([row for doubt in doubts for row in doubt.positions], np.int64)
    rows = np.setdiff1d(blank, blamed)
    values = (("column", rule.name),)
    doubts = [Doubt(int(row), rule.name, kinds.VALUE_MISSING, "", values) for row in rows[:LISTED]]
    rest = rows[LISTED:]
    return [*doubts, Doubt(int(rest[0]), rule.name, kinds.VALUE_MISSING, "", values, rest)] if len(rest) else doubts


def _texts(rule: ColumnRule, found: Spellings, cells: Cells) -> tuple[pd.Series[Any], list[Doubt]]:
    del cells
    texts, doubts = read_names(rule, found)
    return text_series(found.spread(texts)), doubts


def _days(rule: ColumnRule, found: Spellings, cells: Cells) -> tuple[pd.Series[Any], list[Doubt]]:
    days, doubts = read_days(rule, found, cells.epoch)
    return pd.Series(found.spread(days.astype("datetime64[s]")), copy=False), doubts


def _periods(rule: ColumnRule, found: Spellings, cells: Cells) -> tuple[pd.Series[Any], list[Doubt]]:
    ids, doubts = read_periods(rule, found, cells.epoch)
    return text_series(found.spread(pa.array(ids, pa.large_string()))), doubts


def _numbers(rule: ColumnRule, found: Spellings, cells: Cells) -> tuple[pd.Series[Any], list[Doubt]]:
    """Read numbers; a unit outside the cells multiplies amounts and counts, and makes shares of per cent."""
    factor = Fraction(cells.factor)
    if rule.column.type is ColumnType.PERCENT:
        factor = Fraction(1, 100) if cells.percent else Fraction(1)
    units, absent, doubts = read_numbers(rule, found, factor, decimal_commas=cells.decimal_commas)
    return integer_series(found.spread(units), found.spread(absent)), doubts


def scaled(value: Fraction, name: str, scale: int, text: str) -> int | Doubt:
    """Return a value as an integer at a scale; where it is too precise or too large, a doubt without its position."""
    units = value * 10**scale
    if units.denominator != 1:
        needed = str(decimals_of(value) or "?")
        values = (("column", name), ("scale", str(scale)), ("needed", needed))
        return Doubt(0, name, kinds.AMOUNT_TOO_PRECISE, text, values)
    if abs(units.numerator) >= LIMIT:
        return Doubt(0, name, kinds.AMOUNT_TOO_LARGE, text, (("column", name), ("scale", str(scale))))
    return int(units)


_READERS: dict[ColumnType, Callable[[ColumnRule, Spellings, Cells], tuple[pd.Series[Any], list[Doubt]]]] = {
    **dict.fromkeys(_TEXTS, _texts),
    **dict.fromkeys(NUMERIC, _numbers),
    ColumnType.DATE: _days,
    ColumnType.PERIOD: _periods,
}
