"""Where columns lie that are too large to stay in memory: in memory all the same, until a program says otherwise.

Like the system's own allocator it changes no value, only where its bytes are; so it is set once for a process and no
function of a stage takes it as an argument.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

K = TypeVar("K")
T = TypeVar("T")


@dataclass(slots=True)
class Room:
    """What puts a value's large columns aside and returns an equal value over them, and what lets memory go.

    Memory is `short` where that is done. Then what keeps values `by_key` or `in_order` makes them again when they are
    looked at.
    """

    put_aside: Callable[[Any], Any] = lambda value: value
    let_go: Callable[[], None] = lambda: None
    short: bool = False
    by_key: Callable[[Iterable[tuple[Any, Any]]], Mapping[Any, Any]] = dict
    in_order: Callable[[Iterable[Any]], Sequence[Any]] = tuple


ROOM = Room()
"""This process's; copies of the process have what it had."""


def aside(value: T) -> T:
    """Return an equal value whose large columns lie where they take no memory until they are looked at.

    For what stays: columns, frames, tables, and tuples, lists and mappings of them, whose columns may not be written
    into. Everything else in it stays the very same object.
    """
    put: T = ROOM.put_aside(value)
    return put


def let_go() -> None:
    """Let go of the memory of columns put aside, and of what is free: they come back when they are looked at.

    Nothing happens where none are put aside.
    """
    ROOM.let_go()


def by_key(values: Iterable[tuple[K, T]]) -> Mapping[K, T]:
    """Return frozen values by their keys; where memory is short, each is made again when it is looked at.

    For what few ask for at a time. Values come one after the other, so that they need not be there all at once.
    """
    return ROOM.by_key(values)


def in_order(values: Iterable[T]) -> Sequence[T]:
    """Return frozen values in their order; where memory is short, they are made again when they are looked at."""
    return ROOM.in_order(values)
