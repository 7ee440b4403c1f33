"""A designer's own workbook: what is bound is filled where it stands, all else stays, what would be lost is told."""

from __future__ import annotations

import re
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from reportgen.model.problem import Problem, Severity
from reportgen.render.brand import Brand
from reportgen.render.sheets import BookText, read_workbook, workbook, workbook_in
from reportgen.render.sheets.own import BookRefusedError
from reportgen.render.sheets.own.bindings import TABLES, single_names
from reportgen.render.sheets.own.checking import check_book
from reportgen.render.sheets.own.references import Shift, moved, moved_ranges, renamed
from reportgen.render.sheets.own.starter import started
from tests.recalculate import number, recalculated
from tests.unit.render.designed_book import AUTHOR, designed, with_part
from tests.unit.render.own_book import SHEET, rich_book
from tests.unit.render.statement_sample import ODD_CUSTOMERS, statement, words_for

FILE = "templates/statement/statement.xlsx"
ORDERS = 24
LAST = 5 + ORDERS
"""The last row of the table whose head is the fifth row."""


def drawn(template: bytes, orders: int = ORDERS, language: str = "en") -> bytes:
    return workbook(statement(orders), words_for(language), template=template)


def told(template: bytes) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for problem in check_book(template, FILE, "statement"):
        found.setdefault(problem.kind.code, []).append(problem)
    return found


def part(data: bytes, name: str) -> str:
    with ZipFile(BytesIO(data)) as package:
        return package.read(name).decode("utf-8")


def slip(data: bytes) -> BookText:
    return read_workbook(data)


# ------------------------------------------------------------------------------------------------------ what is filled


def test_a_bound_figure_follows_the_programs_own_cell_and_keeps_its_look() -> None:
    book = slip(drawn(designed()))
    bound = book.sheets["Pay slip"]["C2"]
    sheet, address = re.fullmatch(r"'(.+)'!\$?([A-Z]+\$?\d+)", bound.formula).groups()  # type: ignore[union-attr]
    assert book.sheets[sheet][address.replace("$", "")].value == bound.value
    assert bound.format == '"¥"#,##0.00'
    assert book.figure("headline.payable") == bound
    assert book.sheets["Pay slip"]["B2"].value == "李文静"
    assert book.sheets["Notes"]["A1"].value == "Our own page"


def test_a_table_has_a_row_for_each_order_in_the_words_of_the_language() -> None:
    data = drawn(designed(), language="zh")
    cells = slip(data).sheets["Pay slip"]
    assert [cells[f"{column}5"].value for column in "BCDE"] == ["订单号", "本期应付", "Double", "客户"]
    assert [cells[f"B{row}"].value for row in range(6, LAST + 1)] == [f"{2026000 + n}" for n in range(ORDERS)]
    assert [cells[f"D{row}"].formula for row in (6, LAST)] == ["2*C6", f"2*C{LAST}"]
    assert all(cells[f"C{row}"].formula for row in range(6, LAST + 1))
    columns = re.findall(r'<tableColumn [^>]*name="([^"]+)"', part(data, "xl/tables/table1.xml"))
    assert columns == ["订单号", "本期应付", "Double", "客户"]


def test_what_stands_below_a_table_moves_with_all_that_points_there() -> None:
    data = drawn(designed())
    cells, by = slip(data).sheets["Pay slip"], ORDERS - 2
    assert cells[f"C{9 + by}"].formula == f"SUM(C6:C{LAST})"
    assert cells[f"D{9 + by}"].formula == "SUM(credits[Double])"
    assert cells[f"B{11 + by}"].value == "Signature"
    assert slip(data).sheets["Notes"]["A2"].formula == f"'Pay slip'!C{9 + by}"
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    assert [str(each) for each in sheet.merged_cells.ranges] == [f"B{11 + by}:D{11 + by}"]
    assert sheet.print_area == f"'Pay slip'!$A$1:$E${12 + by}"
    assert [str(each.sqref) for each in sheet.conditional_formatting] == [f"C6:C{LAST}"]
    (allowed,) = sheet.data_validations.dataValidation
    assert (str(allowed.sqref), allowed.formula1) == (f"E6:E{LAST}", f"$B${9 + by}:$B${11 + by}")
    assert sheet.tables["credits"].ref == f"B5:E{LAST}"
    assert sheet[f"C{9 + by}"].comment is not None
    assert f"'Pay slip'!$C$6:$C${LAST}" in part(data, "xl/charts/chart1.xml")
    assert f"<row>{13 + by}</row>" in part(data, "xl/drawings/drawing1.xml").replace("xdr:", "")


