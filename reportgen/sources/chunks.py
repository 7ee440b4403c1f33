"""Turns a column that may come in pieces into its pieces, or into one: the cells of a long text file are not joined.

Joining copies; it is done where a few cells are looked at by their bytes, never for a whole long file.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa


def chunks_of(texts: Any) -> list[Any]:
    """Return the arrow arrays of which a column consists."""
    return list(texts.chunks) if isinstance(texts, pa.ChunkedArray) else [texts]


def in_one(texts: Any) -> Any:
    """Return a column as one arrow array."""
    if not isinstance(texts, pa.ChunkedArray):
        return texts
    joined = texts.combine_chunks()
    return pa.concat_arrays(joined.chunks) if isinstance(joined, pa.ChunkedArray) else joined


def taken(texts: Any, positions: Any) -> Any:
    """Return the cells of a column at some positions (numpy integers); in order, piece by piece where it has pieces.

    Arrow itself would first join the pieces; and where a piece's cells follow one another, nothing is copied.
    """
    if not isinstance(texts, pa.ChunkedArray) or (np.diff(positions) < 0).any():
        return texts.take(pa.array(positions, pa.int64()))
    ends = np.cumsum([0, *map(len, texts.chunks)])
    cuts = np.searchsorted(positions, ends)
    parts = [
        _part(chunk, positions[first:last] - start)
        for chunk, start, first, last in zip(texts.chunks, ends[:-1], cuts[:-1], cuts[1:], strict=True)
        if last > first
    ]
    return pa.chunked_array(parts, texts.type)


def _part(chunk: Any, positions: Any) -> Any:
    first = int(positions[0])
    if int(positions[-1]) - first + 1 == len(positions) and (np.diff(positions) == 1).all():
        return chunk.slice(first, len(positions))
    return chunk.take(pa.array(positions, pa.int64()))
