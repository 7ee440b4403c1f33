"""Turns a grid and a width into its measures: text size, column widths, row heights; and cuts off the rows that fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import tee
from typing import Final

from reportgen.render.breadth import line_height, lines, width
from reportgen.render.slides.said import Cell, Grid
from reportgen.render.slides.tokens import TABLE_SIZES

PAD: Final = 10
"""Pixels between a cell's text and its sides."""

_NARROWEST: Final = 90
_EASY: Final = 14
_SPARE: Final = 4
"""Pixels more for a number, which must never break."""


@dataclass(frozen=True, slots=True)
class Measures:
    """How a grid is drawn: sizes of text and header, widths of columns, heights of header, rows and foot, in pixels."""

    size: int
    header_size: int
    widths: tuple[int, ...]
    header: int
    rows: tuple[int, ...]
    foot: int

    def whole_numbers(self, grid: Grid) -> bool:
        """Tell whether no cell at the end of its column needs a second line."""
        numbers = (
            (cell, wide)
            for row in (*grid.rows, *([grid.foot] if grid.foot else []))
            for cell, wide, end in zip(row, self.widths, grid.ends, strict=True)
            if end
        )
        return all(lines(cell.text, self.size, wide - 2 * PAD, bold=cell.bold) == 1 for cell, wide in numbers)

    def calm(self) -> bool:
        """Tell whether no row has more than two lines."""
        return all(row <= _row_height(2, self.size) for row in (*self.rows, self.foot))

    @property
    def height(self) -> int:
        """The height of the whole table."""
        return self.header + sum(self.rows) + self.foot


def measured(grid: Grid, room: int, height: int) -> Measures:
    """Return the measures with the largest text at which the grid fits a width and a height.

    Where lines must break, a smaller text of two lines goes before a larger one of more.
    Where none does, the height is given up first (the grid will be continued on another slide): 14 pixels, or the
    largest size below it at which no cell needs a second line.
    """
    # Each size is tried once, and no smaller one than is asked for.
    tried = (_measures(grid, size, room) for size in TABLE_SIZES if size <= grid.largest)
    once, calmly, easily, last = tee(tried, 4)
    for found in once:
        if found.height <= height and _on_one_line(found):
            return found
    for found in calmly:
        if found.height <= height and found.calm() and found.whole_numbers(grid):
            return found
    for found in easily:
        if found.height <= height and found.size >= _EASY:
            return found
    return next((found for found in last if found.size <= _EASY and _on_one_line(found)), _measures(grid, 13, room))


def smallest(grid: Grid, room: int) -> Measures:
    """Return the measures with the smallest text."""
    return _measures(grid, TABLE_SIZES[-1], room)


def sized(grid: Grid, room: int, size: int) -> Measures:
    """Return the measures with text of a size."""
    return _measures(grid, size, room)


def needs(grid: Grid) -> int:
    """Return the least width a grid can be read in with ease: numbers whole, texts in a narrow column."""
    natural = _natural(grid, _EASY)
    return sum(wide if end else min(wide, _NARROWEST) for wide, end in zip(natural, grid.ends, strict=True))


def cut(grid: Grid, measures: Measures, height: int) -> tuple[Grid, Grid]:
    """Divide a grid into the rows that fit a height, at least one, and the rest, which alone keeps foot and note."""
    used, count = measures.header, 0
    for row in measures.rows:
        if used + row > height and count:
            break
        used, count = used + row, count + 1
    rest = replace(grid, rows=grid.rows[count:], largest=measures.size)
    return replace(grid, rows=grid.rows[:count], foot=None, note=""), rest


def _on_one_line(measures: Measures) -> bool:
    return all(row == _row_height(1, measures.size) for row in (*measures.rows, measures.foot) if row)


def _row_height(count: int, size: int) -> int:
    return count * line_height(size) + size // 2 + 3


def _measures(grid: Grid, size: int, room: int) -> Measures:
    header_size = max(size - 3, 11)
    widths = _widths(grid, size, room)
    header = tuple(Cell(text) for text in grid.header)
    return Measures(
        size,
        header_size,
        widths,
        _height(header, widths, header_size),
        tuple(_height(row, widths, size) for row in grid.rows),
        _height(grid.foot, widths, size) if grid.foot else 0,
    )


def _height(row: tuple[Cell, ...], widths: tuple[int, ...], size: int) -> int:
    taken = (lines(cell.text, size, wide - 2 * PAD, bold=cell.bold) for cell, wide in zip(row, widths, strict=True))
    return _row_height(max(taken, default=1), size)


def _natural(grid: Grid, size: int) -> list[int]:
    """The width each column would like: its widest text on one line."""
    columns = zip(*grid.rows, *([grid.foot] if grid.foot else []), strict=True) if grid.rows or grid.foot else ()
    widest = [max(width(cell.text, size, bold=cell.bold) for cell in column) for column in columns]
    heads = [width(text, max(size - 3, 11)) for text in grid.header]
    room = (2 * PAD + (_SPARE if end else 1) for end in grid.ends)
    return [max(pair) + beside for pair, beside in zip(zip(heads, widest or heads, strict=True), room, strict=True)]


def _widths(grid: Grid, size: int, room: int) -> tuple[int, ...]:
    natural = _natural(grid, size)
    spare = room - sum(natural)
    if spare < 0:
        return _squeezed(natural, grid.ends, room)
    stretched = [wide * room // sum(natural) for wide in natural]
    stretched[0] += room - sum(stretched)
    return tuple(stretched)


def _squeezed(natural: list[int], ends: tuple[bool, ...], room: int) -> tuple[int, ...]:
    """Take from the widest text columns what is too much, then from all alike."""
    widths = list(natural)
    while (over := sum(widths) - room) > 0:
        texts = [index for index, end in enumerate(ends) if not end and widths[index] > _NARROWEST]
        if not texts:
            return tuple(wide * room // sum(widths) for wide in widths)
        widest = max(texts, key=lambda index: widths[index])
        widths[widest] -= min(over, max(widths[widest] - _NARROWEST, 1), 20)
    return tuple(widths)
