"""Turns a document and a user's own workbook into that workbook, filled, with the program's sheets behind its own."""

from __future__ import annotations

from dataclasses import replace

from reportgen.model.document import Document
from reportgen.render.brand import Brand
from reportgen.render.sheets.book import written
from reportgen.render.sheets.layout import sheets
from reportgen.render.sheets.own.filling import filled
from reportgen.render.sheets.own.heightening import heightened
from reportgen.render.sheets.own.joining import joined
from reportgen.render.sheets.own.offered import offered
from reportgen.render.sheets.own.parts import BookRefusedError, opened
from reportgen.render.words import Words

__all__ = ["BookRefusedError", "in_own_book"]


def in_own_book(template: bytes, document: Document, words: Words, brand: Brand) -> bytes:
    """Return a user's workbook filled with a document that has its checks.

    Figures of the user's sheets follow cells of the program's sheets behind them, so that whoever changes a cell there
    sees it act here, and every check holds. Raise BookRefusedError where the workbook cannot be filled.
    """
    book = opened(template)
    laid = sheets(document, words, taken=tuple(sheet.name for sheet in book.sheets))
    ours = opened(written(document, laid, words, replace(brand, logo="")))
    pen = filled(book, document.kind, offered(document, laid, words))
    heightened(pen)
    joined(pen, ours)
    return book.written()
