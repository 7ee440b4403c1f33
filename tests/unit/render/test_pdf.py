import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from reportgen.model.document import (
    Chart,
    DataTable,
    Document,
    Message,
    Metric,
    Metrics,
    Paragraph,
    Precision,
    Section,
    Verbatim,
)
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.render.fonts import Fonts
from reportgen.render.pdf import checked_pdf, pdf
from reportgen.render.words import Words, scales, spans, word
from tests.unit.render.samples import LONG_NAME, ODD_NAMES, ROOT, TEMPLATE, longest, review, sample_words, shortest

WRITE = """
import sys
from pathlib import Path
from reportgen.app.fonts import prepare_fonts
from reportgen.render.pdf import pdf
from tests.unit.render.samples import longest, sample_words
sys.stdout.buffer.write(pdf(longest(), Path(sys.argv[1]), sample_words("zh"), prepare_fonts(Path(sys.argv[2]))))
"""


def text_of(data: bytes) -> str:
    """The text of all pages; a line break is a space, so that a wrapped name is still found."""
    with pypdfium2.PdfDocument(data) as opened:
        return " ".join(page.get_textpage().get_text_bounded() for page in opened)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def figures(part: object, words: Words, precision: Precision = "compact") -> Iterator[str]:
    """Every number of a document in the words that a reader must find."""
    match part:
        case Quantity() | NotMeasured():
            yield word(words, part, precision)
        case Message():
            yield from (span.text for span in spans(words, part, precision) if span.figure)
        case DataTable():
            for row in (*part.rows, *((part.foot,) if part.foot else ())):
                for column, scale, cell in zip(part.columns, scales(part, words), row.cells, strict=True):
                    if isinstance(cell, Quantity):
                        yield word(words, cell, column.precision, scale)
                    else:
                        yield from figures(cell, words, column.precision)
        case Chart():
            # Target and last year are drawn; only the actual is written.
            yield from figures(part.series[0].values, words, precision)
        case tuple() | Section() | Paragraph() | Metrics() | Metric():
            for item in inside(part):
                yield from figures(item, words, precision)


def inside(part: tuple[object, ...] | Section | Paragraph | Metrics | Metric) -> tuple[object, ...]:
    return part if isinstance(part, tuple) else tuple(getattr(part, field.name) for field in fields(part))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("document", [review(), longest(), shortest()], ids=["usual", "longest", "shortest"])
def test_every_number_of_the_document_is_on_the_page_as_worded(document: Document, language: str, fonts: Fonts) -> None:
    words = sample_words(language)
    data, problems = checked_pdf(document, TEMPLATE, words, fonts)
    assert data is not None
    assert problems == ()
    printed = squeezed(text_of(data))
    shown = {squeezed(figure) for figure in figures(document.sections, words)}
    assert len(shown) > 1
    assert {figure for figure in shown if figure not in printed} == set()


def test_data_is_never_read_as_a_template_or_as_markup(fonts: Fonts) -> None:
    printed = squeezed(text_of(pdf(longest(), TEMPLATE, sample_words("zh"), fonts)))
    for name in (*ODD_NAMES, LONG_NAME):
        assert squeezed(name) in printed
    assert "{{7*7}}" in printed
    assert "49" not in re.findall(r"(?<![\d,.])49(?![\d,.])", printed)


