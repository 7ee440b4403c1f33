"""Turns the prepared font files into what renderers ask of them: where they are, and which characters they lack."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path


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
    covered = _covered(fonts.full_regular).union(*map(_covered, fonts.further))
    return tuple(char for char in dict.fromkeys(text) if ord(char) not in covered and not is_invisible(char))


def is_invisible(char: str) -> bool:
    """Tell whether a character only controls its neighbours: no font draws it."""
    return unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} or "\ufe00" <= char <= "\ufe0f"


@cache
def advances(font: Path) -> Mapping[int, float]:
    """Return how far each character of a font file moves on, in sizes of the text: 0.5 is half as wide as high."""
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        units, widths = opened["head"].unitsPerEm, opened["hmtx"].metrics
        return {char: widths[glyph][0] / units for char, glyph in opened.getBestCmap().items()}


@cache
def _covered(font: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())
