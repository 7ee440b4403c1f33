"""The bytes of a workbook → how large each of its sheets is printed, by the parts alone and no rule of the layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

DIGIT = 5.58
"""Points of a digit, by which columns are as wide: what LibreOffice makes of 10 points of the workbooks' font."""

ACROSS, DOWN = 297 / 25.4, 210 / 25.4
"""Inches of a sheet of A4."""


def smallest_print(data: bytes) -> dict[str, float]:
    """Return by sheet the points that its smallest text is printed in: of what is in sight, the page's foot apart."""
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
    names = re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"])
    sizes, texts = _sizes(parts["xl/styles.xml"]), _texts(parts["xl/sharedStrings.xml"])
    found = {}
    for number, name in enumerate(names, 1):
        sheet = parts[f"xl/worksheets/sheet{number}.xml"]
        areas = re.findall(rf'"_xlnm.Print_Area" localSheetId="{number - 1}">([^<]*)<', parts["xl/workbook.xml"])
        found[name] = _scale(sheet, areas[0] if areas else "") * min(_shown(sheet, sizes, texts))
    return found


def _scale(sheet: str, areas: str) -> float:
    """How much smaller a sheet is printed so that it is as wide as a page, and as high as it is told to be."""
    margins = {name: float(value) for name, value in re.findall(r'(left|right|top|bottom)="([\d.]+)"', sheet)}
    across = (ACROSS - margins["left"] - margins["right"]) * 72
    scale = min(1.0, *(across / (wide * DIGIT) for wide in _breadths(sheet, areas)))
    tall = int(re.findall(r'fitToHeight="(\d+)"', sheet)[0])
    down = (DOWN - margins["top"] - margins["bottom"]) * 72
    return min(scale, down * tall / _points(sheet)) if tall else scale


def _breadths(sheet: str, areas: str) -> Iterator[float]:
    """The digits of each area that is printed; behind the first one the keys stand on each."""
    columns = re.findall(r'<col min="(\d+)" max="\d+" width="([\d.]+)" customWidth="1"( hidden="1")?', sheet)
    widths = {int(number): 0.0 if hidden else float(width) for number, width, hidden in columns}
    for place, (first, last) in enumerate(re.findall(r"\$([A-Z]+)\$\d+:\$([A-Z]+)\$\d+", areas)):
        own = sum(width for number, width in widths.items() if _number(first) <= number <= _number(last))
        yield own + (widths[1] + widths[2] if place else 0)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _points(sheet: str) -> float:
    """The height of all rows in sight, those that the file does not name among them."""
    rows = re.findall(r'<row r="(\d+)"( hidden="1" outlineLevel="1")?(?: ht="([\d.]+)")?', sheet)
    usual = float(re.findall(r'defaultRowHeight="([\d.]+)"', sheet)[0])
    gaps = sum(int(later[0]) - int(row[0]) - 1 for row, later in pairwise(rows))
    return usual * gaps + sum(float(height or usual) for _, hidden, height in rows if not hidden)


def _shown(sheet: str, sizes: list[float], texts: list[float]) -> Iterator[float]:
    """The sizes of what cells in sight hold."""
    for hidden, row in re.findall(r'<row r="\d+"( hidden="1")?[^>]*>(.*?)</row>', sheet):
        if not hidden:
            for style, text, held in re.findall(r'<c r="\w+" s="(\d+)"( t="s")?>(?:<f>[^<]*</f>)?<v>([^<]*)</v>', row):
                yield min(sizes[int(style)], texts[int(held)]) if text else sizes[int(style)]


def _sizes(styles: str) -> list[float]:
    """The size of each style of cells."""
    fonts = [float(size) for size in re.findall(r'<sz val="([\d.]+)"', styles.split("</fonts>", maxsplit=1)[0])]
    used = re.findall(r'<xf [^>]*fontId="(\d+)"', styles.split("<cellXfs")[1].split("</cellXfs>", maxsplit=1)[0])
    return [fonts[int(font)] for font in used]


def _texts(shared: str) -> list[float]:
    """The smallest size within each shared text, that of its cell where it names none."""
    items = re.findall(r"<si>(.*?)</si>", shared, re.DOTALL)
    return [min((float(size) for size in re.findall(r'<sz val="([\d.]+)"', item)), default=99.0) for item in items]
