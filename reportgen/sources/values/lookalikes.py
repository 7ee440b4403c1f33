"""Turns characters that look like others into a sentence that names them: O for 0, l for 1, Cyrillic for Latin."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

_DIGITS = {
    "O": "0", "o": "0", "Q": "0", "D": "0", "О": "0", "о": "0", "Ο": "0", "ο": "0", "〇": "0", "○": "0",
    "l": "1", "I": "1", "|": "1", "і": "1", "І": "1", "Ι": "1", "S": "5", "B": "8", "Z": "2", "З": "3",
}  # fmt: skip
_LATIN = {
    "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T", "У": "Y",
    "Х": "X", "І": "I", "Ј": "J", "Ѕ": "S", "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x",
    "і": "i", "ј": "j", "ѕ": "s",
    "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P",
    "Τ": "T", "Υ": "Y", "Χ": "X", "ο": "o", "ν": "v",
}  # fmt: skip
STRANGE_SCRIPTS = r"\p{Cyrillic}|\p{Greek}"
"""Characters, as a regular expression, among which are those that look like Latin letters."""


def number_meant(text: str, is_number: Callable[[str], bool]) -> str:
    """Say which characters of a text would have to be digits for it to be a number; "" where that does not help."""
    alike = [character for character in dict.fromkeys(text) if character in _DIGITS]
    meant = "".join(_DIGITS.get(character, character) for character in text)
    if not alike or not any(map(str.isdigit, text)) or not is_number(meant):
        return ""
    named = " and ".join(f"the letter {character} where {_DIGITS[character]} may be meant" for character in alike)
    return f"It has {named}: {meant}."


def latin_meant(text: str) -> tuple[str, str, str, str] | None:
    """Return script, letter, Latin letter and the whole text in Latin, where an id mixes letters that look alike."""
    strange = [character for character in text if character in _LATIN]
    latin = any(character.isascii() and character.isalnum() for character in text)
    if not strange or not latin:
        return None
    if any(character.isalpha() and not character.isascii() and character not in _LATIN for character in text):
        return None  # a word of that script, not a slip
    first = strange[0]
    script = unicodedata.name(first).split()[0].capitalize()
    return script, first, _LATIN[first], "".join(_LATIN.get(character, character) for character in text)
