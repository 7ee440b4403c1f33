"""Rows of posted lines, some thousands at a time → one columnar table: what a pay period that is replayed stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pyarrow as pa

POSTED: Final = ("period", "component", "payee", "key", "paid", "earned", "released")
"""The columns of a posted line, in their order: names, then cents."""

_NAMES = ("period", "component", "payee")
_CENTS = ("paid", "earned", "released")


def posted_lines(parts: Iterable[Sequence[Sequence[Any]]]) -> pa.Table | None:
    """Return the table of all rows (in the order of `POSTED`), None where there is none.

    `earned` and `released` are absent where only what was paid is known. Raises ValueError, TypeError or OverflowError
    for what is no whole number of cents.
    """
    import pyarrow as pa

    found = [_columns(rows) for rows in parts if len(rows)]
    return pa.Table.from_batches(found).unify_dictionaries().combine_chunks() if found else None


def packed(lines: pa.Table) -> bytes:
    """Return the lines as bytes, the same for the same lines."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, lines.schema) as stream:
        stream.write_table(lines)
    found: bytes = sink.getvalue().to_pybytes()
    return found


def _columns(rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    import pyarrow as pa

    cells = dict(zip(POSTED, zip(*rows, strict=True), strict=True))
    texts = {name: pa.array(cells[name], pa.string()) for name in (*_NAMES, "key")}
    coded = {name: texts[name].dictionary_encode() for name in _NAMES}
    cents = {name: pa.array(cells[name], pa.int64()) for name in _CENTS}
    return pa.RecordBatch.from_pydict({**coded, "key": texts["key"], **cents})
