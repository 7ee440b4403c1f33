"""Turns a sheet's rows and columns into how it falls onto printed pages: where it is cut, and what keeps together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.render.sheets.grid import ROW_HEIGHT, Columns

_HEIGHT: Final = 510.0
"""Points of an A4 page across between its margins."""

_SPARE: Final = 1.06
"""How much wider than a page, by the layout's reckoning, a sheet may be that programs print at its full size."""

_HEAD_AND_ROWS: Final = 6
"""Rows that a long table begins with on a page, its title and heads among them; else it begins the next page."""

_TOGETHER: Final = 0.65
"""What takes up to this part of a page is not cut: the rest of a page before it stays empty."""

_LITTLE: Final = 0.25
"""A last page with less than this is not worth turning to: the others hold it, printed a little smaller."""


_HALVED: Final = 0.4
"""The same where a sheet is two pages wide, and so a page less is two."""

_TWO: Final = 2

_BROADER: Final = (1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.35, 1.4, 1.45, 1.5, 1.55, 1.6)
_NEARLY: Final = 1.03
"""How much wider the wider half of a sheet may be than the least that it could be."""

_SURE: Final = 0.95
_ROOMY: Final = 0.9
"""How much of a page programs fill for sure: of what breaks where it is told to, and of what they are to shrink."""

_FILLED: Final = (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6)
"""How much of a page is filled where the last one would else hold a few rows."""

SMALLEST: Final = 0.62
"""The scale below which a sheet would be printed too small to read: figures of 10 points smaller than 6."""

_LARGE_BELOW: Final = 2 / 3
"""The scale below which notes, of 9 points, would be smaller than 6: they have to be as large as figures."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Rows that belong together, and the smaller pieces that they may be cut into where they are too many."""

    first: int
    last: int
    pieces: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Paging:
    """How a sheet is printed: the rows that a page ends with, and how many pages high it is, 0 for as many as needed.

    `several` tells whether it is more than one page. `drawn` is how much broader its columns are to be, so that it is
    printed a little smaller: told to print on several pages, programs would not keep to the rows that these end with.
    """

    breaks: tuple[int, ...] = ()
    tall: int = 0
    several: bool = False
    drawn: float = 1.0


