"""The sums of a finished pack are read back from its files: a file that says something else is named with both."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen.app.build import build
from reportgen.app.built import Built, Wanted
from reportgen.app.proof import proved
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.measured import Measured
from reportgen.model.period import parse_period
from tests.problems.small import write_workspace


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The pay documents of a small workspace: E1 is paid 60.00, M1 10.00."""
    folder = tmp_path_factory.mktemp("proof")
    write_workspace(folder, {})
    workspace, period = open_workspace(folder), parse_period("2026-01")
    assert isinstance(workspace, Workspace)
    assert period is not None
    return build(workspace, period, Wanted(only=("statements", "register", "qbr"), jobs=1), lambda *_: None)


def said(pack: Built, folder: Path, posted: dict[str, Fraction] | None = None) -> list[str]:
    assert isinstance(pack.measured, Measured)
    return [problem.sentence for problem in proved(folder, pack.measured, pack.written, posted).problems]


def copied(pack: Built, folder: Path) -> Path:
    return shutil.copytree(pack.folder, folder / "copy")


def test_a_sound_pack_says_the_same_everywhere(pack: Built) -> None:
    assert {output.document for output in pack.written} >= {"statements", "register", "qbr"}
    assert not [problem for problem in pack.problems if problem.kind.code == "sums-differ"]
    assert said(pack, pack.folder, {"E1": Fraction(60), "M1": Fraction(10)}) == []


def test_a_statement_that_is_somebody_elses_is_named(pack: Built, tmp_path: Path) -> None:
    folder = copied(pack, tmp_path)
    shutil.copyfile(folder / "statements" / "E1.xlsx", folder / "statements" / "M1.xlsx")
    (only,) = said(pack, folder)
    assert only.startswith("statements/M1.xlsx says 60.00 is payable")
    assert only.endswith("say 10.00")


def test_a_row_that_is_gone_from_the_payroll_file_is_found(pack: Built, tmp_path: Path) -> None:
    file = copied(pack, tmp_path) / "register.csv"
    lines = file.read_text("utf-8-sig").splitlines(keepends=True)
    file.write_text("".join(lines[:-1]), "utf-8-sig")
    (only,) = said(pack, file.parent)
    assert only.startswith("register.csv says 60.00 is payable")


def test_a_ledger_that_paid_something_else_is_found(pack: Built) -> None:
    (only,) = said(pack, pack.folder, {"E1": Fraction(60), "M1": Fraction(11)})
    assert only.startswith("ledger M1 says 11.00 is payable")
