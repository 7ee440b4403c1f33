"""The rows of a table → digests of what they say: of all cells, of each row, of rows that belong together."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from reportgen.measure.columns import starts_of, texts_filled
from reportgen.model.table import NUMERIC, Column, ColumnType, Table

SIZE = 16
_HALVES = ("first half of it", "and second half.")
"""Keys of two hashes of 64 bits: together they are one of 128."""

ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)
_EMPTY = 0x5851F42D4C957F2D
_SHIFTS = (30, 27, 31)
_FACTORS = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)

Hashes = np.ndarray
"""The hashes of some things: two rows of 64 bits, a column a thing."""


class Rows:
    """The rows of a table with the numbers of their texts: what they say, not where they stand."""

    def __init__(self, table: Table) -> None:
        """Take a table; places are no part of what is told of people."""
        self.table = table
        self._coded: dict[str, tuple[np.ndarray, pa.Array]] = {}

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.table.frame)

    @property
    def said(self) -> str:
        """Return what the table says of itself."""
        return repr((self.table.kind, tuple(self.table.columns.values()), self.table.key, len(self.table.key)))

    def coded(self, name: str) -> tuple[np.ndarray, pa.Array]:
        """Return for each row the number of its text in a column, and the texts; "" is an empty one."""
        if name not in self._coded:
            self._coded[name] = texts_filled(self.table.frame[name])
        return self._coded[name]

    @property
    def texts(self) -> list[str]:
        """Return the names of the columns of texts."""
        plain = (*NUMERIC, ColumnType.DATE)
        return [name for name, column in self.table.columns.items() if column.type not in plain]

    def alike(self, dates: Collection[str]) -> bytes:
        """Return a digest of what is the same for whoever asks; `dates` are columns by which rows are dated.

        Which days and periods have rows, which columns are filled or empty anywhere, and whether any row has a customer
        and no order: then money is given to what that customer owes.
        """
        found, frame = blake2b(digest_size=SIZE), self.table.frame
        for name, column in self.table.columns.items():
            empty = frame[name].isna().to_numpy(dtype=bool)
            found.update(repr((name, bool(empty.any()), bool(empty.all()))).encode())
            if column.type is ColumnType.DATE:
                found.update(np.unique(days_of(frame[name])).tobytes())
            if name in self.texts and (column.type is ColumnType.PERIOD or name in dates):
                found.update(repr(sorted(self.coded(name)[1].to_pylist())).encode())
        if {"order_no", "customer", "amount"} <= set(self.table.columns):
            nameless = frame["order_no"].isna() & frame["customer"].notna() & frame["amount"].notna()
            found.update(repr(bool(nameless.any())).encode())
        return found.digest()

    def in_order(self) -> bytes:
        """Return a digest of all cells, column by column: where a table is everybody's, no row needs a hash."""
        found = blake2b(digest_size=SIZE)
        for name, column in self.table.columns.items():
            cells = self.table.frame[name]
            found.update(repr((name, len(cells))).encode())
            found.update(np.packbits(cells.array.isna()).tobytes())
            if column.type is ColumnType.DATE:
                found.update(days_of(cells).tobytes())
            elif _whole(column, cells):
                found.update(cells.to_numpy(dtype=np.int64, na_value=0).tobytes())
            elif column.type in NUMERIC:
                found.update(_told(_printed(cells)))
            else:
                codes, texts = self.coded(name)
                found.update(codes.astype(np.int64).tobytes())
                found.update(_told(texts))
        return found.digest()

    @cached_property
    def hashes(self) -> Hashes:
        """The hash of each row."""
        seed = int.from_bytes(blake2b(self.table.kind.encode(), digest_size=8).digest(), "big")
        found = np.full((2, len(self)), seed, np.uint64)
        for column in self.table.columns.values():
            for half, cells in enumerate(self._cells(column)):
                one = found[half]
                one *= np.uint64(ODD[half])
                one += cells
                found[half] = mixed(one)
        return found

    def _cells(self, column: Column) -> list[np.ndarray]:
        """Return two hashes of each cell of a column; an empty one is no text and no number."""
        cells = self.table.frame[column.name]
        if column.type is ColumnType.DATE:
            return _numbers(days_of(cells))
        empty = cells.array.isna()
        if _whole(column, cells):
            found = _numbers(cells.to_numpy(dtype=np.int64, na_value=0))
        elif column.type in NUMERIC:
            found = _hashed_texts(_printed(cells))
        else:
            codes, texts = self.coded(column.name)
            found = [each[codes] for each in _hashed_texts(texts)]
        for half in found:
            half[empty] = np.uint64(_EMPTY)
        return found


