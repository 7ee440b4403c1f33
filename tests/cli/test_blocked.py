"""One bad cell: the documents of the person whom it concerns are held back, everybody else's are written."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.cli.running import Said, run
from tests.pack.building import small_workspace
from tests.pack.finished import actuals, booked, deck_of, figure_of, rows_of, text_of

pytestmark = pytest.mark.slow

QUARTER = "2026-Q1"
PERSON, OTHER, FUND = "E017", "E015", "FUND-E002"
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
    reasons = {(each["document"], each["subject"]): each["reason"] for each in skipped if each["subject"] == PERSON}
    assert reasons.keys() == {("reviews", PERSON), ("statements", PERSON)}
    assert all(BAD in reason for reason in reasons.values())
    assert f"skipped reviews {PERSON}" in said.out


def test_the_fund_of_the_persons_team_waits_too(pack: Path) -> None:
    assert not (pack / "statements" / f"{FUND}.xlsx").exists()
    skipped = json.loads((pack / "manifest.json").read_bytes())["skipped"]
    (reason,) = (each["reason"] for each in skipped if each["subject"] == FUND)
    assert PERSON in reason
    assert FUND not in {row["payee"] for row in rows_of(pack / "register-summary.csv")}


def test_everybody_elses_documents_are_written(pack: Path) -> None:
    assert (pack / "reviews" / f"{OTHER}.pdf").is_file()
    assert (pack / "statements" / f"{OTHER}.xlsx").is_file()
    assert (pack / "qbr" / "qbr.pptx").is_file()
    assert PERSON not in {row["payee"] for row in rows_of(pack / "register-summary.csv")}


def test_totals_that_contain_the_person_say_that_they_are_incomplete(pack: Path) -> None:
    assert "不完整" in str(deck_of(pack / "qbr" / "qbr.pptx"))
    assert "不完整" not in text_of(pack / "reviews" / f"{OTHER}.pdf")


def test_the_deck_tells_the_sum_of_the_reviews_from_the_person_held_back(pack: Path) -> None:
    deck = booked(deck_of(pack / "qbr" / "qbr.pptx"))
    on_reviews = (figure_of(review, "签单额", "签单额") for review in (pack / "reviews").glob("*.pdf"))
    assert deck.people == sum(on_reviews)
    assert deck.others == Fraction(actuals(pack, "order_amount")[PERSON])
    assert deck.people + deck.others + deck.nobody == deck.company


def test_somebody_else_alone_is_built_and_the_problem_is_still_told(company: Path, pack: Path) -> None:
    before = (pack / "reviews" / f"{OTHER}.pdf").read_bytes()
    alone = run("-C", company, "build", QUARTER, "--person", OTHER, "--jobs", "1", "--fresh")
    assert (pack / "reviews" / f"{OTHER}.pdf").read_bytes() == before
    assert "amount-unreadable" in alone.err
    assert alone.code == 1
