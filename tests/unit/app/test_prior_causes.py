"""Why a number of a closed month changed: the next month's statement and its explanation say it, cause by cause."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen.app.build import measure_period
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.causes import Cause
from reportgen.model.measured import CreditLine
from reportgen.render.sheets import lines_of, read_workbook
from tests.cli.running import run
from tests.problems.small import write_workspace
from tests.tables import period

ORDERS = "inputs/data/orders.csv"
ROSTER = "inputs/data/roster.csv"


@pytest.fixture(scope="module")
def once_closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose January is closed: E1 is paid 60.00 for 3,000, M1 10.00. M1 sells something in February."""
    folder = tmp_path_factory.mktemp("closed")
    write_workspace(folder, {})
    add(folder, "SO-4,1,,2026-02-03,Core,M1,Eco,100.00,50.00")
    said = run("-C", folder, "close", "2026-01")
    assert said.code == 0, said.err
    return folder


@pytest.fixture
def closed(once_closed: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return shutil.copytree(once_closed, tmp_path / "company")


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")


def add(folder: Path, row: str) -> None:
    with (folder / ORDERS).open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")


def january(folder: Path, payee: str) -> CreditLine:
    """The line of January in February's statement."""
    workspace = open_workspace(folder)
    assert isinstance(workspace, Workspace)
    _, measured, problems = measure_period(workspace, period("2026-02"))
    assert measured is not None, [problem.sentence for problem in problems]
    lines = [line for result in measured.statements[payee].columns[0].components for line in result.lines]
    (found,) = [line for line in lines if line.earning_period == "2026-01" and not line.settled]
    return found


def test_a_corrected_row_and_a_return_of_february_are_told_apart(closed: Path) -> None:
    edit(closed, ORDERS, "2000.00,900.00", "3000.00,900.00")
    add(closed, "RE-1,1,SO-1,2026-02-10,Acme,E1,Eco,-500.00,-300.00")
    line = january(closed, "E1")
    assert (line.earned_before, line.earned) == (60, 70)
    assert dict(line.causes) == {Cause.CHANGED: 20, Cause.NEW: -10}


@pytest.mark.parametrize(
    ("old", "new", "cause", "amount"),
    [
        ("SO-2,1,,2026-01-20", "SO-2,1,,2026-02-20", Cause.DATES, -40),
        ("2026-01-20,Bolt,E1", "2026-01-20,Bolt,M1", Cause.PERSON, -40),
        ("SO-2,1,,2026-01-20,Bolt,E1,Flex,2000.00,900.00\n", "", Cause.GONE, -40),
        ("SO-2,1", "SO-9,1,,2026-01-09,Bolt,E1,Flex,100.00,90.00\nSO-2,1", Cause.NEW, 2),
    ],
)
def test_each_change_of_a_closed_months_rows_has_its_own_cause(
    closed: Path, old: str, new: str, cause: Cause, amount: int
) -> None:
    edit(closed, ORDERS, old, new)
    line = january(closed, "E1")
    assert dict(line.causes) == {cause: amount}
    assert line.earned - line.earned_before == amount


def test_the_statement_shows_the_cause_and_so_does_the_explanation(closed: Path) -> None:
    edit(closed, ORDERS, "2000.00,900.00", "3000.00,900.00")
    said = run("-C", closed, "build", "2026-02", "--only", "statements", "--language", "en")
    assert said.code == 0, said.err
    book = read_workbook((closed / "outputs" / "2026-02" / "statements" / "E1.xlsx").read_bytes())
    sheet = book.sheets["Balances"]
    shown = [cell.value for cell in sheet.values()]
    assert "row corrected" in shown
    (change,) = [cell for cell in sheet.values() if "-" in cell.formula and Fraction(cell.value) == 20]
    assert change.formula
    assert any("row corrected" in line for line in lines_of(book))
    explained = run("-C", closed, "explain", "2026-02", "E1").out
    assert "changed: rows changed: 20.00 CNY" in explained


def test_an_open_month_that_a_later_row_changes_says_so(tmp_path: Path) -> None:
    write_workspace(tmp_path, {})
    add(tmp_path, "RE-1,1,SO-1,2026-02-10,Acme,E1,Eco,-500.00,-300.00")
    assert dict(january(tmp_path, "E1").causes) == {Cause.NEW: -10}
