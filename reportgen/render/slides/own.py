"""Turns a slide of the user's own and a section into the finished slide: every bound shape filled where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Final

from pptx.parts.slide import SlidePart
from pptx.shapes.base import BaseShape
from pptx.slide import Slide

from reportgen.render.breadth import fitting
from reportgen.render.slides.bindings import REGIONS, TEXTS, named_shapes
from reportgen.render.slides.drawing import Canvas, draw
from reportgen.render.slides.flow import pages, placed_in
from reportgen.render.slides.said import Said
from reportgen.render.slides.tokens import EMU, TEXT, Box
from reportgen.render.slides.xml import A, Element, Line, P, element, paragraph

_TITLE: Final = 30
_SIZES: Final = (18, 17, 16, 15, 14, 13, 12, 11, 10)
_LARGE: Final = (44, 40, 36, 34, 32, 30, 28, 26, 24, 22, 20)


def fill_own(
    slide: Slide, section: str, texts: Mapping[str, Sequence[Line]], parts: Sequence[Said], language: str
) -> list[Said]:
    """Fill a user's slide with a section and return the parts that found no room on it, in their order.

    A part goes where the shape of its name is, at its place in the reading order; what has none goes into the slide's
    regions. Shapes with other names stay as they are.
    """
    shapes = {name.part: shape for name, shape in named_shapes(slide) if name.section == section and name.known}
    for name in TEXTS:
        if name in shapes:
            _say(shapes[name], texts.get(name, ()), language)
    left: list[Said] = []
    waiting: list[Said] = []
    for part in parts:
        if part.id in shapes:
            rest = _put(slide, shapes[part.id], part, language)
            left += [rest] if rest else []
        else:
            waiting.append(part)
    over = _flow(slide, section, {name: shapes[name] for name in REGIONS if name in shapes}, waiting, language)
    spoken = {*TEXTS, *REGIONS, *(part.id for part in parts)}
    for name, shape in shapes.items():
        if name not in spoken:
            remove(shape)
    return [*left, *over]


def box_of(shape: BaseShape) -> Box:
    """Return where a shape lies, in pixels."""
    lengths = (int(length or 0) // EMU for length in (shape.left, shape.top, shape.width, shape.height))
    return Box(*lengths)


def remove(shape: BaseShape) -> None:
    """Take a shape off its slide."""
    parent = shape.element.getparent()
    if parent is not None:
        parent.remove(shape.element)


def _put(slide: Slide, shape: BaseShape, part: Said, language: str) -> Said | None:
    """Draw a part in the place of a shape; return what of it did not fit."""
    placed, rest = placed_in(part, box_of(shape))
    if placed is not None:
        draw(Canvas(slide, language, shape.element), placed)
    remove(shape)
    return rest


def _flow(slide: Slide, section: str, regions: Mapping[str, BaseShape], parts: list[Said], language: str) -> list[Said]:
    """Put what has no shape of its own into the slide's regions; return what does not fit there."""
    if not regions:
        return parts
    boxes = {name: box_of(shape) for name, shape in regions.items()}
    if not any(name.startswith("body") for name in boxes):
        boxes["body"] = boxes["metrics"]
    boxes.setdefault("metrics", next(box for name, box in boxes.items() if name.startswith("body")))
    anchor = next(iter(regions.values())).element
    alike = dict.fromkeys(("summary", "chart-table", "table", "appendix"), boxes)
    found = pages(section, parts, alike) if parts else ()
    for placed in found[0].parts if found else ():
        draw(Canvas(slide, language, anchor), placed)
    for shape in regions.values():
        remove(shape)
    return [placed.said for page in found[1:] for placed in page.parts]


def _say(shape: BaseShape, lines: Sequence[Line], language: str) -> None:
    """Put lines into a shape in the look that its first run has, smaller where they do not fit."""
    body = shape.element.find(f"{{{P}}}txBody")
    if body is None:
        return
    look, spacing = next(body.iter(f"{{{A}}}rPr"), None), body.find(f"{{{A}}}p/{{{A}}}pPr")
    for old in body.findall(f"{{{A}}}p"):
        body.remove(old)
    size = _size(shape, look, lines)
    for line in lines or (Line(()),):
        made = element(paragraph(line, language))
        for run in made.iter(f"{{{A}}}rPr"):
            _dress(run, look, size)
        own = made.find(f"{{{A}}}pPr")
        if spacing is not None and own is not None:
            made.replace(own, deepcopy(spacing))
        body.append(made)


def _size(shape: BaseShape, look: Element | None, lines: Sequence[Line]) -> int | None:
    """The size in hundredths of a point at which the text fits, None where that of the shape itself does."""
    told = int(look.get("sz") or 0) // 75 if look is not None else 0
    inherited = _inherited(shape)
    own = told or inherited or (_TITLE if shape.name.endswith("/title") else TEXT)
    text = " ".join(run.text for line in lines for run in line.runs)
    box = box_of(shape)
    if not text or not box.width:
        return None
    found = fitting(text, (own, *(size for size in (*_LARGE, *_SIZES) if size < own)), (box.width, box.height))
    return None if found == own and not inherited else found * 75


def _inherited(shape: BaseShape) -> int:
    """The size in pixels that a placeholder has from its layout, 0 where it is none or the layout does not say."""
    bound = next(iter(shape.element.iter(f"{{{P}}}ph")), None)
    if bound is None or not isinstance(shape.part, SlidePart):
        return 0
    for other in shape.part.slide.slide_layout.placeholders:
        held = next(iter(other.element.iter(f"{{{P}}}ph")), None)
        if held is not None and held.get("idx", "0") == bound.get("idx", "0"):
            style = next(iter(other.element.iter(f"{{{A}}}defRPr")), None)
            return int(style.get("sz") or 0) // 75 if style is not None else 0
    return 0


def _dress(run: Element, look: Element | None, size: int | None) -> None:
    """Give a run the size, weight, colour and fonts of the shape's own text; its language stays."""
    if look is not None:
        for name in ("sz", "b", "i", "u", "spc", "cap"):
            value = look.get(name)
            if value is not None and run.get(name) is None:
                run.set(name, value)
        fill = look.find(f"{{{A}}}solidFill")
        if fill is not None and run.find(f"{{{A}}}solidFill") is None:
            run.insert(0, deepcopy(fill))
        for script in ("latin", "ea", "cs"):
            own, old = look.find(f"{{{A}}}{script}"), run.find(f"{{{A}}}{script}")
            if own is not None and old is not None:
                run.replace(old, deepcopy(own))
    if size is not None:
        run.set("sz", str(size))
