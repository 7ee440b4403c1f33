"""Turns text that runs from right to left into the letters to draw from left to right, joined as Arabic joins them.

Pages need none of it. WeasyPrint draws the texts of an SVG letter by letter, and so neither turns nor joins them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

_LETTER: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RUN: Final = re.compile(f"[{_LETTER}](?:.*[{_LETTER}])?")
_IN_ORDER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,:/%-]*[0-9A-Za-z]|.")
"""Digits and Latin words keep their order within such text."""


def drawn_letters(text: str) -> str:
    """Return the letters of a text in the order in which they stand on the page; most texts stay as they are."""
    return _RUN.sub(lambda run: "".join(reversed(_IN_ORDER.findall(_joined(run[0])))), text)


def written_letters(text: str) -> str:
    """Return a text as it was written, from what `drawn_letters` made of it; vowel signs stay away."""
    plain = unicodedata.normalize("NFKC", text)
    return _RUN.sub(lambda run: "".join(reversed(_IN_ORDER.findall(run[0]))), plain)


def _joined(text: str) -> str:
    """Give each Arabic letter the form that its neighbours ask for; vowel signs are passed over."""
    letters = [char for char in text if unicodedata.category(char) != "Mn"]
    found = []
    for index, letter in enumerate(letters):
        before = index > 0 and "initial" in _forms().get(letters[index - 1], {})
        after = index + 1 < len(letters) and "final" in _forms().get(letters[index + 1], {})
        forms = _forms().get(letter, {})
        after = after and "initial" in forms
        name = ("medial" if after else "final") if before else "initial" if after else "isolated"
        found.append(forms.get(name, letter))
    return "".join(found)


@cache
def _forms() -> dict[str, dict[str, str]]:
    """The forms of each Arabic letter by their names, as Unicode lists them."""
    forms: dict[str, dict[str, str]] = {}
    for code in range(0xFB50, 0xFEFD):
        kind, _, base = unicodedata.decomposition(chr(code)).partition(" ")
        if kind and " " not in base:
            forms.setdefault(chr(int(base, 16)), {})[kind.strip("<>")] = chr(code)
    return forms
