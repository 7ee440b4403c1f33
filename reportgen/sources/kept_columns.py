"""The columns of a sheet, read ↔ bytes, so that the values of a file whose content did not change are not read again.

Kept is what was read without a doubt: text, whole numbers and days. Doubts are told from the cells each time.
Texts that come again stand there once, with a number for each row, as they do in memory.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from reportgen.model.table import NUMERIC, ColumnType
from reportgen.sources.chunks import in_one
from reportgen.sources.formats.access import Shelf
from reportgen.sources.profiles.profile import Profile
from reportgen.sources.sheet import Sheet
from reportgen.sources.values.outcome import Typed, integer_series
from reportgen.sources.values.pooled import Pooled

_LEAST = 1000
"""Fewer rows are read as fast from their cells."""

_COMPRESSED = pa.ipc.IpcWriteOptions(compression="lz4")


def key_of(profile: Profile, sheet: Sheet, names: Sequence[str], shelf: Shelf | None) -> str:
    """Return what tells all that a sheet's columns depend on; "" where they are not to be kept.

    A sheet may have several tables of a kind, as long as one another: each is told by its columns and rows.
    """
    if shelf is None or not sheet.kept or len(sheet.positions) < _LEAST:
        return ""
    rows = sha256(np.ascontiguousarray(sheet.positions, np.int64).data).hexdigest()
    table = [sorted(sheet.area.names), list(map(int, sheet.area.header)), sorted(sheet.header.columns.items()), rows]
    parts = ["columns", sheet.kept, sheet.source.file, sheet.source.sheet, repr(profile), list(names), table]
    return sha256(json.dumps(parts).encode()).hexdigest()


def taken_columns(profile: Profile, names: Sequence[str], height: int, kept: bytes | None) -> dict[str, Typed] | None:
    """Return columns from their bytes; None where there are none, or they are not what they were."""
    if kept is None:
        return None
    try:
        table = pa.ipc.open_stream(pa.py_buffer(kept)).read_all()
        if table.column_names != list(names) or table.num_rows != height:
            return None
        return {name: Typed(_series(profile.columns[name].column.type, in_one(table[name])), ()) for name in names}
    except (ValueError, KeyError, TypeError, OSError):
        return None  # pyarrow's own errors are among these


def column_bytes(profile: Profile, read: Mapping[str, Typed]) -> bytes | None:
    """Return columns as bytes; None where any cell is doubted."""
    if not read or any(one.doubts for one in read.values()):
        return None
    arrays = [_array(profile.columns[name].column.type, one.series) for name, one in read.items()]
    table = pa.table(arrays, names=list(read))
    sink = BytesIO()
    with pa.ipc.new_stream(sink, table.schema, options=_COMPRESSED) as writer:
        writer.write_table(table)
    return sink.getvalue()


def _array(kind: ColumnType, series: pd.Series[Any]) -> pa.Array:
    if kind in NUMERIC:
        return pa.array(series, pa.int64(), from_pandas=True)
    if kind is ColumnType.DATE:
        return pa.array(series, pa.timestamp("s"), from_pandas=True)
    told = _told_apart(series.array)
    return in_one(pa.array(series.array, pa.large_string())) if told is None else told


def _told_apart(texts: Any) -> pa.Array | None:
    """Return texts by number, so that they need not be told apart again; None where they are all kept."""
    known = texts.numbered() if isinstance(texts, Pooled) else None
    return None if known is None else pa.DictionaryArray.from_arrays(pa.array(known[0], mask=known[0] < 0), known[1])


def _series(kind: ColumnType, values: pa.Array) -> pd.Series[Any]:
    if kind in NUMERIC:
        absent = values.is_null().to_numpy(zero_copy_only=False)
        return integer_series(np.array(values.fill_null(0).to_numpy(zero_copy_only=False), np.int64), absent.copy())
    if kind is ColumnType.DATE:
        return pd.Series(np.array(values.to_numpy(zero_copy_only=False), "datetime64[s]"), copy=False)
    if pa.types.is_dictionary(values.type):
        numbers = np.array(values.indices.fill_null(-1).to_numpy(zero_copy_only=False))
        return pd.Series(Pooled.of(numbers, values.dictionary, ordered=True), copy=False)
    return pd.Series(pd.array(values, dtype="string[pyarrow]"), copy=False)  # it was seen that numbers save nothing
