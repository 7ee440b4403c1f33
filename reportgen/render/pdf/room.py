"""A finished PDF's bytes → the texts that stand where they should not: off the page, over one another, or cut off."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from ctypes import addressof, byref, c_double, c_float
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

EDGE = 14.0
"""How many points of each side of a page many printers leave white: 5 mm."""

_CELL = 24.0
"""The side of the squares, in points, in which glyphs are compared: no letter of a text is larger."""

_SHARED = 0.3
"""The part of the smaller glyph's box that must be covered for two to be over one another: commas touch letters."""

_CUT = 0.3
"""The part of a glyph's box that must lie outside what is drawn of it to call it cut: a shadow of a letter is not."""

_SHOWN = 40
"""How many letters of a misplaced text are told."""

_SAME_LINE = 0.01
"""So many points apart, letters stand on one line."""

_NEIGHBOURS = 2
"""Glyphs so close in the text are drawn close by their font: accents, vowel signs, kerned pairs."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A text out of its place: on which page (from 1), in which way, and how it begins."""

    page: int
    kind: Literal["outside", "overlap", "cut"]
    text: str


class _Glyph(NamedTuple):
    """A letter's ink in points from the page's lower left corner, and its number in the page's text."""

    number: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)


def misplaced(data: bytes, sides: float = EDGE) -> tuple[Misplaced, ...]:
    """Return the texts of a PDF that leave the page, lie over other texts, or are cut off by what they stand in.

    A text leaves the page that comes closer than `sides` points to the left or right of it, or than `EDGE` to its top
    or bottom.
    """
    found: list[Misplaced] = []
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document, 1):
            width, height = page.get_size()
            text = page.get_textpage()
            glyphs = list(_glyphs(text))
            outside = [each.number for each in glyphs if not _inside(each, width, height, sides)]
            found += (Misplaced(number, "outside", piece) for piece in _pieces(text, outside))
            found += (Misplaced(number, "overlap", piece) for piece in _pieces(text, _overlapping(glyphs)))
            found += (Misplaced(number, "cut", piece) for piece in _pieces(text, _cut(page, text, glyphs)))
    return tuple(found)


def _inside(glyph: _Glyph, width: float, height: float, sides: float) -> bool:
    across = sides <= glyph.left and glyph.right <= width - sides
    return across and glyph.bottom >= EDGE and glyph.top <= height - EDGE


def _glyphs(text: Any) -> Iterator[_Glyph]:
    """Yield what is drawn of a page's text: blanks and what PDFium adds at line ends have no ink.

    Letters that are told beside a picture's drawn ones are left out: PDFium places them in the picture's own units.
    """
    edges = [c_double() for _ in range(4)]
    left, right, bottom, top = edges
    for index in range(text.count_chars()):
        letter = pdfium.FPDFText_GetUnicode(text, index)
        if letter <= 0x20 or unicodedata.category(chr(letter))[0] in "MZC":
            continue
        drawn = pdfium.FPDFText_GetCharBox(text, index, *map(byref, edges)) and left.value < right.value
        if drawn and _on_the_page(text, index):
            yield _Glyph(index, left.value, bottom.value, right.value, top.value)


def _on_the_page(text: Any, index: int) -> bool:
    """Tell whether a letter's place is one on the page: its line's is, by the matrix that it is drawn with."""
    across, up, matrix = c_double(), c_double(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(text, index, byref(across), byref(up))
    pdfium.FPDFText_GetMatrix(text, index, byref(matrix))
    return bool(matrix.b or matrix.c) or abs(matrix.f - up.value) < _SAME_LINE


def _overlapping(glyphs: Sequence[_Glyph]) -> list[int]:
    """Return the numbers of glyphs that lie over others, by squares of the page so that few are compared."""
    squares: dict[tuple[int, int], list[_Glyph]] = defaultdict(list)
    for glyph in glyphs:
        squares[int(glyph.left // _CELL), int(glyph.bottom // _CELL)].append(glyph)
    found = set()
    for (column, line), here in squares.items():
        near = [(column + 1, line - 1), (column + 1, line), (column, line + 1), (column + 1, line + 1)]
        around = [each for square in near for each in squares.get(square, ())]
        for place, glyph in enumerate(here):
            found |= {glyph.number for other in (*here[place + 1 :], *around) if _over(glyph, other)}
    return sorted(found)


def _over(one: _Glyph, other: _Glyph) -> bool:
    if abs(one.number - other.number) <= _NEIGHBOURS:
        return False
    across = min(one.right, other.right) - max(one.left, other.left)
    up = min(one.top, other.top) - max(one.bottom, other.bottom)
    return across > 0 and up > 0 and across * up > _SHARED * min(one.area, other.area)


def _cut(page: Any, text: Any, glyphs: Sequence[_Glyph]) -> list[int]:
    """Return the numbers of glyphs that are drawn in part or not at all, because a box hides what leaves it.

    What is drawn of a picture's own texts is told in the picture's own units: those are left out.
    """
    own = {_identity(pdfium.FPDFPage_GetObject(page, index)) for index in range(pdfium.FPDFPage_CountObjects(page))}
    shown: dict[int, _Edges | None] = {}
    found = []
    for glyph in glyphs:
        drawn = pdfium.FPDFText_GetTextObject(text, glyph.number)
        name = _identity(drawn)
        if name not in shown:
            shown[name] = _window(drawn) if name in own else None
        edges = shown[name]
        if edges is not None and _part_within(glyph, edges) < 1 - _CUT:
            found.append(glyph.number)
    return found


def _identity(drawn: Any) -> int:
    return addressof(drawn.contents) if drawn else 0


_Edges = tuple[float, float, float, float]


def _window(drawn: Any) -> _Edges | None:
    """Return the box, left, bottom, right, top, that a piece of the page is seen through; None where all is seen."""
    path = pdfium.FPDFPageObj_GetClipPath(drawn)
    boxes = [_bounds(path, index) for index in range(max(0, pdfium.FPDFClipPath_CountPaths(path)))]
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return max(lefts), max(bottoms), min(rights), min(tops)


def _bounds(path: Any, index: int) -> _Edges:
    across, up = [], []
    for point in range(pdfium.FPDFClipPath_CountPathSegments(path, index)):
        x, y = c_float(), c_float()
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(path, index, point), byref(x), byref(y))
        across.append(x.value)
        up.append(y.value)
    return (min(across), min(up), max(across), max(up)) if across else (0.0, 0.0, 0.0, 0.0)


def _part_within(glyph: _Glyph, edges: _Edges) -> float:
    left, bottom, right, top = edges
    across = min(glyph.right, right) - max(glyph.left, left)
    up = min(glyph.top, top) - max(glyph.bottom, bottom)
    return across * up / glyph.area if across > 0 and up > 0 and glyph.area else 0.0


def _pieces(text: Any, indices: Sequence[int]) -> Iterator[str]:
    """Yield the runs of letters, which blanks may part, the beginning of each."""
    runs: list[list[int]] = []
    for index in indices:
        if runs and index - runs[-1][-1] <= 2:
            runs[-1].append(index)
        else:
            runs.append([index])
    for run in runs:
        yield text.get_text_range(run[0], min(run[-1] - run[0] + 1, _SHOWN))
