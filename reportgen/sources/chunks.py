"""Turns a column that may come in pieces into its pieces, or into one: the cells of a long text file are not joined.

Joining copies; it is done where a few cells are looked at by their bytes, never for a whole long file.
"""

from __future__ import annotations

from typing import Any

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
