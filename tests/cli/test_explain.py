"""`reportgen explain`: from the figure on a document down to the file, sheet and row, which really are what it says."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.running import run

MONTH, QUARTER = "2026-03", "2026-Q1"
PLACE = re.compile(r"(?P<file>inputs/[^\[]+) \[(?:(?P<sheet>[^!\]]+)!)?(?P<row>\d+)\]")


def nodes(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield step
    for operand in step["operands"]:
        yield from nodes(operand)


def row_at(company: Path, place: str) -> list[str]:
    """The cells of a row of an input file, read without the program."""
    found = PLACE.fullmatch(place)
    assert found, place
    if found["sheet"]:
        book = load_workbook(company / found["file"], read_only=True)
        try:
            (row,) = book[found["sheet"]].iter_rows(
                min_row=int(found["row"]), max_row=int(found["row"]), values_only=True
            )
        finally:
            book.close()
        return ["" if cell is None else str(cell) for cell in row]
    with (company / found["file"]).open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))[int(found["row"]) - 1]


def test_a_persons_pay_walks_to_rows_that_hold_the_order(company: Path) -> None:
    said = run("--json", "-C", company, "explain", MONTH, "E017")
    assert said.code == 0
    (payable,) = said.json["steps"]
    every = [line for component in payable["operands"] for line in component["operands"]]
    lines = [line for line in every if line["formula"] != "paid in full"]
    assert lines
    assert {amount(line) for line in every if line not in lines} <= {Fraction(0)}
    files = set()
    for line in lines:
        number = line["name"].split()[0]
        leaves = [node for node in nodes(line) if node["name"] in ("gross_profit", "order_amount", "invoiced")]
        assert len(leaves) == 3
        for leaf in leaves:
            for place in leaf["places"]:
                files.add(place.partition(" ")[0])
                assert number in row_at(company, place), f"{number} is not at {place}"
        collected = next(node for node in nodes(line) if node["name"] == "collected")
        for place in collected["places"]:
            assert number in row_at(company, place), f"{number} is not at {place}"
    assert {Path(file).suffix for file in files} >= {".xlsx"}


def test_the_rows_of_an_order_sum_to_what_is_rated(company: Path) -> None:
    (payable,) = run("--json", "-C", company, "explain", MONTH, "E017").json["steps"]
    revenues = [node for node in nodes(payable) if node["name"] == "order_amount"]
    assert revenues
    for revenue in revenues:
        total = sum(Fraction(cell_at(company, place, "不含税金额")) for place in revenue["places"])
        assert amount(revenue) == round(total, 2)


def cell_at(company: Path, place: str, header: str) -> str:
    """The cell of a row under a header, which stands in one of the first rows."""
    for row in range(1, 9):
        headers = row_at(company, re.sub(r"\d+\]$", f"{row}]", place))
        if header in headers:
            return row_at(company, place)[headers.index(header)]
    raise AssertionError(f"no header {header} above {place}")


def test_the_parts_of_an_explanation_make_its_whole(company: Path) -> None:
    (payable,) = run("--json", "-C", company, "explain", MONTH, "E017").json["steps"]
    for node in nodes(payable):
        if node["formula"].startswith("sum of the") and "rounded" not in node["formula"]:
            assert amount(node) == sum(amount(operand) for operand in node["operands"]), node["name"]


def amount(node: dict[str, Any]) -> Fraction:
    return Fraction(node["value"].removesuffix(" CNY"))


def test_the_text_names_rule_reason_plan_line_file_sheet_and_row(company: Path) -> None:
    said = run("-C", company, "explain", MONTH, "E017")
    assert said.code == 0
    assert said.out.startswith("E017 ")
    assert "rule pay/base-commission because: By gross margin in bands" in said.out
    assert re.search(r"at inputs/plan/pay\.yaml:\d+", said.out)
    assert re.search(r"at inputs/data/订单_2026\.xlsx \[订单!\d+\]", said.out)
    assert re.search(r"at inputs/data/回款_2025-2026\.csv \[\d+\]", said.out)


@pytest.mark.parametrize("what", ["order_amount", "gross_margin", "collection_rate", "win_rate", "score"])
def test_every_figure_of_a_review_can_be_explained(company: Path, what: str) -> None:
    said = run("-C", company, "explain", QUARTER, "E017", what)
    assert said.code == 0, said.err
    assert what.replace("_", " ").split()[0] in said.out.replace("_", " ")
    assert "at inputs/" in said.out


def test_the_company_a_team_and_its_fund_can_be_explained(company: Path) -> None:
    whole = run("--json", "-C", company, "explain", QUARTER, "company", "pay").json["steps"][0]
    assert amount(whole) == sum(amount(operand) for operand in whole["operands"])
    team = run("-C", company, "explain", QUARTER, "team:E002", "order_amount")
    assert team.code == 0
    assert "at inputs/data/订单_2026.xlsx" in team.out
    fund = run("-C", company, "explain", QUARTER, "FUND-E002")
    assert fund.code == 0
    assert "rule pay/sprint-bonus" in fund.out
    assert amount(next(step for step in whole["operands"] if step["name"] == "payable FUND-E002")) > 0


def test_what_was_not_measured_is_explained_as_such(company: Path) -> None:
    said = run("-C", company, "explain", QUARTER, "E017", "training")
    assert said.code == 0
    assert "training: not measured" in said.out
