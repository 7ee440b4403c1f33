"""What a workbook says of its cells is kept: kinds, places, padded numbers, merges, what is hidden; in every format."""

import io
import struct
import zipfile
from datetime import date, datetime, time

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from reportgen.sources.formats.ooxml import is_percent, padded_shape
from reportgen.sources.grid import Merge
from tests.unit.sources.formats.making import kinds, only, opened, package_of, record, rows, said, xlsb, xlsx, zipped

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def test_a_formula_without_a_result_is_neither_blank_nor_zero() -> None:
    cells = (
        '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v></v></c><c r="C1"><f>1+1</f><v/></c>'
        '<c r="D1"><f>1+1</f><v>2</v></c><c r="E1" t="str"><f>""</f><v></v></c><c r="F1"><f t="shared" si="0"/></c>'
        '<c r="G1"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    grid = only(opened(xlsx(cells), "a.xlsx"))
    assert rows(grid) == [("", "", "", "2", "", "", "3")]
    assert kinds(grid) == [("U", "U", "U", "N", "B", "U", "N")]


def test_what_openpyxl_writes_without_results_is_uncalculated() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "=1+1"])
    stream = io.BytesIO()
    book.save(stream)
    assert kinds(only(opened(stream.getvalue(), "a.xlsx"))) == [("T", "U")]


def test_zeros_that_a_library_wrote_for_results_it_could_not_calculate_are_none() -> None:
    def written(results: list[int]) -> bytes:
        content = io.BytesIO()
        book = xlsxwriter.Workbook(content, {"in_memory": True})
        sheet = book.add_worksheet()
        for row, result in enumerate(results):
            sheet.write_formula(row, 0, "=1+1", value=result)
            sheet.write_number(row, 1, 0)
        book.close()
        return content.getvalue()

    assert kinds(only(opened(written([0, 0]), "a.xlsx"))) == [("U", "N"), ("U", "N")]
    assert kinds(only(opened(written([0, 2]), "a.xlsx"))) == [("N", "N"), ("N", "N")]


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_errors_are_found_whatever_the_prefix_and_beyond_the_last_value(prefix: str) -> None:
    cells = (
        (
            '<row r="2"><c r="B2" s="0"><v>1</v></c><c t="e" r="C2"><f>1/0</f><v>#DIV/0!</v></c></row>'
            '<row r="4"><c r="D4" t="e"><v>#REF!</v></c></row>'
        )
        .replace("<", "<" + prefix)
        .replace(f"<{prefix}/", f"</{prefix}")
    )
    content = xlsx(cells)
    if prefix:
        parts = package_of("")
        sheet = f'<x:worksheet xmlns:x="{STRICT}"><x:sheetData>{cells}</x:sheetData></x:worksheet>'
        content = zipped({**parts, "xl/worksheets/sheet1.xml": sheet}.items())
    grid = only(opened(content, "a.xlsx"))
    assert rows(grid) == [("",) * 4, ("", "1", "#DIV/0!", ""), ("",) * 4, ("", "", "", "#REF!")]
    assert kinds(grid)[1::2] == [("B", "N", "E", "B"), ("B", "B", "B", "E")]


def test_cells_without_addresses_stand_behind_one_another() -> None:
    cells = (
        '<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row r="3"><c r="B3"><f>1</f></c><c s="1"><v>7</v></c></row>'
    )
    grid = only(opened(xlsx(cells, ["0000"]), "a.xlsx"))
    assert rows(grid) == [("1", "#N/A", ""), ("", "", ""), ("", "", "0007")]
    assert kinds(grid) == [("N", "E", "B"), ("B", "B", "B"), ("B", "U", "T")]


def test_a_number_shown_with_leading_zeros_is_the_text_that_people_see() -> None:
    formats = ["000000", '"E"0000', "000-0000", "0.000", "#,##0"]
    cells = "".join(f'<c r="{column}1" s="{at}"><v>123</v></c>' for at, column in enumerate("ABCDE", 1))
    cells += '<c r="F1" s="1"><v>1234567</v></c><c r="G1" s="1"><v>-5</v></c><c r="H1" s="1"><v>1.5</v></c>'
    grid = only(opened(xlsx(f'<row r="1">{cells}</row>', formats), "a.xlsx"))
    assert rows(grid) == [("000123", "E0123", "000-0123", "123", "123", "1234567", "-5", "1.5")]
    assert kinds(grid) == [("T", "T", "T", "N", "N", "T", "N", "N")]


