"""Large columns ↔ a file that is mapped into memory: what of it was looked at can be let go and comes back by itself.

A company of thousands has columns that measuring looks at one after the other and composing hardly at all. They are
written into files without a name, which end with the program however it ends, in the folder of what is kept.
"""

from __future__ import annotations

import mmap
import os
import pickle
from collections.abc import Callable
from dataclasses import fields
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from pickle import PickleBuffer
from tempfile import TemporaryFile
from typing import Any, Final, TypeVar
from weakref import WeakSet

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionArray

from reportgen.app.files import make_folder
from reportgen.app.memory import MEGABYTE, give_back, mapped
from reportgen.app.unmade import Unmade, UnmadeByKey
from reportgen.model.room import ROOM, Room
from reportgen.model.table import InParts, Table

T = TypeVar("T")

USUAL: Final = 1024
"""Megabytes that a process may take where nothing else is said."""

_PER_BYTE: Final = 6
"""Bytes of memory that measuring takes for a byte of spreadsheets: 4.5 to 6 were seen at 1,000 and 5,000 people."""

LARGE: Final = 64 * 1024
"""Bytes of the smallest column that is worth it."""

_LOOKED_AT: Final = 96
"""Megabytes of columns that may have been looked at when further ones are put aside."""

_LINE: Final = 64
"""Columns begin at such places: Arrow computes with whole lines of the processor's cache."""

_GATHERED = (
    pa.Array,
    pa.ChunkedArray,
    pa.Buffer,
    pd.DataFrame,
    pd.Series,
    ExtensionArray,
    tuple,
    list,
    dict,
    PickleBuffer,
)
_INSIDE = ("pandas.core.internals", "pandas._libs.internals")
"""Where pandas keeps what a frame is made of."""


class Spill:
    """Columns that were put aside by one program, and their memory."""

    def __init__(self, folder: Path, large: int = LARGE) -> None:
        """Take the folder on whose disk they lie, which need not be there yet, and the bytes of a large column."""
        self._folder = folder
        self._large = large
        self._maps: WeakSet[_Map] = WeakSet()
        self._bare = mapped(os.getpid())  # the libraries'; a copy of the process has not touched all of them

    def put_aside(self, value: T) -> T:
        """Return an equal value over columns in a file; the same value where none is large or the disk has no room."""
        columns: list[memoryview] = []

        def take(column: PickleBuffer) -> bool:
            raw = column.raw()
            if raw.nbytes < self._large:
                return True
            columns.append(raw)
            return False

        sink, same = BytesIO(), _Same(self._lies_aside)
        packer = _Packer(sink, protocol=5, buffer_callback=take)
        packer.same = same
        packer.dump(value)
        if not columns:
            return value
        try:
            mapped = self._written(columns)
        except OSError:
            return value
        unpacker = pickle.Unpickler(BytesIO(sink.getbuffer()), buffers=mapped)  # noqa: S301  packed a moment ago
        unpacker.persistent_load = same.objects.__getitem__  # type: ignore[method-assign]
        found: T = unpacker.load()
        return found

    def let_go(self) -> None:
        """Let go of the memory of all columns; it comes back, from the system's own or the disk, when it is read."""
        for each in self._maps:
            each.madvise(mmap.MADV_DONTNEED)
        self._bare = mapped(os.getpid())

    def _written(self, columns: list[memoryview]) -> list[memoryview]:
        """Write columns into a file of their own and return them as they are mapped: it ends with the last of them."""
        places = [0, *accumulate(-(-column.nbytes // _LINE) * _LINE for column in columns)]
        make_folder(self._folder)
        with TemporaryFile(dir=self._folder, buffering=0) as file:
            file.truncate(places[-1])
            for column, place in zip(columns, places, strict=False):
                file.seek(place)
                left = column
                while left:
                    left = left[file.write(left) :]
            whole = _Map(file.fileno(), places[-1], access=mmap.ACCESS_READ)
        self._maps.add(whole)
        if mapped(os.getpid()) > self._bare + _LOOKED_AT:
            self.let_go()  # steps that look at much put aside what they make of it
        seen = memoryview(whole)
        whole.begins = np.frombuffer(seen, np.uint8).ctypes.data
        return [seen[place : place + column.nbytes] for column, place in zip(columns, places, strict=False)]

    def _lies_aside(self, address: int) -> bool:
        return any(each.begins <= address < each.begins + len(each) for each in self._maps)


def make_room(folder: Path, inputs: int, megabytes: int = 0) -> None:
    """Let this process put columns aside where inputs of so many bytes would take more memory than it may.

    `megabytes` are what it may take (0: what is usual). Else columns stay in memory, as they do where the system
    cannot let go of them.
    """
    if inputs * _PER_BYTE <= (megabytes or USUAL) * MEGABYTE or not hasattr(mmap, "MADV_DONTNEED"):
        stay_in_memory()
        return
    spill = Spill(folder)

    def let_go() -> None:
        spill.let_go()
        give_back()

    ROOM.put_aside, ROOM.let_go, ROOM.short = spill.put_aside, let_go, True
    ROOM.by_key, ROOM.in_order = UnmadeByKey, Unmade


def stay_in_memory() -> None:
    """Put no columns aside any more; those that were stay where they are."""
    plenty = Room()
    for each in fields(plenty):
        setattr(ROOM, each.name, getattr(plenty, each.name))


def give_all_back() -> None:
    """Let go of memory between two stages, wherever columns lie."""
    give_back()
    ROOM.let_go()


class _Map(mmap.mmap):
    """A file in memory, and where it begins there."""

    begins: int = 0


class _Same:
    """What of a value stays the very same object: all but large columns and what holds them."""

    def __init__(self, lies_aside: Callable[[int], bool]) -> None:
        self.objects: list[Any] = []
        self._lies_aside = lies_aside

    def number(self, found: Any) -> int | None:
        """Return a number by which an object is found again; None where it is taken apart."""
        if not self._stays(found):
            return None
        self.objects.append(found)
        return len(self.objects) - 1

    def _stays(self, found: Any) -> bool:
        if isinstance(found, type):
            return True
        if isinstance(found, np.ndarray):
            # What repeats one value has no memory worth a file.
            return found.dtype.hasobject or 0 in found.strides or self._lies_aside(found.ctypes.data)
        if isinstance(found, pa.Buffer):
            return not found.is_cpu or self._lies_aside(found.address)
        if isinstance(found, _GATHERED) or (isinstance(found, pd.Index) and not isinstance(found, pd.RangeIndex)):
            return False
        if type(found).__module__.startswith(_INSIDE):
            return False
        return not isinstance(found, Table | InParts)


class _Packer(pickle.Pickler):
    """Takes values apart down to their large columns."""

    same: _Same

    def persistent_id(self, found: Any) -> int | None:
        """Return the number of what stays as it is."""
        return self.same.number(found)

    def reducer_override(self, found: Any) -> Any:
        """Return what makes a value again of its parts, where it says so itself; days are packed as numbers."""
        if isinstance(found, np.ndarray) and found.dtype.kind == "M":
            return _as_days, (np.ascontiguousarray(found).view(np.int64), found.dtype)
        if isinstance(found, np.ndarray) and not (found.flags.c_contiguous or found.flags.f_contiguous):
            return np.asarray, (np.ascontiguousarray(found),)
        return found.in_parts() if isinstance(found, InParts) else NotImplemented


def _as_days(numbers: np.ndarray, form: np.dtype[Any]) -> np.ndarray:
    return numbers.view(form)
