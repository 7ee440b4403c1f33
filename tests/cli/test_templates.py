"""`reportgen templates`: what templates lack before a run, and a copy to start from, as people type it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.defined_name import DefinedName
from pptx import Presentation

from reportgen.app import crew, page_trials
from reportgen.app.crew import Limits
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


def test_templates_of_which_a_folder_is_missing_are_told_before_a_run(mine: Path) -> None:
    shutil.rmtree(mine / "templates" / "languages")
    said = run("-C", mine, "templates", "check")
    assert said.code == 3
    assert "template-missing: the template templates/languages is missing." in said.err + said.out


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
    assert "slide 8: cash/aging" in str(found["binding-unknown"])
    assert "cash/ageing" in str(found["binding-unknown"])


def test_exported_workbooks_put_in_their_place_are_sound_and_a_misspelt_name_is_told_with_its_cell(mine: Path) -> None:
    folder = mine / "copies"
    assert run("-C", mine, "templates", "export", folder).code == 0
    assert "`figures.payable`" in (folder / "statement" / "NAMES.md").read_text("utf-8")
    for kind in ("statement", "register", "whatif"):
        (mine / "templates" / kind).mkdir(exist_ok=True)
        shutil.copy(folder / kind / f"{kind}.xlsx", mine / "templates" / kind)
    said = run("-C", mine, "templates", "check", "--strict")
    assert (said.code, said.out) == (0, "The templates have everything that documents need.\n")
    file = mine / "templates" / "statement" / "statement.xlsx"
    book = load_workbook(file)
    book.defined_names["figures.payble"] = DefinedName("figures.payble", attr_text="'Statement'!$B$7")
    book.save(file)
    said = run("-C", mine, "--json", "templates", "check", "--strict")
    found = {problem["code"]: problem for problem in json.loads(said.out)["problems"]}
    assert (said.code, set(found)) == (1, {"book-name-unknown"})
    place = found["book-name-unknown"]
    assert (place["sheet"], place["row"], place["column"]) == ("Statement", 7, "B")


def test_what_is_wrong_with_pages_and_words_is_told_before_a_run(mine: Path) -> None:
    """A style of the team pack alone has that one drawn, with the longest and the shortest data in both languages."""
    templates = mine / "templates"
    team = templates / "team" / "style.css"
    rules = team.read_text("utf-8")
    team.write_text(f"{rules}\n.kicker {{ overflow: hidden; height: 5pt; }}\n", encoding="utf-8")
    (templates / "team" / "style.ru.css").write_text("", encoding="utf-8")
    for language in ("en", "fr"):
        shutil.copy(templates / "qbr" / "deck.pptx", templates / "qbr" / f"deck.{language}.pptx")
    page = templates / "page" / "page.html.j2"
    words = templates / "languages" / "zh.yaml"
    said = run("-C", mine, "--json", "templates", "check", "--strict")
    problems = json.loads(said.out)["problems"]
    assert said.code == 1
    cut = [each for each in problems if each["code"] == "page-text-misplaced"]
    assert {each["sheet"] for each in cut} == {"page 1"}
    told = [each["sentence"].partition("`")[0] + each["sentence"].split("`")[1] for each in cut]
    assert sorted(told) == [
        f"with the {data} data, in the language {each}" for data in ("longest", "shortest") for each in ("en", "zh")
    ]
    foreign = ["templates/qbr/deck.fr.pptx", "templates/team/style.ru.css"]
    assert [each["file"] for each in problems if each["code"] == "template-language"] == foreign
    team.write_text(rules, encoding="utf-8")
    (templates / "team" / "style.ru.css").unlink()
    (templates / "qbr" / "deck.fr.pptx").unlink()
    page.write_text(page.read_text("utf-8").replace("page.heading", "page.headin", 1), encoding="utf-8")
    words.write_text(words.read_text("utf-8").replace("\ndraft:", "\ndraught:", 1), encoding="utf-8")
    said = run("-C", mine, "--json", "templates", "check")
    problems = [(each["code"], each["file"], each["row"] > 0) for each in json.loads(said.out)["problems"]]
    assert (said.code, problems) == (
        3,
        [
            ("page-name-unknown", "templates/page/page.html.j2", True),
            ("word-lent", "templates/languages/zh.yaml", True),
        ],
    )


ENDLESS = """<h1>{{ page.title }}</h1>
{% for one in range(99999) %}
{% for two in range(99999) %}{% endfor %}{% endfor %}"""
GROWING = """{% set all = namespace(text='ab') %}{% for one in range(60) %}
{% set all.text = all.text ~ all.text %}{% endfor %}"""


def broken_off(mine: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[str, int, str]]:
    """What the check says of pages in English that cannot be drawn: each kind's file, line and sentence."""
    monkeypatch.setattr(page_trials, "languages", lambda _: ("en",))
    problems = json.loads(run("-C", mine, "--json", "templates", "check").out)["problems"]
    assert len({each["code"] for each in problems}) == len(problems)
    return {each["code"]: (each["file"], each["row"], each["sentence"]) for each in problems}


