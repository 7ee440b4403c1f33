"""Turns grids and findings into frames of bytes and back: how the guarded program hands over what it read."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import pyarrow as pa

from reportgen.sources.formats.refusal import Finding
from reportgen.sources.grid import Grid, Merge

_HEAD = struct.Struct("<cQ")
GRID, CELLS, FINDING, FORMAT, END, REQUEST, CONTENT = b"G", b"C", b"F", b"N", b"E", b"R", b"B"


class BrokenOffError(Exception):
    """The other side ended before it had said everything."""


def send(stream: BinaryIO, kind: bytes, content: bytes) -> None:
    """Write one frame: its kind, its length, its content."""
    _write_whole(stream, _HEAD.pack(kind, len(content)))
    _write_whole(stream, content)


def _write_whole(stream: BinaryIO, content: bytes) -> None:
    """Write all of it: an unbuffered stream may take less at a time."""
    rest = memoryview(content)
    while rest:
        rest = rest[stream.write(rest) :]


def receive(stream: BinaryIO) -> tuple[bytes, memoryview]:
    """Read one frame from an unbuffered stream."""
    kind, length = _HEAD.unpack(_exactly(stream, _HEAD.size))
    return kind, _exactly(stream, length)


def _exactly(stream: BinaryIO, length: int) -> memoryview:
    whole = memoryview(bytearray(length))
    at = 0
    while at < length:
        count = stream.readinto(whole[at:])  # type: ignore[attr-defined]  # every raw stream has it
        if not count:
            raise BrokenOffError
        at += count
    return whole


def send_grid(stream: BinaryIO, grid: Grid) -> None:
    """Write a grid: what it says of itself as JSON, its cells as an arrow stream that is written only once."""
    about = {
        "sheet": grid.sheet,
        "merges": [list(merge) for merge in grid.merges],
        "hidden": grid.hidden,
        "hidden_rows": sorted(grid.hidden_rows),
        "hidden_columns": sorted(grid.hidden_columns),
        "epoch": grid.epoch,
        "percent_columns": sorted(grid.percent_columns),
        "currencies": list(grid.currencies.items()),
        "kinds": len(grid.kinds),
    }
    send(stream, GRID, json.dumps(about).encode("ascii"))
    arrays = [*grid.columns, *(pa.array(kinds) for kinds in grid.kinds)]
    batch = pa.record_batch(arrays, names=[str(index) for index in range(len(arrays))])
    measured = pa.MockOutputStream()
    _write(batch, measured)
    stream.write(_HEAD.pack(CELLS, measured.size()))
    _write(batch, pa.PythonFile(stream, mode="w"))


def _write(batch: Any, sink: Any) -> None:
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)


def received_grid(about: memoryview, cells: memoryview) -> Grid:
    """Put a grid together from its two frames, without copying its cells."""
    said = json.loads(bytes(about))
    table = pa.ipc.open_stream(pa.py_buffer(cells)).read_all()
    arrays = [column.chunk(0) for column in table.columns]
    texts = arrays[: len(arrays) - said["kinds"]]
    return Grid(
        said["sheet"],
        tuple(texts),
        kinds=tuple(array.to_numpy() for array in arrays[len(texts) :]),
        merges=tuple(Merge(*merge) for merge in said["merges"]),
        hidden=said["hidden"],
        hidden_rows=frozenset(said["hidden_rows"]),
        hidden_columns=frozenset(said["hidden_columns"]),
        epoch=said["epoch"],
        percent_columns=frozenset(said["percent_columns"]),
        currencies=dict(said["currencies"]),
    )


def results(receive_one: Callable[[], tuple[bytes, memoryview]]) -> Iterator[Grid | Finding | str]:
    """Yield what the guarded program read of one file, until it says that that is all."""
    while (frame := receive_one())[0] != END:
        kind, content = frame
        if kind == FORMAT:
            yield bytes(content).decode("ascii")
        elif kind == FINDING:
            yield Finding(*json.loads(bytes(content)))
        elif kind == GRID:
            _, cells = receive_one()
            yield received_grid(content, cells)


def send_finding(stream: BinaryIO, finding: Finding) -> None:
    """Write a finding."""
    send(stream, FINDING, json.dumps(finding).encode("ascii"))
