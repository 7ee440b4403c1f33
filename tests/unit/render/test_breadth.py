"""The room a text takes on a slide, measured without a font file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from justmytype_intl_cjk import __file__ as font_package

from reportgen.render.breadth import _BOLD, _REGULAR, fitting, line_height, lines, width


def test_chinese_is_as_wide_as_it_is_high() -> None:
    assert width("华东超额", 25) == 104  # four squares of 25, and four percent to spare


def test_chinese_breaks_anywhere_and_english_between_words() -> None:
    assert lines("一" * 40, 10, 105) == 4
    assert lines("three new deals landed", 10, 70) == 2
    assert lines("", 10, 70) == 1


def test_a_word_longer_than_the_column_breaks_within() -> None:
    assert lines("W" * 100, 10, 100) == 10


def test_the_largest_size_that_fits_is_taken_and_the_least_where_none_does() -> None:
    assert fitting("一" * 30, (30, 20, 10), (700, line_height(20))) == 20
    assert fitting("一" * 300, (30, 20, 10), (100, 20)) == 10


@pytest.mark.slow
def test_the_advances_are_those_of_the_font() -> None:
    source = Path(font_package).parent / "fonts" / "ofl" / "notosanssc" / "NotoSansSC[wght].ttf"
    with TTFont(source, lazy=True) as whole:
        subsetter = Subsetter(Options(layout_features=[]))
        subsetter.populate(unicodes=range(32, 127))
        subsetter.subset(whole)
        whole.save(small := BytesIO())
    for weight, table in ((400, _REGULAR), (700, _BOLD)):
        small.seek(0)
        font = instantiateVariableFont(TTFont(small), {"wght": weight})
        advances, names = font["hmtx"], font.getBestCmap()
        assert table == tuple(advances[names[code]][0] for code in range(32, 127))
