"""Pages of a small company parsed back: every figure of the document is on them, and no other number."""

import io

import pypdfium2
import pytest

from reportgen.render.fonts import Fonts
from reportgen.render.pdf import checked_pdf
from reportgen.render.words import load_words
from tests.pack.numbers import invented, unsaid
from tests.unit.documents.test_documents import ROOT, compose


@pytest.mark.parametrize(
    ("kind", "when", "subject", "language"),
    [
        ("review", "2026-Q1", "E1", "zh"),
        ("review", "2026-03", "E2", "en"),
        ("review", "2026-Q1", "B1", "en"),
        ("team", "2026-Q1", "M1", "zh"),
    ],
)
def test_a_finished_page_prints_the_figures_of_its_document_and_no_other(
    kind: str, when: str, subject: str, language: str, fonts: Fonts
) -> None:
    document = compose(kind, when, subject)
    words = load_words(ROOT / "templates" / "languages", language)
    data, problems = checked_pdf(document, ROOT / "templates" / kind, words, fonts)
    assert data is not None
    assert problems == ()
    opened = pypdfium2.PdfDocument(io.BytesIO(data))
    text = " ".join(page.get_textpage().get_text_range() for page in opened)
    assert unsaid(document, words, text) == []
    assert invented(document, words, text, len(opened)) == set()
