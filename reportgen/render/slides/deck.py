"""Turns a document into the slides of a template: cover, sections page by page, feet, notes, file properties."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Final

from reportgen.model.document import Document, Message, Paragraph, Section, Value, Verbatim
from reportgen.model.measured import Status
from reportgen.render.brand import Brand
from reportgen.render.package import canonical
from reportgen.render.slides.breadth import fitting
from reportgen.render.slides.drawing import Canvas, draw
from reportgen.render.slides.flow import pages
from reportgen.render.slides.said import Said, Text, clean, compact, say
from reportgen.render.slides.starter_parts import THEME, colour_scheme
from reportgen.render.slides.template import Place, Template, drop_unused_layouts, open_template
from reportgen.render.slides.tokens import SUBTITLE_SIZES, TITLE_SIZES, TONES
from reportgen.render.slides.xml import Line, Run, element, paragraph, tag
from reportgen.render.words import Words, word

_SHIPPED_COLOURS: Final = re.compile(rb'<a:clrScheme name="%b">.*?</a:clrScheme>' % THEME.encode(), re.DOTALL)
_COVER_TITLE_SIZES: Final = (44, 40, 36, 32, 28, 24)
_COVER_HEADING_SIZES: Final = (21, 19, *SUBTITLE_SIZES)


def deck(document: Document, template: bytes, words: Words, brand: Brand | None = None) -> bytes:
    """Return the bytes of a document's deck."""
    opened = open_template(template)
    sections = document.sections
    if not sections or sections[0].id != "cover":
        sections = (Section("cover", document.heading, None, ()), *sections)
    for section in sections:
        _section(section, document, opened, words)
    _properties(document, opened, words)
    drop_unused_layouts(opened)
    written = BytesIO()
    opened.deck.save(written)
    return canonical(written.getvalue(), partial(_branded, brand) if brand else None)


def _branded(brand: Brand, name: str, content: bytes) -> bytes:
    """The shipped colours replaced by those of a brand; a scheme of another name is somebody's own."""
    return _SHIPPED_COLOURS.sub(colour_scheme(brand).encode(), content) if name.startswith("ppt/theme/") else content


def _cover(section: Section, document: Document, template: Template, words: Words) -> None:
    """What it is about in the largest size, the document's facts and the section's sentences below."""
    canvas, places = _canvas("cover", template, words), template.places["cover"]
    subtitle = section.subtitle or document.title
    _fit(canvas, places.get("title"), _in_full(section.title, words), _COVER_TITLE_SIZES, bold=True)
    _fit(canvas, places.get("subtitle"), _in_full(subtitle, words), _COVER_HEADING_SIZES)
    said = [*document.facts, *(part.text for part in section.parts if isinstance(part, Paragraph))]
    canvas.fill(places.get("facts"), [Line((Run(_in_full(text, words)),)) for text in said])
    _foot(canvas, "cover", document, template, words)
    _notes(canvas, section, words)


def _section(section: Section, document: Document, template: Template, words: Words) -> None:
    """One slide a page; a section that takes several counts them in its title."""
    if section.id == "cover":
        _cover(section, document, template, words)
        return
    found = pages(section.id, _headed([say(part, words) for part in section.parts]), template.regions)
    for number, page in enumerate(found, 1):
        count = f" ({number}/{len(found)})" if len(found) > 1 else ""
        canvas, places = _canvas(page.layout, template, words), template.places[page.layout]
        _fit(canvas, places.get("title"), compact(section.title, words) + count, TITLE_SIZES, bold=True)
        if section.subtitle is not None:
            _fit(canvas, places.get("subtitle"), compact(section.subtitle, words), SUBTITLE_SIZES)
        for part in page.parts:
            draw(canvas, part)
        _foot(canvas, page.layout, document, template, words)
        _notes(canvas, section, words)


def _headed(parts: Sequence[Said]) -> list[Said]:
    """The parts without the sentences that only head the next one: they stand above it."""
    found: list[Said] = []
    heading = ""
    for part in parts:
        if isinstance(part, Text) and part.id.startswith("heading"):
            heading = part.whole
            continue
        found.append(replace(part, heading=heading) if isinstance(part, Text) and heading else part)
        heading = ""
    return found


def _in_full(value: Value, words: Words) -> str:
    """The cover says its period with the year; slides need not."""
    return clean(word(words, value))


def _canvas(layout: str, template: Template, words: Words) -> Canvas:
    """A new slide with nothing on it: places are filled by name, and those left empty do not show."""
    slide = template.deck.slides.add_slide(template.layouts[layout])
    for shape in list(slide.placeholders):
        shape.element.getparent().remove(shape.element)
    return Canvas(slide, words.language)


def _fit(canvas: Canvas, place: Place | None, text: str, sizes: Sequence[int], *, bold: bool = False) -> None:
    """Fill a place with a text in the layout's own size, or smaller if it must be to fit."""
    if place is None:
        return
    steps = (place.size, *(size for size in sizes if size < place.size))
    size = fitting(text, steps, (place.box.width, place.box.height), bold=bold)
    canvas.fill(place, (Line((Run(text),), None if size == place.size else size),))


def _foot(canvas: Canvas, layout: str, document: Document, template: Template, words: Words) -> None:
    """Period, plan version and cut-off, a draft's mark before them; at the end who may see it, and the page."""
    values = (("period", document.period), ("version", Verbatim(document.plan_version)), ("cut-off", document.cut_off))
    alarm = TONES[Status.ALARM].colour
    mark = (Run(f"{word(words, Message('draft'))} · ", bold=True, colour=alarm),) if document.draft else ()
    foot = Run(clean(word(words, Message("foot", values))))
    canvas.fill(template.places[layout].get("foot"), (Line((*mark, foot)),))
    page = str(len(template.deck.slides))
    audience = Run(f"{compact(document.audience, words)} · ")
    canvas.fill(template.places[layout].get("page"), (Line((audience, Run(page, field="slidenum"))),))


def _notes(canvas: Canvas, section: Section, words: Words) -> None:
    """Where the slide's numbers come from."""
    shape = canvas.slide.notes_slide.notes_placeholder if section.notes else None
    if shape is None:
        return
    body = shape.element.xpath("p:txBody")[0]
    for old in body.xpath("a:p"):
        body.remove(old)
    for note in section.notes:
        body.append(element(paragraph(Line((Run(compact(note, words)),)), words.language)))


def _properties(document: Document, template: Template, words: Words) -> None:
    """What file managers and screen readers show; nobody's name, no moment."""
    properties = template.deck.core_properties
    properties.title = f"{_in_full(document.title, words)} · {_in_full(document.heading, words)}"
    properties.language = tag(words.language)
    properties.version = document.plan_version
    properties.author = properties.last_modified_by = properties.keywords = properties.comments = ""
