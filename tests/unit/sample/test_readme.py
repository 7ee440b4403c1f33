"""What inputs/README.md says of the sample is true, and its odd files are read to the last digit."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

import pytest

from reportgen.app.intake import Intake, take_in
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.sample import Company, Size, generate
from reportgen.sample.activity.spending import budgets
from reportgen.sample.folder import FOLDER, Export
from reportgen.sample.tables import tables

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "inputs" / "README.md").read_text("utf-8")
FILE = re.compile(r"^\| `(?P<name>[^`]+\.(?:csv|xlsx?))` \| (?P<tables>.*?) \|", re.MULTILINE)
COMPLAINT = re.compile(r"^\| (note|warning) \| `([\w-]+)` \| `([^`]+)`(?: \[(.*?)\])? \|", re.MULTILINE)


def test_the_readme_names_every_file_once() -> None:
    assert sorted(match["name"] for match in FILE.finditer(PAGE)) == sorted(file.name for file in FOLDER)


def test_the_readme_names_every_sheet_of_a_book() -> None:
    there = tables(generate(Size(60, 100, 30), 1))
    told = {match["name"]: match["tables"] for match in FILE.finditer(PAGE)}
    for file in FOLDER:
        if not isinstance(file, Export):
            sheets = [sheet.name for name in file.tables for sheet in there[name]]
            lacking = [sheet for sheet in sheets if sheet not in told[file.name] and not sheet.endswith("月")]
            assert lacking == [] or len(sheets) == 1, file.name


@pytest.fixture(scope="module")
def intake() -> Intake:
    workspace = open_workspace(ROOT)
    assert isinstance(workspace, Workspace)
    return take_in(workspace)


def test_reading_the_sample_causes_what_the_readme_lists_and_nothing_else(intake: Intake) -> None:
    caused = {
        (problem.kind.severity.name.lower(), problem.kind.code, str(problem.place).removeprefix("inputs/data/"))
        for problem in intake.problems
    }
    told = {
        (severity, code, f"{file} [{cell}]" if cell else file) for severity, code, file, cell in COMPLAINT.findall(PAGE)
    }
    assert caused == told


def test_the_budget_in_ten_thousands_is_read_to_the_cent_and_by_month(intake: Intake) -> None:
    frame = intake.dataset.tables["budget"].frame
    read = {(item, month): fen for item, month, fen in frame[["item", "month", "amount"]].itertuples(index=False)}
    planned = {
        (item.name, f"2026-{month:02d}"): fen
        for item, year in budgets(Size())
        for month, fen in enumerate(year, start=1)
    }
    assert read == planned


def test_decimal_commas_and_the_old_workbook_are_read_to_the_last_digit(intake: Intake, company: Company) -> None:
    tables = intake.dataset.tables
    bills = csv.reader(StringIO((ROOT / "inputs/data/Overseas_Freight_2026.csv").read_text("cp1252")), delimiter=";")
    written = [int(row[3].replace(".", "").replace(",", "")) for row in bills if row[0] != "Bill No"]
    assert tables["freight"].frame["amount"].tolist() == written
    rate, given_up = tables["fx"].frame, tables["write_offs"].frame
    side = company.money
    assert side
    assert rate["rate"].tolist() == [row.value for row in side.rates]
    assert given_up["amount"].tolist() == [row.amount for row in side.write_offs]
