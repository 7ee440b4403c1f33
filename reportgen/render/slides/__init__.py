"""Turns a business review into a deck: native tables and charts in a designer's template, the same bytes every time."""

from __future__ import annotations

from pathlib import Path

from reportgen.model.document import Document
from reportgen.render.brand import Brand
from reportgen.render.slides.deck import deck
from reportgen.render.slides.projection import DeckText, SeriesText, ShapeText, SlideText, read_deck
from reportgen.render.words import Words

__all__ = ["DeckText", "SeriesText", "ShapeText", "SlideText", "read_deck", "slides"]


def slides(document: Document, template: Path, words: Words, brand: Brand | None = None) -> bytes:
    """Return the deck of a document, a slide (or several) a section after the cover.

    `template` is a .pptx file whose layouts and shapes carry the names in `templates/qbr/README.md`; where one is
    missing the nearest takes its place. `brand` replaces the shipped colours; those a designer chose stay.
    Raise KeyError for a message that the language lacks.
    """
    return deck(document, template.read_bytes(), words, brand)
