"""Turns a typed value into what a cell holds, a number format that shows it, and the width it takes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Final
from unicodedata import east_asian_width

from reportgen.model.document import Message, Value
from reportgen.model.quantity import Quantity, Unit
from reportgen.render.words import Words, word

Content = Fraction | date | str | None

DAY: Final = "yyyy-mm-dd"
CHECK: Final = '0.00" ✗";-0.00" ✗";0.00" ✓"'
"""A difference that says by itself whether it is one."""

_FIFTEEN: Final = Context(prec=15, rounding=ROUND_HALF_UP)
_FIFTEEN_DIGITS: Final = 10**15
_PLACES: Final[dict[Unit, tuple[int, int]]] = {
    Unit.MONEY: (2, 2),
    Unit.PERCENT: (1, 4),
    Unit.COUNT: (0, 1),
    Unit.DAYS: (0, 1),
    Unit.SCORE: (1, 1),
    Unit.NUMBER: (0, 4),
}
_FIRST_DAY: Final = date(1900, 3, 1)  # serial numbers before it differ between programs (1900 was no leap year)
_CELL_LIMIT: Final = 32_767
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def content(words: Words, value: Value) -> Content:
    """Return what a cell holds: an exact number, a date, text, or nothing."""
    match value:
        case Quantity():
            return value.value
        case int():
            return Fraction(value)
        case date() if value >= _FIRST_DAY:
            return value
        case date():
            return value.isoformat()
        case None:
            return None
    return printable(words, word(words, value))


def printable(words: Words, text: str) -> str:
    """Return text that a cell can hold: no control characters, no escapes, at most 32,767 characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _NOT_XML.search(text):
        text = _NOT_XML.sub(word(words, Message("unprintable")), text)
    if "_x" in text:
        text = _ESCAPED.sub("_x005F_", text)
    return text[:_CELL_LIMIT]


def formats(figures: Iterable[Value], derived: Iterable[Value] = ()) -> dict[Unit, str]:
    """Return one number format a unit for the figures of a column, so that their decimals stand under each other.

    Given figures are shown exactly as far as a unit allows (a rate of 1.25 % has two decimals); derived ones do not
    change the format, for theirs would depend on chance.
    """
    places: dict[Unit, int] = {}
    told = ((value.unit, value.value.denominator) for value in figures if isinstance(value, Quantity))
    for unit, parts in dict.fromkeys(told):  # few different ones, of thousands
        places[unit] = max(places.get(unit, 0), _places(unit, parts))
    for value in derived:
        if isinstance(value, Quantity):
            places.setdefault(value.unit, _PLACES[value.unit][value.unit is Unit.DAYS])
    return {unit: _pattern(unit, count) for unit, count in places.items()}


def format_of(value: Value, known: dict[Unit, str]) -> str:
    """Return the number format of one value."""
    match value:
        case Quantity():
            return known[value.unit]
        case int():
            return "#,##0"
        case date() if value >= _FIRST_DAY:
            return DAY
    return "General"


def fifteen(value: Fraction) -> str:
    """Write an exact number with the 15 significant digits that every spreadsheet program keeps."""
    numerator, denominator = value.as_integer_ratio()
    if denominator == 1 and -_FIFTEEN_DIGITS < numerator < _FIFTEEN_DIGITS:
        return str(numerator)
    if 100 % denominator == 0 and abs(cents := numerator * (100 // denominator)) < _FIFTEEN_DIGITS:
        whole, part = divmod(abs(cents), 100)  # exact: it has no more digits than are kept
        return f"{'-' if cents < 0 else ''}{whole}.{part:02}".rstrip("0")
    rounded = _FIFTEEN.divide(Decimal(value.numerator), Decimal(value.denominator))
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=4096)
def text_width(text: str) -> int:
    """Return the width of the longest line in digits: a Chinese character is two wide."""
    return max(sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) for line in text.split("\n"))


def width(held: Content, pattern: str) -> int:
    """Return the width of what a cell shows, in digits."""
    match held:
        case Fraction():
            return _number_width(held, pattern)
        case str():
            return text_width(held)
        case date():
            return 10
    return 0


def snug(held: Content, pattern: str) -> float:
    """Return the same with the signs between digits as narrow as every font has them."""
    if not isinstance(held, Fraction):
        return width(held, pattern)
    grouped = (len(str(_whole(held, pattern))) - 1) // 3 if _shape(pattern)[2] else 0
    return width(held, pattern) - _NARROWER * (grouped + ("." in pattern))


def extremes(cells: Iterable[tuple[Content, str]]) -> list[tuple[Content, str]]:
    """Return those of cells, given as what they hold and their format, that one of the widest is among.

    Of figures of a format these are the largest and the least; every other cell is one of them.
    """
    found: list[tuple[Content, str]] = []
    most: dict[str, tuple[int, Fraction]] = {}
    least: dict[str, tuple[int, Fraction]] = {}
    for held, pattern in cells:
        if not isinstance(held, Fraction):
            found.append((held, pattern))
            continue
        numerator, denominator = held.as_integer_ratio()
        size = abs(numerator) * 100 // denominator  # the signs before the point grow with it, also those of percent
        side = least if numerator < 0 else most
        if pattern not in side or size > side[pattern][0]:
            side[pattern] = size, held
    return [*found, *((held, pattern) for side in (most, least) for pattern, (_, held) in side.items())]


_NARROWER: Final = 0.3
"""By how much of a digit a comma and a point are narrower than one; most fonts have them half as wide."""


def _whole(value: Fraction, pattern: str) -> int:
    numerator, denominator = value.as_integer_ratio()
    return abs(numerator) * (100 if _shape(pattern)[0] else 1) // denominator


def _number_width(value: Fraction, pattern: str) -> int:
    _, beside, grouped = _shape(pattern)
    digits = len(str(_whole(value, pattern)))
    return digits + ((digits - 1) // 3 if grouped else 0) + beside + (value.numerator < 0)


@cache
def _shape(pattern: str) -> tuple[bool, int, bool]:
    """Tell whether a format shows percent, how many signs stand beside the whole number, and whether it is grouped."""
    percent = pattern.endswith("%")
    places = len(pattern.partition(".")[2].rstrip("%"))
    return percent, percent + (places + 1 if places else 0), "," in pattern


def _places(unit: Unit, denominator: int) -> int:
    fewest, most = _PLACES[unit]
    hundred = 2 if unit is Unit.PERCENT else 0
    exact = (count for count in range(fewest, most + 1) if 10 ** (count + hundred) % denominator == 0)
    # Days of an average have a decimal, or those that are subtracted would not seem to add up.
    return next(exact, most if unit is Unit.DAYS else fewest)


def _pattern(unit: Unit, places: int) -> str:
    decimals = "." + "0" * places if places else ""
    return f"0{decimals}%" if unit is Unit.PERCENT else f"#,##0{decimals}"