def cut_at(columns: Columns, page: float, turns: Collection[int] = ()) -> int:
    """Return the number of the first column of the second page of a sheet that is wider than one.

    The first column is printed on both pages, whose widths differ as little as can be: of places that are nearly as
    good the last one, for the first page has the words above the table. `turns` are the columns, counted from 0, that
    may begin the second page; any may where there are none.
    """
    widths = columns.widths
    key = widths[0]
    places = [at for at in range(2, len(widths)) if at in turns or not turns]
    halves = {at: max(sum(widths[:at]), key + sum(widths[at:])) for at in places}
    if not halves or columns.total <= page:
        return 0
    least = min(halves.values())
    return columns.numbers[max(at for at, wider in halves.items() if wider <= _NEARLY * least)]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a sheet: what of them keeps together, heights that differ, those folded away.

    `head` is what each page repeats, in points.
    """

    units: Sequence[Unit]
    heights: Mapping[int, float]
    folded: Collection[int] = ()
    head: float = 0.0


def fits_one_page(rows: Rows) -> bool:
    """Tell whether rows print on one page, large enough to read."""
    return _reads(_taken(rows))


def needs_large_print(rows: Rows, paging: Paging, width: float) -> bool:
    """Tell whether a sheet, `width` pages wide, is printed so small that its notes must be as large as its figures."""
    scale = 1 / max(width * paging.drawn, 1.0)
    return min(scale, _ROOMY * _HEIGHT / _taken(rows) if paging.tall else scale) < _LARGE_BELOW


def paged(rows: Rows, width: float) -> Paging:
    """Return how rows fall onto pages: `width` is the sheet's in pages.

    A unit that would be cut, and is not long, begins a page. Where the last page would hold little, the sheet is
    printed on one page less, if a little smaller is enough for that.
    """
    walk = _walked(rows, width)
    if not walk.ends_with_less_than(_LITTLE):
        return Paging(tuple(walk.breaks), several=walk.pages > 1)
    if walk.pages == _TWO and _reads(_taken(rows)):
        return Paging(tuple(row for row in walk.breaks if row < walk.begun - 1), 1)
    by, found = _drawn(rows, walk, width, width)
    if found is walk:
        even = _evened(rows, walk, width, _LITTLE)
        return Paging(tuple(even.breaks if even is walk else even.ends), several=True)
    return Paging(tuple(found.breaks), several=found.pages > 1, drawn=by)


def halved(rows: Rows, halves: Sequence[float]) -> Paging:
    """Return how a sheet of two pages in breadth is printed: `halves` are the widths of both in pages.

    Both have the same rows on a page, as many as the narrower one has room for, so that one reads on beside the other.
    """
    width = min(halves)
    # A little less than a page: a row more than it holds would have a page for itself.
    walk, by = _walked(rows, width, _SURE), 1.0
    if walk.ends_with_less_than(_HALVED):
        by, found = _drawn(rows, walk, width, max(halves))
        walk = _evened(rows, walk, width, _LITTLE) if found is walk else found
    return Paging(tuple(walk.ends), several=True, drawn=by)


def _drawn(rows: Rows, plain: _Walk, width: float, widest: float) -> tuple[float, _Walk]:
    """Return how much broader a sheet is to be drawn so that it needs a page less, and how its rows fall then.

    Drawn out, it is printed smaller. It stays as it is (`plain`) where print would be too small (`widest` is its
    widest page), or no page less is enough.
    """
    for by in _BROADER:
        walk = _walked(rows, width * by, _SURE)
        if walk.pages < plain.pages and widest * by * SMALLEST <= 1.0:
            return by, walk
    return 1.0, plain


def _evened(rows: Rows, plain: _Walk, width: float, little: float) -> _Walk:
    """Return how rows fall onto as many pages that are not filled, so that the last one holds more than a little.

    They stay as they are (`plain`) where nothing is gained by that.
    """
    walks = (_walked(rows, width, part) for part in _FILLED)
    even = (walk for walk in walks if walk.pages == plain.pages and not walk.ends_with_less_than(little))
    return next(even, plain)


def _walked(rows: Rows, width: float, sure: float = 1.0) -> _Walk:
    """Go down the rows of a sheet that is so many pages wide."""
    walk = _Walk(rows.heights, frozenset(rows.folded), sure * _HEIGHT * max(1.0, width / _SPARE), rows.head)
    walk.down(rows.units)
    return walk


def _taken(rows: Rows) -> float:
    """The points that all rows take."""
    return _Walk(rows.heights, frozenset(rows.folded), 0.0, 0.0).height(1, max(unit.last for unit in rows.units))


def _reads(points: float) -> bool:
    """Tell whether so many points on one page are printed large enough to read."""
    return points * SMALLEST <= _ROOMY * _HEIGHT


class _Walk:
    """Goes down the rows of a sheet and knows how much of the page is taken, and with which row it began."""

    def __init__(self, heights: Mapping[int, float], hidden: frozenset[int], room: float, head: float) -> None:
        self.heights, self.hidden, self.room, self.head = heights, hidden, room, head
        self.taken, self.pages, self.begun = 0.0, 1, 1
        self.breaks: list[int] = []
        self.begins: list[int] = []

    def ends_with_less_than(self, part: float) -> bool:
        """Tell whether there are several pages, of which the last holds less than a part of one."""
        return self.pages > 1 and self.taken - self.head < part * self.room

    @property
    def ends(self) -> list[int]:
        """Return the rows that all pages but the last end with."""
        return [row - 1 for row in self.begins]

    def height(self, first: int, last: int) -> float:
        """Return the points that rows take."""
        seen = (row for row in range(first, last + 1) if row not in self.hidden)
        return sum(self.heights.get(row, ROW_HEIGHT) for row in seen)

    def down(self, units: Sequence[Unit]) -> None:
        """Take units in turn: those that would be cut begin the next page, or their pieces do, or they flow."""
        for unit in units:
            size, left = self.height(unit.first, unit.last), self.room - self.taken
            if size <= left:
                self.taken += size
            elif size <= _TOGETHER * self.room and unit.first > 1:
                self._turn(unit.first)
                self.taken += size
            elif unit.pieces:
                self.down(unit.pieces)
            else:
                if unit.first > 1 and self.height(unit.first, unit.first + _HEAD_AND_ROWS) > left:
                    self._turn(unit.first)
                self._flow(unit)

    def _turn(self, first: int) -> None:
        self.breaks.append(first - 1)
        self._next(first)

    def _next(self, first: int) -> None:
        self.taken, self.begun = self.head, first
        self.begins.append(first)
        self.pages += 1

    def _flow(self, unit: Unit) -> None:
        """Go down a long table: a row that does not fit begins the next page by itself."""
        for row in range(unit.first, unit.last + 1):
            size = 0.0 if row in self.hidden else self.heights.get(row, ROW_HEIGHT)
            if self.taken + size > self.room:
                self._next(row)
            self.taken += size
