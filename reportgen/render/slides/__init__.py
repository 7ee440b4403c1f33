"""Turns a business review into a deck: native tables and charts in a designer's template, the same bytes every time."""

from __future__ import annotations

from pathlib import Path

from reportgen.model.document import Document
from reportgen.render.brand import Brand
from reportgen.render.slides.bindings import PARTS, bindable
from reportgen.render.slides.checking import check_deck
from reportgen.render.slides.deck import deck
from reportgen.render.slides.exported import exported
from reportgen.render.slides.projection import DeckText, SeriesText, ShapeText, SlideText, read_deck
from reportgen.render.words import Words

__all__ = [
    "PARTS",
    "DeckText",
    "SeriesText",
    "ShapeText",
    "SlideText",
    "bindable",
    "check_deck",
    "exported",
    "read_deck",
    "slides",
]


def slides(
    document: Document, template: Path, words: Words, brand: Brand | None = None, logo: Path | None = None
) -> bytes:
    """Return the deck of a document, a slide (or several) a section after the cover.

    `template` is a .pptx file whose layouts and shapes carry the names in `templates/qbr/README.md`; where one is
    missing the nearest takes its place. `brand` replaces the shipped colours and font; those a designer chose stay.
    `logo` is a picture for the cover and the head of slides that are made from layouts.
    Raise KeyError for a message that the language lacks.
    """
    return deck(document, template.read_bytes(), words, brand, logo.read_bytes() if logo else b"")
