"""A finished file's bytes → every text in it, shown or hidden, so that it can be told whom the file names."""

from __future__ import annotations

from reportgen.model.papers import Form
from reportgen.render.said.office import office_texts

__all__ = ["said"]


def said(data: bytes, form: Form) -> frozenset[str]:
    """Return all texts of a PDF, deck or workbook: pages, cells, notes, hidden sheets, metadata, embedded files.

    A text is a line, paragraph, cell or attribute. A sentence that a page wraps is given whole as well, as far as its
    place on the page tells that it goes on.
    """
    if form == "pdf":
        # Loaded here: a pack without PDF needs no PDF library.
        from reportgen.render.said.pages import pdf_texts

        return frozenset(pdf_texts(data))
    return frozenset(office_texts(data))
