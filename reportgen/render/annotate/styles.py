"""Turns the styles of a workbook into the same with what marks need.

Every marked cell keeps its own format and is filled: a filled style is a copy of the cell's own, number format, font,
border and protection included, with another fill.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from reportgen.render.annotate.elements import Edit, Element, appended, edited, recounted, root_of, with_attribute

AMBER: Final = "FFFFE8B3"
RED: Final = "FFFBC9C2"
_INK, _MUTED, _ACCENT, _LIGHT = "FF1B1F24", "FF667085", "FF1F4B99", "FFEEF3FC"
_MOST: Final = 64_000
"""Formats that Excel takes in one workbook."""

PLAIN_STYLES: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font>'
    b'<sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>'
    b'<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" '
    b'borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    b'</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(slots=True)
class Palette:
    """The styles part while marks are made: which filled copy stands for which of the cells' own styles."""

    part: bytes
    root: Element
    added: list[bytes] = field(default_factory=list)
    fonts: list[bytes] = field(default_factory=list)
    known: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def can_fill(self) -> bool:
        """Tell whether the part has what a fill needs."""
        found = (self.root.first("fills"), self.root.first("cellXfs"), self.root.first("fonts"))
        return all(each is not None and each.children for each in found)

    def filled(self, style: int, weight: int) -> int:
        """Return the style that looks like another and is amber (weight 1) or red (above); itself where none fits."""
        key = (style, min(weight, 2))
        if key not in self.known:
            formats = self._children("cellXfs")
            if not self.can_fill or len(formats) + len(self.added) >= _MOST:
                return style
            own = formats[style] if style < len(formats) else formats[0]
            tag = with_attribute(self.part[own.start : own.inner], "fillId", str(self._fills + key[1] - 1))
            self.known[key] = self._add(with_attribute(tag, "applyFill", "1") + self.part[own.inner : own.end])
        return self.known[key]

    def listed(
        self, *, bold: bool = False, size: int = 10, colour: str = _INK, fill: int = 0, number: int = 0, side: str = ""
    ) -> int:
        """Return a style of the list of issues; `fill` is 0 for none, 1 amber, 2 red, 3 for the head.

        `side` is where text is to stand, "" for where programs put it.
        """
        if not self.can_fill:
            return 0
        prefix = self.root.prefix
        weight = f"<{prefix}b/>" if bold else ""
        font = f'<{prefix}font>{weight}<{prefix}sz val="{size}"/><{prefix}color rgb="{colour}"/>'
        font += f'<{prefix}name val="Microsoft YaHei"/></{prefix}font>'
        if font.encode() not in self.fonts:
            self.fonts.append(font.encode())
        place = len(self._children("fonts")) + self.fonts.index(font.encode())
        shade = self._fills + fill - 1 if fill else 0
        text = f'<{prefix}xf numFmtId="{number}" fontId="{place}" fillId="{shade}" borderId="0" xfId="0" '
        text += 'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">'
        across = f' horizontal="{side}"' if side else ""
        text += f'<{prefix}alignment{across} vertical="top" wrapText="1"/></{prefix}xf>'
        return self._add(text.encode())

    def written(self) -> bytes:
        """Return the styles part with all that was added."""
        if not self.added:
            return self.part
        prefix = self.root.prefix
        fills = [
            f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor rgb="{colour}"/>'
            f'<{prefix}bgColor indexed="64"/></{prefix}patternFill></{prefix}fill>'.encode()
            for colour in (AMBER, RED, _LIGHT)
        ]
        edits: list[Edit] = []
        for name, pieces in (("fonts", self.fonts), ("fills", fills), ("cellXfs", self.added)):
            element = self.root.first(name)
            if element is not None and pieces:
                edits += recounted(element, self.part, len(pieces))
                edits.append(appended(element, self.part, b"".join(pieces)))
        return edited(self.part, edits)

    @property
    def _fills(self) -> int:
        """The number of the first fill of ours."""
        return len(self._children("fills"))

    def _children(self, name: str) -> list[Element]:
        element = self.root.first(name)
        return element.children if element is not None else []

    def _add(self, entry: bytes) -> int:
        if entry not in self.added:
            self.added.append(entry)
        return len(self._children("cellXfs")) + self.added.index(entry)


def palette(part: bytes) -> Palette:
    """Read a styles part."""
    return Palette(part, root_of(part))


def list_styles(palette: Palette) -> dict[str, int]:
    """Return the styles of the list of issues by what they are for."""
    return {
        "title": palette.listed(bold=True, size=14),
        "said": palette.listed(colour=_MUTED),
        "head": palette.listed(bold=True, fill=3),
        "head-of-numbers": palette.listed(bold=True, fill=3, side="right"),
        "text": palette.listed(),
        "link": palette.listed(colour=_ACCENT),
        "amber": palette.listed(bold=True, fill=1),
        "red": palette.listed(bold=True, fill=2),
        "amount": palette.listed(number=4),
    }
