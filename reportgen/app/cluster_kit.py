"""A studio → its content, and content → a studio on another machine: templates, fonts and names, sent once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from reportgen.app.files import write_file
from reportgen.app.rendering import Studio
from reportgen.render.fonts import Fonts

_TEMPLATES = "templates"
_FONTS = ("fonts/regular.ttf", "fonts/bold.ttf", "fonts/full-regular.ttf", "fonts/full-bold.ttf")


@dataclass(frozen=True, slots=True)
class Kit:
    """All that drawing needs besides documents, as content: no path of ours, and no password.

    `files` are bytes by relative path, `studio` is the studio with relative paths, `digest` names all of it.
    """

    digest: str
    files: tuple[tuple[str, bytes], ...]
    studio: Studio


def packed_kit(studio: Studio) -> Kit:
    """Read what a studio draws with."""
    files = tuple((name, path.read_bytes()) for name, path in _files(studio))
    moved = _moved(studio, Path())
    content = repr([(name, sha256(data).hexdigest()) for name, data in files]) + repr(moved)
    return Kit(sha256(content.encode()).hexdigest(), files, moved)


def laid_out(kit: Kit, folder: Path) -> Studio:
    """Write a kit into a folder, for the owner alone, and return the studio that draws with it."""
    for name, data in kit.files:
        write_file(folder / name, data)
    return _moved(kit.studio, folder)


def _moved(studio: Studio, folder: Path) -> Studio:
    """Return a studio that draws with what lies in a folder; further fonts are made there when they are needed."""
    fonts = studio.fonts
    if fonts is not None:
        regular, bold, full_regular, full_bold = (folder / name for name in _FONTS)
        fonts = Fonts(regular, bold, full_regular, full_bold, fonts.digest)
    return replace(studio, templates=folder / _TEMPLATES, fonts=fonts)


def _files(studio: Studio) -> Iterator[tuple[str, Path]]:
    """The name and the path of each file; a folder of templates may be linked in from elsewhere."""
    paths = [Path(at, name) for at, _, names in os.walk(studio.templates, followlinks=True) for name in names]
    for path in sorted(paths):
        if path.is_file() and path.name[0] != ".":
            yield f"{_TEMPLATES}/{path.relative_to(studio.templates).as_posix()}", path
    if studio.fonts is not None:
        fonts = studio.fonts
        yield from zip(_FONTS, (fonts.regular, fonts.bold, fonts.full_regular, fonts.full_bold), strict=True)
