"""Turns a document, a template folder and a language into a PDF: views, then HTML, then pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportgen.model.document import Document
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
from reportgen.render.brand import brand_fonts, read_brand
from reportgen.render.fonts import Fonts, missing_glyphs
from reportgen.render.pdf.columns import sized
from reportgen.render.pdf.compose import page_view
from reportgen.render.pdf.figures import figures_file
from reportgen.render.pdf.page import html
from reportgen.render.pdf.printable import printable
from reportgen.render.pdf.style import css
from reportgen.render.words import Words

__all__ = ["GLYPH_MISSING", "RENDER_WARNING", "checked_pdf", "pdf"]

RENDER_WARNING = Kind(
    "render-warning",
    Severity.WARNING,
    "while this document was laid out: {found}",
    "Look at the page; if the template was changed, mend it there.",
)

GLYPH_MISSING = Kind(
    "glyph-missing",
    Severity.WARNING,
    "the font has no sign for {found}; {mark} is printed in its place",
    "Write the name in other characters, or accept the mark.",
)


def pdf(document: Document, template: Path, words: Words, fonts: Fonts) -> bytes:
    """Return a document as PDF; raise ValueError where its template cannot be filled.

    `checked_pdf` says that, and all it notices, as values.
    """
    data, problems = checked_pdf(document, template, words, fonts)
    if data is None:
        raise ValueError("; ".join(problem.sentence for problem in problems))
    return data


def checked_pdf(
    document: Document,
    template: Path,
    words: Words,
    fonts: Fonts,
    sources: Sequence[str] | None = None,
    margins: list[tuple[float, float]] | None = None,
) -> tuple[bytes | None, tuple[Problem, ...]]:
    """Return a document as PDF and what was noticed on the way; no PDF where the template cannot be filled.

    `template` is the paper's own folder, which need not exist: what it does not have is taken from the folder `page`
    beside it, and its `style.css` comes after that one; one for the language (`style.en.css`) comes after each. The
    brand is `brand.yaml` in the folder above.
    A document whose `sources` are given, the input files that it was made from, is for the archive: PDF/A-3u, with its
    figures attached. Characters that the fonts lack are replaced by a mark and reported, never printed as an empty
    box. The left and right margins of each page are added to `margins`. The same arguments give the same bytes.
    """
    # Loaded here so that a program that writes no PDF needs none of its system libraries.
    from reportgen.render.pdf.loading import load

    load()
    from reportgen.render.pdf.weasy import write

    brand, problems = read_brand(template.parent / "brand.yaml")
    fonts = brand_fonts(brand, template.parent, fonts)
    page = html(sized(page_view(document, words), fonts), template, brand)
    if isinstance(page, Problem):
        return None, (*problems, page)
    mark = str(words.sentences["unprintable"])
    lacking = missing_glyphs(page, fonts)
    attached = figures_file(document, words, sources) if sources is not None else None
    style = css(template, brand, words.language)
    data, complaints = write(printable(page, lacking, mark), template, style, fonts, attached, margins)
    place = Place(f"{document.kind}/{document.subject}")
    return data, (
        *problems,
        *_glyphs(lacking, mark, place),
        *(Problem(RENDER_WARNING, place, text) for text in complaints),
    )


def _glyphs(lacking: tuple[str, ...], mark: str, place: Place) -> tuple[Problem, ...]:
    named = ", ".join(f"{char} (U+{ord(char):04X})" for char in lacking)
    return (Problem(GLYPH_MISSING, place, named, (("mark", mark),)),) if lacking else ()
