"""Turns table columns into numpy arrays that can be compared and summed, exactly and without an object a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.money import plain
from reportgen.model.table import NUMERIC, Column, ColumnType, NumberedTexts, Table
from reportgen.sources.profiles.check_rules import Where

ABSENT = -1
_SAFE = 2**62
_ROWS = 2**40
NO_DAY = np.iinfo(np.int64).min


def chosen(table: Table, where: Where) -> Any:
    """Return for each row whether it meets the conditions; one about a column that is not there is met by none."""
    mask = np.ones(len(table.frame), bool)
    for column, values in where:
        if column not in table.columns:
            return np.zeros(len(table.frame), bool)
        texts = pa.array(table.frame[column].astype("string"), from_pandas=True)
        wanted = pa.array(list(values), texts.type)
        mask &= pc.is_in(texts, wanted, skip_nulls=True).to_numpy(zero_copy_only=False)
    return mask


def codes(*frames: tuple[pd.DataFrame, Sequence[str]], absent_too: bool = False) -> tuple[Any, ...]:
    """Number the keys of frames, the same key with the same number in all; ABSENT where a part of the key is empty.

    Each frame comes with the names of its key columns, as many in each. With `absent_too` an empty part is a value
    like any other. The numbers have no order.
    """
    heights = [len(frame) for frame, _ in frames]
    result = np.zeros(sum(heights), np.int64)
    absent = np.zeros(sum(heights), bool)
    for columns in zip(*(names for _, names in frames), strict=True):
        parts = [frame[name] for (frame, _), name in zip(frames, columns, strict=True)]
        known = texts_known(parts[0]) if len(parts) == 1 else None
        one, size = _encoded([_encodable(part) for part in parts]) if known is None else _counted(*known)
        if absent_too:
            one, size = np.where(one < 0, size, one), size + 1
        absent |= one < 0
        result = _dense(result * size + one) if len(frames[0][1]) > 1 else one
    result = np.where(absent, ABSENT, result)
    return tuple(np.split(result, np.cumsum(heights)[:-1]))


def texts_known(series: pd.Series[Any]) -> tuple[Any, Any] | None:
    """Return the number of each row's text, −1 where it is absent, and the texts; None where the column lacks them."""
    array: Any = series.array
    return array.numbered() if isinstance(array, NumberedTexts) else None


def _counted(numbers: Any, texts: Any) -> tuple[Any, int]:
    """Return the numbers of texts as `_encoded` does."""
    return numbers.astype(np.int64), max(len(texts), 1)


def _encodable(series: pd.Series[Any]) -> Any:
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        return pa.array(series.astype("datetime64[s]"), from_pandas=True).cast(pa.int64())
    values = pa.array(series, from_pandas=True)
    return values.cast(pa.large_string()) if pa.types.is_string(values.type) else values


def _encoded(parts: Sequence[Any]) -> tuple[Any, int]:
    """Return a number for each value, ABSENT for none, and how many there are."""
    if len({part.type for part in parts}) > 1:
        parts = [part.cast(pa.large_string()) for part in parts]
    found = pa.chunked_array([chunk for part in parts for chunk in _chunks(part)], parts[0].type).combine_chunks()
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    encoded = found.dictionary_encode()
    indices = encoded.indices.fill_null(ABSENT).to_numpy(zero_copy_only=False).astype(np.int64)
    return indices, max(len(encoded.dictionary), 1)


def _chunks(values: Any) -> Sequence[Any]:
    return values.chunks if isinstance(values, pa.ChunkedArray) else [values]


def _dense(numbers: Any) -> Any:
    """Number again from 0, so that the next column's product cannot run over."""
    return pd.factorize(numbers)[0].astype(np.int64)


@dataclass(frozen=True, slots=True)
class Integers:
    """A column's integers at its scale; `known` says where there is one, elsewhere the integer is 0."""

    values: Any
    known: Any
    scale: int


def integers(table: Table, column: str) -> Integers:
    """Return a number column; a column that is not there is known nowhere."""
    if column not in table.columns:
        return Integers(np.zeros(len(table.frame), np.int64), np.zeros(len(table.frame), bool), 0)
    series = table.frame[column]
    return Integers(
        series.to_numpy("int64", na_value=0), ~series.isna().to_numpy(dtype=bool), table.columns[column].scale
    )


def days(table: Table, column: str) -> Any:
    """Return a date column as days since 1970, NO_DAY where there is none."""
    if column not in table.columns:
        return np.full(len(table.frame), NO_DAY)
    return as_days(table.frame[column])


def as_days(series: pd.Series[Any]) -> Any:
    """Return dates as days since 1970, NO_DAY where there is none."""
    return series.to_numpy("datetime64[D]").astype(np.int64)


def day_text(number: int) -> str:
    """Return a day since 1970 as people write it: `2026-03-31`."""
    return str(np.datetime64(number, "D"))


def exact_sums(groups: Any, values: Any, size: int) -> Any:
    """Sum integers by group number, exactly: beyond 62 bits with Python's integers."""
    largest = int(np.abs(values).max(initial=0))
    wide = largest * max(len(values), 1) >= _SAFE
    sums = np.zeros(size, object if wide else np.int64)
    np.add.at(sums, groups, values.astype(object) if wide else values)
    return sums


def times(values: Any, factor: int) -> Any:
    """Multiply integers exactly: as Python's integers where 62 bits would not hold the products."""
    if values.dtype != object and int(np.abs(values).max(initial=0)) * abs(factor) < _SAFE:
        return values * factor
    return values.astype(object) * factor


def first_of(groups: Any, size: int, order: Any) -> Any:
    """Return, for each group number, the first of the ordered positions that is in it; -1 for an empty group."""
    first = np.full(size, -1, np.int64)
    backwards = order[::-1]
    first[groups[backwards]] = backwards
    return first


def in_place_order(table: Table, positions: Any) -> Any:
    """Return positions by file, sheet and row, so that findings do not hang on the order of the frame."""
    sources, rows = (table.frame[name].to_numpy(np.int64)[positions] for name in ("_source", "_row"))
    place = sources * _ROWS + rows
    return positions if (place[1:] >= place[:-1]).all() else positions[np.argsort(place, kind="stable")]


def shown(table: Table, names: Iterable[str], position: int) -> str:
    """Return some cells of a row as people write them, one behind the other; empty ones are left out."""
    row = table.frame.iloc[position]
    return " · ".join(_shown(table.columns[name], row[name]) for name in names if not pd.isna(row[name]))


def _shown(column: Column, value: Any) -> str:
    if column.type is ColumnType.DATE:
        return f"{value:%Y-%m-%d}"
    return plain(Fraction(int(value), 10**column.scale), column.scale) if column.type in NUMERIC else str(value)
