"""Turns a template into what a designer should know before a run: what it lacks, what nobody knows, what would be lost.

Overflow is measured with the font's own widths for the longest texts that documents have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from io import BytesIO
from typing import Final
from zipfile import BadZipFile

from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.slide import Slide

from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
from reportgen.render.breadth import fitting, line_height, lines
from reportgen.render.slides.bindings import (
    PARTS,
    REGIONS,
    TEXTS,
    Name,
    bindable,
    is_hidden,
    named_shapes,
    section_of,
)
from reportgen.render.slides.own import box_of
from reportgen.render.slides.template import open_template
from reportgen.render.slides.tokens import EMU, SUBTITLE_SIZES, TITLE_SIZES, Box

DECK_UNREADABLE = Kind(
    "deck-unreadable",
    Severity.BLOCKS_RUN,
    "{found} is not a presentation that can be opened",
    "Save it as .pptx without a password, or copy the shipped one: `reportgen templates export DIR`.",
)
LAYOUT_ABSENT = Kind(
    "layout-absent",
    Severity.NOTE,
    "the layout `{found}` is missing; the nearest takes its place",
    "Name a layout so (View → Slide Master), or leave it.",
)
LAYOUT_PLACE_ABSENT = Kind(
    "layout-place-absent",
    Severity.WARNING,
    "the layout `{layout}` has no place `{found}`: {effect}",
    "Name a placeholder of the layout so (Home → Arrange → Selection Pane).",
)
BINDING_UNKNOWN = Kind(
    "binding-unknown",
    Severity.WARNING,
    "the shape `{found}` is bound to nothing that the deck knows, and stays as it is",
    "Write one of: {known}.",
)
BINDING_TWICE = Kind(
    "binding-twice",
    Severity.WARNING,
    "`{found}` stands {count} times; only the last is filled",
    "Leave one shape of that name.",
)
BINDING_ABSENT = Kind(
    "binding-absent",
    Severity.NOTE,
    "no shape is bound to {found}: they go {where}",
    "Name shapes so if you want them elsewhere on the slide.",
)
SLIDE_DROPPED = Kind(
    "slide-dropped",
    Severity.NOTE,
    "the slide is hidden, so the deck does not take it over",
    "Show it (Slide Show → Hide Slide) if it is to stay.",
)
CONTENT_REPLACED = Kind(
    "content-replaced",
    Severity.WARNING,
    "the {found} in the bound shape is lost: the part takes its place",
    "Bind an empty shape, or give this one another name.",
)
ANIMATION_LOST = Kind(
    "animation-lost",
    Severity.WARNING,
    "the slide is animated, and shapes that a part takes the place of lose theirs",
    "Animate only shapes that are not bound.",
)
SHAPE_OUTSIDE = Kind(
    "shape-outside",
    Severity.WARNING,
    "the shape `{found}` lies partly outside the slide",
    "Move it onto the slide.",
)
SHAPE_TOO_SMALL = Kind(
    "shape-too-small",
    Severity.WARNING,
    "the longest data do not fit into `{found}`: {reason}",
    "Make it larger: at least {least} pixels of a slide 1280 wide.",
)

KINDS = (
    DECK_UNREADABLE,
    LAYOUT_ABSENT,
    LAYOUT_PLACE_ABSENT,
    BINDING_UNKNOWN,
    BINDING_TWICE,
    BINDING_ABSENT,
    SLIDE_DROPPED,
    CONTENT_REPLACED,
    ANIMATION_LOST,
    SHAPE_OUTSIDE,
    SHAPE_TOO_SMALL,
)

LONGEST: Final = {"title": 56, "subtitle": 60, "facts": 90, "foot": 44, "page": 16}
"""Of each text, how many Chinese letters the longest data have: two company names and two amounts in a title."""

_TABLE: Final = (300, 120)
_CARDS: Final = (560, 92)
_SIZES: Final = {"title": TITLE_SIZES, "subtitle": SUBTITLE_SIZES}
_SMALL: Final = (12, 11, 10)


def check_deck(data: bytes, file: str) -> tuple[Problem, ...]:
    """Return what is to be known of a template, each with its slide and shape."""
    try:
        deck = Presentation(BytesIO(data))
    except (BadZipFile, KeyError, ValueError, PackageNotFoundError):
        return (Problem(DECK_UNREADABLE, Place(file), file),)
    found = list(_layouts(data, file))
    seen: Counter[tuple[str, str]] = Counter()
    for number, slide in enumerate(deck.slides, 1):
        if is_hidden(slide):
            found.append(Problem(SLIDE_DROPPED, Place(file, f"slide {number}")))
        else:
            found += _slide(deck, slide, number, file, seen)
    found += [
        Problem(BINDING_TWICE, Place(file), f"{section}/{part}", (("count", str(count)),))
        for (section, part), count in seen.items()
        if count > 1
    ]
    return tuple(found)


def _layouts(data: bytes, file: str) -> Iterator[Problem]:
    opened = open_template(data)
    for name in opened.missing:
        layout, slash, place = name.partition("/")
        if not slash:
            yield Problem(LAYOUT_ABSENT, Place(file, f"layout {layout}"), layout)
            continue
        effect = "what stands in it is left out" if place in TEXTS else "the room that others leave is taken"
        yield Problem(
            LAYOUT_PLACE_ABSENT, Place(file, f"layout {layout}"), place, (("layout", layout), ("effect", effect))
        )
    whole = _whole(opened.deck)
    for layout, places in opened.places.items():
        for spot in places.values():
            if spot.kind and layout not in opened.missing:
                where = Place(file, f"layout {layout}: {spot.name}")
                yield from _fits(spot.name, spot.name, spot.box, where, whole)


def _slide(deck: Deck, slide: Slide, number: int, file: str, seen: Counter[tuple[str, str]]) -> Iterator[Problem]:
    bound: list[Name] = []
    for name, shape in named_shapes(slide):
        where = Place(file, f"slide {number}: {shape.name}")
        if not name.known:
            yield Problem(BINDING_UNKNOWN, where, shape.name, (("known", _near(name)),))
            continue
        bound.append(name)
        seen[(name.section, name.part)] += 1
        yield from _fits(name.part, f"{name.section}/{name.part}", box_of(shape), where, _whole(deck))
        held = _holds(shape)
        if held and name.part not in TEXTS:
            yield Problem(CONTENT_REPLACED, where, held)
    section = section_of(slide)
    if section:
        yield from _absent(section, bound, Place(file, f"slide {number}"))
        if slide.element.xpath("./p:timing//p:spTgt"):
            yield Problem(ANIMATION_LOST, Place(file, f"slide {number}"))


def _absent(section: str, bound: list[Name], where: Place) -> Iterator[Problem]:
    parts = {name.part for name in bound if name.section == section}
    missing = [part for part in PARTS[section] if part not in parts]
    if missing:
        named = ", ".join(f"`{section}/{part}`" for part in missing)
        goal = "into the slide's regions" if parts & set(REGIONS) else "onto a slide of their own"
        yield Problem(BINDING_ABSENT, where, named, (("where", goal),))


def _near(name: Name) -> str:
    """The names nearest to one that is unknown, or the sections."""
    every = [f"{section}/{part}" for section in PARTS for part in bindable(section)]
    near = get_close_matches(f"{name.section}/{name.part}", every, 3)
    return ", ".join(near or (f"{section}/…" for section in PARTS))


def _holds(shape: BaseShape) -> str:
    """What a shape holds that its part would take the place of."""
    if shape.has_chart:
        return "chart"
    if shape.has_table:
        return "table"
    return "picture" if shape.element.tag.endswith("}pic") else ""


def _fits(part: str, name: str, box: Box, where: Place, whole: Box) -> Iterator[Problem]:
    if box.x < 0 or box.y < 0 or box.x + box.width > whole.width or box.bottom > whole.height:
        yield Problem(SHAPE_OUTSIDE, where, name)
    if part in LONGEST:
        yield from _text_fits(part, name, box, where)
        return
    width, height = _CARDS if part == "metrics" else _TABLE
    if part in REGIONS and (box.width < width or box.height < height):
        least = f"{width} × {height}"
        yield Problem(SHAPE_TOO_SMALL, where, name, (("reason", "a table needs more"), ("least", least)))


def _text_fits(part: str, name: str, box: Box, where: Place) -> Iterator[Problem]:
    """Measure the longest text at the smallest size that it would be set in."""
    text, sizes = "国" * LONGEST[part], _SIZES.get(part, _SMALL)
    bold = part == "title"
    size = fitting(text, sizes, (box.width, box.height), bold=bold)
    taken = lines(text, size, box.width, bold=bold) * line_height(size)
    if taken > box.height:
        reason = f"{LONGEST[part]} Chinese letters take {taken} pixels of height, and it has {box.height}"
        yield Problem(SHAPE_TOO_SMALL, where, name, (("reason", reason), ("least", f"{box.width} × {taken}")))


def _whole(deck: Deck) -> Box:
    return Box(0, 0, int(deck.slide_width or 0) // EMU, int(deck.slide_height or 0) // EMU)
