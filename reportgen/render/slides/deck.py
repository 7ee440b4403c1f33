"""Turns a document into the slides of a template: cover, sections page by page, feet, notes, file properties."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Final, cast

from pptx.oxml.presentation import CT_SlideId
from pptx.slide import Slide
from pptx.util import Emu

from reportgen.model.document import Document, Message, Paragraph, Section, Value, Verbatim
from reportgen.model.measured import Status
from reportgen.render.brand import Brand
from reportgen.render.breadth import fitting
from reportgen.render.package import canonical
from reportgen.render.slides.drawing import Canvas, draw
from reportgen.render.slides.flow import Page, pages
from reportgen.render.slides.own import fill_own
from reportgen.render.slides.said import Said, Text, clean, compact
from reportgen.render.slides.starter_parts import THEME, colour_scheme, font_scheme
from reportgen.render.slides.template import Place, Template, drop_unused_layouts, open_template
from reportgen.render.slides.tokens import EMU, SUBTITLE_SIZES, TITLE_SIZES, TONES, Box
from reportgen.render.slides.worded import say
from reportgen.render.slides.xml import A, Line, Run, element, paragraph, tag
from reportgen.render.words import Words, word

_SHIPPED_COLOURS: Final = re.compile(rb'<a:clrScheme name="%b">.*?</a:clrScheme>' % THEME.encode(), re.DOTALL)
_SHIPPED_FONTS: Final = re.compile(rb'<a:fontScheme name="%b">.*?</a:fontScheme>' % THEME.encode(), re.DOTALL)
_COVER_LOGO: Final = Box(64, 64, 320, 56)
_LOGO: Final = Box(896, 12, 320, 24)
_COVER_TITLE_SIZES: Final = (44, 40, 36, 32, 28, 24)
_COVER_HEADING_SIZES: Final = (21, 19, *SUBTITLE_SIZES)


def deck(document: Document, template: bytes, words: Words, brand: Brand | None = None, logo: bytes = b"") -> bytes:
    """Return the bytes of a document's deck."""
    opened = open_template(template)
    sections = document.sections
    if not sections or sections[0].id != "cover":
        sections = (Section("cover", document.heading, None, ()), *sections)
    made = {section.id: _section(section, document, opened, words) for section in sections}
    _drop_unsaid(opened, set(made))
    if logo:
        _logos(made, opened, logo, _in_full(document.title, words))
    _ordered(opened, made)
    _numbered(opened)
    _properties(document, opened, words)
    drop_unused_layouts(opened)
    written = BytesIO()
    opened.deck.save(written)
    return canonical(written.getvalue(), partial(_branded, brand) if brand else None)


def _drop_unsaid(template: Template, said: set[str]) -> None:
    """Drop the user's slides of sections that have nothing to say this time."""
    for section, slide in template.own.items():
        if section not in said:
            entry = _entry(template, slide)
            template.deck.part.drop_rel(entry.rId)
            template.deck.slides.element.remove(entry)


def _entry(template: Template, slide: Slide) -> CT_SlideId:
    """The entry of a slide in the deck's list of slides."""
    listed = zip(template.deck.slides.element, template.deck.slides, strict=True)
    return next(cast("CT_SlideId", entry) for entry, each in listed if each.part is slide.part)


def _ordered(template: Template, made: Mapping[str, list[Slide]]) -> None:
    """Put each section's slides behind those of the one before; the user's own slides stay where they are."""
    listing = template.deck.slides.element
    before: CT_SlideId | None = None
    for section, slides in made.items():
        for place, slide in enumerate(slides):
            entry = _entry(template, slide)
            if place == 0 and section in template.own:
                before = entry
                continue
            if before is None:
                listing.insert(0, entry)
            else:
                before.addnext(entry)
            before = entry


def _numbered(template: Template) -> None:
    """Write into every page number's field what a program will show there."""
    for number, slide in enumerate(template.deck.slides, 1):
        for field in slide.element.iter(f"{{{A}}}fld"):
            text = field.find(f"{{{A}}}t")
            if field.get("type") == "slidenum" and text is not None:
                text.text = str(number)


def _logos(made: Mapping[str, list[Slide]], template: Template, logo: bytes, company: str) -> None:
    """The logo on the cover and above the titles of slides from layouts; the user's own slides have their own."""
    for section, slides in made.items():
        for slide in slides[1:] if section in template.own else slides:
            box = _COVER_LOGO if section == "cover" else _LOGO
            picture = slide.shapes.add_picture(BytesIO(logo), Emu(0), Emu(0), height=Emu(box.height * EMU))
            picture.width = min(picture.width, Emu(box.width * EMU))
            picture.left = Emu(box.x * EMU if section == "cover" else (box.x + box.width) * EMU - picture.width)
            picture.top = Emu(box.y * EMU)
            picture.name = "logo"
            picture.element.xpath("./p:nvPicPr/p:cNvPr")[0].set("descr", company)


def _branded(brand: Brand, name: str, content: bytes) -> bytes:
    """The shipped colours and fonts replaced by those of a brand; a scheme of another name is somebody's own."""
    if not name.startswith("ppt/theme/"):
        return content
    coloured = _SHIPPED_COLOURS.sub(lambda _: colour_scheme(brand).encode(), content)
    return _SHIPPED_FONTS.sub(lambda _: font_scheme(brand).encode(), coloured)


