"""What people type or forget, one clear sentence each, with the exit code that scripts rely on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.running import assert_one_sentence, run

DONE, SKIPPED, USAGE, NOTHING = 0, 1, 2, 3


@pytest.mark.parametrize("command", ["build", "check", "explain"])
@pytest.mark.parametrize("typed", ["2026-13", "März", "2026-Q5", "26-03", "2026-03-01"])
def test_an_unknown_period_is_refused_with_the_way_to_write_one(company: Path, command: str, typed: str) -> None:
    subject = ["company"] if command == "explain" else []
    said = run("-C", company, command, typed, *subject)
    assert_one_sentence(said, USAGE, "period-unknown", typed, "2026-03", "2026-Q1")
    assert said.out == ""


def test_an_empty_folder_is_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_one_sentence(run("-C", tmp_path, "build", "2026-03"), USAGE, "no-workspace", "reportgen new")
    monkeypatch.chdir(tmp_path)
    assert_one_sentence(run("check"), USAGE, "no-workspace", "this folder is not a workspace")


@pytest.mark.parametrize(("folder", "problem"), [("plan", "no-plan"), ("profiles", "no-profiles")])
def test_a_workspace_without_plan_or_profiles_says_which(mine: Path, folder: str, problem: str) -> None:
    shutil.rmtree(mine / "inputs" / folder)
    assert_one_sentence(run("-C", mine, "build", "2026-03"), NOTHING, problem, f"inputs/{folder}")
    assert not (mine / "outputs").exists()


def test_a_workspace_without_spreadsheets_says_where_they_belong(mine: Path) -> None:
    for file in (mine / "inputs" / "data").iterdir():
        file.unlink()
    assert_one_sentence(run("-C", mine, "build", "2026-03"), NOTHING, "no-data", "inputs/data", "inputs/sources.yaml")


def test_a_workspace_whose_data_folder_is_gone_says_so(mine: Path) -> None:
    shutil.rmtree(mine / "inputs" / "data")
    said = run("-C", mine, "build", "2026-03")
    assert said.code == NOTHING
    assert "folder-missing" in said.err


def test_a_period_outside_the_data_says_how_far_they_reach(company: Path) -> None:
    said = run("-C", company, "build", "2031-01")
    assert_one_sentence(said, NOTHING, "period-empty", "2031-01", "they reach from 2025-01")
    assert not [file for file in (company / "outputs" / "2031-01").rglob("*") if file.suffix in (".pdf", ".xlsx")]


def test_an_unknown_person_is_told_the_nearest(company: Path) -> None:
    said = run("-C", company, "build", "2026-03", "--person", "E071")
    assert_one_sentence(said, USAGE, "person-unknown", "E071", "the nearest is E0")
    assert_one_sentence(
        run("-C", company, "explain", "2026-03", "E071"), USAGE, "subject-unknown", "E071", "E017", "company"
    )


def test_an_unknown_kind_of_document_is_told_the_known_ones(company: Path) -> None:
    said = run("-C", company, "build", "2026-03", "--only", "statements,slides")
    assert_one_sentence(
        said,
        USAGE,
        "document-unknown",
        "slides",
        "reviews, statements, teams, qbr, register, analysis, bulletin, dealers, carbon, plan",
    )


def test_a_figure_that_nobody_has_is_told_the_known_ones(company: Path) -> None:
    said = run("-C", company, "explain", "2026-03", "E017", "turnover")
    assert_one_sentence(said, USAGE, "subject-unknown", "turnover", "order_amount")


def test_a_catalogue_that_is_not_there_is_named_and_nothing_breaks(mine: Path) -> None:
    from reportgen.app.shipped import templates_folder

    shutil.copytree(templates_folder(), mine / "templates")
    (mine / "templates" / "languages" / "zh.yaml").unlink()
    assert_one_sentence(run("-C", mine, "build", "2026-03", "--only", "register"), NOTHING, "catalogue-unreadable")


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_place_that_cannot_be_written_is_named(mine: Path, command: str) -> None:
    # A file where the folder belongs: unlike a mode, it stops the superuser too.
    (mine / "outputs").write_text("in the way", "utf-8")
    said = run("-C", mine, command, "2026-03", *(["--only", "register"] if command == "build" else []))
    assert_one_sentence(said, NOTHING, "cannot-write", "outputs")
    assert (mine / "outputs").read_text("utf-8") == "in the way"


def test_a_new_workspace_is_never_made_over_something(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "报价.xlsx").write_bytes(b"precious")
    assert_one_sentence(run("new", tmp_path / "mine"), USAGE, "folder-not-empty", "not empty")
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["报价.xlsx"]


@pytest.mark.parametrize(
    "arguments",
    [["build"], ["explain", "2026-03"], ["build", "2026-03", "--jobs", "0"],
     ["build", "2026-03", "--language", "French"], ["bulid", "2026-03"], ["check", "--color"], ["new"]],
)  # fmt: skip
def test_a_command_written_wrong_is_usage(arguments: list[str]) -> None:
    said = run(*arguments)
    assert said.code == USAGE
    assert said.err.splitlines()[-1].startswith("Error: ")
