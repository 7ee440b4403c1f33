"""The finished business review is read back: every number on its slides is the document's, and everything fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator
from pptx import Presentation

from reportgen import documents
from reportgen.model.document import Chart, DataTable, Document, HeatMap, Metrics, Precision, Section, Value
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.render.slides import PARTS, DeckText, bindable, read_deck, slides
from reportgen.render.words import Words, load_words, scales, word
from tests.unit.documents.test_documents import ROOT, company
from tests.unit.render.deck_room import overflowing

TEMPLATE = ROOT / "templates" / "qbr" / "deck.pptx"
CASES = [(when, language) for when in ("2026-Q1", "2026", "2025") for language in ("zh", "en")]
"""A quarter, a year, and a year that has neither targets nor a year before it."""


def words(language: str) -> Words:
    return load_words(ROOT / "templates" / "languages", language)


def worded(part: DataTable | HeatMap, language: Words) -> Iterator[str]:
    """The figures of a table as people read them."""
    columns: list[tuple[list[Value], Precision]]
    if isinstance(part, HeatMap):
        columns = [([row.cells[at].value for row in part.rows], "compact") for at in range(len(part.columns))]
    else:
        rows = (*part.rows, *([part.foot] if part.foot else []))
        columns = [([row.cells[at] for row in rows], each.precision) for at, each in enumerate(part.columns)]
    for (values, precision), scale in zip(columns, scales(part, language), strict=True):
        yield from (word(language, value, precision, scale) for value in values if _is_figure(value))


def _is_figure(value: Value) -> bool:
    return isinstance(value, Quantity | int | NotMeasured)


def printed(deck: DeckText, name: str) -> Counter[str]:
    """The cells of a table wherever it goes on, without the sign of a state."""
    rows = [row for slide in deck.slides for shape in slide.shapes if shape.name == name for row in shape.rows[1:]]
    return Counter(cell.lstrip("●▲▼ ") for row in rows for cell in row)


def made(when: str, language: str) -> tuple[Document, DeckText, bytes]:
    document = documents.qbr(company(when))
    data = slides(document, TEMPLATE, words(language))
    return document, read_deck(data), data


@pytest.mark.parametrize(("when", "language"), CASES)
def test_every_number_on_the_slides_is_the_documents(when: str, language: str) -> None:
    document, deck, _ = made(when, language)
    drawn = {shape.name: shape.series for slide in deck.slides for shape in slide.shapes if shape.series}
    for section in document.sections:
        for part in section.parts:
            if isinstance(part, DataTable | HeatMap) and part.rows:
                wanted, found = Counter(worded(part, words(language))), printed(deck, part.id)
                assert wanted - found == Counter(), f"{section.id}/{part.id}"
            if isinstance(part, Chart) and part.id in drawn:
                _same_values(part, drawn[part.id])
            if isinstance(part, Metrics):
                _same_cards(section, part, deck, words(language))


def _same_values(part: Chart, drawn) -> None:  # type: ignore[no-untyped-def]
    values = {value for series in drawn for value in series.values if value is not None}
    for series in part.series[:1]:
        for value in series.values:
            if isinstance(value, Quantity):
                assert {value.value, abs(value.value)} & values, f"{part.id}: {value}"


def _same_cards(section: Section, part: Metrics, deck: DeckText, language: Words) -> None:
    precision: Precision = "compact"
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    for item in part.items:
        said = " ".join(shape.text for shape in shapes if shape.name == item.id)
        assert word(language, item.value, precision) in said, f"{section.id}/{item.id}"


@pytest.mark.parametrize(("when", "language"), CASES)
def test_everything_fits_its_slide(when: str, language: str) -> None:
    assert overflowing(made(when, language)[2]) == []


@pytest.mark.parametrize(("when", "language"), CASES)
def test_a_deck_is_sound_and_is_read_aloud_in_the_order_it_is_seen(when: str, language: str, tmp_path: Path) -> None:
    data = made(when, language)[2]
    file = tmp_path / "deck.pptx"
    file.write_bytes(data)
    assert [str(error) for error in OpenXmlValidator().validate(str(file)).errors] == []
    for number, slide in enumerate(Presentation(BytesIO(data)).slides, 1):
        shapes = [shape for shape in slide.shapes if shape.has_text_frame or shape.has_table or shape.has_chart]
        assert slide.shapes.title is not None, number
        assert shapes[0].shape_id == slide.shapes.title.shape_id, number
        for shape in shapes:
            if shape.has_table or shape.has_chart:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr"), f"{number}: {shape.name}"
        drawn = [shape for shape in shapes if shape.has_table or shape.has_chart]
        # The left column from top to bottom, then the right one.
        assert [(shape.left, shape.top) for shape in drawn] == sorted((shape.left, shape.top) for shape in drawn), (
            number
        )


def test_a_year_that_stands_alone_has_no_column_of_nothing_and_a_summary_of_its_slides() -> None:
    document, deck, _ = made("2025", "en")
    sections = {section.id: section for section in document.sections}
    for name in ("slices", "distribution"):
        for table in (part for part in sections[name].parts if isinstance(part, DataTable)):
            for index, each in enumerate(table.columns):
                values = [row.cells[index] for row in table.rows]
                assert not all(isinstance(value, NotMeasured) for value in values), f"{table.id}: {each.key}"
    subtitles = {key: str(sections[key].subtitle) for key in ("results", "slices")}
    assert "qbr.results.subtitle.none" in subtitles["results"]
    assert "qbr.slices.subtitle.share" in subtitles["slices"]
    (summary,) = (
        slide for slide in deck.slides if slide.title.startswith("Order amount") and "no target" in slide.title
    )
    said = " ".join(shape.text for shape in summary.shapes)
    assert "In short" in said
    titles = {slide.title for slide in deck.slides}
    assert sum(title in said for title in titles - {summary.title}) >= 2


def test_every_section_and_part_of_the_deck_can_be_bound_to_a_shape() -> None:
    for when in ("2026-Q1", "2026"):
        for section in documents.qbr(company(when)).sections:
            assert section.id in PARTS
            parts = {part.id for part in section.parts if isinstance(part, DataTable | HeatMap | Chart)}
            # Tables of slices stand in for those against targets, which this plan has none of.
            assert {part for part in parts if not part.startswith("slice-")} - set(bindable(section.id)) == set()


def test_a_slide_without_data_is_left_out_and_named_in_the_appendix() -> None:
    document = documents.qbr(company("2026-Q1"))
    present = {section.id for section in document.sections}
    (appendix,) = (section for section in document.sections if section.id == "appendix")
    said = str(appendix.parts)
    for slide in ("cash", "forecast", "channel", "next-steps"):
        assert slide.removesuffix("-steps") not in present
        assert f"qbr.slide.{slide}" in said
    assert "qbr.slide.pay-cost" not in said


def test_titles_are_messages_and_no_two_slides_say_the_same() -> None:
    deck = made("2026-Q1", "en")[1]
    titles = [slide.title for slide in deck.slides]
    assert len(set(titles)) == len(titles)
    assert sum(any(letter.isdigit() for letter in title) for title in titles) >= len(titles) - 4
