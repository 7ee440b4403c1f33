"""Turns quarter after quarter of rows into one sequence that lies on the disk and can be read more than once."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from typing import IO, TypeVar, overload

Row = TypeVar("Row")


class Spool(Sequence[Row]):
    """Rows in the order in which they were added; only one addition of them is in memory at a time.

    The file is one of this run alone, opened for reading and writing: it is read back by nobody else.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._starts: list[int] = []
        self._counts: list[int] = []

    def add(self, rows: Sequence[Row]) -> None:
        """Put rows behind those that are there."""
        self._file.seek(0, 2)
        self._starts.append(self._file.tell())
        self._counts.append(len(rows))
        pickle.dump(rows, self._file, pickle.HIGHEST_PROTOCOL)

    def _added(self, place: int) -> Sequence[Row]:
        self._file.seek(self._starts[place])
        found: Sequence[Row] = pickle.load(self._file)  # noqa: S301 - written above
        return found

    def __len__(self) -> int:
        return sum(self._counts)

    def __iter__(self) -> Iterator[Row]:
        for place in range(len(self._starts)):
            yield from self._added(place)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        at = range(len(self))[index]
        for place, count in enumerate(self._counts):
            if at < count:
                return self._added(place)[at]
            at -= count
        raise AssertionError("a place within the length is in one of the additions")
