"""Turns the looks of a workbook into more of them: a cell's own with a number format, and all those of another book."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reportgen.render.sheets.own.parts import MAIN, Element

_FIRST_OWN: Final = 164
"""Number formats below it are built in."""

_LISTS: Final = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
"""In the order in which a file has them."""

_BUILT_IN: Final = {"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "14": "yyyy-mm-dd"}

_FONT_ORDER: Final = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "rFont", "family", "charset", "scheme"),
)

_POOLS: Final = (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId"))


@dataclass(slots=True)
class Looks:
    """The styles of a workbook that is filled: `root` is its part; looks that were made are found again."""

    root: Element
    made: dict[tuple[int, str, bool], int] = field(default_factory=dict)

    def fitting(self, style: int, pattern: str, *, quoted: bool) -> int:
        """Return a cell's look with a number format where it has none, and marked as text where it could be run."""
        xfs = self._list("cellXfs")
        own = xfs[style] if style < len(xfs) else xfs[0]
        wanted = pattern if own.get("numFmtId", "0") == "0" and pattern != "General" else ""
        if not wanted and not quoted:
            return style
        key = (style, wanted, quoted)
        if key not in self.made:
            look = deepcopy(own)
            if wanted:
                look.set("numFmtId", str(self._format(wanted)))
                look.set("applyNumberFormat", "1")
            if quoted:
                look.set("quotePrefix", "1")
            xfs.append(look)
            self.made[key] = len(xfs) - 1
        return self.made[key]

    def alignment(self, style: int) -> dict[str, str]:
        """Return how a look stands in its cell: the file's own words, none where it says nothing."""
        found = self._xf(style).find(f"{MAIN}alignment")
        return {} if found is None else {str(name): str(value) for name, value in found.attrib.items()}

    def font(self, style: int) -> tuple[float, bool]:
        """Return the size in points of a look's font, and whether it is bold."""
        fonts = self._list("fonts")
        index = int(self._xf(style).get("fontId", "0"))
        font = fonts[index] if index < len(fonts) else None
        size = None if font is None else font.find(f"{MAIN}sz")
        bold = None if font is None else font.find(f"{MAIN}b")
        return float(size.get("val", "11")) if size is not None else 11.0, bold is not None and bold.get("val") != "0"

    def number_format(self, style: int) -> str:
        """Return the number format of a look."""
        wanted = self._xf(style).get("numFmtId", "0")
        own = (each for each in self._list("numFmts") if each.get("numFmtId") == wanted)
        return next((each.get("formatCode", "") for each in own), _BUILT_IN.get(wanted, "General"))

    def absorbed(self, other: Element) -> tuple[int, int]:
        """Add all looks of another workbook; return by how much its numbers of looks and of conditions' looks grow."""
        offsets = {name: self._extended(name, other) for name, _ in _POOLS}
        formats = {
            each.get("numFmtId", ""): str(self._format(each.get("formatCode", "General")))
            for each in other.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
        }
        xfs = self._list("cellXfs")
        first = len(xfs)
        for look in other.iterfind(f"{MAIN}cellXfs/{MAIN}xf"):
            copy = deepcopy(look)
            for name, key in _POOLS:
                copy.set(key, str(int(copy.get(key, "0")) + offsets[name]))
                copy.set(f"apply{name.removesuffix('s').capitalize()}", "1")
            number = copy.get("numFmtId", "0")
            copy.set("numFmtId", formats.get(number, number))
            for key in ("applyNumberFormat", "applyAlignment"):
                copy.set(key, "1")
            copy.set("xfId", "0")
            xfs.append(copy)
        return first, self._extended("dxfs", other)

    def closed(self) -> None:
        """Say how many looks there are, and put the parts of fonts in the order that the schema asks for."""
        for font in self._list("fonts"):
            font[:] = sorted(font, key=_font_order)
        for name in _LISTS:
            found = self.root.find(f"{MAIN}{name}")
            if found is not None:
                found.set("count", str(len(found)))

    def _extended(self, name: str, other: Element) -> int:
        mine = self._list(name)
        before = len(mine)
        mine.extend(deepcopy(each) for each in other.iterfind(f"{MAIN}{name}/*"))
        return before

    def _format(self, pattern: str) -> int:
        formats = self._list("numFmts")
        for each in formats:
            if each.get("formatCode") == pattern:
                return int(each.get("numFmtId", "0"))
        number = max([_FIRST_OWN - 1, *(int(each.get("numFmtId", "0")) for each in formats)]) + 1
        etree.SubElement(formats, f"{MAIN}numFmt", {"numFmtId": str(number), "formatCode": pattern})
        return number

    def _xf(self, style: int) -> Element:
        xfs = self._list("cellXfs")
        return xfs[style] if style < len(xfs) else xfs[0]

    def _list(self, name: str) -> Element:
        """A list of the styles, made at its place where there is none."""
        found = self.root.find(f"{MAIN}{name}")
        if found is None:
            found = self.root.makeelement(f"{MAIN}{name}", {})
            before = [f"{MAIN}{each}" for each in _LISTS[: _LISTS.index(name)]]
            place = max((index + 1 for index, each in enumerate(self.root) if each.tag in before), default=0)
            self.root.insert(place, found)
        return found


def _font_order(child: Element) -> int:
    """The place of a part of a font; one that the schema does not know stands last."""
    name = etree.QName(child).localname
    return _FONT_ORDER.index(name) if name in _FONT_ORDER else len(_FONT_ORDER)
