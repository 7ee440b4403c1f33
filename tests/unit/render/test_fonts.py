from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reportgen.app import fonts as app_fonts
from reportgen.app.fonts import common_characters, prepare_fonts, source_font
from reportgen.model.problem import Problem
from reportgen.render.fonts import Fonts, missing_glyphs
from reportgen.render.pdf.page import SIGNS


def test_the_small_font_has_every_sign_that_documents_print(fonts: Fonts) -> None:
    printed = "".join(SIGNS.values()) + "✓≥≤−×÷→…—·〓“”‘’€£¥0123456789%万亿李文静Ääßéñ"
    for file in (fonts.regular, fonts.bold):
        with TTFont(file) as opened:
            assert set(map(ord, printed)) <= set(opened.getBestCmap())
            assert "fvar" not in opened


def test_the_small_font_is_a_tenth_of_the_full_one(fonts: Fonts) -> None:
    assert fonts.regular.stat().st_size < 1_500_000 < fonts.full_regular.stat().st_size
    assert 4_500 < len(common_characters()) < 5_500


def test_the_full_font_has_rare_names_and_says_what_it_lacks(fonts: Fonts) -> None:
    assert missing_glyphs("喆玥骉羴 李\n文\u200d静", fonts) == ()
    assert missing_glyphs("a🎉b🎉م", fonts) == ("🎉", "م")


def test_prepared_fonts_are_found_again_and_not_made_again(fonts: Fonts) -> None:
    before = fonts.regular.stat().st_mtime_ns
    again = prepare_fonts(fonts.regular.parent.parent)
    assert again == fonts
    assert fonts.regular.stat().st_mtime_ns == before


@pytest.mark.slow
def test_the_same_source_gives_the_same_bytes(fonts: Fonts, tmp_path: Path) -> None:
    source = source_font()
    assert source is not None
    app_fonts._write(source, 700, tmp_path / "bold.ttf", common_characters())
    assert (tmp_path / "bold.ttf").read_bytes() == fonts.bold.read_bytes()


def test_an_absent_font_package_is_said_with_what_to_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(app_fonts, "_MODULE", "no_such_font_package")
    found = prepare_fonts(tmp_path)
    assert isinstance(found, Problem)
    assert "pip install justmytype-intl-cjk" in found.remedy