def _cover(section: Section, document: Document, template: Template, words: Words) -> list[Slide]:
    """What it is about in the largest size, the document's facts and the section's sentences below."""
    subtitle = section.subtitle or document.title
    said = [*document.facts, *(part.text for part in section.parts if isinstance(part, Paragraph))]
    facts = [Line((Run(_in_full(text, words)),)) for text in said]
    if "cover" in template.own:
        slide = template.own["cover"]
        texts = {
            "title": (Line((Run(_in_full(section.title, words)),)),),
            "subtitle": (Line((Run(_in_full(subtitle, words)),)),),
            "facts": facts,
            **_feet(document, words),
        }
        fill_own(slide, "cover", texts, (), words.language)
        _notes(Canvas(slide, words.language), section, words)
        return [slide]
    canvas, places = _canvas("cover", template, words), template.places["cover"]
    _fit(canvas, places.get("title"), _in_full(section.title, words), _COVER_TITLE_SIZES, bold=True)
    _fit(canvas, places.get("subtitle"), _in_full(subtitle, words), _COVER_HEADING_SIZES)
    canvas.fill(places.get("facts"), facts)
    _foot(canvas, "cover", document, template, words)
    _notes(canvas, section, words)
    return [canvas.slide]


def _section(section: Section, document: Document, template: Template, words: Words) -> list[Slide]:
    """One slide a page; a section that takes several counts them in its title."""
    if section.id == "cover":
        return _cover(section, document, template, words)
    parts = _headed([say(part, words) for part in section.parts])
    if section.id in template.own:
        return _own_slides(section, parts, document, template, words)
    return _pages(section, pages(section.id, parts, template.regions), document, template, words)


def _own_slides(
    section: Section, parts: list[Said], document: Document, template: Template, words: Words
) -> list[Slide]:
    """The user's slide of a section, and slides from layouts for what found no room on it: nothing is lost."""
    slide = template.own[section.id]
    texts: dict[str, Sequence[Line]] = {"title": (Line((Run(compact(section.title, words)),)),)}
    if section.subtitle is not None:
        texts["subtitle"] = (Line((Run(compact(section.subtitle, words)),)),)
    texts |= _feet(document, words)
    rest = fill_own(slide, section.id, texts, parts, words.language)
    _notes(Canvas(slide, words.language), section, words)
    found = pages(section.id, rest, template.regions) if rest else ()
    return [slide, *_pages(section, found, document, template, words)]


def _pages(
    section: Section, found: Sequence[Page], document: Document, template: Template, words: Words
) -> list[Slide]:
    """A slide from a layout for each page."""
    slides = []
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
        slides.append(canvas.slide)
    return slides


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
    """A new slide with nothing on it: places are filled by name, and those left empty do not show.

    As the library adds one, but without a shape for each place of the layout.
    """
    slides = template.deck.slides
    relation, slide = slides.part.add_slide(template.layouts[layout])
    slides.element.add_sldId(relation)
    return Canvas(slide, words.language)


def _fit(canvas: Canvas, place: Place | None, text: str, sizes: Sequence[int], *, bold: bool = False) -> None:
    """Fill a place with a text in the layout's own size, or smaller if it must be to fit."""
    if place is None:
        return
    steps = (place.size, *(size for size in sizes if size < place.size))
    size = fitting(text, steps, (place.box.width, place.box.height), bold=bold)
    canvas.fill(place, (Line((Run(text),), None if size == place.size else size),))


def _foot(canvas: Canvas, layout: str, document: Document, template: Template, words: Words) -> None:
    """Fill the foot of a slide that is made from a layout."""
    lines = _feet(document, words)
    for name in ("foot", "page"):
        canvas.fill(template.places[layout].get(name), lines[name])


def _feet(document: Document, words: Words) -> dict[str, Sequence[Line]]:
    """Period, plan version and cut-off, a draft's mark before them; at the end who may see it, and the page."""
    values = (("period", document.period), ("version", Verbatim(document.plan_version)), ("cut-off", document.cut_off))
    alarm = TONES[Status.ALARM].colour
    mark = (Run(f"{word(words, Message('draft'))} · ", bold=True, colour=alarm),) if document.draft else ()
    foot = Run(clean(word(words, Message("foot", values))))
    audience = Run(f"{compact(document.audience, words)} · ")
    return {"foot": (Line((*mark, foot)),), "page": (Line((audience, Run("#", field="slidenum"))),)}


def _notes(canvas: Canvas, section: Section, words: Words) -> None:
    """Where the slide's numbers come from."""
    wanted = bool(section.notes) or canvas.slide.has_notes_slide
    shape = canvas.slide.notes_slide.notes_placeholder if wanted else None
    if shape is None:
        return
    body = shape.element.xpath("p:txBody")[0]
    for old in body.xpath("a:p"):
        body.remove(old)
    for note in (Line((Run(compact(note, words)),)) for note in section.notes):
        body.append(element(paragraph(note, words.language)))
    if not section.notes:
        body.append(element(paragraph(Line(()), words.language)))


def _properties(document: Document, template: Template, words: Words) -> None:
    """What file managers and screen readers show; nobody's name, no moment."""
    properties = template.deck.core_properties
    properties.title = f"{_in_full(document.title, words)} · {_in_full(document.heading, words)}"
    properties.language = tag(words.language)
    properties.version = document.plan_version
    properties.author = properties.last_modified_by = properties.keywords = properties.comments = ""
