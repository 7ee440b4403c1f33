"""What a process holds, has computed and gives back, and how often it looks for values that hold one another."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

MEGABYTE: Final = 1024 * 1024

_NEW_VALUES = 500_000
"""So many new values must there be before they are searched; Python's own 700 took a third of the time of measuring."""

_LEFT_BEHIND = 100_000
"""So many values may a document leave before the next one is drawn: a page's boxes hold one another."""

_ARENAS, _LARGE, _MORE, _FREE = -8, -3, -2, -1
"""What glibc calls `M_ARENA_MAX`, `M_MMAP_THRESHOLD`, `M_TOP_PAD` and `M_TRIM_THRESHOLD`."""


def share_one_arena() -> None:
    """Have threads take memory from one place, of which all is given back when that is asked for.

    It counts only before the first thread has taken any: libraries begin threads while they are loaded.
    """
    library = _library()
    if library is not None:
        library.mallopt(_ARENAS, 1)


def hold_little() -> None:
    """Keep little of what tables leave: columns are given back to the system when that is asked for.

    Arrow's own pool and an arena a thread kept a third of what reading took, for columns that never come again.
    """
    import pyarrow as pa  # here: what reads no table need not wait for it

    pa.set_memory_pool(pa.system_memory_pool())
    library = _library()
    if library is not None:
        # A column asked of the system by itself comes a page at a time, and all of it anew for each passing one: those
        # of some hundred thousand rows are taken from what the process has. Half as many pages are asked for.
        library.mallopt(_LARGE, 2 * MEGABYTE)
        # Small columns come and go at the end of what the process has: given back each time, each page of them is
        # asked for again, two million pages in a correction of 1,000 people. `give_back` is when it is given back.
        library.mallopt(_MORE, 16 * MEGABYTE)
        library.mallopt(_FREE, 1024 * MEGABYTE)


def give_back() -> None:
    """Give the system what is free between values that stay; the next stage's may be of other sizes."""
    library = _library()
    if library is not None:
        library.malloc_trim(0)


@cache
def _library() -> Any:
    """Return the C library where it is glibc, else None: no other one has these calls."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Search for cycles rarely within; what nobody holds any more is freed at once all the same."""
    before = gc.get_threshold()
    gc.set_threshold(_NEW_VALUES, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def not_collecting() -> Iterator[None]:
    """Search for no cycles within: millions of values are made that stay, and each search would look at all of them.

    They count as old from then on, so that the next search does not begin with them.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        gc.enable()


@cache
def keep_what_is_loaded() -> None:
    """Never search again what is there now: libraries, style sheets, fonts. It stays until the process ends.

    The little that the first document left stays with it: searching for that takes as long as drawing the second.
    """
    gc.freeze()


def clear_up() -> None:
    """Free what the last document left, where it is much; what was there before it is not searched."""
    if gc.get_count()[0] > _LEFT_BEHIND:
        gc.collect(0)


def resident(process: int) -> int:
    """Return how many megabytes a process holds now; 0 where the system does not tell, or it is gone."""
    return _megabytes(process, 1)


def mapped(process: int) -> int:
    """Return how many of them are files' as they lie on the disk: libraries, and columns put aside."""
    return _megabytes(process, 2)


def own_memory(process: int) -> int:
    """Return how many megabytes a process holds that are no files' as they lie on the disk; 0 as for `resident`."""
    try:
        told = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines())
        return sum(int(told[name].split()[0]) for name in ("RssAnon", "RssShmem")) // 1024
    except (OSError, ValueError, KeyError, IndexError):
        return 0


def _megabytes(process: int, column: int) -> int:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_bytes().split()[column])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // MEGABYTE


def computed(process: int) -> float:
    """Return how many seconds a process has computed so far; 0 where the system does not tell, or it is gone."""
    try:
        # The name in brackets may hold spaces; after it come the state and numbers.
        numbers = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0.0
