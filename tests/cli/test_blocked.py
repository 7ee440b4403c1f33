"""One bad cell: the documents of the person whom it concerns are held back, everybody else's are written."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.running import Said, run
from tests.pack.building import small_workspace
from tests.pack.finished import booked, deck_of, rows_of, text_of

pytestmark = pytest.mark.slow

QUARTER = "2026-Q1"
PERSON, OTHER, MANAGER = "E017", "E015", "E006"
BAD = "12,5OO"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which an amount of one person's orders of last year is misspelt."""
    folder = small_workspace(tmp_path_factory.mktemp("blocked") / "company")
    misspell(folder / "inputs" / "data" / "订单_2025.csv", PERSON)
    return folder


def misspell(file: Path, person: str) -> None:
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.reader(text))
    amount, who = rows[0].index("不含税金额"), rows[0].index("销售工号")
    row = next(row for row in rows if row[who] == person)
    row[amount] = BAD
    with file.open("w", encoding="utf-8-sig", newline="") as text:
        csv.writer(text).writerows(rows)


@pytest.fixture(scope="module")
def said(company: Path) -> Said:
    return run("-C", company, "build", QUARTER, "--jobs", "1")


@pytest.fixture
def pack(company: Path, said: Said) -> Path:
    assert said.code == 1, said
    return company / "outputs" / QUARTER


def test_the_cell_is_shown_with_a_remedy_and_whom_it_concerns(said: Said) -> None:
    assert said.code == 1
    assert "inputs/data/订单_2025.csv" in said.err
    assert BAD in said.err
    assert "^" * len(BAD) in said.err
    assert "amount-unreadable" in said.err
    assert f"affects: {PERSON}" in said.err


def test_the_persons_documents_are_skipped_with_a_reason(pack: Path, said: Said) -> None:
    assert not (pack / "reviews" / f"{PERSON}.pdf").exists()
    assert not (pack / "statements" / f"{PERSON}.xlsx").exists()
    skipped = json.loads((pack / "manifest.json").read_bytes())["skipped"]
    assert {(each["document"], each["subject"]) for each in skipped} == {("reviews", PERSON), ("statements", PERSON)}
    assert all(BAD in each["reason"] for each in skipped)
    assert f"skipped reviews {PERSON}" in said.out


def test_everybody_elses_documents_are_written(pack: Path) -> None:
    assert (pack / "reviews" / f"{OTHER}.pdf").is_file()
    assert (pack / "statements" / f"{OTHER}.xlsx").is_file()
    assert (pack / "qbr" / "qbr.pptx").is_file()
    assert PERSON not in {row["payee"] for row in rows_of(pack / "register-summary.csv")}


def test_totals_that_contain_the_person_say_that_they_are_incomplete(pack: Path) -> None:
    deck = deck_of(pack / "qbr" / "qbr.pptx")
    assert "不完整" in str(deck)
    assert "不完整" not in text_of(pack / "reviews" / f"{OTHER}.pdf")
    # The deck's proof must name who is missing or not claim to be whole.
    assert booked(deck).people <= booked(deck).company


def test_the_run_without_that_person_is_whole(company: Path, pack: Path) -> None:
    alone = run("-C", company, "build", QUARTER, "--person", OTHER, "--jobs", "1")
    assert (pack / "reviews" / f"{OTHER}.pdf").is_file()
    # The problem exists all the same, and a script must hear of it.
    assert alone.code == 1
