"""A template may have another file for one language; every other language has the one without."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pptx import Presentation

from reportgen import documents
from reportgen.app.rendering import Job, Studio, render
from reportgen.render.sheets import read_workbook
from reportgen.render.slides import read_deck
from reportgen.render.tongues import in_language, tongues_of, with_language
from tests.unit.documents.test_company_papers import company
from tests.unit.render.designed_book import designed
from tests.unit.render.samples import ROOT


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    return tmp_path / "templates"


def test_the_file_for_a_language_is_taken_where_it_is_there(tmp_path: Path) -> None:
    for name in ("style.css", "style.en.css", "style.zh-TW.css", "deck.en.pptx"):
        (tmp_path / name).touch()
    style, deck = tmp_path / "style.css", tmp_path / "deck.pptx"
    assert [in_language(style, each).name for each in ("en", "zh", "zh-TW")] == [
        "style.en.css",
        "style.css",
        "style.zh-TW.css",
    ]
    assert [each.name for each in with_language(style, "en")] == ["style.css", "style.en.css"]
    assert with_language(style, "zh") == (style,)
    assert in_language(deck, "zh") == deck
    assert [language for language, _ in tongues_of(style)] == ["en", "zh-TW"]


def test_a_deck_and_a_statement_have_the_template_of_their_language(mine: Path) -> None:
    own = Presentation(str(mine / "qbr" / "deck.pptx"))
    box = own.slides.add_slide(own.slide_layouts[0]).shapes.add_textbox(0, 0, 900000, 900000)
    box.text_frame.text = "In English alone"
    own.save(str(mine / "qbr" / "deck.en.pptx"))
    (mine / "statement" / "statement.en.xlsx").write_bytes(designed())
    studio, found = Studio(mine, None, ""), company("2026-Q1")
    review, statement = documents.qbr(found), documents.statement(found, next(iter(found.statements)))
    said, sheets = {}, {}
    for language in ("zh", "en"):
        deck, _ = render(Job("qbr/qbr.pptx", "qbr", review, language), studio)
        book, _ = render(Job("s.xlsx", "statements", statement, language), studio)
        assert deck is not None
        assert book is not None
        said[language] = [shape.text for slide in read_deck(deck).slides for shape in slide.shapes]
        sheets[language] = list(read_workbook(book).sheets)
    assert ["In English alone" in said[language] for language in ("zh", "en")] == [False, True]
    assert ["Pay slip" in sheets[language] for language in ("zh", "en")] == [False, True]
