"""Statements computed anew by LibreOffice, which knows nothing of our arithmetic, and read by a schema checker."""

from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from reportgen.render.sheets import read_workbook, workbook
from tests.recalculate import POISON, figures, number, recalculated
from tests.unit.render.statement_sample import statement, words_for

pytestmark = pytest.mark.slow

CASES = [(0, "zh"), (1, "zh"), (24, "en"), (400, "zh")]


@pytest.mark.parametrize(("orders", "language"), CASES)
def test_libreoffice_computes_every_figure_that_the_engine_computed(orders: int, language: str, tmp_path: Path) -> None:
    data = workbook(statement(orders), words_for(language))
    book, live = read_workbook(data), read_workbook(recalculated(data, tmp_path))
    assert figures(live) == figures(book)
    assert number(POISON) not in figures(live).values()
    assert number(live.figure("headline.checks").value) == 0
    assert list(live.sheets) == list(book.sheets)


@pytest.mark.parametrize(("orders", "language"), CASES)
def test_the_schema_checker_finds_nothing(orders: int, language: str, tmp_path: Path) -> None:
    path = tmp_path / "statement.xlsx"
    path.write_bytes(workbook(statement(orders), words_for(language)))
    result = OpenXmlValidator().validate(str(path))
    assert [str(error) for error in result.errors] == []


def test_a_changed_input_changes_the_payable_and_the_check_says_so(tmp_path: Path) -> None:
    data = workbook(statement(24), words_for("en"))
    book = read_workbook(data)
    row = next(address[1:] for address, cell in book.sheets["Credits"].items() if cell.value == "2026003")
    paid = number(book.sheets["Credits"][f"O{row}"].value)
    assert paid > 0
    live = read_workbook(recalculated(data, tmp_path, {(3, f"O{row}"): "0"}))
    assert number(live.figure("headline.payable").value) == number(book.figure("headline.payable").value) + paid
    assert number(live.figure("headline.checks").value) > 0