def _whole(column: Column, cells: pd.Series[Any]) -> bool:
    """Tell whether cells are numbers of 64 bits at most."""
    return column.type in NUMERIC and pd.api.types.is_integer_dtype(cells.dtype) and cells.dtype.kind == "i"


def _printed(cells: pd.Series[Any]) -> pa.Array:
    """Return numbers of more than 64 bits as they print."""
    return pa.array([str(each) for each in cells.tolist()], pa.large_string())


def _told(texts: pa.Array) -> bytes:
    """Return texts as bytes, with how long each is: no two lists are told alike."""
    if not len(texts):
        return b""
    ends = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    content = texts.buffers()[2]
    held = b"" if content is None else memoryview(content)[int(ends[0]) : int(ends[-1])]
    return b"".join((np.diff(ends).tobytes(), held))


def days_of(cells: pd.Series[Any]) -> np.ndarray:
    """Return days as integers; an absent one is the smallest there is."""
    found: np.ndarray = cells.to_numpy(dtype="datetime64[s]").astype(np.int64)
    return found


def _numbers(values: np.ndarray) -> list[np.ndarray]:
    """Return both hashes of each number."""
    plain = values.astype(np.uint64)
    return [mixed(plain * np.uint64(ODD[half]) + np.uint64(ODD[1 - half])) for half in range(2)]


def _hashed_texts(texts: pa.Array) -> list[np.ndarray]:
    """Return both hashes of each text."""
    each = texts.to_numpy(zero_copy_only=False)
    return [pd.util.hash_array(each, hash_key=half, categorize=False) for half in _HALVES]


def mixed(values: np.ndarray) -> np.ndarray:
    """Return numbers of 64 bits each of whose bits depends on all bits of the one that was given."""
    found: np.ndarray = values >> np.uint64(_SHIFTS[0])
    found ^= values
    found *= np.uint64(_FACTORS[0])
    moved = found >> np.uint64(_SHIFTS[1])
    found ^= moved
    found *= np.uint64(_FACTORS[1])
    np.right_shift(found, np.uint64(_SHIFTS[2]), out=moved)
    found ^= moved
    return found


def whole_of(hashes: Hashes) -> Hashes:
    """Return one hash of rows in their order, as of one group."""
    size = hashes.shape[1]
    rank = np.arange(size, dtype=np.uint64)
    placed = [mixed(hashes[half] + rank * np.uint64(ODD[half])).sum(dtype=np.uint64) for half in range(2)]
    found = np.array(placed, np.uint64)[:, np.newaxis]
    return mixed(found + np.uint64(size)) if size else np.zeros((2, 1), np.uint64)


def by_group(hashes: Hashes, group: np.ndarray) -> Hashes:
    """Return a hash of the rows of each group in their order, by the group's number; of one without rows, 0."""
    count = int(group.max()) + 1 if len(group) else 1
    found = np.zeros((2, count), np.uint64)
    if not len(group):
        return found
    order = np.argsort(group, kind="stable")
    placed_in = group[order]
    starts = starts_of(placed_in)
    size = np.diff(np.append(starts, len(order)))
    rank = (np.arange(len(order)) - np.repeat(starts, size)).astype(np.uint64)
    for half in range(2):
        placed = mixed(hashes[half][order] + rank * np.uint64(ODD[half]))
        found[half][placed_in[starts]] = mixed(np.add.reduceat(placed, starts) + size.astype(np.uint64))
    return found
