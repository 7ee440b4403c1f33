"""Turns a cell of a laid-out sheet into markup, with the engine's figure under a formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from reportgen.render.brand import Brand
from reportgen.render.sheets.formulas import Landed, around
from reportgen.render.sheets.look import FONT, Style, opaque
from reportgen.render.sheets.markup import Texts, escape, run
from reportgen.render.sheets.pieces import Cell
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
    formulas: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)
    """What stands around the row's number in formulas, as markup, by formula, part and sheet."""

    def look(self, style: Style, pattern: str, *, risky: bool = False) -> str:
        """Return the number of a look, as the attribute of a cell."""
        found = self.numbers.get(key := (id(style), pattern, risky))
        if found is None:
            found = self.numbers[key] = self.styles.number((style, pattern, risky)), style
        return f' s="{found[0]}"'

    def around(self, formula: str, part: str, sheet: str) -> tuple[str, ...]:
        """Return what stands around the row's number in a formula of a part: in all of its rows the same."""
        found = self.formulas.get(key := (formula, part, sheet))
        if found is None:
            found = self.formulas[key] = tuple(map(escape, around(formula, sheet, part, self.landed)))
        return found


def behind_address(cell: Cell, sheet: str, pen: Pen) -> tuple[str, ...]:
    """Return what a cell says behind its address, in pieces around the number of its row."""
    if isinstance(cell.content, str) and not cell.formula:
        return (_text(cell, cell.content, pen),)
    start, value = pen.look(cell.style, cell.format), _figure(cell)
    if not cell.formula:
        return (f"{start}>{value}</c>" if value else f"{start}/>",)
    return with_formula(start, pen.around(cell.formula, cell.part, sheet), value)


def with_formula(start: str, formula: tuple[str, ...], value: str) -> tuple[str, ...]:
    """Return a look, a formula and the engine's figure, in pieces around the number of a row."""
    first, *others = formula
    if not others:
        return (f"{start}><f>{first}</f>{value}</c>",)
    return (f"{start}><f>{first}", *others[:-1], f"{others[-1]}</f>{value}</c>")


def _figure(cell: Cell) -> str:
    # Without the engine's figure a phone would show an empty cell; a binary float would not be that figure.
    held = cell.content
    if held is None or isinstance(held, str):
        return ""
    return figure(str(held.toordinal() - _BEFORE) if isinstance(held, date) else fifteen(held))


def figure(number: str) -> str:
    """Return a number as the markup of what a cell holds."""
    return f"<v>{number}</v>"


def is_risky(text: str) -> bool:
    """Tell whether a reader who edits a cell of that text could turn it into a formula."""
    return text.startswith(_RISKY)


def _text(cell: Cell, held: str, pen: Pen) -> str:
    """A cell of text, which is text whatever it begins with."""
    start = pen.look(cell.style, cell.format, risky=is_risky(held) and not cell.aside)
    if not held:
        return f"{start}/>"
    number = pen.texts.rich(*_with_aside(cell, held, pen.brand)) if cell.aside else pen.texts.plain(held)
    return f'{start} t="s">{figure(str(number))}</c>'


def _with_aside(cell: Cell, held: str, brand: Brand) -> tuple[str, str]:
    family = brand.font or FONT
    main = run(held, cell.style.size, opaque(brand, cell.style.colour), family, bold=cell.style.bold)
    return main, run(f"  {cell.aside}", cell.aside_size, opaque(brand, "muted"), family)
