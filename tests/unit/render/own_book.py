"""Workbooks as people have them: one with everything that a round trip would lose, and small ones written by hand."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

SHEET = "订单 & 'x' 1"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def rich_book() -> bytes:
    """A workbook with chart, text box, sparkline, 2010 data bars, notes, pictures, button, table and protection."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001  the library wants a naive moment
    money = book.add_format({"num_format": "#,##0.00", "border": 1})
    head = book.add_format({"bold": True, "bg_color": "#EEF3FC"})
    orders, form, issues, empty = (book.add_worksheet(name) for name in (SHEET, "Form", "Issues", "Empty"))
    del empty
    orders.write_row(0, 0, ["订单号", "工号", "日期", "金额", "备注"], head)
    for row in range(1, 40):
        orders.write_row(row, 0, [f"SO-{row}", "E017", "2026-03-01"])
        orders.write_number(row, 3, 1000 + row, money)
    orders.write(6, 3, "12,5OO")
    orders.write_formula(41, 3, "=SUM(D2:D40)", money, 39774)
    orders.merge_range("G2:H3", "merged")
    orders.write_comment("B3", "Old note")
    orders.set_row(50, None, head)
    chart = book.add_chart({"type": "column"})
    quoted = SHEET.replace("'", "''")
    chart.add_series({"values": f"='{quoted}'!$D$2:$D$9"})
    orders.insert_chart("J2", chart)
    orders.insert_textbox("J20", "a text box")
    orders.add_sparkline("F2", {"range": f"'{quoted}'!D2:D9"})
    orders.conditional_format("D2:D40", {"type": "data_bar", "data_bar_2010": True})
    orders.data_validation("B2:B40", {"validate": "list", "source": ["E017", "E018"]})
    orders.autofilter("A1:E40")
    orders.protect("secret")
    book.define_name("Total", f"='{quoted}'!$D$42")
    orders.print_area("A1:E42")
    orders.insert_image("J30", "dot.png", {"image_data": BytesIO(_dot())})
    orders.set_header("&C&G", {"image_center": "dot.png", "image_data_center": BytesIO(_dot())})
    form.insert_button("B2", {"caption": "Press"})
    form.add_table("D1:E4", {"data": [[1, 2], [3, 4], [5, 6]]})
    issues.write("A1", "mine")
    book.close()
    return stream.getvalue()


def _dot() -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")


def small_book(sheet: str, more: Mapping[str, str] | None = None, *, strict: bool = False) -> bytes:
    """A workbook of one sheet "S", given as XML, without styles; `more` are further parts, or other texts of these."""
    content = "http://schemas.openxmlformats.org/package/2006/content-types"
    packaged = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{content}"><Default Extension="rels" ContentType="application/vnd.'
        'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packaged}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="S" sheetId="7" '
        'r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packaged}"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **(more or {}),
    }
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as file:
        for name, text in parts.items():
            strictly = text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
                RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships"
            )
            file.writestr(name, strictly if strict else text)
    return stream.getvalue()


def sheet_of(rows: str, *, head: str = "", tail: str = "") -> str:
    """The XML of a sheet with these rows."""
    return f'<worksheet xmlns="{MAIN}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'