def test_rows_take_the_looks_of_the_templates_rows_in_turn() -> None:
    sheet = load_workbook(BytesIO(drawn(designed()))).worksheets[0]
    filled = [row for row in range(6, LAST + 1) if sheet[f"B{row}"].fill.fill_type == "solid"]
    assert filled == list(range(7, LAST + 1, 2))


@pytest.mark.parametrize(("orders", "last"), [(0, 6), (1, 6)])
def test_a_table_of_fewer_rows_shrinks_and_keeps_one(orders: int, last: int) -> None:
    sheet = load_workbook(BytesIO(drawn(designed(), orders))).worksheets[0]
    assert sheet.tables["credits"].ref == f"B5:E{last}"
    assert (sheet["B8"].value, sheet["C8"].value) == ("Sum", "=SUM(C6:C6)")
    assert (sheet["B6"].value is None) == (orders == 0)


def test_names_that_bite_are_text_in_the_users_sheets_too() -> None:
    sheet = load_workbook(BytesIO(drawn(designed()))).worksheets[0]
    for index, name in enumerate(ODD_CUSTOMERS):
        cell = sheet[f"E{6 + index}"]
        assert cell.data_type == "s", name
        assert cell.quotePrefix == name.startswith(("=", "+", "-", "@")), name


def test_filling_it_again_gives_the_same_bytes_and_a_file_that_the_schema_allows(tmp_path: Path) -> None:
    data = drawn(designed())
    assert data == drawn(designed())
    path = tmp_path / "statement.xlsx"
    path.write_bytes(data)
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_nobody_reads_who_made_the_template() -> None:
    with ZipFile(BytesIO(drawn(designed()))) as package:
        assert not any(AUTHOR.encode() in package.read(name) for name in package.namelist())


@pytest.mark.slow
def test_libreoffice_computes_the_users_formulas_and_keeps_every_check_at_zero(tmp_path: Path) -> None:
    data = drawn(designed())
    live, book = read_workbook(recalculated(data, tmp_path)), slip(data)
    paid = number(book.figure("headline.payable").value)
    cells, by = live.sheets["Pay slip"], ORDERS - 2
    assert number(cells["C2"].value) == number(cells[f"C{9 + by}"].value) == paid
    assert number(cells[f"D{9 + by}"].value) == 2 * paid
    assert number(live.sheets["Notes"]["A2"].value) == paid
    assert number(live.figure("headline.checks").value) == 0


# ------------------------------------------------------------------------------------------------------- what is kept


def test_what_a_round_trip_would_lose_is_kept_and_moves() -> None:
    head = "'" + SHEET.replace("'", "''").replace("&", "&amp;") + "'!$A$1:$E$40"
    names = f'<definedNames><definedName name="credits">{head}</definedName>'.encode()
    template = with_part(rich_book(), "xl/workbook.xml", b"<definedNames>", names)
    data = drawn(template, 400, "zh")
    sheet = part(data, "xl/worksheets/sheet1.xml")
    by = 400 - 39
    quoted = "'订单 &amp; ''x'' 1'"
    for kept in (
        "sparklineGroups",
        "x14:dataBar",
        "sheetProtection",
        "legacyDrawingHF",
        f'autoFilter ref="A1:E{40 + by}"',
    ):
        assert kept in sheet
    assert f"<xm:f>{quoted}!D2:D9</xm:f>" in sheet
    assert f"<f>SUM(D2:D{40 + by})</f>" in sheet
    assert f"<c:f>{quoted}!$D$2:$D$9</c:f>" in part(data, "xl/charts/chart1.xml")
    assert f'"Total">{quoted}!$D${42 + by}<' in part(data, "xl/workbook.xml")
    drawing = part(data, "xl/drawings/drawing1.xml")
    assert "a text box" in drawing
    assert "Old note" in part(data, "xl/comments1.xml")
    with ZipFile(BytesIO(template)) as before, ZipFile(BytesIO(data)) as after:
        same = [name for name in before.namelist() if "media" in name or "ctrlProps" in name or "theme" in name]
        assert same
        assert all(before.read(name) == after.read(name) for name in same)
    assert slip(data).sheets[SHEET][f"A{40 + by}"].value == "2026399"


