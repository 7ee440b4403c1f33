"""A sheet's rows written as text are, byte for byte, those that openpyxl writes of the same cells."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook

from reportgen.sample.rows import sheet_rows

TEXTS = ("李文静", "a & b <c> \"d\" 'e'", " 前后 ", "=1+1", "=", "#N/A", "", "两\r\n行\t列", "😀 𠮷野家", "']]>'")
NUMBERS = (0, -7, Decimal("1234.50"), Decimal("-0.0500"), Decimal(10) ** 17, date(2026, 1, 31), date(1900, 1, 1))


def test_rows_written_as_text_are_those_that_openpyxl_writes() -> None:
    rows = [TEXTS, (), (None, *NUMBERS, None, 1)]
    book = Workbook(write_only=True)
    page = book.create_sheet("Rows")
    for row in rows:
        page.append(row)
    saved = BytesIO()
    book.save(saved)
    written = ZipFile(saved).read("xl/worksheets/sheet1.xml").partition(b"<sheetData>")[2]
    theirs = written.partition(b"</sheetData>")[0]
    ours = sheet_rows([[None if each is None else (each, "plain") for each in row] for row in rows], lambda _: 0)
    assert ours.replace(b' s="0"', b"") == theirs.replace(b' s="1"', b"")
