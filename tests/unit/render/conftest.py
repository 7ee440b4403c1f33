"""The font files that documents embed, made once and kept between runs."""

import pytest

from reportgen.app.fonts import prepare_fonts
from reportgen.model.problem import Problem
from reportgen.render.fonts import Fonts
from tests.unit.render.samples import ROOT


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    """Half a minute the first time; `.pytest_cache` keeps them for the next."""
    made = prepare_fonts(ROOT / ".pytest_cache" / "fonts")
    assert not isinstance(made, Problem), made.sentence
    return made
