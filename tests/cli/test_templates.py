"""`reportgen templates`: what templates lack before a run, and a copy to start from, as people type it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pptx import Presentation

from reportgen.app.shipped import templates_folder
from tests.cli.running import run


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A workspace with templates of its own."""
    assert run("new", tmp_path / "company", "--empty").code == 0
    shutil.copytree(templates_folder(), tmp_path / "company" / "templates", dirs_exist_ok=True)
    return tmp_path / "company"


def test_the_shipped_templates_have_everything(mine: Path) -> None:
    said = run("-C", mine, "templates", "check")
    assert (said.code, said.out) == (0, "The templates have everything that documents need.\n")


def test_an_exported_deck_put_in_its_place_is_sound_and_is_never_written_over(mine: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    said = run("-C", mine, "templates", "export", folder)
    assert said.code == 0
    page = (folder / "qbr" / "NAMES.md").read_text("utf-8")
    names = {shape.name for slide in Presentation(str(folder / "qbr" / "deck.pptx")).slides for shape in slide.shapes}
    assert "cash/ageing" in names
    assert "| `cash` |" in page
    assert run("-C", mine, "templates", "export", folder).code == 2
    shutil.copy(folder / "qbr" / "deck.pptx", mine / "templates" / "qbr" / "deck.pptx")
    assert run("-C", mine, "templates", "check", "--strict").code == 0


def test_a_misspelt_name_and_a_brand_that_cannot_be_used_are_told_with_their_places(mine: Path) -> None:
    file = mine / "templates" / "qbr" / "deck.pptx"
    assert run("-C", mine, "templates", "export", mine / "copies").code == 0
    own = Presentation(str(mine / "copies" / "qbr" / "deck.pptx"))
    shape = next(shape for slide in own.slides for shape in slide.shapes if shape.name == "cash/ageing")
    shape.name = "cash/aging"
    own.save(str(file))
    (mine / "templates" / "brand.yaml").write_text("accent: blue\nlogo: ../secret.png\nfont: Arial\n", encoding="utf-8")
    said = run("-C", mine, "--json", "templates", "check", "--strict")
    assert said.code == 1
    found = {problem["code"]: problem for problem in json.loads(said.out)["problems"]}
    assert {"brand-unreadable", "brand-file-absent", "binding-unknown"} <= set(found)
    assert "slide 7: cash/aging" in str(found["binding-unknown"])
    assert "cash/ageing" in str(found["binding-unknown"])
