"""Turns all spellings of a column into the one way in which its doubtful ones are meant, or into "undecided".

A decimal mark is shown by a number that can be read under one mark only, an order of day and month by a day that
exists in one order only. Whatever decides stands in the column itself; nothing is taken from a language or a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple


class Shown(Enum):
    """What one spelling of a number says about the decimal mark."""

    NOTHING = 0
    POINT = 1
    COMMA = 2
    EITHER = 3
    """Two values are possible."""
    NEITHER = 4
    """It is no number under any mark."""


class Mark(NamedTuple):
    """What one form of number shows, whether two marks in it prove it, and how many spellings have it."""

    shown: Shown
    proven: bool
    spellings: int


@dataclass(frozen=True, slots=True)
class MarksDecision:
    """How the numbers of a column are read.

    `either` is the decimal mark of those that could be read under both, "" where that is undecided. `points` and
    `commas` tell whether those that can only be read under that mark are believed.
    """

    either: str
    points: bool = True
    commas: bool = True


def decide_marks(marks: Iterable[Mark]) -> MarksDecision:
    """Decide between the decimal point, which is the usual form, and the decimal comma, which must be shown.

    One lone number such as `1052,75` may be a slip for 1,052.75: a comma is believed where two marks in a number
    prove it or where several numbers agree. Where both forms stand in one column, the rarer one is not believed
    unless it is proven.
    """
    found = list(marks)
    points = _count(found, Shown.POINT)
    commas = _count(found, Shown.COMMA)
    point_proven, comma_proven = _proven(found, Shown.POINT), _proven(found, Shown.COMMA)
    if points and commas:
        return MarksDecision("", points > commas or point_proven, commas > points or comma_proven)
    if commas:
        believed = comma_proven or commas > 1
        return MarksDecision("," if believed else "", commas=believed)
    return MarksDecision("." if points else "")


def _count(marks: Sequence[Mark], shown: Shown) -> int:
    return sum(mark.spellings for mark in marks if mark.shown is shown)


def _proven(marks: Sequence[Mark], shown: Shown) -> bool:
    return any(mark.proven for mark in marks if mark.shown is shown)


class Order(NamedTuple):
    """The order in which a column's days are written, and how it was decided.

    `name` is `dmy`, `mdy` or `ymd`, "" where it is undecided; `by` the index of the spelling that decided it, or -1;
    `against` the index of one that contradicts it, or -1.
    """

    name: str
    by: int = -1
    against: int = -1


def decide_order(readings: Mapping[int, Mapping[str, Any]]) -> Order:
    """Decide the order in which all days of a column exist; `readings` are, by spelling, order → what it means.

    Two days of which none exists in the other's order contradict each other, and nothing is decided.
    """
    possible: frozenset[str] | None = None
    by = -1
    for index, meant in readings.items():
        if len(set(meant.values())) == 1 and len(meant) > 1:
            continue
        narrowed = frozenset(meant) if possible is None else possible & frozenset(meant)
        if not narrowed:
            return Order("", by, index)
        if possible is None or len(narrowed) < len(possible):
            possible, by = narrowed, index
    if possible == frozenset({"dmy", "ymd"}):
        name = _by_years(readings)
        return Order(name, by) if name else Order("")
    if possible is None or len(possible) != 1:
        return Order("")
    return Order(next(iter(possible)), by)


def _by_years(readings: Mapping[int, Mapping[str, Any]]) -> str:
    """Choose between `31/03/26` as 2026 and as 2031: the year is the part that stays, days run through the month.

    Decided only where one order has all days in two years that follow one another, and the other scatters them over
    three years or more, at least ten apart.
    """
    years = {
        # Days and the ids of periods both begin with their year.
        order: {int(str(meant[order])[:4]) for meant in readings.values() if order in meant}
        for order in ("dmy", "ymd")
    }
    for order, other in (("dmy", "ymd"), ("ymd", "dmy")):
        near = max(years[order]) - min(years[order]) <= 1
        if near and len(years[other]) >= 3 and max(years[other]) - min(years[other]) >= 10:
            return order
    return ""
