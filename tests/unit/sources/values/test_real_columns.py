"""Columns of real files whose values are known from elsewhere."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import python_calamine as calamine

from reportgen.sources.formats import open_file
from reportgen.sources.grid import CellKind
from reportgen.sources.reading import Reading


@pytest.fixture
def cases(shared_data: Path) -> Path:
    """The folder of hard cases."""
    return shared_data / "hardcases"


GERMAN = """
kind: sales
files: ["*.csv"]
columns:
  order_no: {type: id, headers: [Auftragsnr.], required: true}
  day: {type: date, headers: [Auftragsdatum], required: true}
  quantity: {type: number, headers: [Menge], required: true}
  price: {type: money, headers: [Einzelpreis], currency: USD, DECIMAL required: true}
  revenue: {type: money, headers: [Umsatz], currency: USD, DECIMAL required: true}
  cost: {type: money, headers: [Kosten], currency: USD, DECIMAL required: true}
"""


@pytest.mark.parametrize(
    ("declared", "codes"),
    [("", ["date-order-read", *["decimal-comma-read"] * 3]), ('decimal: ",",', ["date-order-read"])],
)
def test_decimal_commas_are_read_with_and_without_being_declared(
    reading: Callable[..., Reading], cases: Path, declared: str, codes: list[str]
) -> None:
    content = (cases / "semicolon_decimal_comma_cp1252.csv").read_bytes()
    result = reading({"sales.csv": content}, GERMAN.replace("DECIMAL", declared))
    frame = result.tables["sales"].frame
    assert (int(frame["revenue"].sum()), frame["revenue"].isna().sum()) == (509_859_166, 0)
    assert frame["day"].iloc[0].date() == date(2017, 8, 25)
    told = [problem.kind.code for problem in result.problems if problem.kind.code.startswith(("date", "decimal"))]
    assert sorted(told) == codes


def _column(cases: Path, sheet: str) -> tuple[list[str], list[CellKind]]:
    """Return the first column of a sheet below its header, with what the workbook calls each cell."""
    book = calamine.CalamineWorkbook.from_path(cases / "readxl_type_me.xlsx")
    cells = [row[0] for row in book.get_sheet_by_name(sheet).to_python()][1:]
    kinds = {bool: CellKind.TRUTH, float: CellKind.NUMBER, date: CellKind.DATE, datetime: CellKind.DATE}
    texts = [str(cell).upper() if isinstance(cell, bool) else str(cell).removesuffix(".0") for cell in cells]
    return texts, [CellKind.BLANK if cell == "" else kinds.get(type(cell), CellKind.TEXT) for cell in cells]


def test_what_looks_like_a_number_is_one_or_is_told_why_not(column: Callable[..., Any], cases: Path) -> None:
    read = column("number", *_column(cases, "numeric_coercion"))
    assert read.values == [None, None, None, None, 123456, 123456, None]
    assert read.codes == ["date-for-number", "number-as-text", "text-for-number"]


def test_what_looks_like_a_day_is_one_or_is_told_why_not(column: Callable[..., Any], cases: Path) -> None:
    read = column("date", *_column(cases, "date_coercion"))
    assert read.values == [None, date(2016, 5, 23), date(2016, 4, 28), None, None, None, date(2008, 1, 1)]
    assert read.codes == ["date-unreadable", "number-for-date"]


def test_days_counted_from_1904_are_the_days_people_see(column: Callable[..., Any], cases: Path) -> None:
    grid = open_file((cases / "date1904.xlsx").read_bytes(), "date1904.xlsx", frozenset()).grids[0]
    texts = [text for text in grid.columns[0].to_pylist() if text]
    assert column("date", texts[:1]).values == [date(2021, 1, 1)]
