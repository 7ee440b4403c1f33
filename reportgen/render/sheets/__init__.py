"""Turns a statement or register into a workbook whose figures are live formulas, and register lines into CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reportgen.model.document import Document
from reportgen.model.problem import Problem
from reportgen.render.brand import Brand
from reportgen.render.sheets.projection import BookText, CellText, lines_of, read_figure, read_workbook
from reportgen.render.sheets.register import register_csv
from reportgen.render.words import Words

__all__ = [
    "BookText",
    "CellText",
    "lines_of",
    "read_figure",
    "read_workbook",
    "register_csv",
    "workbook",
    "workbook_in",
]

_BRAND: Final = Brand()


def workbook(
    document: Document, words: Words, brand: Brand = _BRAND, logo: bytes = b"", template: bytes = b""
) -> bytes:
    """Return a document as an .xlsx file: a sheet for each section, and a last one that checks every formula.

    `logo` is a picture for the head of the first sheet. `template` is a workbook of the user's own: its bound cells and
    tables are filled, and the program's sheets stand behind its own. Raise `own.BookRefusedError` where it cannot be
    filled. Raise `formulas.UnknownReferenceError` for a formula that names what the document has not, and KeyError for
    a message the language lacks: both are faults of the program, never of what the inputs say.
    """
    # Loaded here, as below: who reads a workbook, or writes lines as CSV, needs nothing of the library behind it.
    from reportgen.render.sheets.book import written
    from reportgen.render.sheets.checks import checked
    from reportgen.render.sheets.layout import sheets
    from reportgen.render.sheets.own import in_own_book

    complete = checked(document)
    if template:
        return in_own_book(template, complete, words, brand)
    return written(complete, sheets(complete, words, logo=bool(logo)), words, brand, logo)


def workbook_in(
    template: Path, name: str, document: Document, words: Words, brand: Brand, logo: bytes
) -> tuple[bytes, tuple[Problem, ...]]:
    """Return a document in the user's own workbook where there is one, else as the program lays it out.

    A workbook that cannot be filled is a problem that calls it `name`, and the program's own layout takes its place.
    """
    from reportgen.render.sheets.own import BookRefusedError

    if template.is_file():
        try:
            return workbook(document, words, brand, template=template.read_bytes()), ()
        except BookRefusedError as error:
            from reportgen.render.sheets.own.checking import unreadable

            return workbook(document, words, brand, logo), (unreadable(name, error),)
    return workbook(document, words, brand, logo), ()
