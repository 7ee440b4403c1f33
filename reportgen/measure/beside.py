"""Tasks that can be worked out at the same time as others → their results: whoever measures says how."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

Beside = Callable[[Sequence[Callable[[], Any]]], Iterator[Any]]
"""Begins tasks, one after the other, and yields their results in this order.

A task is a pure function of what is in memory. Its result may travel: it is plain values, none of which is told apart
by which object it is.
"""


def here(tasks: Sequence[Callable[[], Any]]) -> Iterator[Any]:
    """Work each task out here, when its result is asked for."""
    return (task() for task in tasks)
