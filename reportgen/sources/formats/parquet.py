"""Turns a Parquet file into a grid: the names of its columns are row 1, as they would be in a CSV of it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from reportgen.sources.formats.access import MEGABYTE, Limits
from reportgen.sources.formats.cells import cell_text, number_texts
from reportgen.sources.formats.facts import Column, Facts, check_area, grid_of
from reportgen.sources.formats.refusal import Finding, RefusedError
from reportgen.sources.grid import CellKind, Grid


def read_parquet(content: bytes, limits: Limits) -> Iterator[Grid | Finding]:
    """Read the one table of a Parquet file; its numbers and days keep their kinds."""
    try:
        file = pq.ParquetFile(io.BytesIO(content))
        check_area(file.metadata.num_rows + 1, file.metadata.num_columns, limits.cells, "")
        _check_size(file.metadata, limits)
        table = file.read(use_threads=False)
        columns = [_with_name(name, _column(table.column(index))) for index, name in enumerate(table.column_names)]
    except (pa.ArrowException, OSError, ValueError, KeyError, IndexError, OverflowError, NotImplementedError) as error:
        raise RefusedError("it is damaged") from error
    yield grid_of("", columns, Facts(), limits.cells)


def _check_size(metadata: Any, limits: Limits) -> None:
    size = sum(metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups))
    if size > limits.unpacked_megabytes * MEGABYTE:
        raise RefusedError(
            f"unpacked it has {size // MEGABYTE:,} MB, and {limits.unpacked_megabytes:,} MB are the most that are read"
        )


def _with_name(name: str, column: Column) -> Column:
    kind = np.array([CellKind.TEXT if name else CellKind.BLANK], np.uint8)
    texts = pa.concat_arrays([pa.array([name], pa.large_string()), column.texts])
    return Column(texts, np.concatenate([kind, column.kinds]))


def _column(chunked: Any) -> Column:
    cells = chunked.combine_chunks()
    cells = cells.chunk(0) if isinstance(cells, pa.ChunkedArray) else cells
    if pa.types.is_dictionary(cells.type):
        cells = cells.dictionary_decode()
    texts, kind = _written(cells)
    texts = pc.fill_null(texts, "")
    filled = pc.and_(cells.is_valid(), pc.not_equal(texts, "")).to_numpy(zero_copy_only=False)
    kinds = np.where(filled, kind, CellKind.BLANK).astype(np.uint8)
    if kind == CellKind.NUMBER and pa.types.is_floating(cells.type):
        kinds[pc.match_substring(texts, "#").to_numpy(zero_copy_only=False)] = CellKind.ERROR
    return Column(texts, kinds)


def _written(cells: Any) -> tuple[Any, CellKind]:
    kind, large = cells.type, pa.large_string()
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return cells.cast(large), CellKind.TEXT
    if pa.types.is_integer(kind):
        return cells.cast(large), CellKind.NUMBER
    if pa.types.is_decimal(kind):
        return pa.array(
            [None if one is None else format(one, "f") for one in cells.to_pylist()], large
        ), CellKind.NUMBER
    if pa.types.is_floating(kind):
        return _floats(cells), CellKind.NUMBER
    if pa.types.is_boolean(kind):
        return pc.utf8_upper(cells.cast(large)), CellKind.TRUTH
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind) or pa.types.is_time(kind) or pa.types.is_duration(kind):
        return _moments(cells), CellKind.DATE
    if pa.types.is_null(kind):
        return cells.cast(large), CellKind.BLANK
    written = [None if cell is None else _nested(cell) for cell in cells.to_pylist()]
    return pa.array(written, large), CellKind.TEXT


def _floats(cells: Any) -> Any:
    """Write numbers by their own precision: 0.1 kept in 32 bits is 0.1, and no value is no number."""
    exact = cells.cast(pa.large_string()).cast(pa.float64()) if cells.type.bit_width < 64 else cells
    numbers = exact.to_numpy(zero_copy_only=False)
    return pc.if_else(cells.is_valid(), number_texts(np.where(cells.is_null(), 0.0, numbers)), None)


def _moments(cells: Any) -> Any:
    distinct = cells.dictionary_encode()
    kind = distinct.dictionary.type
    known = distinct.dictionary
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        known = known.cast(pa.timestamp("us", kind.tz), safe=False)
    texts = [cell_text(cell) for cell in known.to_pylist()]
    return pa.DictionaryArray.from_arrays(distinct.indices, pa.array(texts, pa.large_string())).dictionary_decode()


def _nested(cell: Any) -> str:
    """Write a list or a record as JSON, bytes as text where they are that."""
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    return json.dumps(cell, ensure_ascii=False, default=str, sort_keys=True)
