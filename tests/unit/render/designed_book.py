"""A designer's own statement: a growing table among things that must stay or move with it."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

AUTHOR = "Zhou Designer"


def designed(*, figure: str = "headline.payable", table: str = "credits") -> bytes:
    """A workbook whose first sheet has figures, a table of two rows, and sums, a merge and a chart below it."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Pay slip"
    for column, width in zip("BCDE", (36, 26, 26, 30), strict=True):
        sheet.column_dimensions[column].width = width
    sheet["B1"], sheet["B2"], sheet["C2"] = "ACME", "name here", 0
    sheet["B1"].font = Font(size=24, bold=True)
    sheet["C2"].number_format = '"¥"#,##0.00'
    _name(workbook, figure, "'Pay slip'!$C$2")
    _name(workbook, "document.title", "'Pay slip'!$B$2")
    _name(workbook, "TaxRate", "'Notes'!$A$3")
    _table(sheet, table)
    sheet["B9"], sheet["C9"], sheet["D9"] = "Sum", "=SUM(C6:C7)", f"=SUM({table}[Double])"
    sheet["C9"].comment = Comment("the sum", "me")
    sheet["B11"] = "Signature"
    sheet.merge_cells("B11:D11")
    sheet.print_area = "A1:E12"
    sheet.conditional_formatting.add("C6:C7", CellIsRule("lessThan", ["0"], fill=PatternFill(end_color="FFDDDD")))  # type: ignore[no-untyped-call]
    allowed = DataValidation("list", formula1="$B$9:$B$11")
    allowed.add("E6:E7")
    sheet.add_data_validation(allowed)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=6, max_row=7))
    sheet.add_chart(chart, "B14")
    notes = workbook.create_sheet("Notes")
    notes["A1"], notes["A2"], notes["A3"] = "Our own page", "='Pay slip'!C9", 0.03
    workbook.properties.creator = AUTHOR
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _table(sheet: Worksheet, name: str) -> None:
    for cell, text in (("B5", "order"), ("C5", "payable"), ("D5", "Double"), ("E5", "customer")):
        sheet[cell] = text
    for row in (6, 7):
        sheet[f"D{row}"] = f"=2*C{row}"
        sheet[f"C{row}"].number_format = "#,##0.00"
    sheet["B7"].fill = PatternFill("solid", start_color="EEEEEE")
    sheet.add_table(Table(displayName=name, ref="B5:E7"))


def _name(workbook: Workbook, name: str, target: str) -> None:
    workbook.defined_names[name] = DefinedName(name, attr_text=target)


def with_part(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with something else in one of its parts; a part that is not there is added."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if name == part else content)
        if part not in source.namelist():
            target.writestr(part, new)
    return stream.getvalue()
