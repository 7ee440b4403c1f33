"""Turns texts written in a test into files and profiles, and reads them as a workspace would be read."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from reportgen.model.problem import Problem
from reportgen.sources import InputFile, Profile, read, read_profiles
from reportgen.sources.reading import Reading

ORDERS = """
kind: orders
files: ["orders*.csv", "orders*.xlsx"]
key: [order_no]
columns:
  order_no: {type: id, headers: [订单号, Order No], required: true}
  person: {type: id, headers: [工号, Person], required: true}
  day: {type: date, headers: [日期, Day]}
  amount: {type: money, headers: [金额, Amount], currency: CNY, tax: excluded, required: true}
  type: {type: text, headers: [类型, Type], values: {销售: sale, 退货: return}, default: sale}
"""


@pytest.fixture
def orders() -> str:
    """A small profile of orders."""
    return ORDERS


@pytest.fixture
def profiles_of(tmp_path: Path) -> Callable[..., tuple[tuple[Profile, ...], tuple[Problem, ...]]]:
    """Write profiles, each text a file, and read them."""

    def write(*texts: str) -> tuple[tuple[Profile, ...], tuple[Problem, ...]]:
        folder = tmp_path / "profiles"
        folder.mkdir(exist_ok=True)
        for number, text in enumerate(texts):
            (folder / f"{number}.yaml").write_text(text, "utf-8")
        return read_profiles(folder, "inputs/profiles")

    return write


@pytest.fixture
def reading(
    tmp_path: Path, profiles_of: Callable[..., tuple[tuple[Profile, ...], tuple[Problem, ...]]]
) -> Callable[..., Reading]:
    """Write files (name → content) and profiles, and read the lot; the profiles must be free of problems."""

    def read_them(files: Mapping[str, str | bytes], *profiles: str) -> Reading:
        checked, problems = profiles_of(*(profiles or (ORDERS,)))
        assert problems == ()
        inputs = []
        for name, content in files.items():
            path = tmp_path / name
            path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
            inputs.append(InputFile(path, f"inputs/data/{name}"))
        return read(inputs, checked)

    return read_them


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """Make a workbook of sheets (name → rows); a text that begins with # is written as a failed formula."""

    def write(**sheets: list[list[object]]) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row_number, row in enumerate(rows, 1):
                for column_number, value in enumerate(row, 1):
                    cell = sheet.cell(row_number, column_number, value)
                    if isinstance(value, str) and value.startswith("#"):
                        cell.data_type = "e"
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return write
