"""A table written in any format, encoding and separator reads back with the same values at the same places."""

import csv
import io
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from reportgen.sources.formats import open_file
from reportgen.sources.formats.frequent import SIMPLIFIED, TRADITIONAL
from reportgen.sources.grid import Merge
from tests.unit.sources.formats.making import kinds, only, opened, rows, zipped

Cell = str | Decimal | date
Table = list[list[Cell]]

HEADERS = ["Order No", "Amount", "Day"]
PLAIN = "abcXYZ019 ,;|\t\"'=+-@/.%()\n"
ALPHABETS: dict[str, Sequence[str]] = {
    "utf-8": PLAIN + "编号金额éßÅ€😀",
    "utf-8-sig": PLAIN + "编号金额éßÅ€😀",
    "utf-16": PLAIN + "编号金额éßÅ€😀",
    "gb18030": PLAIN + "".join(sorted(SIMPLIFIED)),
    "big5": PLAIN + "".join(sorted(TRADITIONAL)),
    # Accents stand between plain letters, as in words: two bytes of them alone are a Chinese character as well.
    "cp1252": [*PLAIN, *(f"{accent}n" for accent in "äöüÄÖÜßéèçñåø€")],
}


def tables(alphabet: Sequence[str]) -> st.SearchStrategy[Table]:
    number = st.decimals(-(10**9), 10**9, places=4, allow_nan=False).map(lambda value: value + 0)
    day = st.dates(date(1990, 1, 1), date(2099, 12, 31))
    cell = st.one_of(st.lists(st.sampled_from(alphabet), max_size=12).map("".join), number, day)
    return st.lists(st.tuples(cell, cell, cell).map(list), min_size=1, max_size=6)


def shown(cell: Cell) -> str:
    """Write a cell as a grid does."""
    if isinstance(cell, Decimal):
        return format(cell.normalize() if cell else Decimal(0), "f")
    return cell.isoformat() if isinstance(cell, date) else cell


def texts(table: Sequence[Sequence[Cell]]) -> list[tuple[str, ...]]:
    return [tuple(HEADERS), *(tuple(map(shown, row)) for row in table)]


def kind_of(cell: Cell) -> str:
    if isinstance(cell, str):
        return "T" if cell else "B"
    return "N" if isinstance(cell, Decimal) else "D"


def placed(table: list[tuple[str, ...]], top: int, left: int) -> list[tuple[str, ...]]:
    """Move a table down and to the right."""
    return [("",) * (left + 3)] * top + [("",) * left + row for row in table]


