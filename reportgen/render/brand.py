"""Turns `templates/brand.yaml` into the colours that all documents share."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity

BRAND_UNREADABLE = Kind(
    "brand-unreadable",
    Severity.WARNING,
    "`{found}` is not a colour of the brand file, so the documents have their usual colours",
    'Write one of {known} and a colour such as "#1F4B99", in quotes.',
)

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Brand:
    """Colours as #RRGGBB: text, lines, the one accent, and the three states of a figure."""

    ink: str = "#1B1F24"
    muted: str = "#667085"
    hairline: str = "#E4E7EC"
    accent: str = "#1F4B99"
    accent_light: str = "#EEF3FC"
    good: str = "#1A7F4B"
    watch: str = "#B25E09"
    alarm: str = "#B42318"


def colours(brand: Brand) -> dict[str, str]:
    """Return the colours by the names that the brand file and style sheets write: `accent-light`."""
    return {field.name.replace("_", "-"): getattr(brand, field.name) for field in fields(brand)}


def read_brand(path: Path) -> Brand | Problem:
    """Return the brand of a file, the usual one where there is no file, or what is wrong with it."""
    if not path.is_file():
        return Brand()
    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError):
        return _unreadable(path, path.name)
    if not isinstance(content, dict):
        return _unreadable(path, path.name)
    for name, colour in content.items():
        if name not in colours(Brand()) or not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
            return _unreadable(path, f"{name}: {colour}")
    return Brand(**{name.replace("-", "_"): colour for name, colour in content.items()})


def _unreadable(path: Path, found: str) -> Problem:
    return Problem(BRAND_UNREADABLE, Place(f"templates/{path.name}"), found, (("known", ", ".join(colours(Brand()))),))
