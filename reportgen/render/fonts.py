"""Turns the prepared font files into what renderers ask of them: where they are, and which characters they lack."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, Final

from reportgen.render.kept import worked_out

_TYPED: Final = frozenset(range(0x20, 0x7F))
_RUN: Final = re.compile(r"[ -~]+")


@dataclass(frozen=True, slots=True)
class Fonts:
    """Font files of one family: weights 400 and 700 of the common characters, and of all of them behind.

    `further` are files, of one weight, for what a document has and that family lacks: rare characters, other scripts,
    emoji. `digest` names the files' content: the same digest is the same drawing.
    """

    regular: Path
    bold: Path
    full_regular: Path
    full_bold: Path
    digest: str
    further: tuple[Path, ...] = ()


def branded(fonts: Fonts, regular: Path, bold: Path) -> Fonts:
    """Return fonts whose first family is a brand's; the second draws what that one lacks."""
    content = hashlib.sha256(fonts.digest.encode())
    content.update(regular.read_bytes())
    content.update(bold.read_bytes())
    return replace(fonts, regular=regular, bold=bold, digest=content.hexdigest()[:16])


def missing_glyphs(text: str, fonts: Fonts) -> tuple[str, ...]:
    """Return the characters of a text that no font file can draw, each once, in the order met.

    Characters that are not drawn in any font (line breaks, joiners, direction marks) are not missing.
    """
    covered = _covers(fonts.full_regular, fonts.further)
    if covered >= _TYPED:
        text = _RUN.sub("", text)
    return tuple(char for char in dict.fromkeys(text) if ord(char) not in covered and not is_invisible(char))


def is_invisible(char: str) -> bool:
    """Tell whether a character only controls its neighbours: no font draws it."""
    return unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} or "\ufe00" <= char <= "\ufe0f"


@cache
def advances(font: Path) -> Mapping[int, float]:
    """Return how far each character of a font file moves on, in sizes of the text: 0.5 is half as wide as high."""
    units, *told = worked_out("advances 1", _digest(font), lambda: _advances(font))
    return {char: width / units for char, width in told}


def _advances(font: Path) -> list[Any]:
    """Return the units of a size, then each character with how many of them it takes."""
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        units, widths = opened["head"].unitsPerEm, opened["hmtx"].metrics
        return [units, *([char, widths[glyph][0]] for char, glyph in opened.getBestCmap().items())]


@cache
def _covers(font: Path, further: tuple[Path, ...]) -> frozenset[int]:
    return _covered(font).union(*map(_covered, further))


@cache
def _covered(font: Path) -> frozenset[int]:
    runs = worked_out("characters 1", _digest(font), lambda: _runs(font))
    return frozenset(chain.from_iterable(range(first, last + 1) for first, last in runs))


def _runs(font: Path) -> list[list[int]]:
    """Return the first and the last of all characters that follow one another in a font."""
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        known = sorted(opened.getBestCmap())
    starts = [char for before, char in pairwise([-2, *known]) if char != before + 1]
    ends = [char for char, after in pairwise([*known, -2]) if after != char + 1]
    return [[first, last] for first, last in zip(starts, ends, strict=True)]


def _digest(font: Path) -> bytes:
    return hashlib.sha256(font.read_bytes()).digest()
