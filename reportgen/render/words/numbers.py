"""Turns exact numbers into the digits of a language: grouped, rounded half up once, with a true minus sign."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from babel import Locale
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

from reportgen.model.money import half_up, plain

MINUS = "\N{MINUS SIGN}"


def digits(value: Fraction, places: int, locale: Locale, *, brief: bool = False, signed: bool = False) -> str:
    """Write a number with `places` decimals; `brief` drops decimals that are all zero, `signed` adds a plus."""
    rounded = half_up(value, places)
    if brief and rounded.denominator == 1:
        places = 0
    # Babel rounds half to even, so it is given a number that needs no rounding any more.
    number = Decimal(plain(abs(rounded), places))
    pattern = f"#,##0.{'0' * places}" if places else "#,##0"
    return sign(rounded, signed=signed) + format_decimal(number, format=pattern, locale=locale, numbering_system="latn")


def amount_of(text: str, language: str) -> Fraction | None:
    """Return the number that `digits` wrote in a language (`zh-CN`, `de`), None where the text is none."""
    locale = Locale.parse(language.replace("-", "_"))
    point, group = (symbol(locale, numbering_system="latn") for symbol in (get_decimal_symbol, get_group_symbol))
    try:
        return Fraction(text.replace(group, "").replace(point, ".").replace(MINUS, "-"))
    except ValueError:
        return None


def sign(value: Fraction, *, signed: bool) -> str:
    """Return the sign to print before an absolute value: a minus, a plus where asked for, nothing for zero."""
    if value < 0:
        return MINUS
    return "+" if signed and value > 0 else ""


def fit_step(value: Fraction, steps: Sequence[int]) -> tuple[int, int]:
    """Return the step to divide an amount by (1 for none) and the decimals to print, for steps in rising order.

    The first step keeps one decimal and higher ones two. A number that rounding lifts to the next step takes that
    step: 99,999,999 is 1.00 亿, never 10,000.0 万.
    """
    step, places = 1, _small_places(value)
    for index, higher in enumerate(steps):
        if abs(half_up(value / step, places)) * step < higher:
            break
        step, places = higher, min(index + 1, 2)
    return step, places


def _small_places(value: Fraction) -> int:
    """Below the first step, whole units are enough from a hundred on; less than that keeps its cents, if it has any."""
    return 2 if abs(value) < 100 and value.denominator != 1 else 0
