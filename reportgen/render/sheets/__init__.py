"""Turns a statement or register into a workbook whose figures are live formulas, and register lines into CSV."""

from __future__ import annotations

from typing import Final

from reportgen.model.document import Document
from reportgen.render.brand import Brand
from reportgen.render.sheets.book import written
from reportgen.render.sheets.checks import checked
from reportgen.render.sheets.formulas import UnknownReferenceError
from reportgen.render.sheets.layout import sheets
from reportgen.render.sheets.own import BookRefusedError, in_own_book
from reportgen.render.sheets.projection import BookText, CellText, lines_of, read_figure, read_workbook
from reportgen.render.sheets.register import register_csv
from reportgen.render.words import Words

__all__ = [
    "BookRefusedError",
    "BookText",
    "CellText",
    "UnknownReferenceError",
    "lines_of",
    "read_figure",
    "read_workbook",
    "register_csv",
    "workbook",
]

_BRAND: Final = Brand()


def workbook(document: Document, words: Words, brand: Brand = _BRAND, template: bytes = b"") -> bytes:
    """Return a document as an .xlsx file: a sheet for each section, and a last one that checks every formula.

    `template` is a workbook of the user's own, whose bound cells and tables are filled and before whose sheets none
    stands. Raise BookRefusedError where it cannot be filled.
    Raise UnknownReferenceError for a formula that names what the document has not, and KeyError for a message the
    language lacks: both are faults of the program, never of what the inputs say.
    """
    complete = checked(document)
    if template:
        return in_own_book(template, complete, words, brand)
    return written(complete, sheets(complete, words), words, brand)
