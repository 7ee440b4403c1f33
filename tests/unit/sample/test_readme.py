"""What inputs/README.md says of the sample is true: it names every file, and every complaint that reading causes."""

from __future__ import annotations

import re
from pathlib import Path

from reportgen.app.intake import take_in
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.sample import Size, generate
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


def test_reading_the_sample_causes_what_the_readme_lists_and_nothing_else() -> None:
    workspace = open_workspace(ROOT)
    assert isinstance(workspace, Workspace)
    caused = {
        (problem.kind.severity.name.lower(), problem.kind.code, str(problem.place).removeprefix("inputs/data/"))
        for problem in take_in(workspace).problems
    }
    told = {
        (severity, code, f"{file} [{cell}]" if cell else file) for severity, code, file, cell in COMPLAINT.findall(PAGE)
    }
    assert caused == told
