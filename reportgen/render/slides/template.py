"""Turns a template file into an empty deck, its layouts by name, and where each named place lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Final

from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide, SlideLayout

from reportgen.render.slides.bindings import is_hidden, section_of
from reportgen.render.slides.layouts import LAYOUTS
from reportgen.render.slides.tokens import EMU, TEXT, Box

_NEAREST: Final = ("table", "appendix", "chart-table", "summary", "cover")


@dataclass(frozen=True, slots=True)
class Place:
    """A named placeholder of a layout: kind and index bind a slide's shape to it; `size` is its text's, in pixels.

    A place the layout lacks has no kind: parts may be drawn in its box, but there is no shape to fill.
    """

    name: str
    kind: str
    index: int
    box: Box
    size: int


@dataclass(frozen=True, slots=True)
class Template:
    """An open template: the deck to be filled and, for each layout that slides ask for, its places by name.

    `own` are the user's slides by the section that their shapes are bound to.
    """

    deck: Deck
    layouts: Mapping[str, SlideLayout]
    places: Mapping[str, Mapping[str, Place]]
    missing: tuple[str, ...]
    own: Mapping[str, Slide]

    @property
    def regions(self) -> dict[str, dict[str, Box]]:
        """The boxes of all places by layout and name."""
        return {name: {place.name: place.box for place in places.values()} for name, places in self.places.items()}


def open_template(data: bytes) -> Template:
    """Return a template without its hidden slides; what it lacks is `missing` and has the nearest in its place.

    `missing` names layouts (`chart-table`) and places (`summary/metrics`) in the starter's order.
    """
    deck = Presentation(BytesIO(data))
    own: dict[str, Slide] = {}
    for slide_id, slide in zip(list(deck.slides.element), list(deck.slides), strict=True):
        if is_hidden(slide):
            deck.part.drop_rel(slide_id.rId)
            deck.slides.element.remove(slide_id)
        elif section_of(slide):
            own.setdefault(section_of(slide), slide)
    # The library names a new slide by their number: without this, two may be given one name.
    deck.part.rename_slide_parts([entry.rId for entry in deck.slides.element])
    found = {layout.name.strip().lower(): layout for layout in deck.slide_layouts}
    layouts = {name: _nearest(name, found) for name in LAYOUTS}
    whole = Box(0, 0, int(deck.slide_width or 0) // EMU, int(deck.slide_height or 0) // EMU)
    drawn = {name: _places(layout) for name, layout in layouts.items()}
    places = {name: _completed(name, drawn[name], whole) for name in LAYOUTS}
    return Template(deck, layouts, places, _missing(found, drawn), own)


def drop_unused_layouts(template: Template) -> None:
    """Drop the layouts no slide uses, so that the file holds nothing that nobody sees."""
    for layout in list(template.deck.slide_layouts):
        if not layout.used_by_slides:
            template.deck.slide_layouts.remove(layout)


def _nearest(name: str, found: Mapping[str, SlideLayout]) -> SlideLayout:
    candidates = (name, *_NEAREST, *found)
    return next(found[candidate] for candidate in candidates if candidate in found)


def _missing(found: Mapping[str, SlideLayout], drawn: Mapping[str, Mapping[str, Place]]) -> tuple[str, ...]:
    missing: list[str] = []
    for name, spots in LAYOUTS.items():
        if name in found:
            missing += [f"{name}/{spot.name}" for spot in spots if spot.name not in drawn[name]]
        else:
            missing.append(name)
    return tuple(missing)


def _places(layout: SlideLayout) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for shape in layout.shapes:
        if not shape.is_placeholder:
            continue
        bound = shape.element.xpath(".//p:nvPr/p:ph")[0]
        sizes = shape.element.xpath(".//a:lstStyle/a:lvl1pPr/a:defRPr/@sz")
        name = shape.name.strip().lower()
        lengths = (int(length or 0) // EMU for length in (shape.left, shape.top, shape.width, shape.height))
        places[name] = Place(
            name,
            bound.get("type", "obj"),
            int(bound.get("idx", "0")),
            Box(*lengths),
            int(sizes[0]) // 75 if sizes else TEXT,
        )
    return places


def _completed(name: str, places: dict[str, Place], whole: Box) -> dict[str, Place]:
    """The places of a layout with a box for each region it lacks: where others are, else where the starter has it."""
    complete = dict(places)
    for spot in LAYOUTS[name]:
        if spot.name in places or not spot.name.startswith(("body", "metrics")):
            continue
        box = _instead(spot.name, places) or _scaled(spot.box, whole)
        complete[spot.name] = Place(spot.name, "", 0, box, spot.size)
    return complete


def _instead(name: str, places: Mapping[str, Place]) -> Box | None:
    """The columns together for the whole width, the halves of the whole width for the columns."""
    if name == "body" and "body-left" in places and "body-right" in places:
        return places["body-left"].box.around(places["body-right"].box)
    if name in {"body-left", "body-right"} and "body" in places:
        box = places["body"].box
        half = (box.width - 48) // 2
        return replace(box, width=half) if name == "body-left" else replace(box, x=box.x + box.width - half, width=half)
    return None


def _scaled(box: Box, whole: Box) -> Box:
    """A box of the starter's slide on a slide of another size."""
    wide, high = whole.width, whole.height
    return Box(box.x * wide // 1280, box.y * high // 720, box.width * wide // 1280, box.height * high // 720)
