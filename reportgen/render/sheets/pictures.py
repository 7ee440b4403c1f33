"""Turns a brand's logo into the parts of a workbook that show it above the head of the first sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from lxml import etree

from reportgen.render.sheets.grid import LEFT, LOGO_HEIGHT
from reportgen.render.sheets.markup import letters, quoteattr

_PIXELS: Final = 4 / 3
"""Pixels of a point."""

_WIDEST: Final = 320
_FREE: Final = 6
"""Points of its row that a logo leaves free."""

_OURS: Final = ("xl/drawings/", "xl/media/", "xl/worksheets/_rels/")


@dataclass(frozen=True, slots=True)
class Pictured:
    """The parts of a picture, the relation by which the first sheet shows it, and the entries of its types."""

    parts: Mapping[str, bytes]
    relation: str
    types: str


@lru_cache(maxsize=4)
def pictured(logo: bytes, row: int) -> Pictured:
    """Return a logo in its row, as high as that allows and no wider than a third of a page."""
    # Loaded here: the library is large, and most workbooks are written without it.
    from openpyxl import Workbook
    from openpyxl.drawing.image import Image

    picture = Image(BytesIO(logo))
    scale = min((LOGO_HEIGHT - _FREE) * _PIXELS / picture.height, _WIDEST / picture.width)
    picture.width, picture.height = round(picture.width * scale), round(picture.height * scale)
    workbook, raw = Workbook(), BytesIO()
    workbook.worksheets[0].add_image(picture, f"{letters(LEFT)}{row}")
    workbook.save(raw)
    with ZipFile(raw) as package:
        parts = {name: package.read(name) for name in package.namelist() if name.startswith(_OURS)}
        types = etree.fromstring(package.read("[Content_Types].xml"))
    (relation,) = etree.fromstring(parts["xl/worksheets/_rels/sheet1.xml.rels"])
    return Pictured(parts, relation.get("Id", ""), "".join(_entries(types)))


def _entries(types: etree._Element) -> Iterator[str]:
    """Yield the entries of the picture among those of its workbook: its ending's, and its drawing's."""
    for each in types:
        if each.get("Extension", "xml") not in ("xml", "rels") or "/drawings/" in each.get("PartName", ""):
            said = "".join(f" {name!s}={quoteattr(str(value))}" for name, value in each.items())
            yield f"<{etree.QName(each).localname}{said}/>"
