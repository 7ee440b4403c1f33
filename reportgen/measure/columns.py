"""Exact arithmetic over integer columns: sums whose bounds are proven, and conversion to exact numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import lcm, prod
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.measure.wide import WIDE, Wide
from reportgen.model.balances import NOTHING
from reportgen.model.making import ratio
from reportgen.model.table import NUMERIC, Cell, Column, ColumnType, NumberedTexts

LARGEST = 2**63 - 1

PAIR = ["payee", "key"]
"""The columns that name a line of pay."""


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

    Int64 where that provably fits, else wide integers.
    """
    return values if each_fits(values, factor) else widened(values)


def widened(values: pd.Series) -> pd.Series:
    """Return a column of integers as wide ones; those that are too long even for these stay Python's own."""
    found: pd.Series = values if values.dtype == object else values.astype(WIDE)
    return found


def narrowed(values: pd.Series) -> pd.Series:
    """Return a column of integers as int64 where each of them fits."""
    if values.dtype == object and each_fits(values, 1):
        return values.astype("int64")
    plain = values.array.plain if isinstance(values.array, Wide) else None
    return values if plain is None else pd.Series(plain, index=values.index, name=values.name)


def ordered(values: pd.Series) -> pd.Series:
    """Return a column of integers or texts as int64 that sort as they do: pandas makes an object of each text."""
    if isinstance(values.array, Wide):
        return pd.Series(values.array.ranks(), index=values.index)
    if not isinstance(values.dtype, pd.StringDtype):
        return values
    codes, texts = texts_apart(values)
    ranks = pc.rank(texts, tiebreaker="dense").to_numpy().astype(np.int64)
    return pd.Series(np.append(ranks, len(texts) + 1)[codes], index=values.index)


