"""A table as it was made of all its files ↔ bytes, so that it is typed, derived and joined once for the same files.

Kept is what was made without a doubt about any cell. Records that are probably a customer's second are findings that
rest on the table alone: they are kept with it as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pydantic import ValidationError

from reportgen.model.problem import Problem
from reportgen.model.table import Column, ColumnType, Source, Table
from reportgen.sources.chunks import in_one
from reportgen.sources.kept import PROBLEMS
from reportgen.sources.sheets import Sheet
from reportgen.sources.values.pooled import Pooled

_COMPRESSED = pa.ipc.IpcWriteOptions(compression="lz4")
_DAYS, _PLACES, _NUMBERS, _TEXTS = "datetime64[s]", "int32", "Int64", "string"


@dataclass(frozen=True, slots=True)
class Made:
    """A table, what was found about its rows alone, and the key that tells all it depends on ("": not to be kept)."""

    table: Table
    problems: tuple[Problem, ...]
    key: str = ""


def key_of(kind: str, sheets: Sequence[Sheet], others: Mapping[str, Made], as_of: date | None) -> str:
    """Return what tells all that a table depends on; "" where some of it is not to be kept.

    These are its sheets (by their files' content, how they are read and where their rows stand), the tables made before
    it from which columns are taken, and the day on which is looked.
    """
    taken = sorted({rule.table for sheet in sheets for rule in sheet.profile.joins} & set(others))
    if not all(sheet.kept for sheet in sheets) or not all(others[name].key for name in taken):
        return ""
    profiles = {id(sheet.profile): sheet.profile for sheet in sheets}
    told = {
        number: sha256(repr(profile).encode(errors="surrogatepass")).hexdigest() for number, profile in profiles.items()
    }
    parts = [
        "table",
        kind,
        str(as_of),
        [[told[id(sheet.profile)], *_told(sheet)] for sheet in sheets],
        [[name, others[name].key] for name in taken],
    ]
    return sha256(json.dumps(parts).encode()).hexdigest()


def _told(sheet: Sheet) -> list[object]:
    """Tell one of several tables on a sheet by its columns and rows."""
    rows = sha256(np.ascontiguousarray(sheet.positions, np.int64).data).hexdigest()
    return [sheet.kept, *astuple(sheet.source), sorted(sheet.header.columns.items()), rows]


# ------------------------------------------------------------------------------------------------------- as bytes


def made_bytes(made: Made) -> bytes | None:
    """Return a table as a line of JSON and an arrow stream of its columns; None where it is of an unknown form."""
    frame = made.table.frame
    forms = [str(series.dtype) for _, series in frame.items()]
    if set(forms) - {_DAYS, _PLACES, _NUMBERS, _TEXTS} or not frame.index.equals(pd.RangeIndex(len(frame))):
        return None
    arrays: dict[str, pa.Array] = {}
    for (name, series), form in zip(frame.items(), forms, strict=True):
        arrays |= _arrays(str(name), series, form)
    about = {
        "kind": made.table.kind,
        "columns": [list(astuple(column)) for column in made.table.columns.values()],
        "named": list(made.table.columns),
        "key": list(made.table.key),
        "sources": [list(astuple(source)) for source in made.table.sources],
        "forms": list(zip(map(str, frame.columns), forms, strict=True)),
        "height": len(frame),
        "problems": PROBLEMS.dump_python(made.problems, mode="json"),
    }
    sink = BytesIO()
    table = pa.table(list(arrays.values()), names=list(arrays))
    with pa.ipc.new_stream(sink, table.schema, options=_COMPRESSED) as writer:
        writer.write_table(table)
    return json.dumps(about).encode("ascii") + b"\n" + sink.getvalue()


def _arrays(name: str, series: pd.Series[Any], form: str) -> dict[str, pa.Array]:
    """Return a column as arrow has it; of numbers also which are absent, and what stands there all the same."""
    array: Any = series.array
    if form == _NUMBERS:
        values, absent = {f"={name}": pa.array(array._data)}, series.isna().to_numpy()  # noqa: SLF001  no other way
        return {**values, f"?{name}": pa.array(absent)} if absent.any() else values
    if form == _DAYS:
        return {f"={name}": pa.array(series.to_numpy().view(np.int64))}
    if form == _PLACES:
        return {f"={name}": pa.array(series.to_numpy())}
    known = array.numbered() if isinstance(array, Pooled) else None
    if known is None:
        return {f"={name}": in_one(pa.array(array, pa.large_string()))}
    numbers = pa.array(known[0], mask=known[0] < 0)
    return {f"={name}": pa.DictionaryArray.from_arrays(numbers, known[1])}


def made_again(key: str, kept: bytes | None) -> Made | None:
    """Return a table from its bytes; None where there are none, or they are not what they were."""
    if kept is None:
        return None
    line, _, stream = kept.partition(b"\n")
    try:
        about = json.loads(line)
        held = pa.ipc.open_stream(pa.py_buffer(stream)).read_all()
        frame = pd.DataFrame({name: _cells(held, name, form) for name, form in about["forms"]}, copy=False)
        columns = [Column(name, ColumnType(kind), *more) for name, kind, *more in about["columns"]]
        table = Table(
            about["kind"],
            dict(zip(about["named"], columns, strict=True)),
            tuple(about["key"]),
            tuple(Source(*source) for source in about["sources"]),
            frame,
        )
        if len(frame) != about["height"]:
            return None
        return Made(table, PROBLEMS.validate_python(about["problems"], strict=False), key)
    except (ValueError, KeyError, TypeError, IndexError, OSError, ValidationError):
        return None  # pyarrow's own errors are among these


def _cells(held: pa.Table, name: str, form: str) -> Any:
    """Return a column as pandas has it, not yet as a series: of many columns that takes longer than reading them."""
    values = in_one(held[f"={name}"])
    if form == _TEXTS:
        if not pa.types.is_dictionary(values.type):
            return pd.array(values, dtype="string[pyarrow]")
        numbers = np.array(values.indices.fill_null(-1).to_numpy(zero_copy_only=False))
        return Pooled.of(numbers, values.dictionary, ordered=True)
    plain = np.array(values.to_numpy(zero_copy_only=False))  # its own memory, which may be written
    if form == _NUMBERS:
        told = f"?{name}" in held.column_names
        absent = in_one(held[f"?{name}"]).to_numpy(zero_copy_only=False) if told else np.zeros(len(plain), bool)
        return pd.arrays.IntegerArray(plain, np.array(absent))
    return plain.view(_DAYS) if form == _DAYS else plain
