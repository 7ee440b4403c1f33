"""Every ready profile is read strictly, says what of it is verified, and reads an export in its form."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.model.problem import Severity
from reportgen.model.table import ColumnType
from reportgen.sources import READY, InputFile, Profile, read_declared, read_profile

PATHS = sorted(READY.glob("*.yaml"))
CELLS = {
    ColumnType.ID: "X{row}",
    ColumnType.TEXT: "text {row}",
    ColumnType.DATE: "2026-03-0{row}",
    ColumnType.PERIOD: "2026-0{row}",
    ColumnType.MONEY: "{row}00.50",
    ColumnType.NUMBER: "{row}",
    ColumnType.PERCENT: "{row}0%",
}
SYSTEMS = {"salesforce", "hubspot", "dynamics", "odoo", "fxiaoke", "xiaoshouyi", "kingdee", "yonyou"}


def _profile(path: Path) -> Profile:
    profile, problems = read_profile(path, path.name)
    assert [(problem.place.row, problem.sentence) for problem in problems] == []
    assert profile is not None
    return profile


def test_every_system_has_its_profiles() -> None:
    assert {path.stem.partition("-")[0] for path in PATHS} == SYSTEMS


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_ready_profile_says_what_is_verified_and_reads_an_export(path: Path, tmp_path: Path) -> None:
    top = path.read_text("utf-8").partition("kind:")[0]
    assert "erified" in top
    profile = _profile(path)
    lines = [",".join(rule.headers[0] for rule in profile.columns.values())]
    for row in (1, 2):
        cells = (CELLS[rule.column.type].format(row=row) for rule in profile.columns.values())
        lines.append(
            ",".join(
                next(iter(rule.values), (cell, ""))[0]
                for rule, cell in zip(profile.columns.values(), cells, strict=True)
            )
        )
    export = tmp_path / "export.csv"
    export.write_text("\n".join(lines), "utf-8")
    found = read_declared(InputFile(export, "export.csv"), profile)
    assert found.refused is None
    problems = [*found.problems, *(problem for sheet in found.sheets for problem in sheet.problems)]
    assert [problem.sentence for problem in problems if problem.kind.severity > Severity.WARNING] == []
    (sheet,) = found.sheets
    (table,) = sheet.tables
    assert table.kind == profile.kind
    assert table.rows.tolist() == [2, 3]
    assert {column.name for column in table.columns} >= set(profile.columns)
