"""Exact arithmetic over integer columns: sums whose bounds are proven, and conversion to exact numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd

from reportgen.model.table import NUMERIC, Cell, Column, ColumnType

LARGEST = 2**63 - 1


def fits(values: pd.Series, factor: int = 1) -> bool:
    """Tell whether the sum of a column, each value times `factor`, stays within 64 bits."""
    if values.empty:
        return True
    largest = max(abs(int(values.max())), abs(int(values.min())))
    return largest * max(1, len(values)) * factor <= LARGEST


def each_fits(values: pd.Series, factor: int) -> bool:
    """Tell whether every value times `factor` stays within 64 bits."""
    return values.empty or max(abs(int(values.max())), abs(int(values.min()))) * factor <= LARGEST


def scaled(values: pd.Series, factor: int) -> pd.Series:
    """Return a column of integers ready to be multiplied by up to `factor`.

    Int64 where that provably fits, else Python integers.
    """
    wide: pd.Series = values.astype(object)
    return values if each_fits(values, factor) else wide


def integers(values: pd.Series, factor: int = 1) -> pd.Series:
    """Return a column as int64, or as Python integers where a bound demands it; absent values become 0."""
    filled = values.fillna(0)
    return filled.astype("int64") if fits(filled, factor) else filled.astype(object)


def product(values: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Return the products of two columns of integers, so that all of them can be summed exactly."""
    if not len(values):
        return values
    most = [max(abs(int(each.max())), abs(int(each.min()))) for each in (values, factors)]
    wide = most[0] * most[1] * len(values) > LARGEST
    found: np.ndarray = values.astype(object) * factors.astype(object) if wide else values * factors
    return found


def numbered(numbers: np.ndarray, count: int) -> np.ndarray:
    """Return numbers from 0 to less than `count` in as few bits as hold them: small ones are sorted much faster."""
    return numbers.astype(np.min_scalar_type(max(count, 1)))


def starts_of(ordered: np.ndarray) -> np.ndarray:
    """Return where each run of equal numbers begins."""
    if not len(ordered):
        return np.zeros(0, np.intp)
    found: np.ndarray = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    return found


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """Return the sum of fractions: their numerators are added, and only one fraction is shortened for a denominator."""
    above: dict[int, int] = {}
    for value in values:
        above[value.denominator] = above.get(value.denominator, 0) + value.numerator
    return sum((Fraction(over, under) for under, over in above.items()), Fraction(0))


def at_scale(value: int, scale: int) -> Fraction:
    """Return the number that an integer at a scale stands for."""
    return Fraction(int(value), 10**scale)


def cell(frame: pd.DataFrame, column: Column, position: int) -> Cell:
    """Return one cell as an exact value: text, date, Fraction or None."""
    found = frame[column.name].iloc[position]
    if pd.isna(found):
        return None
    if column.type in NUMERIC:
        return at_scale(int(found), column.scale)
    if column.type is ColumnType.DATE:
        return day(found)
    return str(found)


def cells(frame: pd.DataFrame, column: Column) -> list[Cell]:
    """Return the cells of a column as exact values: text, date, Fraction or None."""
    found = frame[column.name]
    filled = found.notna().tolist()
    if column.type in NUMERIC:
        known = {value: at_scale(int(value), column.scale) for value in found.dropna().unique().tolist()}
        return [known[value] if here else None for value, here in zip(found.tolist(), filled, strict=True)]
    if column.type is ColumnType.DATE:
        days = found.to_numpy(dtype="datetime64[D]").astype(object).tolist()
        return [moment if here else None for moment, here in zip(days, filled, strict=True)]
    return [str(value) if here else None for value, here in zip(found.tolist(), filled, strict=True)]


def day(stamp: object) -> date:
    """Return the calendar day of a timestamp."""
    return pd.Timestamp(stamp).date()  # type: ignore[arg-type]  # a datetime64 scalar, which the stubs call object


def half_up_columns(numerator: pd.Series, denominator: pd.Series | int) -> pd.Series:
    """Divide a column of integers by positive integers and round half away from zero, exactly."""
    magnitude = numerator.abs()
    whole = magnitude // denominator
    up = (magnitude - whole * denominator) * 2 >= denominator
    rounded: pd.Series = whole + up.astype("int64")
    return rounded.where(numerator >= 0, -rounded)


def month_ids(days: pd.Series) -> pd.Series:
    """Return each day's month as the integer year × 12 + month − 1."""
    ids: pd.Series = days.dt.year.astype("int64") * 12 + days.dt.month.astype("int64") - 1
    return ids


def month_id(moment: date) -> int:
    """Return a day's month as the integer year × 12 + month − 1."""
    return moment.year * 12 + moment.month - 1


def stamps(days: Sequence[date]) -> np.ndarray:
    """Return days as a sorted array that datetime64[s] columns can be searched in."""
    return np.array([np.datetime64(moment, "s") for moment in days], dtype="datetime64[s]")


def day_number(days: pd.Series) -> pd.Series:
    """Return each day as an integer that counts days; an absent one is far in the past."""
    numbers = days.to_numpy(dtype="datetime64[D]").astype(np.int64)
    return pd.Series(np.where(days.isna().to_numpy(), -(10**6), numbers), index=days.index)
