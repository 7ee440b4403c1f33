"""`--person` may be given again: these people's documents, and nobody else's."""

from pathlib import Path

from tests.cli.running import run
from tests.problems.small import write_workspace

ROSTER = "inputs/data/roster.csv"


def test_whoever_is_named_gets_documents_and_nobody_else(tmp_path: Path) -> None:
    write_workspace(tmp_path, {})
    roster = tmp_path / ROSTER
    roster.write_text(f"{roster.read_text('utf-8')}E2,林诺,Representative,M1,East,2025-01-01,,2022-01-01,\n", "utf-8")
    build = ("-C", tmp_path, "build", "2026-01", "--only", "statements", "--jobs", "1")
    assert run(*build, "--person", "E2", "--person", "M1").code == 0
    folder = tmp_path / "outputs" / "2026-01" / "statements"
    assert sorted(file.name for file in folder.iterdir()) == ["E2.xlsx", "M1.xlsx"]
    assert "E9" in run(*build, "--person", "E1", "--person", "E9").err
