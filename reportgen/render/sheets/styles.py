"""Turns the styles that cells name into a workbook's part of styles, each with the number its cells refer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Final

from reportgen.render.brand import Brand
from reportgen.render.sheets.look import FONT, Line, Style, opaque, tint
from reportgen.render.sheets.markup import MAIN, START, quoteattr

Look = tuple[Style, str, bool]
"""A style, a number format, and whether the cell's text begins like a formula."""

ALARM: Final = 0
"""The number of the one look that a condition gives: that of a check that found a difference."""

_BUILT_IN: Final = {"General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10}
_FIRST_OWN: Final = 164
_BODY_SIZE: Final = 10
_NO_BORDER: Final = "<border><left/><right/><top/><bottom/><diagonal/></border>"
_NO_FILLS: Final = ("<fill><patternFill/></fill>", '<fill><patternFill patternType="gray125"/></fill>')


@dataclass(slots=True)
class Styles:
    """The looks of one workbook while it is written: each with its number, and the pieces that they share."""

    brand: Brand
    numbers: dict[Look, int] = field(default_factory=dict)
    formats: dict[str, int] = field(default_factory=dict)
    fonts: dict[str, int] = field(default_factory=dict)
    fills: dict[str, int] = field(default_factory=dict)
    borders: dict[str, int] = field(default_factory=dict)
    looks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        # The first font is that of every cell without a style, and the measure of column widths.
        self.fonts[f'<font><sz val="{_BODY_SIZE}"/><name val={_family(self.brand)}/></font>'] = 0
        self.fills.update((each, index) for index, each in enumerate(_NO_FILLS))
        self.borders[_NO_BORDER] = 0
        self.looks.append('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>')

    def number(self, look: Look) -> int:
        """Return the number of a look; a new one is added."""
        found = self.numbers.get(look)
        if found is None:
            found = self.numbers[look] = len(self.looks)
            self.looks.append(self._look(*look))
        return found

    def part(self) -> bytes:
        """Return the part of styles."""
        formats = [
            f'<numFmt numFmtId="{number}" formatCode={quoteattr(pattern)}/>' for pattern, number in self.formats.items()
        ]
        alarm = f'<dxf><font><color rgb="{opaque(self.brand, "alarm")}"/></font></dxf>'
        lists = (
            _listed("numFmts", formats) if formats else "",
            _listed("fonts", self.fonts),
            _listed("fills", self.fills),
            _listed("borders", self.borders),
            _listed("cellStyleXfs", ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',)),
            _listed("cellXfs", self.looks),
            _listed("cellStyles", ('<cellStyle name="Normal" xfId="0" builtinId="0"/>',)),
            _listed("dxfs", (alarm,)),
        )
        return f'{START}<styleSheet xmlns="{MAIN}">{"".join(lists)}</styleSheet>'.encode()

    def _look(self, style: Style, pattern: str, quoted: bool) -> str:
        font = self.fonts.setdefault(_font(style, self.brand), len(self.fonts))
        fill = self.fills.setdefault(_fill(style, self.brand), len(self.fills))
        border = self.borders.setdefault(_border(style, self.brand), len(self.borders))
        known = _BUILT_IN.get(pattern)
        number = self.formats.setdefault(pattern, _FIRST_OWN + len(self.formats)) if known is None else known
        quote = ' quotePrefix="1"' if quoted else ""
        return (
            f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
            f'applyAlignment="1"{quote}>{_alignment(style)}</xf>'
        )


def _listed(name: str, entries: dict[str, int] | list[str] | tuple[str, ...]) -> str:
    return f'<{name} count="{len(entries)}">{"".join(entries)}</{name}>'


def _family(brand: Brand) -> str:
    return quoteattr(brand.font or FONT)


@cache
def _font(style: Style, brand: Brand) -> str:
    bold = '<b val="1"/>' if style.bold else ""
    size, colour = f'<sz val="{style.size:g}"/>', f'<color rgb="{opaque(brand, style.colour)}"/>'
    return f"<font>{bold}{size}{colour}<name val={_family(brand)}/></font>"


@cache
def _fill(style: Style, brand: Brand) -> str:
    if not style.fill:
        return _NO_FILLS[0]
    return f'<fill><patternFill patternType="solid"><fgColor rgb="{tint(brand, style.fill)}"/></patternFill></fill>'


@cache
def _border(style: Style, brand: Brand) -> str:
    if not style.above and not style.below:
        return _NO_BORDER
    return f"<border>{_side('top', style.above, brand)}{_side('bottom', style.below, brand)}</border>"


def _side(name: str, line: Line, brand: Brand) -> str:
    if not line:
        return f"<{name}/>"
    weight = "medium" if line == "accent" else "thin"
    return f'<{name} style="{weight}"><color rgb="{opaque(brand, line)}"/></{name}>'


@cache
def _alignment(style: Style) -> str:
    side = "right" if style.align == "end" else "left"
    wrap = ' wrapText="1"' if style.wrap else ""
    shrink = ' shrinkToFit="1"' if style.shrink else ""
    indent = ' indent="1"' if style.indent else ""
    return f'<alignment horizontal="{side}" vertical="center"{wrap}{shrink}{indent}/>'
