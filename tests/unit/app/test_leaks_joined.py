"""A name in joined letters is found in a finished page, as it was written, wherever it stands."""

from dataclasses import replace
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from reportgen.app.further_fonts import with_further
from reportgen.app.leaks import strangers
from reportgen.model.document import Document, Series, Verbatim
from reportgen.model.naming import Names, names_of
from reportgen.render.fonts import Fonts, missing_glyphs
from reportgen.render.pdf import pdf
from reportgen.render.pdf.leftward import drawn_letters, written_letters
from tests.unit.render import samples

IN_TABLE = ("زينب ثابت الشيخ", "تبيان بنت نبيل", "יוסף כהן", "शीला देवी")
IN_CHART = ("بثينة يوسف", "דוד לוי")
WRAPPED = "عبد اللطيف بن يوسف الشيباني " * 4 + "بتول نبيه"
NAMES = (*IN_TABLE, *IN_CHART, "بتول نبيه")


def document() -> Document:
    """A review with such names in a table and beside the bars of a chart."""
    deals, chart = samples._deals_table(), samples._products()
    rows = tuple(samples._deal("SO-1", name, 1) for name in (*IN_TABLE, WRAPPED))
    series = (Series("actual", chart.series[0].label, chart.series[0].values[:2]),)
    bars = replace(chart, categories=tuple(map(Verbatim, IN_CHART)), series=series)
    sections = (
        replace(samples._context(), parts=(bars,)),
        replace(samples._deals(), parts=(replace(deals, rows=rows),)),
    )
    return replace(samples.review(), sections=sections)


@pytest.fixture(scope="module")
def page(fonts: Fonts) -> bytes:
    found = document()
    further = with_further(fonts, missing_glyphs(f"{found!r}", fonts))
    return pdf(found, samples.TEMPLATE, samples.sample_words("en"), further)


@cache
def called(*people: str) -> Names:
    return names_of([(f"E{number:03}", (name,)) for number, name in enumerate(people)], [], [])


def test_each_name_is_found_by_itself(page: bytes) -> None:
    for name in NAMES:
        assert strangers(page, "pdf", (), called(name)) == ("E000",), name


def test_a_name_that_differs_by_its_dots_alone_is_another(page: bytes) -> None:
    # The same stems as in the table and the chart; only the dots are elsewhere.
    assert strangers(page, "pdf", (), called("زبنت ثابت الشيخ", "نبيان بنت نبيل", "بثينة بوسف")) == ()


def test_two_rows_are_not_read_as_one_name(page: bytes) -> None:
    assert strangers(page, "pdf", (), called("الشيخ تبيان", "الشيختبيان")) == ()


def test_the_glyphs_alone_would_not_tell_the_name(page: bytes) -> None:
    with pikepdf.open(BytesIO(page)) as opened:
        for content in (each for each in opened.objects if isinstance(each, pikepdf.Stream)):
            if b"/ActualText" in content.read_bytes():
                content.write(content.read_bytes().replace(b"/ActualText", b"/Silent"))
        silent = BytesIO()
        opened.save(silent)
    for name in IN_TABLE[:3]:
        assert strangers(silent.getvalue(), "pdf", (), called(name)) == (), name


@pytest.mark.parametrize("text", ["李文静", "نبيل ثابت", "E017 שלום 12.5 עולם", "العربي (2) Ltd"])
def test_what_a_chart_draws_is_read_as_it_was_written(text: str) -> None:
    assert written_letters(drawn_letters(text)) == text


def test_a_page_that_is_drawn_from_what_the_one_before_left_tells_its_names_too(page: bytes, fonts: Fonts) -> None:
    found = document()
    further = with_further(fonts, missing_glyphs(f"{found!r}", fonts))
    again = pdf(found, samples.TEMPLATE, samples.sample_words("en"), further)
    for name in NAMES:
        assert strangers(again, "pdf", (), called(name)) == ("E000",), name