@given(
    st.sampled_from(["A1", "$B$7", "C6:C7", "A5:D12", "B9:B11", "Other!C6:C9", "SUM(C6:C7)+C9", "2:3", "A:A", "x[y]"]),
    st.integers(1, 500),
)
def test_a_formula_that_moved_down_and_up_again_is_as_before(formula: str, by: int) -> None:
    there = moved(formula, "s", Shift("s", 6, 7, by))
    assert moved(there, "s", Shift("s", 6, 7 + by, -by)) == formula


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("SUM(C6:C7)", "SUM(C6:C17)"),
        ("C7*2", "C7*2"),
        ("C8-$C$9", "C18-$C$19"),
        ("SUM(C6:C6)", "SUM(C6:C6)"),
        ("'other sheet'!C9&\"C9\"", "'other sheet'!C9&\"C9\""),
        ("IF(S!A9>1,MAX(A1:A99),credits[Double])", "IF(S!A19>1,MAX(A1:A109),credits[Double])"),
    ],
)
def test_references_follow_a_table_that_grew_by_ten_rows(formula: str, after: str) -> None:
    assert moved(formula, "S", Shift("s", 6, 7, 10)) == after


def test_a_body_of_one_row_is_a_range_where_it_is_meant_so() -> None:
    one = Shift("S", 6, 6, 4)
    assert moved("SUM(C6:C6)", "S", one) == "SUM(C6:C10)"
    assert moved("SUM(B6:D6)", "S", one, spread=False) == "SUM(B6:D6)"
    assert moved("S!$C$6", "", one, single=True) == "S!$C$6:$C$10"
    assert moved_ranges("C6 A1:B2 D7", one) == "C6:C10 A1:B2 D11"


def test_a_renamed_column_is_renamed_in_formulas_that_name_it() -> None:
    names = {"payable": "应付 [元]"}
    assert (
        renamed("SUM(credits[payable])+other[payable]", "credits", names) == "SUM(credits[应付 '[元']])+other[payable]"
    )
    assert renamed("credits[[#This Row],[Payable]]*2", "credits", names) == "credits[[#This Row],[应付 '[元']]]*2"


# ------------------------------------------------------------------------------------------------- what is said before


def test_a_workbook_with_renamed_ranges_is_told_of_and_the_rest_builds() -> None:
    found = told(designed(figure="figures.payble", table="clausses"))
    (name, table) = found["book-name-unknown"]
    assert str(name.place) == f"{FILE} [Pay slip!C2]"
    assert "figures.payable" in dict(name.values)["known"]
    assert (str(table.place), dict(table.values)["known"]) == (f"{FILE} [Pay slip!B5]", "clauses")
    absent = " ".join(each.found for each in found["book-binding-absent"])
    assert "`figures.payable`" in absent
    assert "`bridge`" in absent
    book = slip(drawn(designed(figure="figures.payble", table="clausses")))
    assert book.sheets["Pay slip"]["C2"].value == "0"
    assert book.sheets["Pay slip"]["B2"].value == "李文静"
    assert book.figure("headline.payable").value != "0"


def test_names_of_the_users_own_are_nobodys_business() -> None:
    assert not any("TaxRate" in str(problem) for problems in told(designed()).values() for problem in problems)


def test_a_formula_in_a_bound_cell_is_told_to_be_lost() -> None:
    book = load_workbook(BytesIO(designed(figure="figures.payable", table="clauses")))
    sheet = book.worksheets[0]
    sheet["C2"] = "=1+1"
    sheet["B5"], sheet["B6"] = "clause", "=ROW()"
    sheet.tables["clauses"].tableColumns[0].name = "clause"
    found = told(_saved(book))
    assert [str(each.place) for each in found["book-formula-lost"]] == [
        f"{FILE} [Pay slip!C2]",
        f"{FILE} [Pay slip!B6]",
    ]
    assert {each.found for each in found["book-column-unknown"]} == {"payable", "customer"}