@pytest.mark.slow
def test_pages_that_never_end_fill_memory_or_break_the_layout_are_told_and_the_rest_is_checked(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_trials, "LIMITS", Limits(seconds=5, megabytes=400, times=1))
    templates = mine / "templates"
    (templates / "carbon" / "page.html.j2").write_text(ENDLESS, "utf-8")
    (templates / "bulletin" / "page.html.j2").write_text(GROWING, "utf-8")
    with (templates / "team" / "style.css").open("a", encoding="utf-8") as style:
        style.write(".kicker { width: round(1px, 0px); }\n")
    with (templates / "dealer" / "style.css").open("a", encoding="utf-8") as style:
        style.write(".kicker { colour: red; }\n")
    found = broken_off(mine, monkeypatch)
    assert set(found) == {"trial-stuck", "trial-large", "page-not-laid-out", "render-warning"}
    file, line, sentence = found["trial-stuck"]
    assert (file, line) == ("templates/carbon/page.html.j2", 3)
    assert sentence.endswith("`en`, templates/carbon was not ready after 5 seconds of computing")
    file, line, sentence = found["trial-large"]  # in the midst of one long step, it cannot say at which line it is
    assert (file, line) in {("templates/bulletin/page.html.j2", 2), ("templates/bulletin", 0)}
    assert sentence.endswith("`en`, templates/bulletin takes more than 400 MB of memory")
    assert found["page-not-laid-out"] == (
        "templates/team",
        0,
        "WeasyPrint cannot lay these pages out: ZeroDivisionError: float division by zero",
    )
    assert found["render-warning"][0] == "templates/dealer/style.css"


@pytest.mark.slow
def test_a_page_of_all_papers_that_never_ends_is_told_once(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_trials, "LIMITS", Limits(seconds=4, times=1))
    page = mine / "templates" / "page" / "page.html.j2"
    page.write_text(ENDLESS, "utf-8")
    (mine / "templates" / "plan" / "page.html.j2").write_text("<h1>{{ page.title }}</h1>\n", "utf-8")
    found = broken_off(mine, monkeypatch)
    assert found["trial-stuck"][:2] == ("templates/page/page.html.j2", 3)
    assert {file.split("/")[1] for file, _, _ in found.values()} == {"page", "plan"}


def test_a_drawing_process_that_is_ended_by_the_system_is_told_in_one_line(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "START", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    (mine / "templates" / "bulletin" / "style.css").write_text("h1 { color: black; }\n", "utf-8")
    _, _, sentence = broken_off(mine, monkeypatch)["trial-died"]
    assert sentence == (
        "with the longest data, in the language `en`, the process that draws templates/bulletin broke off: "
        "it was ended by SIGSEGV"
    )
