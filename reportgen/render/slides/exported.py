"""Turns the names that shapes may have into a starting deck: a slide a section, every bindable thing in its place.

Boxes with dashed edges are where parts go; the notes of each slide list its names. A designer moves, restyles and
deletes; what is deleted goes into the slide's regions, or onto a slide of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from pptx import Presentation
from pptx.slide import Slide

from reportgen.render.package import canonical
from reportgen.render.slides.bindings import PARTS, bindable
from reportgen.render.slides.layouts import LAYOUTS
from reportgen.render.slides.tokens import EMU, FOOT, HAIRLINE, LABEL, MUTED, Box
from reportgen.render.slides.xml import (
    Line,
    Run,
    attribute,
    colour,
    element,
    frame,
    paragraph,
    placeholder,
)

_CARDS: Final = frozenset(
    {"summary/figures", "cash/figures", "won-lost/closed-figures", "customers/figures", "people/figures"}
    | {"followed/actions", "next/next"}
)
_LEFT: Final = {
    "customers": ("tiers", "largest"),
    "people": ("nine-box", "span"),
    "pay": ("pay-bridge", "unusual"),
    "forecast": ("outlook", "accuracy"),
}
_SENTENCES: Final = frozenset({"gap", "span", "unusual"})
_SENTENCE: Final = 52
_GAP: Final = 16
_LANGUAGE: Final = "en"


def exported(template: bytes) -> bytes:
    """Return a template with a slide for each section, made from its own layouts; slides it has already stay before."""
    deck = Presentation(BytesIO(template))
    layouts = {layout.name.strip().lower(): layout for layout in deck.slide_layouts}
    for section in PARTS:
        name = layout_name(section)
        slide = deck.slides.add_slide(layouts.get(name) or deck.slide_layouts[0])
        _fill(slide, section, name)
    written = BytesIO()
    deck.save(written)
    return canonical(written.getvalue())


def layout_name(section: str) -> str:
    """Return the layout that a section's slide is made from."""
    if section == "cover":
        return "cover"
    if section.startswith("appendix"):
        return "appendix"
    parts = PARTS[section]
    if any(f"{section}/{part}" in _CARDS for part in parts):
        return "summary"
    return "chart-table" if len(parts) > 1 else "table"


def _fill(slide: Slide, section: str, name: str) -> None:
    for shape in list(slide.placeholders):
        shape.element.getparent().remove(shape.element)
    number = 2
    for spot in LAYOUTS[name]:
        if spot.kind == "body" and spot.name not in ("subtitle", "facts"):
            continue
        line = Line((Run(f"{section}/{spot.name}"),))
        shape = placeholder(number, f"{section}/{spot.name}", spot.kind, spot.index, (line,), _LANGUAGE)
        slide.shapes.element.append(shape)
        number += 1
    for part, box in boxes(section, name):
        slide.shapes.element.append(element(_frame(number, f"{section}/{part}", box)))
        number += 1
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = "\n".join(f"{section}/{part}" for part in bindable(section))


def boxes(section: str, name: str) -> list[tuple[str, Box]]:
    """Return where the parts of a section go: cards on top, the first figure left, the others right.

    Where a section has as many sentences as there is to say, regions take them.
    """
    regions = {spot.name: spot.box for spot in LAYOUTS[name]}
    rest = list(PARTS[section])
    found: list[tuple[str, Box]] = []
    if "metrics" in regions and rest:
        found.append((rest.pop(0), regions["metrics"]))
    if not rest:
        return found
    if section == "summary":
        return [*found, *((region, regions[region]) for region in ("body-left", "body-right"))]
    if section == "appendix":
        return _stacked(["body", *rest], regions["body"])
    if "body" in regions:
        return [*found, *_stacked(rest, regions["body"])]
    left = [part for part in rest if part in _LEFT.get(section, rest[:1])]
    right = [part for part in rest if part not in left]
    return [*found, *_stacked(left, regions["body-left"]), *_stacked(right, regions["body-right"])]


def _stacked(parts: Sequence[str], room: Box) -> list[tuple[str, Box]]:
    """Parts below one another: a sentence needs little, the others share the rest."""
    sentences = sum(part in _SENTENCES for part in parts)
    left = room.height - _GAP * (len(parts) - 1) - _SENTENCE * sentences
    share = left // max(len(parts) - sentences, 1)
    found, y = [], room.y
    for part in parts:
        height = _SENTENCE if part in _SENTENCES else share
        found.append((part, Box(room.x, y, room.width, height)))
        y += height + _GAP
    return found


def _frame(number: int, name: str, box: Box) -> str:
    text = paragraph(Line((Run(name, colour=MUTED),), LABEL if box.height > 2 * LABEL else FOOT, "ctr"), _LANGUAGE)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{attribute(name)}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{frame(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        f'<a:ln w="{EMU}">{colour(HAIRLINE)}<a:prstDash val="dash"/></a:ln></p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square" anchor="ctr"><a:noAutofit/></a:bodyPr><a:lstStyle/>{text}</p:txBody></p:sp>'
    )
