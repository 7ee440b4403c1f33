"""How often the program looks for values that hold one another: rarely, where millions are made that never do."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_VALUES = 500_000
"""So many new values must there be before they are searched; Python's own 700 took a third of the time of measuring."""


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Search for cycles rarely within; what nobody holds any more is freed at once all the same."""
    before = gc.get_threshold()
    gc.set_threshold(_NEW_VALUES, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
