"""Names that run from right to left are drawn in charts as they are written."""

import unicodedata

import pytest

from reportgen.render.pdf.leftward import drawn_letters


@pytest.mark.parametrize("text", ["李文静", "Anna Meyer", "签单额 12.5 万", ""])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert drawn_letters(text) == text


def test_hebrew_is_turned_and_numbers_in_it_are_not() -> None:
    assert drawn_letters("E017 שלום 12.5 עולם") == "E017 םלוע 12.5 םולש"


def test_arabic_letters_have_the_form_that_their_neighbours_ask_for() -> None:
    drawn = drawn_letters("العربي")
    names = [unicodedata.name(char).removeprefix("ARABIC LETTER ") for char in reversed(drawn)]
    assert names == [
        "ALEF ISOLATED FORM",
        "LAM INITIAL FORM",
        "AIN MEDIAL FORM",
        "REH FINAL FORM",
        "BEH INITIAL FORM",
        "YEH FINAL FORM",
    ]
