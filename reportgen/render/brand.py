"""Turns `templates/brand.yaml` into what all documents share: colours, the font, the logo."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final

from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
from reportgen.render.fonts import Fonts, branded
from reportgen.render.yaml_text import Unreadable, plain

BRAND_UNREADABLE = Kind(
    "brand-unreadable",
    Severity.WARNING,
    "`{found}` is not a colour of the brand file, so the documents have their usual one",
    'Write one of {known} and a colour such as "#1F4B99", in quotes.',
)
BRAND_KEY_UNKNOWN = Kind(
    "brand-key-unknown",
    Severity.WARNING,
    "the brand file has no `{found}`",
    "Write one of {known}.",
)
BRAND_FILE_ABSENT = Kind(
    "brand-file-absent",
    Severity.WARNING,
    "`{found}` is not a file of the templates that a brand can use, so the documents do without it",
    "Name a {wanted} file by its path below `templates`: `{key}: brand/{example}`.",
)

KINDS = (BRAND_UNREADABLE, BRAND_KEY_UNKNOWN, BRAND_FILE_ABSENT)

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_FAMILY = re.compile(r"[^\x00-\x1f<>\"'&;{}\\\\]{1,60}")
_FILES: Final = {"logo": (".png", ".jpg", ".jpeg"), "font-regular": (".ttf", ".otf"), "font-bold": (".ttf", ".otf")}
_EXAMPLES: Final = {"logo": "logo.png", "font-regular": "Regular.ttf", "font-bold": "Bold.ttf"}
_TEXTS: Final = ("font", *_FILES)


@dataclass(frozen=True, slots=True)
class Brand:
    """Colours as #RRGGBB: text, lines, the one accent, and the three states of a figure.

    `font` is the family that decks and workbooks name, "" the house's own. `font_regular` and `font_bold` are its files
    for PDFs, `logo` a picture: paths below the folder `templates`, "" for none.
    """

    ink: str = "#1B1F24"
    muted: str = "#667085"
    hairline: str = "#E4E7EC"
    accent: str = "#1F4B99"
    accent_light: str = "#EEF3FC"
    good: str = "#1A7F4B"
    watch: str = "#B25E09"
    alarm: str = "#B42318"
    font: str = ""
    font_regular: str = ""
    font_bold: str = ""
    logo: str = ""


def colours(brand: Brand) -> dict[str, str]:
    """Return the colours by the names that the brand file and style sheets write: `accent-light`."""
    return {name: value for name, value in _values(brand).items() if name not in _TEXTS}


def _values(brand: Brand) -> dict[str, str]:
    return {field.name.replace("_", "-"): getattr(brand, field.name) for field in fields(brand)}


def read_brand(path: Path) -> tuple[Brand, tuple[Problem, ...]]:
    """Return the brand of a file, the usual one where there is no file, and what of it cannot be used.

    What can be used is: a colour that is none leaves the others.
    """
    if not path.is_file():
        return Brand(), ()
    try:
        content = plain(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return Brand(), (_colourless(path, path.name),)
    if content is None:
        return Brand(), ()
    if isinstance(content, Unreadable) or not isinstance(content, dict):
        return Brand(), (_colourless(path, path.name),)
    brand, problems = Brand(), []
    for name, value in content.items():
        problem = _fault(path, str(name), value)
        if problem is None:
            brand = replace(brand, **{str(name).replace("-", "_"): value})
        else:
            problems.append(problem)
    return brand, tuple(problems)


def check_brand(templates: Path) -> tuple[Problem, ...]:
    """Return what of a folder's brand file cannot be used."""
    return read_brand(templates / "brand.yaml")[1]


def brand_fonts(brand: Brand, templates: Path, fonts: Fonts) -> Fonts:
    """Return the fonts that PDFs are set in: the brand's files before the house's, which draw what those lack."""
    if not brand.font_regular:
        return fonts
    return branded(fonts, templates / brand.font_regular, templates / (brand.font_bold or brand.font_regular))


def _fault(path: Path, name: str, value: object) -> Problem | None:
    """What is wrong with a line of the brand file, None where it can be used."""
    known = _values(Brand())
    if name not in known:
        return Problem(BRAND_KEY_UNKNOWN, _place(path), name, (("known", ", ".join(known)),))
    if name in _FILES:
        return None if _is_file(path.parent, name, value) else _fileless(path, name, value)
    if name == "font":
        usable = isinstance(value, str) and _FAMILY.fullmatch(value)
        return None if usable else _colourless(path, f"{name}: {value}")
    return None if isinstance(value, str) and _COLOUR.fullmatch(value) else _colourless(path, f"{name}: {value}")


def _is_file(folder: Path, name: str, value: object) -> bool:
    """Only files of the templates' own folder are used: a template may come from somebody else."""
    if not isinstance(value, str) or not value.lower().endswith(_FILES[name]):
        return False
    file = (folder / value).resolve()
    return file.is_file() and file.is_relative_to(folder.resolve())


def _fileless(path: Path, name: str, value: object) -> Problem:
    values = (("wanted", " or ".join(_FILES[name])), ("key", name), ("example", _EXAMPLES[name]))
    return Problem(BRAND_FILE_ABSENT, _place(path), str(value), values)


def _colourless(path: Path, found: str) -> Problem:
    return Problem(BRAND_UNREADABLE, _place(path), found, (("known", ", ".join(colours(Brand()))),))


def _place(path: Path) -> Place:
    return Place(f"templates/{path.name}")