def reads_as_utf8(content: bytes) -> bool:
    """Tell whether bytes are UTF-8 too: one Chinese character in GB18030 (品) may be a letter in UTF-8 (Ʒ)."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(st.data(), st.sampled_from(sorted(ALPHABETS)), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]))
@settings(max_examples=80, deadline=None)
def test_a_text_in_any_encoding_and_separator(data: st.DataObject, encoding: str, separator: str, end: str) -> None:
    table, top = data.draw(tables(ALPHABETS[encoding])), data.draw(st.integers(0, 2))
    stream = io.StringIO(newline="")
    # Python quotes a line end only where it is the one between rows.
    written = (
        csv.writer(stream, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
        if end == "\r"
        else csv.writer(stream, delimiter=separator, lineterminator=end)
    )
    written.writerows([[""] * 3] * top + [list(row) for row in texts(table)])
    wanted = frozenset(header.casefold() for header in HEADERS)
    written_as = stream.getvalue().encode(encoding)
    assume(not reads_as_utf8(written_as) or encoding.startswith("utf") or stream.getvalue().isascii())
    found = open_file(written_as, "a.csv", wanted)
    assert (rows(found.grids[0]), found.separator) == (placed(texts(table), top, 0), separator)


@given(tables(PLAIN + "编号金额éßÅ€😀"), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_a_workbook(table: Table, top: int, left: int) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        lines: Table = [list(HEADERS), *table]
        for row, cells in enumerate(lines, top):
            for column, cell in enumerate(cells, left):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif isinstance(cell, Decimal):
                    sheet.write_number(row, column, float(cell))
                else:
                    sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
    grid = only(opened(stream.getvalue(), "a.xlsx"))
    assert _trimmed(rows(grid)) == _trimmed(placed(texts(table), top, left))
    expected = [("B",) * left + tuple(map(kind_of, row)) for row in table]
    assert _trimmed(kinds(grid)[top + 1 :], "B") == _trimmed(expected, "B")


def _trimmed(table: list[tuple[str, ...]], blank: str = "") -> list[tuple[str, ...]]:
    """Leave out the blank rows at the end, of which some formats keep a trace and some do not."""
    filled = [index for index, row in enumerate(table) if set(row) - {blank}]
    return table[: filled[-1] + 1] if filled else []


@given(tables(PLAIN.replace("\t", "") + "编号金额éßÅ€😀"), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_an_opendocument_sheet(table: Table, top: int, left: int) -> None:
    grid = only(opened(ods_of(table, top, left), "a.ods"))
    assert rows(grid) == _trimmed(placed(texts(table), top, left))


def ods_of(table: Table, top: int, left: int) -> bytes:
    """Write a table as OpenDocument, with blank rows above and blank columns before it."""
    names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")}

    def made(parent: etree._Element, prefix: str, name: str, **attributes: str) -> etree._Element:
        element = etree.SubElement(parent, f"{{{names[prefix]}}}{name}")
        for key, value in attributes.items():
            group, _, local = key.partition("_")
            element.set(f"{{{names[group]}}}{local.replace('_', '-')}", value)
        return element

    root = etree.Element(f"{{{names['office']}}}document-content", nsmap=names)
    sheet = made(made(made(root, "office", "body"), "office", "spreadsheet"), "table", "table", table_name="一")
    if top:
        made(sheet, "table", "table-row", table_number_rows_repeated=str(top))
    lines: Table = [list(HEADERS), *table]
    for cells in lines:
        row = made(sheet, "table", "table-row")
        if left:
            made(row, "table", "table-cell", table_number_columns_repeated=str(left))
        for cell in cells:
            if isinstance(cell, str):
                written = made(row, "table", "table-cell", office_value_type="string", office_string_value=cell)
                made(written, "text", "p").text = "something else"
            elif isinstance(cell, Decimal):
                made(row, "table", "table-cell", office_value_type="float", office_value=str(cell))
            else:
                made(row, "table", "table-cell", office_value_type="date", office_date_value=cell.isoformat())
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped([("mimetype", mime), ("content.xml", etree.tostring(root))])


@given(tables(PLAIN + "编号金额éßÅ€😀"))
@settings(max_examples=30, deadline=None)
def test_a_parquet_file(table: Table) -> None:
    written = pa.table({name: [shown(row[index]) for row in table] for index, name in enumerate(HEADERS)})
    stream = io.BytesIO()
    pq.write_table(written, stream)
    assert rows(only(opened(stream.getvalue(), "a.parquet"))) == texts(table)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["xls", "ods", "xlsx"])
def test_what_libreoffice_makes_of_a_workbook_is_the_same_workbook(form: str, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "订单"
    filled: dict[str, str | float | date] = {
        "B2": "编号",
        "C2": "金额",
        "D2": "日",
        "B3": 17,
        "C3": 0.1,
        "D3": date(2026, 3, 1),
    }
    for place, value in filled.items():
        sheet[place] = value
    sheet["B3"].number_format = "000000"
    sheet["B4"], sheet["C4"], sheet["D4"] = "007", "=1/0", True
    sheet["B5"], sheet["C5"] = "并", "=SUM(C3,0.25)"
    sheet.merge_cells("B5:B6")
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.create_sheet("隐").sheet_state = "hidden"
    book["隐"]["A1"] = "x"
    book.save(tmp_path / "a.xlsx")
    subprocess.run(
        [
            *(program, "--headless", f"-env:UserInstallation=file://{tmp_path}/home", "--convert-to", form),
            *("--outdir", tmp_path / "out", tmp_path / "a.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    found = opened((tmp_path / "out" / f"a.{form}").read_bytes(), f"a.{form}")
    assert found.problems == ()
    grid = found.grids[0]
    values = [("编号", "金额", "日"), ("000017", "0.1", "2026-03-01"), ("007", "#DIV/0!", "TRUE"), ("并", "0.35", "")]
    assert rows(grid)[1:5] == [("", *row) for row in values]
    assert kinds(grid)[2:5] == [("B", "T", "N", "D"), ("B", "T", "E", "T"), ("B", "T", "N", "B")]
    assert (grid.sheet, grid.merges) == ("订单", (Merge(4, 1, 5, 1),))
    assert (grid.hidden_rows, grid.hidden_columns) == (frozenset({3}), frozenset({3}))
    assert [one.hidden for one in found.grids] == [False, True]
