"""`close` and `verify` as they are typed: what they print, for people and for machines, and their exit codes."""

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.problems.small import tamper, write_workspace


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("closed")
    write_workspace(folder, {})
    done = run("-C", folder, "close", "2026-01", "--by", "Li Na")
    assert (done.code, done.out) == (
        0,
        f"2026-01 is closed: 70.00 CNY on 2 statements, frozen in {folder}/inputs/ledger/2026-01\n",
    )
    return folder


def test_a_closed_month_is_told_to_machines(closed: Path) -> None:
    again = run("-C", closed, "--json", "close", "2026-01")
    told = json.loads(again.out)
    assert again.code == 3
    assert (told["closed"], told["payees"], told["payable"]) == (False, 0, "")
    assert [problem["code"] for problem in told["problems"]] == ["closed-already"]
    verified = json.loads(run("-C", closed, "--json", "verify").out)
    assert [(each["period"], each["by"]) for each in verified["closed"]] == [("2026-01", "Li Na")]
    assert verified["files"] == 14
    assert verified["problems"] == []


def test_verify_tells_who_closed_what_and_exits_3_when_something_was_changed(closed: Path) -> None:
    whole = run("-C", closed, "verify", "2026-01")
    assert whole.code == 0
    assert whole.out.startswith("2026-01: closed by Li Na, ")
    assert whole.out.endswith("1 closed pay period, 14 frozen files: no findings\n")
    tamper(closed / "inputs" / "ledger" / "ledger.sqlite", "UPDATE posted_total SET payable = 1 WHERE payee = 'E1'")
    changed = run("-C", closed, "verify")
    assert changed.code == 3
    assert "ledger-row-changed: row 1 of posted_total for 2026-01" in changed.err
    refused = run("-C", closed, "close", "2026-02")
    assert refused.code == 3
    assert refused.out.startswith("2026-02 was not closed")


def test_nothing_is_closed_yet_is_no_problem(tmp_path: Path) -> None:
    write_workspace(tmp_path, {})
    assert run("-C", tmp_path, "verify").out == "0 closed pay periods, 0 frozen files: no findings\n"
    assert not (tmp_path / "inputs" / "ledger").exists()


@pytest.mark.parametrize(
    ("typed", "code"), [("2026-13", 2), ("2026-Q1", 3), ("2026-02", 3)], ids=["no period", "a quarter", "not its turn"]
)
def test_what_cannot_be_closed_has_the_exit_code_of_the_contract(tmp_path: Path, typed: str, code: int) -> None:
    write_workspace(tmp_path, {})
    assert run("-C", tmp_path, "close", typed).code == code
    assert not (tmp_path / "inputs" / "ledger" / typed).exists()
