"""Templates of one's own that are older than the program: what they lack is the program's, and they are told of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from reportgen.app.lending import looks_of
from reportgen.app.shipped import templates_folder
from reportgen.render.brand import Brand, colours
from reportgen.render.pdf.page import environment
from reportgen.render.pdf.style import style_sheets
from reportgen.render.sheets import read_workbook
from reportgen.render.words import Words, load_words, whole_words
from reportgen.render.words.catalogue import lent
from tests.cli.running import run
from tests.problems.small import write_workspace

HOME = templates_folder()


def catalogue_of(folder: Path, language: str, without: tuple[str, ...], **instead: str) -> None:
    """Write the program's catalogue into a folder, some lines left out, some keys with other words."""
    name = "zh" if language.startswith("zh") else "en"
    lines = (HOME / "languages" / f"{name}.yaml").read_text("utf-8").splitlines()
    kept = [line for line in lines if line.partition(":")[0] not in (*without, *instead)]
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join((*kept, *(f"{key}: {said}" for key, said in instead.items())))
    (folder / f"{language}.yaml").write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("language", "lender"), [("zh", "zh"), ("en", "en"), ("zh-TW", "zh"), ("en_GB", "en"), ("fr", "en")]
)
def test_a_language_is_lent_what_it_lacks_and_keeps_its_own(tmp_path: Path, language: str, lender: str) -> None:
    catalogue_of(tmp_path, language, ("foot", "compact.1000", "compact.10000"), draft="Mine")
    own, program = load_words(tmp_path, language), load_words(HOME / "languages", lender)
    assert lent(tmp_path, language) == (lender, ("foot",))
    assert (own.sentences["foot"], own.sentences["draft"]) == (program.sentences["foot"], "Mine")
    # Which sums are written short is its own matter.
    assert set(own.steps) == set(program.steps) - {1000, 10000}


def test_a_whole_catalogue_is_lent_nothing_and_the_programs_own_lacks_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [lent(HOME / "languages", each)[1] for each in ("zh", "en")] == [(), ()]
    home = tmp_path / "program"
    for language in ("zh", "en"):
        catalogue_of(home / "languages", language, ("foot",) if language == "zh" else ())
    monkeypatch.setattr("reportgen.render.words.catalogue.templates_folder", lambda: home)
    found = whole_words(home / "languages", "zh")
    assert isinstance(found, Words)
    assert "foot" not in found.sentences


@pytest.fixture
def company(tmp_path: Path) -> Path:
    folder = tmp_path / "company"
    folder.mkdir()
    write_workspace(folder, {"templates": True})
    return folder


def test_a_month_is_built_with_an_older_catalogue_under_one_warning(company: Path) -> None:
    words = company / "templates" / "languages"
    catalogue_of(words, "zh", ("register.title", "foot"), **{"sheet.key": "钥匙"})
    said = run("-C", company, "--json", "build", "2026-01", "--only", "register", "--jobs", "1")
    (told,) = [each for each in json.loads(said.out)["problems"] if each["code"] == "catalogue-older"]
    assert (said.code, told["severity"], told["file"]) == (0, "warning", "templates/languages/zh.yaml")
    assert "lacks 2 of the program's sentences: " in told["sentence"]
    assert {"register.title", "foot"} <= set(told["found"].split(" · "))
    book = read_workbook((company / "outputs" / "2026-01" / "register.xlsx").read_bytes())
    title = str(load_words(HOME / "languages", "zh").sentences["register.title"])
    assert any(title.partition("{")[0] in cell.value for sheet in book.sheets.values() for cell in sheet.values())


def test_files_that_templates_lack_are_the_programs_and_count_among_what_papers_look_like(tmp_path: Path) -> None:
    mine = tmp_path / "templates"
    shutil.copytree(HOME, mine)
    whole = looks_of(mine)
    assert whole == looks_of(HOME)
    shutil.rmtree(mine / "carbon")
    for name in ("charts.html.j2", "style.css"):
        (mine / "page" / name).unlink()
    assert looks_of(mine) == whole
    (mine / "page" / "page.html.j2").write_text("<h1>Mine</h1>{% include 'charts.html.j2' %}", "utf-8")
    page = environment(mine / "carbon").get_template("page.html.j2").render(brand=colours(Brand()))
    assert page.startswith("<h1>Mine</h1>")
    assert style_sheets(mine / "carbon", "zh") == (HOME / "page" / "style.css", HOME / "carbon" / "style.css")
    assert style_sheets(mine / "team", "zh") == (HOME / "page" / "style.css", mine / "team" / "style.css")


def test_a_deck_that_is_not_there_is_the_programs_and_told_by_the_check(company: Path) -> None:
    (company / "templates" / "qbr" / "deck.pptx").unlink()
    said = run("-C", company, "build", "2026-01", "--only", "qbr", "--jobs", "1")
    assert said.code == 0, said.err
    assert (company / "outputs" / "2026-01" / "qbr" / "qbr.pptx").is_file()
    said = run("-C", company, "--json", "templates", "check")
    found = [(each["code"], each["file"]) for each in json.loads(said.out)["problems"]]
    assert (said.code, found) == (0, [("template-lent", "templates/qbr/deck.pptx")])