@pytest.mark.parametrize(
    ("code", "shape"),
    [("00000", "00000"), ('"No. "0000', "No. 0000"), ("0000;-0000", "0000"), ("00", ""), ("0.00", ""), ("000%", "")],
)
def test_only_a_format_of_three_zeros_and_more_pads(code: str, shape: str) -> None:
    assert padded_shape(code) == shape


def test_percent_formats_are_told_from_quoted_signs() -> None:
    assert [is_percent(code) for code in ("0.00%", "[Red]0%;-0%", '0"%"', r"0\%", "0")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    cells = '<row r="1"><c r="A1" s="1"><v>0.5</v></c><c r="B1" s="0"><v>0.5</v></c></row>'
    assert only(opened(xlsx(cells, ["0.0%"]), "a.xlsx")).percent_columns == frozenset({0})


def test_hidden_rows_and_columns_count_only_where_they_are_hidden() -> None:
    before = '<cols><col min="2" max="3" hidden="1"/><col min="4" max="16384" hidden="false"/></cols>'
    cells = "".join(
        f'<row r="{at}" hidden="{at % 2}"><c r="A{at}"><v>1</v></c><c r="D{at}"><v>1</v></c></row>'
        for at in range(1, 5)
    )
    grid = only(opened(xlsx(cells, before=before), "a.xlsx"))
    assert (grid.hidden_rows, grid.hidden_columns) == (frozenset({0, 2}), frozenset({1, 2}))


def test_numbers_have_the_fifteen_digits_that_a_spreadsheet_shows() -> None:
    numbers = ["0.30000000000000004", "1E+20", "12345678901234567", "1.5E-7", "-0", "123456789012345", "0.1", "1e400"]
    cells = "".join(f'<c r="{column}1"><v>{number}</v></c>' for column, number in zip("ABCDEFGH", numbers, strict=True))
    grid = only(opened(xlsx(f'<row r="1">{cells}</row>'), "a.xlsx"))
    assert rows(grid)[0][:7] == (
        "0.3",
        "1" + "0" * 20,
        "12345678901234600",
        "0.00000015",
        "0",
        "123456789012345",
        "0.1",
    )
    assert rows(grid)[0][7] == "#NUM!"
    assert kinds(grid) == [("N",) * 7 + ("E",)]


def test_a_strict_workbook_is_read_like_any_other() -> None:
    cells = '<row r="2"><c r="B2" t="inlineStr"><is><t>金额</t></is></c><c r="C2" s="1"><v>46000</v></c></row>'
    grid = only(opened(xlsx(cells, ["yyyy-mm-dd"], main=STRICT), "a.xlsx"))
    assert (rows(grid)[1], kinds(grid)[1]) == (("", "金额", "2025-12-09"), ("B", "T", "D"))


@pytest.mark.parametrize(("properties", "day"), [("", "2022-01-01"), ('date1904="1"', "2026-01-02")])
def test_serial_days_follow_the_epoch(properties: str, day: str) -> None:
    cells = '<row r="1"><c r="A1" s="1"><v>44562</v></c></row>'
    grid = only(opened(xlsx(cells, ['yyyy"年"m"月"d"日"'], properties=properties), "a.xlsx"))
    assert (rows(grid), kinds(grid)) == ([(day,)], [("D",)])


def test_parts_named_the_windows_way_are_found() -> None:
    parts = package_of('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
    content = zipped((name.replace("/", "\\"), text) for name, text in parts.items())
    assert rows(only(opened(content, "a.xlsx"))) == [("1",)]


def test_a_binary_workbook_has_all_its_facts() -> None:
    def cell(kind: int, column: int, style: int, value: bytes) -> bytes:
        return record(kind, struct.pack("<I", column) + style.to_bytes(4, "little") + value)

    def row(position: int, *, hidden: bool = False) -> bytes:
        return record(0, struct.pack("<IIH", position, 0, 300) + bytes([0, 0x10 if hidden else 0, 0]) + bytes(4))

    sheet = (
        row(1)
        + cell(5, 2, 0, struct.pack("<d", 0.1))
        + cell(5, 3, 1, struct.pack("<d", 17))
        + cell(3, 4, 0, b"\x17")
        + row(2, hidden=True)
        + cell(5, 2, 2, struct.pack("<d", 0.25))
        + cell(6, 3, 0, struct.pack("<I", 2) + "金额".encode("utf-16-le"))
    )
    merge = record(177, struct.pack("<I", 1)) + record(176, struct.pack("<IIII", 1, 2, 4, 4)) + record(178)
    columns = record(390) + record(60, struct.pack("<IIIIH", 2, 2, 0, 0, 1)) + record(391)
    content = xlsb(sheet, ["0000", "0%"])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    whole = parts["xl/worksheets/sheet1.bin"].replace(record(145), columns + record(145))
    parts["xl/worksheets/sheet1.bin"] = whole.replace(record(146), record(146) + merge)
    grid = only(opened(zipped(parts.items()), "a.xlsb"))
    assert rows(grid)[1:] == [("", "", "0.1", "0017", "#REF!"), ("", "", "0.25", "金额", "")]
    assert kinds(grid)[1:] == [("B", "B", "N", "T", "E"), ("B", "B", "N", "T", "B")]
    assert (grid.hidden_rows, grid.hidden_columns, grid.merges) == (
        frozenset({2}),
        frozenset({2}),
        (Merge(1, 4, 2, 4),),
    )


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<office:automatic-styles><style:style style:name="h"><style:table-properties table:display="false"/>'
    "</style:style></office:automatic-styles><office:body><office:spreadsheet>"
    '<table:table table:name="一"><table:table-column table:number-columns-repeated="2"/>'
    '<table:table-column table:visibility="collapse"/>{rows}</table:table>'
    '<table:table table:name="二" table:style-name="h"><table:table-row/></table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def ods(inner: str) -> bytes:
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped([("mimetype", mime), ("content.xml", ODS.replace("{rows}", inner))])


def test_an_opendocument_workbook_has_all_its_facts() -> None:
    inner = (
        '<table:table-row table:number-rows-repeated="2"/>'
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="float" office:value="0.30000000000000004"><text:p>0.3</text:p>'
        "</table:table-cell>"
        '<table:table-cell office:value-type="float" office:value="17"><text:p>0017</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"'
        ' table:formula="of:=1/0"><text:p>#DIV/0!</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1+1"/></table:table-row>'
        '<table:table-row table:visibility="collapse">'
        '<table:table-cell office:value-type="date" office:date-value="2026-03-01T00:00:00"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT10H30M00S"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell office:value-type="percentage" office:value="0.125"><text:p>12.5%</text:p>'
        "</table:table-cell>"
        '<table:table-cell office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="2">'
        "<office:annotation><text:p>not this</text:p></office:annotation>"
        "<text:p>a<text:s/><text:s/>b</text:p><text:p>c</text:p></table:table-cell><table:covered-table-cell/>"
        '</table:table-row><table:table-row table:number-rows-repeated="1048572">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    found = opened(ods(inner), "a.ods")
    grid, hidden = found.grids
    assert rows(grid)[2:] == [
        ("", "", "0.3", "0017", "#DIV/0!", ""),
        ("2026-03-01", "10:30:00", "TRUE", "0.125", "a  b\nc", ""),
    ]
    assert kinds(grid)[2:] == [("B", "B", "N", "T", "E", "U"), ("D", "D", "T", "N", "T", "B")]
    assert (grid.hidden_rows, grid.hidden_columns) == (frozenset({3}), frozenset({2}))
    assert (grid.merges, hidden.hidden, said(found)) == ((Merge(3, 4, 4, 5),), True, [])


def test_an_opendocument_cell_keeps_its_currency() -> None:
    def cell(value: str, currency: str) -> str:
        return (
            f'<table:table-cell office:value-type="currency" office:currency="{currency}" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )

    line = "<table:table-row>{}{}</table:table-row>"
    inner = line.format(cell("12.5", "EUR"), cell("1", "EUR")) + line.format(cell("7", "EUR"), cell("2", "USD"))
    grid = opened(ods(inner), "a.ods").grids[0]
    assert grid.currencies == {0: "EUR", 1: "EUR"}
    assert rows(grid) == [("12.5", "1"), ("7", "USD 2")]


def test_a_cell_that_repeats_beyond_the_last_column_is_refused_and_not_dropped() -> None:
    cell = '<table:table-cell office:value-type="float" office:value="7" table:number-columns-repeated="99999999"/>'
    (sentence,) = said(opened(ods(f"<table:table-row>{cell}</table:table-row>"), "a.ods"))
    assert "its used range has 1 rows and 99,999,999 columns" in sentence


def test_a_page_nested_without_end_is_refused_and_not_cut() -> None:
    found = opened(b"<html><table><tr><td>" + b"<div>" * 100_000 + b"x", "a.html")
    assert said(found) == [
        "This file cannot be read: its elements stand within one another more deeply than any table's."
    ]


def test_a_repeated_row_stands_as_often_as_it_says() -> None:
    cell = '<table:table-cell office:value-type="float" office:value="7" table:number-columns-repeated="2"/>'
    inner = f'<table:table-row table:number-rows-repeated="3">{cell}</table:table-row>'
    assert rows(opened(ods(inner), "a.ods").grids[0]) == [("7", "7")] * 3


def test_an_xml_spreadsheet_of_2003_is_read_whatever_its_ending() -> None:
    content = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="订单"><Table>'
        '<Column ss:Index="2" ss:Hidden="1"/>'
        '<Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="String">编号</Data></Cell>'
        '<Cell><Data ss:Type="Number">1234.5</Data></Cell></Row>'
        '<Row ss:Hidden="1"><Cell ss:Index="3"><Data ss:Type="DateTime">2026-03-01T00:00:00.000</Data></Cell>'
        '<Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell>'
        '<Cell ss:Formula="=1+1"/></Row></Table></Worksheet></Workbook>'
    )
    found = opened(content.encode(), "a.xls")
    (grid,) = found.grids
    assert rows(grid)[1:] == [("编号", "", "1234.5", "", "", ""), ("", "", "2026-03-01", "#N/A", "TRUE", "")]
    assert kinds(grid)[1:] == [("T", "B", "N", "B", "B", "B"), ("B", "B", "D", "E", "T", "U")]
    assert (grid.merges, grid.hidden_rows, grid.hidden_columns) == (
        (Merge(1, 0, 1, 1),),
        frozenset({2}),
        frozenset({1}),
    )
    assert said(found) == ["The name ends in .xls, but the content is an XML spreadsheet of 2003; it was read as that."]


PAGE = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type"'
    ' content="text/html; charset=gb2312"><style>td {color: red}</style></head><body><table border=1>'
    "<tr><th rowspan=2>订单号</th><th colspan=2>金额</th></tr><tr><td>含&nbsp;税</td><td>不含税</td></tr>"
    "<tr><td>S1<br>续</td><td> 1,234.50 </td><td></td></tr></table><table><tr><td>合计</td></tr></table></body></html>"
)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_a_web_page_that_calls_itself_a_workbook_is_read(encoding: str) -> None:
    text = PAGE if encoding == "gb18030" else PAGE.replace("gb2312", "utf-8" if encoding == "utf-8" else "")
    found = opened(text.encode(encoding), "订单.xls")
    (grid,) = found.grids
    assert rows(grid) == [
        ("订单号", "金额", ""),
        ("", "含 税", "不含税"),
        ("S1\n续", "1,234.50", ""),
        ("", "", ""),
        ("合计", "", ""),
    ]
    assert (grid.kinds, grid.merges) == ((), (Merge(0, 0, 1, 0), Merge(0, 1, 0, 2)))
    assert said(found) == ["The name ends in .xls, but the content is a web page with tables; it was read as that."]


def test_a_parquet_file_is_read_with_the_kinds_of_its_columns() -> None:
    table = pa.table(
        {
            "编号": pa.array(["001", None]),
            "数量": pa.array([3, None], pa.int32()),
            "金额": pa.array([None, 1234567890123456789], pa.int64()).cast(pa.decimal128(38, 2)),
            "率": pa.array([0.1, float("nan")], pa.float32()),
            "日": pa.array([date(2026, 3, 1), None]),
            "时": pa.array([datetime.fromisoformat("2026-03-01T10:30:00"), None], pa.timestamp("ns")),
            "刻": pa.array([time(10, 30), None]),
            "是": pa.array([True, None]),
            "类": pa.array(["甲", "甲"]).dictionary_encode(),
            "组": pa.array([[1, 2], None]),
        }
    )
    stream = io.BytesIO()
    pq.write_table(table, stream)
    grid = only(opened(stream.getvalue(), "a.parquet"))
    assert rows(grid) == [
        ("编号", "数量", "金额", "率", "日", "时", "刻", "是", "类", "组"),
        ("001", "3", "", "0.1", "2026-03-01", "2026-03-01 10:30:00", "10:30:00", "TRUE", "甲", "[1, 2]"),
        ("", "", "1234567890123456789.00", "#NUM!", "", "", "", "", "甲", ""),
    ]
    assert kinds(grid)[1:] == [tuple("TNBNDDDTTT"), tuple("BBNEBBBBTB")]


def test_beside_a_refusal_nobody_is_told_that_the_file_was_read() -> None:
    parts = package_of('<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>')
    del parts["_rels/.rels"]
    found = opened(zipped(parts.items()), "a.xlsx")
    assert (found.grids, [problem.kind.code for problem in found.problems]) == ((), ["file-unreadable"])


@pytest.mark.parametrize(
    ("relation", "codes"),
    [('<Relationship Id="rId9" Type="urn:x/xlMacrosheet" Target="m.xml"/>', []), ("", ["file-mended"])],
)
def test_a_sheet_of_macros_or_without_a_part_takes_no_other_sheet_away(relation: str, codes: list[str]) -> None:
    parts = package_of('<sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData>')
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        "</sheets>", '<sheet name="M" sheetId="2" r:id="rId9"/></sheets>'
    )
    related = "xl/_rels/workbook.xml.rels"
    parts[related] = parts[related].replace("</Relationships>", f"{relation}</Relationships>")
    found = opened(zipped(parts.items()), "a.xlsm")
    assert (rows(found.grids[0]), [problem.kind.code for problem in found.problems]) == ([("7",)], codes)


def test_what_a_file_is_decides_and_a_wrong_ending_is_a_note() -> None:
    content = xlsx('<row r="1"><c r="A1"><v>1</v></c></row>')
    for name in ("a.csv", "a.xls", "a.dat", "a"):
        found = opened(content, name)
        assert (rows(found.grids[0]), [problem.kind.code for problem in found.problems]) == ([("1",)], ["ending-wrong"])
    for name in ("a.xlsx", "a.xlsm", "a.XLTX"):
        assert said(opened(content, name)) == []
    text = opened("编号\t金额\r\nS1\t1\r\n".encode("utf-16"), "a.xls")
    assert (rows(text.grids[0]), text.separator) == ([("编号", "金额"), ("S1", "1")], "\t")
    assert said(text) == ["The name ends in .xls, but the content is separated text; it was read as that."]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.7 ...", "a.xlsx", "This file cannot be read: it is a PDF."),
        (b"\x89PNG\r\n", "a.csv", "This file cannot be read: it is a picture."),
        (b"%PDF-1.7 ...", "a.pdf", "Files ending in .pdf cannot be read."),
        (b"a,b\n1,2\n", "a.log", "Files ending in .log cannot be read."),
        (b"", "a.xlsx", "This file cannot be read: it is empty."),
        (b"no table", "a.xlsx", "This file cannot be read: it is no workbook."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "This file cannot be read: it is damaged or was cut off."),
        (b"<html><p>Login</p></html>", "a.xls", "This file cannot be read: it is a web page without a table."),
        (zipped([("word/document.xml", "x")]), "a.xlsx", "This file cannot be read: it is a text document."),
        (b"PAR1" + bytes(40), "a.parquet", "This file cannot be read: it is damaged."),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(content: bytes, name: str, sentence: str) -> None:
    assert said(opened(content, name)) == [sentence]
