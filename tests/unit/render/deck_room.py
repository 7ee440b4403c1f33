"""Turns a finished deck into what does not fit: shapes beyond the slide, texts that are larger than their shape.

Texts are measured with the font's own widths, in the size that each paragraph has on the slide or from its layout.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from pptx import Presentation
from pptx.shapes.base import BaseShape
from pptx.slide import Slide

from reportgen.render.breadth import line_height, lines
from reportgen.render.slides.xml import Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
PIXEL = 9525


def overflowing(data: bytes) -> list[str]:
    """Everything of a deck that does not fit, with its slide and shape."""
    deck = Presentation(BytesIO(data))
    wide, high = int(deck.slide_width or 0), int(deck.slide_height or 0)
    return [
        f"slide {number}: {told}"
        for number, slide in enumerate(deck.slides, 1)
        for told in _of_slide(slide, wide, high)
    ]


def _of_slide(slide: Slide, wide: int, high: int) -> Iterator[str]:
    for shape in slide.shapes:
        left, top, width, height = (int(each or 0) for each in (shape.left, shape.top, shape.width, shape.height))
        if left < 0 or top < 0 or left + width > wide or top + height > high:
            yield f"{shape.name} lies outside the slide"
        if shape.has_table:
            yield from _of_table(shape)
        elif shape.has_text_frame:
            taken = sum(
                _height(each, width // PIXEL - _insets(shape), _size(slide, shape))
                for each in shape.element.iter(f"{A}p")
            )
            if taken > height // PIXEL + 1:
                yield f"{shape.name} takes {taken} pixels and has {height // PIXEL}"


def _of_table(shape: BaseShape) -> Iterator[str]:
    table = next(shape.element.iter(f"{A}tbl"))
    widths = [_number(each, "w") // PIXEL for each in table.iter(f"{A}gridCol")]
    rows = list(table.iter(f"{A}tr"))
    for row in rows:
        high = _number(row, "h") // PIXEL
        for cell, width in zip(row.iter(f"{A}tc"), widths, strict=True):
            look = next(cell.iter(f"{A}tcPr"))
            sides = (_number(look, "marL") + _number(look, "marR")) // PIXEL
            taken = sum(_height(each, width - sides, 17) for each in cell.iter(f"{A}p"))
            if taken > high:
                yield f"{shape.name}: “{_text(cell)}” takes {taken} pixels of {high}"
    if sum(_number(row, "h") for row in rows) > int(shape.height) + PIXEL:
        yield f"{shape.name} is higher than its frame"


def _insets(shape: BaseShape) -> int:
    body = next(shape.element.iter(f"{A}bodyPr"))
    return (_number(body, "lIns") + _number(body, "rIns")) // PIXEL


def _size(slide: Slide, shape: BaseShape) -> int:
    """The size that a shape's text has where its paragraphs name none: that of the layout's placeholder."""
    bound = next(shape.element.iter(f"{P}ph"), None)
    if bound is None:
        return 17
    for other in slide.slide_layout.shapes:
        held = next(other.element.iter(f"{P}ph"), None)
        if held is not None and held.get("idx", "0") == bound.get("idx", "0"):
            return _number(next(other.element.iter(f"{A}defRPr")), "sz") // 75
    return 17


def _height(paragraph: Element, room: int, usual: int) -> int:
    text = _text(paragraph)
    if not text:
        return 0
    looks = list(paragraph.iter(f"{A}rPr"))
    size = _number(looks[0], "sz") // 75 or usual
    bold = any(each.get("b") == "1" for each in looks)
    before = paragraph.find(f"{A}pPr/{A}spcBef/{A}spcPts")
    above = _number(before, "val") // 75 if before is not None else 0
    return lines(text, size, room, bold=bold) * line_height(size) + above


def _number(part: Element, name: str) -> int:
    return int(part.get(name) or 0)


def _text(part: Element) -> str:
    return "".join(each.text or "" for each in part.iter(f"{A}t"))
