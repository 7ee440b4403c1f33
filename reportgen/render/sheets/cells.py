"""Turns the cells of a laid-out sheet into the rows of its part, with the engine's figure under each formula."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from reportgen.render.brand import Brand
from reportgen.render.sheets.formulas import Landed, Spot, resolved, same_row
from reportgen.render.sheets.grid import Cell, Sheet
from reportgen.render.sheets.look import FONT, Style, opaque
from reportgen.render.sheets.markup import Texts, escape, letters, run
from reportgen.render.sheets.styles import Styles
from reportgen.render.sheets.values import fifteen

_RISKY: Final = ("=", "+", "-", "@", "\t")
_BEFORE: Final = date(1899, 12, 30).toordinal()
"""The day that spreadsheets count from, for days since March 1900."""


@dataclass(frozen=True, slots=True)
class Pen:
    """What the sheets of one workbook share while they are written."""

    brand: Brand
    landed: Mapping[str, Landed]
    texts: Texts
    styles: Styles
    numbers: dict[tuple[int, str, bool], tuple[int, Style]] = field(default_factory=dict)
    """Looks by the identity of their style, which is held with each: to hash all it says takes longer than a cell."""
    formulas: dict[tuple[str, str], tuple[str, ...] | None] = field(default_factory=dict)
    """What stands around the row's number in formulas of a part that name cells of their own row alone."""

    def look(self, style: Style, pattern: str, *, risky: bool = False) -> int:
        """Return the number of a look."""
        found = self.numbers.get(key := (id(style), pattern, risky))
        if found is None:
            found = self.numbers[key] = self.styles.number((style, pattern, risky)), style
        return found[0]

    def formula(self, cell: Cell, sheet: str) -> str:
        """Return a cell's formula with cells for its references."""
        around = self.around(cell)
        if around is None:
            return resolved(cell.formula, Spot(sheet, cell.part, cell.row), self.landed)
        return str(cell.row).join(around)

    def around(self, cell: Cell) -> tuple[str, ...] | None:
        """Return what stands around the row's number in a formula of its own row's cells; None for any other one."""
        key = cell.formula, cell.part
        if key not in self.formulas:
            self.formulas[key] = same_row(cell.formula, cell.part, self.landed)
        return self.formulas[key]


def rows_of(sheet: Sheet, pen: Pen) -> Iterator[str]:
    """Yield the rows of a sheet that have cells, a height of their own, or are folded away."""
    cells: defaultdict[int, dict[int, str]] = defaultdict(dict)
    told: dict[tuple[int, int, str, str, str, str, float], tuple[str, ...]] = {}
    for cell in sheet.cells:
        row, column, content, style, pattern, formula, part, _, aside, _, size = cell
        # Of a register's 200,000 cells most are like another one. What is known by its place in memory is the sheet's.
        found = told.get(key := (id(content), id(style), pattern, formula, part, aside, size))
        if found is None:
            found = told[key] = _told(cell, sheet.name, pen)
        # A formula of another row's cells is told row by row.
        after = str(row).join(found) if found else _of_cell(cell, sheet.name, pen)
        cells[row][column] = f'<c r="{letters(column)}{row}"{after}'
    folded = frozenset(sheet.folded)
    for row in sorted(cells.keys() | sheet.heights.keys() | folded):
        height = f' ht="{sheet.heights[row]:g}" customHeight="1"' if row in sheet.heights else ""
        hidden = ' hidden="1" outlineLevel="1"' if row in folded else ""
        here = cells.get(row, {})
        yield f'<row r="{row}"{hidden}{height}>{"".join(map(here.__getitem__, sorted(here)))}</row>'


def _told(cell: Cell, sheet: str, pen: Pen) -> tuple[str, ...]:
    """Return what a cell says behind its address, in pieces around the number of its row; nothing if that differs."""
    if not cell.formula:
        return (_of_cell(cell, sheet, pen),)
    around = pen.around(cell)
    if around is None:
        return ()
    first, *others = map(escape, around)
    start, value = _figure(cell, pen)
    return (f"{start}><f>{first}", *others[:-1], f"{others[-1]}</f>{value}</c>")


def _of_cell(cell: Cell, sheet: str, pen: Pen) -> str:
    """Return what a cell says behind its address."""
    if isinstance(cell.content, str) and not cell.formula:
        return _text(cell, cell.content, pen)
    start, value = _figure(cell, pen)
    if cell.formula:
        return f"{start}><f>{escape(pen.formula(cell, sheet))}</f>{value}</c>"
    return f"{start}>{value}</c>" if value else f"{start}/>"


def _figure(cell: Cell, pen: Pen) -> tuple[str, str]:
    """Return a cell's look and its figure."""
    # Without the engine's figure a phone would show an empty cell; a binary float would not be that figure.
    held = cell.content
    value = "" if held is None or isinstance(held, str) else f"<v>{_number(held)}</v>"
    return f' s="{pen.look(cell.style, cell.format)}"', value


def _text(cell: Cell, held: str, pen: Pen) -> str:
    """A cell of text, which is text whatever it begins with."""
    # Else a reader who edits the cell turns the text into a formula.
    risky = held.startswith(_RISKY) and not cell.aside
    start = f' s="{pen.look(cell.style, cell.format, risky=risky)}"'
    if not held:
        return f"{start}/>"
    number = pen.texts.rich(*_with_aside(cell, held, pen.brand)) if cell.aside else pen.texts.plain(held)
    return f'{start} t="s"><v>{number}</v></c>'


def _with_aside(cell: Cell, held: str, brand: Brand) -> tuple[str, str]:
    family = brand.font or FONT
    main = run(held, cell.style.size, opaque(brand, cell.style.colour), family, bold=cell.style.bold)
    return main, run(f"  {cell.aside}", cell.aside_size, opaque(brand, "muted"), family)


def _number(held: Fraction | date) -> str:
    return str(held.toordinal() - _BEFORE) if isinstance(held, date) else fifteen(held)