@pytest.mark.slow
def test_two_processes_two_folders_and_two_machines_give_the_same_bytes(fonts: Fonts, tmp_path: Path) -> None:
    shutil.copytree(TEMPLATE.parent, tmp_path / "elsewhere")
    places = (
        (TEMPLATE, {"PYTHONHASHSEED": "1", "TZ": "UTC"}),
        (tmp_path / "elsewhere" / "page", {"PYTHONHASHSEED": "2"}),
    )
    written = {
        subprocess.run(
            [sys.executable, "-c", WRITE, template, fonts.regular.parent.parent],
            env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout
        for template, environment in places
    }
    assert len(written) == 1


def test_the_file_is_tagged_titled_and_without_a_date(fonts: Fonts, tmp_path: Path) -> None:
    file = tmp_path / "review.pdf"
    file.write_bytes(pdf(review(), TEMPLATE, sample_words("zh"), fonts))
    with pikepdf.open(file) as opened:
        assert str(opened.Root.Lang) == "zh"
        assert bool(opened.Root.MarkInfo.Marked)
        assert str(opened.docinfo["/Title"]).startswith("李文静 · 季度绩效评估")
        assert not {"/CreationDate", "/ModDate"} & set(opened.docinfo.keys())
        assert b"pdfuaid" in opened.Root.Metadata.read_bytes()
        with opened.open_outline() as outline:
            assert [item.title.split()[0] for item in outline.root[0].children] == [
                "业绩背景",
                "平衡计分卡",
                "主要成交",
                "预警与上期改进",
                "口径",
            ]
    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_foot_says_period_version_cut_off_draft_and_page(fonts: Fonts) -> None:
    printed = text_of(pdf(review(), TEMPLATE, sample_words("en"), fonts))
    assert "Q1 2026 · plan version 2026.2 · data up to 31 Mar 2026 · Draft" in printed
    assert "Confidential: employee and manager only" in printed
    assert "1 / 2" in printed
    final = text_of(pdf(replace(review(), draft=False), TEMPLATE, sample_words("en"), fonts))
    assert "Draft" not in final


def test_characters_that_no_font_has_are_marked_and_reported(fonts: Fonts) -> None:
    document = replace(review(), title=Verbatim("李🎉文\u200d静 مريم"))
    data, problems = checked_pdf(document, TEMPLATE, sample_words("zh"), fonts)
    assert data is not None
    (problem,) = problems
    assert problem.kind.code == "glyph-missing"
    assert "🎉 (U+1F389)" in problem.sentence
    assert "李〓文静 〓〓〓〓" in text_of(data)


def test_a_faulty_template_is_said_with_its_line(fonts: Fonts, tmp_path: Path) -> None:
    shutil.copytree(TEMPLATE, tmp_path / "review")
    page = tmp_path / "review" / "page.html.j2"
    page.write_text(
        page.read_text(encoding="utf-8").replace("{{ page.heading }}", "{{ page.headin }}", 1), encoding="utf-8"
    )
    data, (problem,) = checked_pdf(review(), tmp_path / "review", sample_words("zh"), fonts)
    assert data is None
    assert problem.kind.code == "template-faulty"
    assert str(problem.place) == "templates/review/page.html.j2 [7]"
    assert "headin" in problem.sentence


def test_a_template_opens_no_file_outside_its_folder_and_no_address(fonts: Fonts, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"not for the page")
    review_folder = tmp_path / "templates" / "review"
    shutil.copytree(TEMPLATE, review_folder)
    style = review_folder / "style.css"
    reaching = "".join(
        f'h1 {{ background: url("{address}") }}'
        for address in ("../secret.png", secret.as_uri(), "http://192.0.2.1/x.png")
    )
    for rule in reaching.split("h1")[1:]:
        style.write_text((TEMPLATE / "style.css").read_text(encoding="utf-8") + f"h1{rule}", encoding="utf-8")
        data, (problem,) = checked_pdf(review(), review_folder, sample_words("zh"), fonts)
        assert data is not None
        assert problem.kind.code == "render-warning"
        assert "only files of the template's folder" in problem.sentence


def test_a_brand_restyles_the_page_and_a_wrong_colour_is_said(fonts: Fonts, tmp_path: Path) -> None:
    shutil.copytree(TEMPLATE, tmp_path / "review")
    words, usual = sample_words("zh"), pdf(review(), TEMPLATE, sample_words("zh"), fonts)
    assert pdf(review(), tmp_path / "review", words, fonts) == usual
    (tmp_path / "brand.yaml").write_text('accent: "#AA0055"\n', encoding="utf-8")
    assert pdf(review(), tmp_path / "review", words, fonts) != usual
    (tmp_path / "brand.yaml").write_text("accent: red\n", encoding="utf-8")
    data, (problem,) = checked_pdf(review(), tmp_path / "review", words, fonts)
    assert data == usual
    assert problem.kind.code == "brand-unreadable"