def test_a_table_beside_another_is_told_and_left_alone() -> None:
    book = load_workbook(BytesIO(designed(table="clauses")))
    sheet = book.worksheets[0]
    from openpyxl.worksheet.table import Table

    for cell, text in (("G6", "label"), ("H6", "total")):
        sheet[cell] = text
    sheet.add_table(Table(displayName="bridge", ref="G6:H8"))
    (problem,) = told(_saved(book))["book-tables-beside"]
    assert (problem.found, problem.values) == ("clauses", (("other", "bridge"),))


def test_what_the_longest_data_do_not_fit_into_is_told_with_sheet_and_cell() -> None:
    book = load_workbook(BytesIO(designed(figure="figures.payable")))
    book.worksheets[0].column_dimensions["C"].width = 9
    narrow = told(_saved(book))["book-cell-narrow"]
    (figure,) = [problem for problem in narrow if "####" in problem.sentence]
    assert str(figure.place) == f"{FILE} [Pay slip!C2]"
    assert "-1,234,567,890.12" in figure.sentence


def test_a_broken_name_and_formulas_without_a_result_are_told() -> None:
    broken = with_part(designed(), "xl/workbook.xml", b"'Pay slip'!$B$2", b"#REF!")
    found = told(broken)
    assert [each.found for each in found["book-name-broken"]] == ["document.title"]
    assert [str(each.place) for each in found["book-result-later"]] == [f"{FILE} [Pay slip!D6]", f"{FILE} [Notes!A2]"]


@pytest.mark.parametrize("kind", ["statement", "register", "whatif"])
def test_the_starting_copy_shows_every_name_and_lacks_and_loses_nothing(kind: str, tmp_path: Path) -> None:
    data = started(kind, Brand())
    assert check_book(data, FILE, kind) == ()
    book = load_workbook(BytesIO(data))
    assert set(book.defined_names) == set(single_names(kind))
    assert {name for sheet in book.worksheets for name in sheet.tables} == set(TABLES[kind])
    path = tmp_path / "start.xlsx"
    path.write_bytes(data)
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []
    assert data == started(kind, Brand())


SPOILT = {
    "no package": b"PK no workbook",
    "macros": with_part(designed(), "[Content_Types].xml", b"sheet.main+xml", b"sheet.macroEnabled.main+xml"),
    "a signature": with_part(designed(), "_xmlsignatures/sig1.xml", b"", b"<x/>"),
    "no styles": designed().replace(b"xl/styles.xml", b"xl/stylos.xml"),
    "damaged sheet": with_part(designed(), "xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetDat>"),
}


@pytest.mark.parametrize("data", list(SPOILT.values()), ids=list(SPOILT))
def test_what_cannot_be_filled_is_said_and_the_program_lays_it_out(data: bytes, tmp_path: Path) -> None:
    assert [problem.kind.code for problem in check_book(data, FILE, "statement")] == ["book-unreadable"]
    with pytest.raises(BookRefusedError):
        drawn(data)
    path = tmp_path / "statement.xlsx"
    path.write_bytes(data)
    made, problems = workbook_in(path, FILE, statement(1), words_for("en"), Brand(), b"")
    assert [(each.kind.code, each.kind.severity) for each in problems] == [("book-unreadable", Severity.WARNING)]
    assert made == workbook(statement(1), words_for("en"))


def test_a_sheet_of_the_programs_is_never_called_as_one_of_the_users() -> None:
    book = load_workbook(BytesIO(designed()))
    book.worksheets[1].title = "Summary"
    sheets = list(slip(drawn(_saved(book))).sheets)
    assert sheets[:4] == ["Pay slip", "Summary", "Summary 2", "Calculation"]


def test_figures_of_a_bound_table_add_up_to_the_payable() -> None:
    cells = slip(drawn(designed())).sheets["Pay slip"]
    total = sum((Fraction(cells[f"C{row}"].value) for row in range(6, LAST + 1)), Fraction(0))
    assert total == number(cells["C2"].value)


def _saved(book: object) -> bytes:
    stream = BytesIO()
    book.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()
