"""`reportgen whatif`: another plan beside the one that holds, in a workbook whose differences are live formulas."""

import csv
import shutil
import stat
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen.app.shipped import templates_folder
from reportgen.render.sheets import read_workbook
from tests.cli.running import assert_one_sentence, run
from tests.problems.small import write_workspace


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A workspace of three orders, and beside its plan a trial that pays 3 % instead of 2 %."""
    folder = tmp_path / "here"
    folder.mkdir()
    write_workspace(folder, {})
    trial = shutil.copytree(folder / "inputs" / "plan", folder / "trial") / "pay.yaml"
    text = trial.read_text("utf-8")
    assert "rate: 2 %" in text
    trial.write_text(text.replace("rate: 2 %", "rate: 3 %"), "utf-8")
    return folder


def test_another_rate_is_told_person_by_person_and_in_total(small: Path) -> None:
    said = run("-C", small, "whatif", "trial", "2026-01", "--json")
    assert said.code == 0, said.err
    told = said.json
    assert told["payable"] == {"old": "70.00", "new": "105.00", "difference": "35.00"}
    assert (told["winners"], told["losers"]) == (2, 0)
    assert [(line["payee"], line["payable_difference"]) for line in told["lines"]] == [("E1", "30.00"), ("M1", "5.00")]
    with (small / "outputs" / "whatif" / "trial" / "2026-01.csv").open(encoding="utf-8-sig", newline="") as text:
        assert [row["payable_new"] for row in csv.DictReader(text)] == ["90.00", "15.00"]


def test_the_workbook_computes_its_differences_and_only_its_owner_reads_the_names(small: Path) -> None:
    said = run("-C", small, "whatif", "trial", "2026-01")
    assert "E1" in said.out
    assert "王伟" not in said.out
    (file,) = (small / "outputs" / "whatif" / "trial").glob("*.xlsx")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    book = read_workbook(file.read_bytes())
    difference = book.figure("figures.difference")
    assert (Fraction(difference.value), difference.formula != "") == (35, True)


def test_the_comparison_fills_the_companys_own_workbook_and_one_that_cannot_be_filled_is_told(small: Path) -> None:
    shutil.copytree(templates_folder(), small / "templates")
    assert run("-C", small, "templates", "export", small / "copies").code == 0
    own = small / "templates" / "whatif" / "whatif.xlsx"
    own.parent.mkdir()
    shutil.copy(small / "copies" / "whatif" / "whatif.xlsx", own)
    assert run("-C", small, "templates", "check", "--strict").code == 0
    assert run("-C", small, "whatif", "trial", "2026-01").code == 0
    (file,) = (small / "outputs" / "whatif" / "trial").glob("*.xlsx")
    book = read_workbook(file.read_bytes())
    assert book.names["figures.difference"][0] == "Whatif"
    assert book.figure("figures.difference").value == "35"
    people = {cell.value for cell in book.sheets["Whatif"].values()}
    assert {"E1", "M1", "王伟"} <= people
    own.write_bytes(b"PK no workbook")
    told = run("-C", small, "whatif", "trial", "2026-01", "--json").json
    assert [problem["code"] for problem in told["problems"]] == ["book-unreadable"]
    assert read_workbook(file.read_bytes()).figure("figures.difference").value == "35"


def test_the_same_plan_changes_nobody(small: Path) -> None:
    told = run("-C", small, "whatif", "inputs/plan", "2026-01", "--json").json
    assert (told["winners"], told["losers"], told["payable"]["difference"]) == (0, 0, "0.00")


def test_a_plan_that_is_not_sound_is_refused_with_its_line(small: Path) -> None:
    pay = small / "trial" / "pay.yaml"
    pay.write_text(pay.read_text("utf-8").replace("kind: flat", "kind: flatt"), "utf-8")
    said = run("-C", small, "whatif", "trial", "2026-01")
    assert said.code == 3
    assert "trial/pay.yaml:" in said.err
    assert not (small / "outputs" / "whatif").exists()


def test_a_folder_without_a_plan_is_said_in_a_sentence(small: Path) -> None:
    assert_one_sentence(run("-C", small, "whatif", "trail", "2026-01"), 2, "plan-not-found", "trail")
