"""Characters that the house's font lacks → further font files that have them, made when a document first needs them.

Rare characters of names come from the other East Asian fonts beside the house's, other scripts and emoji from a package
of Noto fonts. Each file has what none before it has.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from reportgen.app.fonts import PACKAGE, installed_font, source_font, write_font
from reportgen.render.fonts import Fonts

FURTHER_PACKAGE = "manimgx-fonts"

_EAST_ASIAN = ("TC", "JP", "KR")
_SCRIPTS = (
    *("", "Arabic", "Hebrew", "Armenian", "Georgian", "Thai", "Lao", "Khmer", "Myanmar", "Devanagari", "Bengali"),
    *("Gujarati", "Gurmukhi", "Kannada", "Malayalam", "Oriya", "Sinhala", "Tamil", "Telugu", "Symbols"),
)
_BLANKS = frozenset((0x20, 0xA0))
"""A blank between two words is drawn in their font."""


@cache
def further_version() -> str:
    """Return what the further fonts depend on."""
    return " ".join(map(_version, (PACKAGE, FURTHER_PACKAGE)))


def with_further(fonts: Fonts, characters: Collection[str]) -> Fonts:
    """Return the fonts with the files that have some of these characters; what no font has stays missing.

    Files are made beside the house's, once; a second program that makes the same one writes the same bytes.
    """
    wanted = {ord(char) for char in characters}
    further = [_made(source, new, fonts.regular.parent) for source, new in _sources() if wanted & new]
    return replace(fonts, further=tuple(further))


def _made(source: Path, characters: frozenset[int], folder: Path) -> Path:
    file = folder / f"{source.stem.partition('[')[0]}-{further_version().replace(' ', '-')}.ttf"
    if not file.is_file():
        write_font(source, 400, file, characters | _BLANKS)
    return file


@cache
def _sources() -> tuple[tuple[Path, frozenset[int]], ...]:
    """The further fonts, each with the characters that none before it has."""
    house = source_font()
    covered = set(_characters(house)) if house else set()
    found = []
    for source in _installed():
        new = _characters(source) - covered
        covered |= new
        found.append((source, new))
    return tuple(found)


def _installed() -> tuple[Path, ...]:
    files = (
        *(
            ("justmytype_intl_cjk", f"fonts/ofl/notosans{name.lower()}/NotoSans{name}[wght].ttf")
            for name in _EAST_ASIAN
        ),
        *(("manimgx_fonts", f"NotoSans{name}[wght].ttf") for name in _SCRIPTS),
        ("manimgx_fonts", "NotoEmoji[wght].ttf"),
    )
    return tuple(path for path in (installed_font(*file) for file in files) if path)


def _characters(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