def sorted_by(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Return a frame in the order of some columns; rows that are equal in them stay as they stand."""
    keys = [ordered(frame[name]).to_numpy() for name in reversed(names)]
    return frame.iloc[np.lexsort(keys)]


def sorting(keys: Sequence[np.ndarray]) -> np.ndarray:
    """Return the places of rows in the order of some columns of int64, the last of them first; equal ones stay.

    As `lexsort` does, but where one number holds them all, it is sorted once.
    """
    lows = [int(each.min(initial=0)) for each in keys]
    widths = [int(each.max(initial=0)) - low + 1 for each, low in zip(keys, lows, strict=True)]
    if prod(widths) > LARGEST:
        return np.lexsort(keys)
    whole = np.zeros(len(keys[0]), np.int64)
    for each, low, width in zip(reversed(keys), reversed(lows), reversed(widths), strict=True):
        whole *= width
        whole += each - low
    return np.argsort(whole, kind="stable")


def windows(days: pd.Series, months: int) -> pd.Series:
    """Return the number of the month, quarter or year that each day lies in: so many months make one."""
    return month_ids(days) // months


def integers(values: pd.Series, factor: int = 1) -> pd.Series:
    """Return a column as int64, or as wide integers where a bound demands it; absent values become 0."""
    filled = values.fillna(0)
    return filled.astype("int64") if fits(filled, factor) else widened(filled)


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


def exact_sum(values: Iterable[Fraction], less: Iterable[Fraction] = ()) -> Fraction:
    """Return the sum of fractions, less that of others: their numerators are added, and one fraction is shortened.

    Nothing is added for what is nothing, and a single amount is its own sum: most sums of pay are such.
    """
    found = [value for value in values if value is not NOTHING]
    off = [value for value in less if value is not NOTHING]
    if not off and len(found) < 2:
        return found[0] if found else NOTHING
    total, common = _added(found, 0, _MOSTLY)
    if off:
        total, common = _added(off, -total, common)
        total = -total
    return ratio(total, common) if total else NOTHING


_MOSTLY = 100
"""What most amounts are parts of: where one is not, the sum goes on in smaller parts."""


def _added(values: list[Fraction], total: int, common: int) -> tuple[int, int]:
    """Add fractions to so many parts of `common`; return the parts, and what they are parts of now."""
    for value in values:
        over, under = value.as_integer_ratio()
        if common % under:
            finer = lcm(common, under)
            total, common = total * (finer // common), finer
        total += over * (common // under)
    return total, common


def at_scale(value: int, scale: int) -> Fraction:
    """Return the number that an integer at a scale stands for."""
    return ratio(int(value), 10**scale) if value else NOTHING


def whole_units(value: Fraction, scale: int) -> int:
    """Return a number as an integer at a scale; what is beyond its decimals is cut off, as `int` does."""
    above, below = value.as_integer_ratio()
    units: int = above * 10**scale
    return units // below if units >= 0 else -(-units // below)


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


def records(frame: pd.DataFrame, columns: Mapping[str, Column]) -> Iterator[dict[str, Cell]]:
    """Yield the rows of a table as exact values by column: of a spreadsheet of thousands, never of millions."""
    names = tuple(columns)
    for row in zip(*(cells(frame, column) for column in columns.values()), strict=True):
        yield dict(zip(names, row, strict=True))


def day(stamp: object) -> date:
    """Return the calendar day of a timestamp."""
    return pd.Timestamp(stamp).date()  # type: ignore[arg-type]  # a datetime64 scalar, which the stubs call object


def half_up_columns(numerator: pd.Series, denominator: pd.Series | int) -> pd.Series:
    """Divide a column of integers by positive integers and round half away from zero, exactly.

    What fits comes back as int64, however wide the numerator is.
    """
    magnitude = numerator.abs()
    whole = magnitude // denominator
    up = (magnitude - whole * denominator) * 2 >= denominator
    rounded: pd.Series = whole + up.astype("int64")
    return narrowed(rounded.where(numerator >= 0, -rounded))


def under(keys: pd.Series, values: pd.Series, missing: Any = None) -> pd.Series:
    """Return for each text what a column has (first) under it as its label, `missing` where it has nothing.

    Not `reindex`, which makes a Python text of every label.
    """
    return pd.Series(at_places(values, places_of(keys, values.index), missing), index=keys.index)


def places_of(keys: pd.Series, labels: pd.Index) -> np.ndarray:
    """Return for each text where it (first) stands among some labels, −1 where it does not or is absent."""
    found = pc.index_in(_texts(keys.array), value_set=_texts(labels.array), skip_nulls=True)
    places: np.ndarray = found.fill_null(-1).to_numpy().astype(np.intp)
    return places


def at_places(values: pd.Series, places: np.ndarray, missing: Any = None) -> Any:
    """Return what a column has at some places, `missing` where the place is −1."""
    stored = values.to_numpy() if isinstance(values.dtype, np.dtype) else values.array
    return pd.api.extensions.take(stored, places, allow_fill=True, fill_value=missing)


def sums_by_text(keys: pd.Series, values: pd.Series) -> pd.Series:
    """Return what integers come to under each text beside them, as its label; nothing under an absent one."""
    coded = _texts(keys.array).dictionary_encode()
    there = coded.indices.is_valid().to_numpy(zero_copy_only=False)
    codes = coded.indices.fill_null(0).to_numpy()
    sums = pd.Series(values.array[there]).groupby(codes[there]).sum()
    texts = pd.array(coded.dictionary.take(pa.array(sums.index.to_numpy())), dtype="string")
    return pd.Series(sums.array, index=pd.Index(texts))


def sums_by_number(numbers: np.ndarray, values: pd.Series, wanted: np.ndarray) -> pd.Series:
    """Return what integers come to under each of some numbers beside them; nothing under those that have none."""
    if values.dtype == np.int64:
        totals = np.zeros(max(int(numbers.max(initial=-1)), int(wanted.max(initial=-1))) + 2, np.int64)
        np.add.at(totals, numbers, values.to_numpy())
        totals[-1] = 0
        return pd.Series(totals[wanted])
    sums = pd.Series(values.array).groupby(numbers).sum()
    places = np.full(max(int(numbers.max(initial=-1)), int(wanted.max(initial=-1))) + 2, -1)
    places[sums.index.to_numpy()] = np.arange(len(sums))
    places[-1] = -1
    return pd.Series(at_places(sums, places[wanted], 0))


def among(keys: pd.Series, texts: pd.Series) -> np.ndarray:
    """Tell of each text whether it is one of some; an absent one is none."""
    found: np.ndarray = pc.is_in(_texts(keys.array), value_set=_texts(texts.array), skip_nulls=True).to_numpy(
        zero_copy_only=False
    )
    return found


def texts_numbered(*frames: pd.DataFrame) -> list[np.ndarray]:
    """Number the rows of frames of texts, in all of them alike: equal rows, equal numbers."""
    ends = np.cumsum([len(each) for each in frames])[:-1]
    found = np.zeros(sum(len(each) for each in frames), np.int64)
    for column in range(frames[0].shape[1]):
        codes = _codes([each.iloc[:, column] for each in frames])
        found = found * (int(codes.max(initial=0)) + 1) + codes
    return np.split(found, ends)


def joined(left: pd.DataFrame, right: pd.DataFrame, left_on: list[str], right_on: list[str]) -> pd.DataFrame:
    """Return the rows of two frames that have the same texts beside each other, in the order of the first."""
    here, there = texts_numbered(left[left_on], right[right_on])
    return left.assign(_at=here).merge(right.assign(_at=there), on="_at", how="inner").drop(columns="_at")


def pairs(names: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Return payees and keys as two columns of texts."""
    payees, keys = ([name[part] for name in names] for part in range(2))
    return pd.DataFrame({"payee": pd.array(payees, dtype="string"), "key": pd.array(keys, dtype="string")})


def texts_known(column: pd.Series[Any]) -> tuple[np.ndarray, pa.Array] | None:
    """Return for each row the number of its text, −1 where absent, and the texts as they first come.

    None where the column does not know them: what was read does, where a text comes more than once.
    """
    array: Any = column.array
    return array.numbered() if isinstance(array, NumberedTexts) else None


def texts_apart(column: pd.Series[Any]) -> tuple[np.ndarray, pa.Array]:
    """Return for each row the number of its text, −1 where absent, and the texts, each once."""
    known = texts_known(column)
    if known is not None:
        return known[0], known[1].cast(pa.large_string())
    coded = _texts(column.array).dictionary_encode()
    return coded.indices.fill_null(-1).to_numpy(), coded.dictionary


def texts_filled(column: pd.Series[Any]) -> tuple[np.ndarray, pa.Array]:
    """Return for each row the number of its text, and the texts as they first come; "" is an empty one."""
    known = texts_known(column)
    if known is not None:
        numbers, texts = known[0], known[1].cast(pa.large_string())
        empty = numbers < 0
        if not empty.any():
            return numbers, texts
        if pc.index(texts, "").as_py() < 0:
            first = int(numbers[: int(np.argmax(empty))].max(initial=-1)) + 1  # so many texts come before it
            moved = np.where(empty, first, numbers.astype(np.int32) + (numbers >= first))
            return moved, pa.concat_arrays([texts[:first], pa.array([""], pa.large_string()), texts[first:]])
    coded = _texts(column.array).fill_null("").dictionary_encode()
    return coded.indices.to_numpy(), coded.dictionary


def texts_coded(column: pd.Series[Any]) -> tuple[np.ndarray, list[str]]:
    """Return for each row the number of its text, and the texts; "" is an empty one."""
    numbers, texts = texts_filled(column)
    return numbers, texts.to_pylist()


def texts_listed(column: pd.Series[Any]) -> list[str | None]:
    """Return the texts of a column, None where absent: pandas asks for each of them by itself."""
    found: list[str | None] = _texts(column.array).to_pylist()
    return found


def _codes(parts: list[pd.Series]) -> np.ndarray:
    coded = pa.concat_arrays([_texts(each.array) for each in parts]).dictionary_encode(null_encoding="encode")
    found: np.ndarray = coded.indices.to_numpy().astype(np.int64)
    return found


def _texts(values: Any) -> pa.Array:
    """Return texts as Arrow holds them: their own memory, where they are Arrow's already."""
    found = pa.array(values, from_pandas=True)
    whole = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return whole.cast(pa.large_string())


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
