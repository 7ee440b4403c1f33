"""`reportgen diff`: closed months, other workspaces and earlier runs against what is there now, as people type it."""

import shutil
from pathlib import Path

import pytest

from reportgen import plan
from tests.cli.running import run
from tests.problems.small import after, write_workspace

ORDERS = "inputs/data/orders.csv"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A workspace of three orders that everybody is paid for."""
    folder = tmp_path / "here"
    folder.mkdir()
    write_workspace(folder, {})
    return folder


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """The same workspace, its January closed."""
    return shutil.copytree(after("close 2026-01"), tmp_path / "here")


def edit(folder: Path, old: str, new: str, file: str = ORDERS) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")


def test_a_closed_month_and_today_differ_by_the_row_that_was_changed_since(closed: Path) -> None:
    assert run("-C", closed, "diff", "2026-01", "today").out.splitlines()[1] == "pay: +0.00 CNY for 0 payees"
    edit(closed, "2000.00,900.00", "3000.00,900.00")
    said = run("-C", closed, "diff", "2026-01", "today")
    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert lines[0] == "2026-01 as it was closed → today: 2026-01"
    assert "  commission 2026-01: 60.00 → 80.00   rows changed +20.00" in lines
    assert any(line.strip().startswith("orders SO-2 · 1: amount 2000.00 → 3000.00") for line in lines)
    assert any(line.endswith("at inputs/data/orders.csv [3]") for line in lines)
    told = run("-C", closed, "diff", "2026-01", "today", "--json").json
    (row,) = told["rows"]
    assert (row["key"], row["before"], row["after"]) == ("SO-2 · 1", *["inputs/data/orders.csv [3]"] * 2)
    assert set(told["causes"]) == {"changed"}


def test_a_rule_that_was_changed_since_is_named_with_its_line(closed: Path) -> None:
    promised, _ = plan.read(closed / "inputs" / "plan", "inputs/plan")
    assert promised is not None
    edit(closed, "rate: 2 %", "rate: 3 %", "inputs/plan/pay.yaml")
    told = run("-C", closed, "diff", "2026-01", "today", "--json").json
    assert set(told["causes"]) == {"rule"}
    (rule,) = told["rules"]
    assert (rule["section"], rule["id"]) == ("components", promised.components[0].id)
    assert rule["before"].startswith("inputs/ledger/2026-01/plan/pay.yaml:")
    assert rule["after"].startswith("inputs/plan/pay.yaml:")


def test_two_workspaces_are_compared_in_the_period_that_is_asked_for(small: Path, tmp_path: Path) -> None:
    before = shutil.copytree(small, tmp_path / "before")
    edit(small, "SO-3,1,,2026-01-31,Core,M1,Eco,500.00,300.00\n", "")
    told = run("-C", small, "diff", before, "today", "--period", "2026-01", "--json").json
    assert [(row["cause"], row["key"]) for row in told["rows"]] == [("gone", "SO-3 · 1")]
    assert [figure["new"] for figure in told["figures"]] == ["3000.00 CNY"]
    other = run("-C", small, "diff", before, "today", "--period", "2026-01", "--person", "E1", "--json").json
    assert (other["lines"], other["rows"]) == ([], [])


def test_a_run_is_named_by_the_folder_of_its_pack_and_says_when_its_inputs_are_gone(small: Path) -> None:
    assert run("-C", small, "build", "2026-01", "--only", "register").code == 0
    edit(small, "2000.00,900.00", "3000.00,900.00")
    said = run("-C", small, "diff", "outputs/2026-01", "2026-02")
    assert said.code == 0
    assert "run-inputs-changed: 1 files" in said.err
    assert said.out.splitlines()[0] == "outputs/2026-01 → 2026-02: 2026-01, 2026-02"


def test_two_months_differ_by_what_was_sold_in_them(small: Path) -> None:
    said = run("-C", small, "diff", "2026-01", "2026-02")
    assert said.code == 0
    assert "new business" in said.out
    told = run("-C", small, "diff", "2026-01", "2026-02", "--json").json
    for payee in told["payees"]:
        assert set(payee["drivers"]) <= {"volume", "rate"}
