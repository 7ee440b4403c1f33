"""A brand restyles every kind of document: colours, font, logo; what of it cannot be used is told, the rest is."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openxml_audit import OpenXmlValidator
from pptx import Presentation

from reportgen.app.fonts import font_cache, prepare_fonts
from reportgen.render.brand import Brand, brand_fonts, read_brand
from reportgen.render.fonts import Fonts
from reportgen.render.sheets import workbook
from reportgen.render.slides import slides
from tests.unit.render.deck_sample import TEMPLATE, deck_words, review
from tests.unit.render.statement_sample import statement, words_for


def picture(wide: int = 8, high: int = 4) -> bytes:
    """A red picture."""
    rows = b"".join(b"\0" + b"\xaa\0\0" * wide for _ in range(high))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "brand").mkdir()
    (tmp_path / "brand" / "logo.png").write_bytes(picture())
    return tmp_path


def test_a_line_that_cannot_be_used_leaves_the_others(folder: Path) -> None:
    text = "accent: blue\ngood: '#00AA00'\nmain: '#000000'\nlogo: brand/logo.svg\nfont: '<b>'\n"
    (folder / "brand.yaml").write_text(text, encoding="utf-8")
    brand, problems = read_brand(folder / "brand.yaml")
    assert brand == Brand(good="#00AA00")
    assert [(problem.kind.code, problem.found) for problem in problems] == [
        ("brand-unreadable", "accent: blue"),
        ("brand-key-unknown", "main"),
        ("brand-file-absent", "brand/logo.svg"),
        ("brand-unreadable", "font: <b>"),
    ]


def test_only_files_of_the_templates_are_used(folder: Path) -> None:
    (folder.parent / "secret.png").write_bytes(picture())
    (folder / "brand.yaml").write_text("logo: ../secret.png\n", encoding="utf-8")
    brand, (problem,) = read_brand(folder / "brand.yaml")
    assert (brand.logo, problem.kind.code) == ("", "brand-file-absent")


def test_a_deck_has_the_brands_font_in_its_theme_and_the_logo_on_every_slide(folder: Path) -> None:
    brand = Brand(font="Source Han Sans SC", accent="#AA0000")
    data = slides(review(), TEMPLATE, deck_words("zh"), brand, folder / "brand" / "logo.png")
    with ZipFile(BytesIO(data)) as package:
        theme = package.read("ppt/theme/theme1.xml").decode()
        pictures = [name for name in package.namelist() if name.startswith("ppt/media/")]
    assert 'a:latin typeface="Source Han Sans SC"' in theme
    assert "Noto Sans SC" not in theme
    assert len(pictures) == 1
    for slide in Presentation(BytesIO(data)).slides:
        (logo,) = (shape for shape in slide.shapes if shape.name == "logo")
        assert logo.width == 2 * logo.height
        assert logo.element.xpath("string(.//p:cNvPr/@descr)") == "精工智能装备有限公司"
    written = folder / "deck.pptx"
    written.write_bytes(data)
    assert OpenXmlValidator().validate(written).errors == []


def test_a_workbook_names_the_brands_font_in_every_cell() -> None:
    data = workbook(statement(), words_for("zh"), Brand(font="Source Han Sans SC"))
    with ZipFile(BytesIO(data)) as package:
        styles = package.read("xl/styles.xml").decode()
    assert "Source Han Sans SC" in styles
    assert "Microsoft YaHei" not in styles


def test_a_pdf_is_set_in_the_brands_files_and_the_house_draws_what_they_lack(folder: Path) -> None:
    house = prepare_fonts(font_cache())
    assert isinstance(house, Fonts)
    (folder / "brand" / "Own.ttf").write_bytes(house.bold.read_bytes())
    brand = replace(Brand(), font_regular="brand/Own.ttf")
    found = brand_fonts(brand, folder, house)
    assert (found.regular, found.bold) == (folder / "brand" / "Own.ttf", folder / "brand" / "Own.ttf")
    assert (found.full_regular, found.full_bold) == (house.full_regular, house.full_bold)
    assert found.digest != house.digest
    assert brand_fonts(Brand(), folder, house) == house
