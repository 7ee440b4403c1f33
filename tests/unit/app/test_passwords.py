"""Passwords come from the variable that is named for a file, the common one, or the person at the terminal."""

from pathlib import Path

import pytest

from reportgen.app.passwords import VARIABLE, access_to
from reportgen.sources import Limits, SourceList, read_sources


def sources_of(folder: Path, text: str) -> tuple[SourceList, list[str]]:
    file = folder / "sources.yaml"
    file.write_text(text, "utf-8")
    found, problems = read_sources(file, "inputs/sources.yaml")
    return found, [f"{problem.place.row} {problem.kind.code} {problem.found}" for problem in problems]


def test_the_variable_named_for_a_file_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "folders: [data]\npasswords:\n  - {files: '薪酬*.xlsx', variable: PAY}\n  - {files: '*', variable: REST}\n"
    found, problems = sources_of(tmp_path, text)
    assert problems == []
    for name in ("PAY", "REST", VARIABLE):
        monkeypatch.delenv(name, raising=False)
    asked: list[str] = []

    def ask(name: str) -> str | None:
        asked.append(name)
        return "typed"

    password = access_to(found, ask).password
    assert (password("inputs/data/薪酬_2026.xlsx"), asked) == ("typed", ["inputs/data/薪酬_2026.xlsx"])
    monkeypatch.setenv(VARIABLE, "common")
    assert password("inputs/data/薪酬_2026.xlsx") == "common"
    monkeypatch.setenv("REST", "rest")
    monkeypatch.setenv("PAY", "pay")
    assert (password("inputs/data/薪酬_2026.xlsx"), password("a.xls"), len(asked)) == ("pay", "rest", 1)


def test_limits_are_read_strictly_and_the_rest_stays(tmp_path: Path) -> None:
    found, problems = sources_of(tmp_path, "folders: [data]\nlimits: {seconds: 30, cells: 1000}\n")
    assert (problems, found.limits) == ([], Limits(seconds=30, cells=1000))
    found, problems = sources_of(tmp_path, "folders: [data]\nlimits:\n  second: 3\n  ratio: many\n")
    assert problems == ["3 setting-unknown second", "4 setting-wrong many"]
    assert found.limits == Limits()
