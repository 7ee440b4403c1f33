"""Decks: every figure of the document is on them, native, whole and in its place."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.slide import Slide
from pptx.util import Emu
from pypdfium2 import PdfDocument

from reportgen.model.document import Chart, DataTable, Document, Metrics, Section, Series, Verbatim
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.render.brand import Brand
from reportgen.render.deck_tables import read_tables
from reportgen.render.slides import DeckText, read_deck, slides
from reportgen.render.slides.plotted import number_format
from reportgen.render.slides.starter import starter
from reportgen.render.slides.template import open_template
from reportgen.render.words import scales, word
from tests.unit.render.deck_room import overflowing
from tests.unit.render.deck_sample import ODD_NAMES, ROOT, TEMPLATE, cny, deck_words, longest, message, review, shortest

DOCUMENTS = {"usual": review, "longest": longest, "shortest": shortest}
CASES = [(name, language) for name in DOCUMENTS for language in ("zh", "en")]
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def _deck(document: Document, language: str = "zh", template: Path = TEMPLATE) -> bytes:
    return slides(document, template, deck_words(language))


def _parts(data: bytes, folder: str, ending: str = ".xml") -> Iterator[tuple[str, bytes]]:
    with ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith(folder) and name.endswith(ending):
                yield name, package.read(name)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_of_the_document_is_on_a_slide_as_it_is_worded(language: str) -> None:
    words, text = deck_words(language), str(read_deck(_deck(review(), language)))
    for section in review().sections:
        for part in section.parts:
            if isinstance(part, Metrics):
                assert all(word(words, item.value, "compact") in text for item in part.items)
            if isinstance(part, DataTable):
                for row in (*part.rows, *([part.foot] if part.foot else [])):
                    cells = zip(row.cells, part.columns, scales(part, words), strict=True)
                    assert all(word(words, cell, column.precision, scale) in text for cell, column, scale in cells)


def test_a_chart_holds_the_exact_values_and_a_gap_where_nothing_was_measured() -> None:
    deck = read_deck(_deck(review()))
    charts = {shape.name: shape.series for slide in deck.slides for shape in slide.shapes if shape.series}
    found = [part for section in review().sections for part in section.parts if isinstance(part, Chart)]
    assert {part.id for part in found} == set(charts)
    for part in found:
        for drawn, series in zip(charts[part.id], part.series, strict=False):
            assert drawn.values == tuple(v.value if isinstance(v, Quantity) else None for v in series.values)
    assert charts["funnel"][0].values[2] is None
    assert charts["funnel"][0].categories == ("线索 · 120", "方案 · 43", "谈判 · 未测量 · 7")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tables_asked_for_by_name_are_those_of_the_whole_deck(language: str) -> None:
    data = _deck(longest(), language)
    deck, names = read_deck(data), {"customers", "funnel"}
    shapes = (shape for slide in deck.slides for shape in slide.shapes if shape.rows and shape.name in names)
    found = read_tables(data, names)
    assert found.tables == tuple((shape.name, shape.rows) for shape in shapes)
    assert len(found.tables) > 3
    assert found.language == deck.language


def test_a_long_table_is_continued_and_its_total_stands_once_at_the_end() -> None:
    tables = [
        shape for slide in read_deck(_deck(longest())).slides for shape in slide.shapes if shape.name == "customers"
    ]
    assert len(tables) > 3
    assert len({table.rows[0] for table in tables}) == 1
    orders = [row[0] for table in tables for row in table.rows[1:]]
    assert orders == [f"SO-{2200 + number}" for number in range(90)] + ["公司"]


def test_text_of_the_inputs_is_never_a_formula_in_the_workbook_behind_a_chart() -> None:
    values = tuple(cny("0.1") for _ in ODD_NAMES)
    names = tuple(Verbatim(name) for name in ODD_NAMES)
    series = (Series("actual", Verbatim("=cmd()"), values),)
    chart = Chart("odd", "bars", message("bullets"), names, series, message("bullets-alt"))
    document = replace(review(), sections=(Section("odd", message("lost"), None, (chart,)),))
    (_, book), *_ = _parts(_deck(document), "ppt/embeddings/", ".xlsx")
    sheet = load_workbook(BytesIO(book)).worksheets[0]
    assert [tuple(row) for row in sheet.iter_rows(values_only=True)] == [
        (None, "=cmd()"),
        *((name, 0.1) for name in ODD_NAMES),
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


@pytest.mark.parametrize(("name", "language"), CASES)
def test_the_validator_finds_nothing_wrong(name: str, language: str, tmp_path: Path) -> None:
    written = tmp_path / "deck.pptx"
    written.write_bytes(_deck(DOCUMENTS[name](), language))
    assert OpenXmlValidator().validate(written).errors == []
    for number, (_, book) in enumerate(_parts(written.read_bytes(), "ppt/embeddings/", ".xlsx")):
        embedded = tmp_path / f"{number}.xlsx"
        embedded.write_bytes(book)
        assert OpenXmlValidator().validate(embedded).errors == []


@pytest.mark.parametrize(("name", "language"), CASES)
def test_nothing_leaves_the_slide_and_nothing_lies_on_anything_else(name: str, language: str) -> None:
    deck = Presentation(BytesIO(_deck(DOCUMENTS[name](), language)))
    for slide in deck.slides:
        boxes = _boxes(slide)
        for shape, (left, top, right, bottom) in boxes.items():
            assert min(left, top) >= 0, shape
            assert (right <= (deck.slide_width or 0), bottom <= (deck.slide_height or 0)) == (True, True), shape
        names = list(boxes)
        clashes = [(a, b) for n, a in enumerate(names) for b in names[n + 1 :] if _overlap(boxes[a], boxes[b])]
        assert clashes == []


@pytest.mark.parametrize(("name", "language"), CASES)
def test_no_text_is_larger_than_its_shape_measured_with_the_font(name: str, language: str) -> None:
    assert overflowing(_deck(DOCUMENTS[name](), language)) == []


def _boxes(slide: Slide) -> dict[str, tuple[int, int, int, int]]:
    """The shapes that say something."""
    return {
        shape.name: (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
        for shape in slide.shapes
        if shape.has_chart or shape.has_table or next(shape.element.iter(f"{A}t"), None) is not None
    }


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_two_processes_write_the_same_bytes() -> None:
    program = (
        "import sys, hashlib; from tests.unit.render.test_slides import _deck, review;"
        "sys.stdout.write(hashlib.sha256(_deck(review())).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    ]
    assert runs[0] == runs[1]


def test_every_chart_and_table_has_a_text_alternative() -> None:
    figures = [
        shape for slide in read_deck(_deck(review())).slides for shape in slide.shapes if shape.rows or shape.series
    ]
    assert len(figures) == 7
    assert [shape.name for shape in figures if not shape.alt] == []


def test_every_run_names_an_east_asian_font() -> None:
    data = _deck(review())
    for folder in ("ppt/slides/", "ppt/charts/", "ppt/notesSlides/"):
        for name, part in _parts(data, folder):
            root = etree.fromstring(part)
            looks = [*root.iter(f"{A}rPr"), *root.iter(f"{A}defRPr")]
            assert looks, name
            assert all(look.find(f"{A}ea") is not None for look in looks), name


def test_notes_say_where_the_numbers_come_from() -> None:
    deck = read_deck(_deck(review()))
    assert [slide.notes for slide in deck.slides][1:] == ["来源:订单.xlsx [订单],截至 2026-03-31"] * (
        len(deck.slides) - 1
    )


def test_a_draft_says_so_on_every_slide() -> None:
    for draft in (True, False):
        deck = read_deck(_deck(replace(review(), draft=draft)))
        assert {slide.shape("foot").text.startswith("草稿 · ") for slide in deck.slides} == {draft}


def test_the_file_tells_title_and_language_and_nobodys_name() -> None:
    deck = _deck(review(), "en")
    assert (read_deck(deck).title, read_deck(deck).language) == (
        "Jinggong Intelligent Equipment Co., Ltd. · Business review Q1 2026",
        "en-US",
    )
    properties = Presentation(BytesIO(deck)).core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")


def test_what_was_not_measured_is_a_sentence_and_no_empty_chart() -> None:
    deck = read_deck(_deck(shortest()))
    last = deck.slides[-1]
    assert (last.shape("months").text, last.shape("lost").text) == ("未测量", "本期没有丢单。")
    assert not any(shape.series for slide in deck.slides for shape in slide.shapes)


# ------------------------------------------------------------------------------------------------------- the template


def test_the_shipped_template_is_what_the_starter_makes() -> None:
    assert TEMPLATE.read_bytes() == starter()
    assert open_template(starter()).missing == ()


def test_a_designer_may_move_places_and_drop_layouts(tmp_path: Path) -> None:
    own = Presentation(BytesIO(starter()))
    for layout in list(own.slide_layouts):
        if layout.name in {"table", "summary"}:
            own.slide_layouts.remove(layout)
            continue
        for shape in layout.shapes:
            shape.left, shape.width = Emu(shape.left + 95250), Emu(shape.width // 2)
    own.slides.add_slide(own.slide_layouts[0])
    written = tmp_path / "own.pptx"
    own.save(str(written))

    deck = _deck(review(), template=written)
    assert open_template(written.read_bytes()).missing == ("summary", "table")
    assert _figures(read_deck(deck)) == _figures(read_deck(_deck(review())))
    assert read_deck(deck).slides[0].layout == "cover"
    assert next(iter(Presentation(BytesIO(deck)).slides)).shapes[0].left == 74 * 9525


def _figures(deck: DeckText) -> set[str]:
    """All that is said, wherever it stands."""
    cells = {cell for slide in deck.slides for shape in slide.shapes for row in shape.rows for cell in row}
    values = {str(series.values) for slide in deck.slides for shape in slide.shapes for series in shape.series}
    cards = {shape.text for slide in deck.slides for shape in slide.shapes if shape.name in {"booked", "margin", "eco"}}
    return cells | values | cards


def test_hidden_slides_and_unused_layouts_leave_no_part_behind(tmp_path: Path) -> None:
    examples = tmp_path / "examples.pptx"
    hidden = Presentation(BytesIO(_deck(longest())))
    for slide in hidden.slides:
        slide.element.set("show", "0")
    hidden.save(str(examples))
    data = _deck(shortest(), template=examples)
    assert len(list(_parts(data, "ppt/slides/"))) == 3
    assert list(_parts(data, "ppt/embeddings/", ".xlsx")) == []
    used = {slide.layout for slide in read_deck(data).slides}
    assert {layout.name for layout in Presentation(BytesIO(data)).slide_layouts} == used


def test_a_brand_recolours_the_shipped_theme_alone() -> None:
    red = Brand(accent="#AA0000")
    branded = slides(review(), TEMPLATE, deck_words("zh"), red)
    theme = dict(_parts(branded, "ppt/theme/"))["ppt/theme/theme1.xml"]
    assert b'<a:accent1><a:srgbClr val="AA0000"/>' in theme
    assert str(read_deck(branded)) == str(read_deck(_deck(review())))


@pytest.mark.slow
def test_libreoffice_opens_it_and_shows_every_slide(tmp_path: Path) -> None:
    written = tmp_path / "deck.pptx"
    written.write_bytes(_deck(review()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(written)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    pages = PdfDocument(tmp_path / "deck.pdf")
    assert len(pages) == len(read_deck(written.read_bytes()).slides)
    pages.close()


def test_a_series_without_data_is_in_no_legend() -> None:
    known, unknown = (cny("1"), cny("2")), (NotMeasured(), NotMeasured())
    series = (Series("actual", Verbatim("this"), known), Series("previous", Verbatim("last"), unknown))
    chart = Chart("odd", "months", message("bullets"), (Verbatim("1"), Verbatim("2")), series, message("bullets-alt"))
    document = replace(review(), sections=(Section("odd", message("lost"), None, (chart,)),))
    ((_, part),) = _parts(_deck(document), "ppt/charts/")
    assert "<c:v>this</c:v>" in part.decode()
    assert "<c:v>last</c:v>" not in part.decode()
    assert "<c:legend>" not in part.decode()


def test_a_chart_of_amounts_below_a_step_as_wide_as_yi_is_written_in_the_step_below() -> None:
    words, largest = deck_words("zh"), Fraction(168_000_000)
    assert "亿" in number_format(Unit.MONEY, largest, words, Fraction(105_000_000))
    assert "万" in number_format(Unit.MONEY, largest, words, Fraction(10_770_000))
    assert "亿" in number_format(Unit.MONEY, Fraction(2_000_000_000), words, Fraction(10_770_000))


@pytest.mark.parametrize(
    ("language", "largest", "expected"),
    [
        ("zh", 9_000, "#,##0"),
        ("zh", 61_000_000, '[>=10000000]#\\,000\\.0,"万";[=0]0;0\\.0,"万"'),
        ("en", 61_000_000, '[=0]0;#,##0.00,,"m"'),
    ],
)
def test_amounts_of_a_chart_are_grouped_as_those_of_a_table(language: str, largest: int, expected: str) -> None:
    found = number_format(Unit.MONEY, Fraction(largest), deck_words(language))
    assert found.replace(" ", "") == expected
