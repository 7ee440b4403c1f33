"""A company of odd names, of somebody who sold nothing, much, or only just came: its whole pack comes out right."""

import json
from collections.abc import Mapping
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from openpyxl import load_workbook

from reportgen.app.leaks import strangers
from reportgen.model.naming import names_of
from reportgen.render.slides import read_deck
from tests.papers.odd import ARABIC, CUSTOMERS, ELEVEN_DAYS, LINES, MUCH_SOLD, NOTHING_SOLD, PEOPLE

pytestmark = pytest.mark.slow

Pack = Mapping[str, bytes]


def text_of(data: bytes) -> str:
    """The text of all pages without blanks: a name may have been wrapped anywhere."""
    with pypdfium2.PdfDocument(data) as document:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_name_is_printed_as_it_was_written(pack: Pack, language: str) -> None:
    for person, (name, _) in PEOPLE.items():
        text = text_of(pack[f"reviews/{person}-{language}.pdf"])
        # Programs differ in the order in which they tell letters that run from right to left.
        assert set(squeezed(name)) <= set(text) if person == ARABIC else squeezed(name) in text
        assert "〓" not in text
    customers = text_of(pack[f"reviews/{MUCH_SOLD}-{language}.pdf"])
    assert [name for name in CUSTOMERS if name.isascii() and squeezed(name) not in customers] == []


@pytest.mark.parametrize(
    ("language", "none", "days"), [("zh", "本期没有成交", "在岗11/90天"), ("en", "Notransactions", "11of90days")]
)
def test_the_shortest_reviews_say_so(pack: Pack, language: str, none: str, days: str) -> None:
    assert none in text_of(pack[f"reviews/{NOTHING_SOLD}-{language}.pdf"])
    assert days in text_of(pack[f"reviews/{ELEVEN_DAYS}-{language}.pdf"])


def attached(data: bytes) -> str:
    with pikepdf.open(BytesIO(data)) as opened:
        assert list(opened.attachments) == ["figures.json"]
        return opened.attachments["figures.json"].get_file().read_bytes().decode()


def test_an_archived_review_carries_its_figures_as_printed_and_as_they_are(pack: Pack) -> None:
    review = pack[f"reviews/{MUCH_SOLD}-zh.pdf"]
    carried = json.loads(attached(review))
    assert carried["subject"] == MUCH_SOLD
    assert "inputs/data/订单_2026.xlsx" in carried["sources"]
    text = text_of(review)
    tables = [each for each in carried["figures"] if each["part"] == "指标口径"]
    assert len(tables) > 5
    assert [each for each in tables if squeezed(each["shown"]) not in text] == []
    orders = next(each for each in tables if each["row"] == "订单量")
    assert LINES < int(orders["value"]) < LINES + 30
    assert orders["unit"] == "count"


def test_what_a_review_carries_names_nobody_else(pack: Pack) -> None:
    names = names_of([(person, PEOPLE[person]) for person in (NOTHING_SOLD, ARABIC)], [], [])
    for person in (NOTHING_SOLD, ARABIC):
        assert strangers(pack[f"reviews/{person}-zh.pdf"], "pdf", [person], names) == ()
    # A chart draws this name letter by letter, from the left.
    assert ARABIC in strangers(pack["teams/E006-zh.pdf"], "pdf", [], names_of([(ARABIC, PEOPLE[ARABIC])], [], []))
    review = pack[f"reviews/{NOTHING_SOLD}-zh.pdf"]
    with pikepdf.open(BytesIO(review)) as opened:
        opened.attachments["more.txt"] = PEOPLE[ARABIC][0].encode()
        data = BytesIO()
        opened.save(data)
    assert strangers(data.getvalue(), "pdf", [NOTHING_SOLD], names) == (ARABIC,)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_statement_lists_all_400_lines_and_no_name_is_a_formula(pack: Pack, language: str) -> None:
    book = load_workbook(BytesIO(pack[f"statements/{MUCH_SOLD}-{language}.xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert set(CUSTOMERS) <= texts
    assert len({text for text in texts if str(text).startswith("SO-2026-9")}) == LINES
    assert not [cell for cell in cells if cell.data_type == "f" and "1+1" in str(cell.value)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_deck_prints_odd_names_as_they_were_written(pack: Pack, language: str) -> None:
    deck = read_deck(pack[f"qbr/qbr-{language}.pptx"])
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    said = "\n".join(
        (*(shape.text for shape in shapes), *(cell for shape in shapes for row in shape.rows for cell in row))
    )
    assert [name for name in (*CUSTOMERS[:3], CUSTOMERS[5], PEOPLE[MUCH_SOLD][0]) if name not in said] == []
