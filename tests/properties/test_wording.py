"""What holds for every amount that is written down."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.money import half_up
from reportgen.model.quantity import money
from reportgen.render.words import load_words, word
from tests.unit.render.samples import ROOT

WORDS = {language: load_words(ROOT / "templates" / "languages", language) for language in ("zh", "en")}
UNITS = {"万": 10**4, "亿": 10**8, "k": 10**3, "m": 10**6, "bn": 10**9}
AMOUNTS = st.fractions(min_value=-(10**13), max_value=10**13, max_denominator=10**4)


def read_back(text: str) -> tuple[Fraction, int]:
    number = text.replace("−", "-").replace(",", "").replace(" ", "")
    unit = number.lstrip("-0123456789.")
    return Fraction(number.removesuffix(unit)), UNITS.get(unit, 1)


@given(AMOUNTS)
def test_a_full_amount_read_back_is_the_amount_to_the_cent(amount: Fraction) -> None:
    for words in WORDS.values():
        assert read_back(word(words, money(amount, "CNY")))[0] == half_up(amount)


@given(AMOUNTS)
def test_a_compact_amount_is_near_and_always_in_the_largest_unit_that_fits(amount: Fraction) -> None:
    for words in WORDS.values():
        number, unit = read_back(word(words, money(amount, "CNY"), "compact"))
        assert abs(number * unit - amount) <= Fraction(unit, 20) if unit > 1 else abs(number - amount) <= Fraction(1, 2)
        higher = min((step for step in words.steps if step > unit), default=None)
        assert higher is None or abs(number * unit) < higher
