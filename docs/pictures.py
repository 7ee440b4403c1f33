"""Turns the sample company's finished papers into pictures: three for the README, and the gallery of the others."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from reportgen.app.fonts import font_cache, prepare_fonts
from reportgen.model.problem import Problem

MONTH, QUARTER = "2026-03", "2026-Q1"
PERSON, MANAGER = "E017", "E006"
LANGUAGES = ("en", "zh")
HERE = Path(__file__).resolve().parent
LARGEST = 150_000

_FONTS = """<?xml version="1.0"?>
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <match target="pattern">
    <test name="family"><string>Microsoft YaHei</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Noto Sans SC</string></edit>
  </match>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its path below `docs`, the pack's file (before the language), which page of it, and how wide."""

    name: str
    file: str
    ending: str
    page: int
    width: int


PICTURES = (
    Picture("pictures/review", f"{QUARTER}/reviews/{PERSON}", "pdf", 1, 900),
    Picture("pictures/slide", f"{QUARTER}/qbr/qbr", "pptx", 3, 1200),
    Picture("pictures/statement", f"{QUARTER}/statements/{PERSON}", "xlsx", 1, 900),
    Picture("gallery/month", f"{MONTH}/reviews/{PERSON}", "pdf", 1, 700),
    Picture("gallery/team", f"{QUARTER}/teams/{MANAGER}", "pdf", 1, 700),
    Picture("gallery/analysis", f"{MONTH}/management/analysis", "pdf", 1, 700),
    Picture("gallery/cash", f"{MONTH}/management/analysis", "pdf", 2, 700),
    Picture("gallery/bulletin", f"{MONTH}/management/bulletin", "pdf", 1, 700),
    Picture("gallery/carbon", f"{QUARTER}/management/carbon", "pdf", 1, 700),
)


def main() -> None:
    """Build the sample in a folder of its own, draw the pictures, and say how large each is."""
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        here = Path(folder)
        environment = _environment(here)
        packs = _packs(here)
        for picture in PICTURES:
            for language in LANGUAGES:
                source = packs / f"{picture.file}-{language}.{picture.ending}"
                target = HERE / f"{picture.name}-{language}.png"
                target.parent.mkdir(exist_ok=True)
                _draw(_as_pdf(source, here, environment), picture, target, here)
                print(f"{target.stat().st_size:8,} bytes  {target.relative_to(HERE.parent)}")


def _packs(here: Path) -> Path:
    """Build what the pictures show, and nothing else."""
    reportgen = Path(sys.executable).with_name("reportgen")
    workspace = here / "sample"
    _run([reportgen, "new", workspace])
    build: list[str | Path] = [reportgen, "-C", workspace, "build", "--language", "both"]
    _run([*build, MONTH, "--only", "reviews", "--person", PERSON])
    _run([*build, MONTH, "--only", "analysis,bulletin"])
    _run([*build, QUARTER, "--only", "reviews,statements", "--person", PERSON])
    _run([*build, QUARTER, "--only", "teams,qbr,carbon"])
    return workspace / "outputs"


def _environment(here: Path) -> dict[str, str]:
    """Let LibreOffice draw with the reviews' font, which stands in for the decks' and workbooks' Microsoft YaHei."""
    fonts = prepare_fonts(font_cache())
    if isinstance(fonts, Problem):
        sys.exit(f"{fonts.sentence}. {fonts.remedy}")
    configuration = here / "fonts.conf"
    configuration.write_text(_FONTS.format(fonts=fonts.full_regular.parent, cache=here / "font-cache"), "utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(configuration)}


def _as_pdf(source: Path, here: Path, environment: dict[str, str]) -> Path:
    if source.suffix == ".pdf":
        return source
    made = here / "pdf" / source.parent.parent.name / source.parent.name
    profile = f"-env:UserInstallation={(here / 'office').as_uri()}"
    convert: list[str | Path] = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", made, source]
    _run(convert, environment)
    return made / source.with_suffix(".pdf").name


def _draw(pdf: Path, picture: Picture, target: Path, here: Path) -> None:
    """Draw one page; fewer colours and no metadata keep the file small and the same from run to run."""
    page = str(picture.page)
    stem = here / f"{target.parent.name}-{target.stem}"
    draw = ["pdftoppm", "-png", "-singlefile", "-f", page, "-l", page, "-scale-to-x", str(picture.width)]
    _run([*draw, "-scale-to-y", "-1", pdf, stem])
    with Image.open(stem.with_suffix(".png")) as drawn:
        drawn.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(target, optimize=True)
    if target.stat().st_size > LARGEST:
        sys.exit(f"{target.name} has more than {LARGEST:,} bytes: draw it smaller")


def _run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> None:
    """Run a command in silence; where it fails, what it said is said."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
