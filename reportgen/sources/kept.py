"""An opened file ↔ bytes, so that a file whose content did not change need not be taken apart again.

Whoever calls says where such bytes are kept. What was unlocked with a password is never among them, nor what could not
be read whole: a machine that was too busy for it may have time tomorrow.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256
from io import BytesIO
from typing import Any

import pyarrow as pa
from pydantic import TypeAdapter, ValidationError

from reportgen.model.problem import Problem
from reportgen.sources import kinds
from reportgen.sources.chunks import in_one
from reportgen.sources.formats import open_file
from reportgen.sources.formats.access import Access
from reportgen.sources.grid import Grid, Merge, Opened, Packed

PROBLEMS = TypeAdapter(tuple[Problem, ...])
"""Turns findings into plain values and back."""

_COMPRESSED = pa.ipc.IpcWriteOptions(compression="lz4")


def open_once(content: bytes, digest: str, name: str, wanted: frozenset[str], access: Access) -> Opened:
    """Read a file's sheets as `open_file` does, or take what the same content gave before.

    `digest` is the SHA-256 of the content.
    """
    shelf = access.shelf
    if shelf is None:
        return open_file(content, name, wanted, access)
    key = _key(digest, name, wanted, access)
    found = shelf.taken(key)
    known = _opened(found) if found is not None else None
    if known is not None:
        return replace(known, kept=key)
    unlocked: list[str] = []

    def password(asked: str) -> str | None:
        unlocked.append(asked)
        return access.password(asked)

    opened = open_file(content, name, wanted, replace(access, password=password))
    if not unlocked and opened.grids and all(each.kind is not kinds.FILE_UNREADABLE for each in opened.problems):
        shelf.keep(key, _bytes(opened))
        return replace(opened, kept=key)
    return opened


def _key(digest: str, name: str, wanted: frozenset[str], access: Access) -> str:
    """Return what tells all that an opened file depends on: its problems name the file."""
    parts = [digest, name, posixpath.splitext(name)[1], sorted(wanted), repr(access.limits)]
    return sha256(json.dumps(parts).encode()).hexdigest()


# ------------------------------------------------------------------------------------------------------- as bytes


def _bytes(opened: Opened) -> bytes:
    """Return what a file says of itself as a line of JSON, then an arrow stream of the cells of each sheet."""
    streams = [_stream(grid) for grid in opened.grids]
    about = {
        "encoding": opened.encoding,
        "separator": opened.separator,
        "problems": PROBLEMS.dump_python(opened.problems, mode="json"),
        "grids": [_about(grid, len(stream)) for grid, stream in zip(opened.grids, streams, strict=True)],
    }
    return b"".join((json.dumps(about).encode("ascii"), b"\n", *streams))


def _about(grid: Grid, size: int) -> dict[str, Any]:
    return {
        "size": size,
        "chunked": bool(grid.columns) and isinstance(grid.columns[0], pa.ChunkedArray),
        "texts": len(grid.columns),
        "kinds": len(grid.kinds),
        "height": grid.height,
        "sheet": grid.sheet,
        "widths": list(grid.widths),
        "merges": [list(merge) for merge in grid.merges],
        "hidden": grid.hidden,
        "hidden_rows": sorted(grid.hidden_rows),
        "hidden_columns": sorted(grid.hidden_columns),
        "epoch": grid.epoch,
        "percent_columns": sorted(grid.percent_columns),
        "currencies": list(grid.currencies.items()),
        "decimal_commas": grid.decimal_commas,
    }


def _stream(grid: Grid) -> bytes:
    arrays = [*grid.columns, *(pa.array(kinds) for kinds in grid.kinds)]
    table = pa.table(arrays, names=[str(index) for index in range(len(arrays))])
    sink = BytesIO()
    with pa.ipc.new_stream(sink, table.schema, options=_COMPRESSED) as writer:
        writer.write_table(table)
    return sink.getvalue()


def _opened(kept: bytes) -> Opened | None:
    """Return an opened file from its bytes; None where they are not what they were."""
    line, _, _ = kept.partition(b"\n")
    try:
        about = json.loads(line)
        grids, at = [], len(line) + 1
        for each in about["grids"]:
            grids.append(_grid(each, memoryview(kept)[at : at + each["size"]]))
            at += each["size"]
        problems = PROBLEMS.validate_python(about["problems"], strict=False)
        whole = Opened(tuple(grids), problems, about["encoding"], about["separator"])
        return whole if at == len(kept) else None
    except (ValueError, KeyError, TypeError, IndexError, OSError, ValidationError):
        return None  # pyarrow's own errors are among these


def _grid(about: dict[str, Any], stream: memoryview) -> Grid:
    """Return a sheet whose cells stay packed until one is asked for: where its table is known, none is."""
    read = cache(partial(_arrays, about, stream))
    texts, height = about["texts"], about["height"]
    return Grid(
        about["sheet"],
        Packed(lambda: read()[:texts], texts, height),
        tuple(about["widths"]),
        Packed(lambda: read()[texts:], about["kinds"], height),
        tuple(Merge(*merge) for merge in about["merges"]),
        about["hidden"],
        frozenset(about["hidden_rows"]),
        frozenset(about["hidden_columns"]),
        about["epoch"],
        frozenset(about["percent_columns"]),
        dict(about["currencies"]),
        about["decimal_commas"],
    )


def _arrays(about: dict[str, Any], stream: memoryview) -> tuple[Any, ...]:
    table = pa.ipc.open_stream(pa.py_buffer(stream)).read_all()
    texts: Sequence[Any] = table.columns[: about["texts"]]
    if not about["chunked"]:
        texts = [in_one(column) for column in texts]
    return (*texts, *(in_one(column).to_numpy() for column in table.columns[about["texts"] :]))
