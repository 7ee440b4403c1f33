"""Turns the variable Noto Sans SC of a registry package into the font files that documents embed, once."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.app.spread import spread
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
from reportgen.render.fonts import Fonts

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

PACKAGE = "justmytype-intl-cjk"

FONT_ABSENT = Kind(
    "font-absent",
    Severity.BLOCKS_RUN,
    "the Chinese font that documents are set in is not installed",
    f"Type `pip install {PACKAGE}` in the program's environment.",
)

_MODULE = "justmytype_intl_cjk"
_FILE = "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"
# Changes when the recipe below does, so that an old cache is not taken for a new one.
_RECIPE = "1"
# Symbols are rows A1 to A3; the everyday characters (level 1) rows B0 to D7, the less usual ones (level 2) go on to F7.
_LAST_ROW = 0xD7
_FEATURES = ("kern", "locl", "ccmp", "mark", "mkmk", "liga", "tnum", "pnum", "lnum", "halt", "chws", "palt")


def source_font() -> Path | None:
    """Return the variable Noto Sans SC (weights 100 to 900, all characters), or None where it is not installed."""
    return installed_font(_MODULE, _FILE)


def installed_font(module: str, file: str) -> Path | None:
    """Return a font file of an installed package, or None where it is not there."""
    found = find_spec(module)
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(found.submodule_search_locations[0]) / file
    return path if path.is_file() else None


def font_cache() -> Path:
    """Return where prepared fonts are kept for all workspaces of a user: they are the same for each."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("HOME")
    if home and Path(home).is_dir() and os.access(home, os.W_OK):
        base = Path(home) if os.environ.get("XDG_CACHE_HOME") else Path(home) / ".cache"
        return base / "reportgen"
    return Path(os.environ.get("TMPDIR", "/tmp")) / f"reportgen-{os.getuid()}"  # noqa: S108  the last resort, one folder a user


def font_digest() -> str:
    """Return what the prepared fonts depend on, as one hash; "" where the font is not installed."""
    source = source_font()
    return _digest(source) if source else ""


def fonts_ready(folder: Path) -> bool:
    """Tell whether the font files are there already, so that `prepare_fonts` will not take its half minute."""
    source = source_font()
    return source is None or (folder / f"fonts-{_digest(source)}").is_dir()


def prepare_fonts(folder: Path) -> Fonts | Problem:
    """Return the font files, made first where the folder has none of this source: that takes about half a minute, once.

    The same source gives the same bytes. Two programs may make them at the same time: the first to finish is kept.
    """
    source = source_font()
    if source is None:
        return Problem(FONT_ABSENT, Place(PACKAGE))
    digest = _digest(source)
    made = folder / f"fonts-{digest}"
    if not made.is_dir():
        _make(source, made)
    return Fonts(made / "regular.ttf", made / "bold.ttf", made / "full-regular.ttf", made / "full-bold.ttf", digest)


def common_characters() -> frozenset[int]:
    """Return the code points of everyday business text: GB 2312, Latin with its accents, punctuation, symbols."""
    rows = (*range(0xA1, 0xA4), *range(0xB0, _LAST_ROW + 1))
    # "ignore": a few cells of the standard are empty.
    chinese = "".join(bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in range(0xA1, 0xFF))
    ranges = ((0x20, 0x17F), (0x2000, 0x206F), (0x20A0, 0x20BF), (0x2190, 0x2193), (0x2200, 0x22FF), (0x2460, 0x2473))
    shapes = (
        (0x25A0, 0x25FF),
        (0x2600, 0x2606),
        (0x2713, 0x2718),
        (0x3000, 0x301F),
        (0xFF01, 0xFF5E),
        (0xFFE0, 0xFFE6),
    )
    return frozenset(map(ord, chinese)).union(*(range(first, last + 1) for first, last in ranges + shapes))


@cache
def _digest(source: Path) -> str:
    from importlib.metadata import version

    content = hashlib.sha256(source.read_bytes())
    content.update(f"{_RECIPE} {version('fonttools')}".encode())
    return content.hexdigest()[:16]


def _make(source: Path, folder: Path) -> None:
    """Make all files beside the folder and move them there in one step, so that nobody ever sees half of them."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".fonts-") as made:
        kinds = [
            (f"{kind}{name}.ttf", weight, characters)
            for kind, characters in (("full-", None), ("", common_characters()))
            for name, weight in (("regular", 400), ("bold", 700))
        ]
        # In copies of the process: what the work takes, hundreds of megabytes, is not to stay with who measures.
        tasks = [partial(_write, source, weight, Path(made) / name, some) for name, weight, some in kinds]
        spread(tasks, os.cpu_count() or 1)
        ready = Path(made) / "ready"
        ready.mkdir()
        for file in Path(made).glob("*.ttf"):
            file.rename(ready / file.name)
        try:
            ready.rename(folder)
        except OSError:
            # Another program was first. What it made is the same, unless it is not there at all.
            if not folder.is_dir():
                raise
            shutil.rmtree(ready)


def write_font(source: Path, weight: int, target: Path, characters: frozenset[int]) -> None:
    """Write one weight of a variable font with some of its characters, in one step: nobody ever sees half of it.

    All layout features stay: Arabic letters would not join without theirs.
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".font-") as made:
        _write(source, weight, Path(made) / target.name, characters, ("*",))
        (Path(made) / target.name).replace(target)


def _write(
    source: Path,
    weight: int,
    target: Path,
    characters: frozenset[int] | None,
    features: tuple[str, ...] = _FEATURES,
) -> None:
    """Write one weight of the font with some characters (None: all)."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    # recalcTimestamp would write today's date into the file.
    with TTFont(source, recalcTimestamp=False) as font:
        if characters is not None:
            _reduce(font, characters, features)
        instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True, updateFontNames=True)
        font.save(target)


def _reduce(font: TTFont, characters: frozenset[int], features: tuple[str, ...]) -> None:
    """Leave only some characters, and the layout features that documents use."""
    from fontTools import subset

    options = subset.Options(layout_features=list(features), notdef_outline=True, name_IDs=["*"], hinting=False)
    reducer = subset.Subsetter(options)
    reducer.populate(unicodes=characters)
    reducer.subset(font)
