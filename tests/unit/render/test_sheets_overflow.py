"""Sheets as they are seen: nothing cut, nothing ####, folded rows under a line that says so, the brand's logo."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import cast

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment
from openxml_audit import OpenXmlValidator
from PIL import Image

from reportgen.model.document import DataTable, Message, Section, TableColumn, TableRow, Verbatim
from reportgen.model.quantity import money
from reportgen.render.brand import Brand
from reportgen.render.sheets import read_workbook, workbook
from reportgen.render.sheets.filled import filled
from reportgen.render.sheets.overflow import cut_cells, shown_number
from reportgen.render.sheets.spacing import PAGE, WIDEST, columns_of
from reportgen.render.words import word
from tests.printing import smallest_print
from tests.unit.render.statement_sample import statement, words_for

LONG = "国" * 60
"""A company's name of sixty letters."""


def plain(text: str) -> Message:
    """Words as they stand, where a document has a sentence of its catalogue."""
    return cast("Message", Verbatim(text))


LONGEST = {
    "nobody's orders": statement(0),
    "eleven days": statement(3),
    "400 orders": statement(400),
    "a long name": statement(24, LONG),
    "right to left": statement(1, "شركة النور 🙂 {{7*7}} <script>"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", list(LONGEST))
def test_no_cell_of_a_statement_is_cut(name: str, language: str) -> None:
    assert cut_cells(workbook(LONGEST[name], words_for(language))) == ()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", list(LONGEST))
def test_no_sheet_of_a_statement_prints_below_six_points(name: str, language: str) -> None:
    found = smallest_print(workbook(LONGEST[name], words_for(language)))
    assert {sheet: points for sheet, points in found.items() if points < 6} == {}


def test_a_text_of_a_sheet_of_two_strips_ends_with_its_own() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "a, b"
    sheet["B2"], sheet["B9"], sheet["E9"] = ("a note that is wider than three columns",) * 3
    sheet.print_area = "A1:D20,E8:K20"
    data = BytesIO()
    book.save(data)
    assert [cut.address for cut in cut_cells(data.getvalue())] == ["B2", "B9"]
    sheet.print_area = "A1:K20"
    data = BytesIO()
    book.save(data)
    assert [cut.address for cut in cut_cells(data.getvalue())] == ["B9"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_note_of_a_table_of_two_strips_stands_on_the_first(language: str) -> None:
    columns = tuple(TableColumn(f"c{n}", Verbatim(f"{n} {'wide ' * 4}"), "end", turn=n == 5) for n in range(14))
    rows = (TableRow(tuple(Verbatim("1234567890 12345 67890") for _ in columns)),) * 20
    table = DataTable(
        "t",
        plain("Base commission"),
        columns,
        rows,
        None,
        plain("earned = a part × its rate; " * 4 + "as agreed"),
    )
    first = DataTable("u", plain("u"), columns[:1], (TableRow((Verbatim("u"),)),))
    sections = tuple(Section(each.id, plain(each.id), None, (each,)) for each in (first, table))
    data = workbook(replace(statement(0), sections=sections), words_for(language))
    assert load_workbook(BytesIO(data)).worksheets[1].print_area.count(":") == 2
    assert cut_cells(data) == ()


def test_a_name_of_fifteen_signs_stands_on_one_line_where_there_are_many_columns() -> None:
    columns = (
        TableColumn("name", Verbatim("客户")),
        *(TableColumn(f"c{n}", Verbatim("金额"), "end") for n in range(14)),
    )
    rows = (TableRow((Verbatim("国" * 15), *(money(1234567, "CNY"),) * 14)),)
    full = filled(DataTable("t", plain("t"), columns, rows), words_for("zh"))
    assert PAGE < columns_of([full], words_for("zh")).total < WIDEST
    assert columns_of([full], words_for("zh")).widths[0] > 30


def test_many_sections_on_one_sheet_print_on_as_many_pages_as_can_be_read() -> None:
    columns = (TableColumn("label", Verbatim("What")),)
    rows = tuple(TableRow((Verbatim(f"row {n}"),)) for n in range(4))
    tables = [DataTable(f"t{n}", Message("s.tiers"), columns, rows) for n in range(9)]
    first, *others = (Section(each.id, Message("s.tiers"), None, (each,)) for each in tables)
    shared = (replace(each, group=Message("s.credits-meaning")) for each in others)
    data = workbook(replace(statement(3), sections=(first, *shared)), words_for("en"))
    assert min(smallest_print(data).values()) >= 6
    sheet = load_workbook(BytesIO(data)).worksheets[1]
    assert sheet.page_setup.fitToHeight == 0
    begins = [str(sheet.cell(brk.id + 2, 2).value) for brk in sheet.row_breaks.brk]
    assert begins
    assert set(begins) == {word(words_for("en"), Message("s.tiers"))}


def test_text_beside_long_text_stands_apart_from_it_and_a_head_from_the_one_before() -> None:
    long = Verbatim("a clause of many words that fills its column from one end to the other, and more")
    columns = (TableColumn("terms", Verbatim("Terms")), TableColumn("why", Verbatim("Why")))
    amounts = tuple(TableColumn(f"c{n}", Verbatim("Earned to date"), "end") for n in range(3))
    tables = (
        DataTable("t", Message("s.tiers"), columns, (TableRow((long, long)),)),
        DataTable("u", Message("s.summary"), amounts, (TableRow((money(1234567, "CNY"),) * 3),)),
    )
    sections = tuple(Section(each.id, Message("s.summary"), None, (each,)) for each in tables)
    book = load_workbook(BytesIO(workbook(replace(statement(0), sections=sections), words_for("en"))))
    clauses, register = book.worksheets[:2]
    (beside,) = (cell for row in clauses for cell in row if cell.value == "Why")
    assert [clauses.cell(row, beside.column).alignment.indent for row in (beside.row, beside.row + 1)] == [1, 1]
    (first, *_) = (cell for row in register for cell in row if cell.value == "Earned to date")
    assert register.column_dimensions[first.column_letter].width >= len("Earned to date") + 2


def test_names_of_every_script_stand_as_they_are() -> None:
    data = workbook(LONGEST["right to left"], words_for("en"))
    assert read_workbook(data).sheets["Summary"]["B2"].value == "شركة النور 🙂 {{7*7}} <script>"


def test_what_does_not_fit_is_found() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"] = "far too long for its column", "full"
    sheet["A2"] = "as long, but its neighbour is empty"
    sheet["A3"] = 123456789.5
    sheet["A3"].number_format = "#,##0.00"
    sheet["A4"] = "wrapped into more lines than the row is high"
    sheet["A4"].alignment = Alignment(wrap_text=True)
    sheet.row_dimensions[4].height = 15
    sheet["A5"] = "wrapped into a row that grows by itself"
    sheet["A5"].alignment = Alignment(wrap_text=True)
    sheet["A6"] = 123456789.5
    sheet["A6"].alignment = Alignment(shrink_to_fit=True)
    stream = BytesIO()
    book.save(stream)
    found = {cut.address: (cut.hidden, cut.lines) for cut in cut_cells(stream.getvalue())}
    assert found == {"A1": (False, False), "A3": (True, False), "A4": (False, True)}


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        ("-1234567.5", "#,##0.00", "-1,234,567.50"),
        ("0", '0.00" ✗";-0.00" ✗";0.00" ✓"', "0.00 ✓"),
        ("0.1234", "0.0%", "12.3%"),
        ("46112", "yyyy-mm-dd", "2026-03-31"),
        ("12.5", "General", "12.5"),
    ],
)
def test_a_figure_is_measured_as_its_format_shows_it(value: str, pattern: str, shown: str) -> None:
    assert shown_number(Decimal(value), pattern) == shown


def test_sections_of_a_group_share_a_sheet_and_folded_ones_say_so_in_a_line() -> None:
    document = statement(24)
    summary, calculation, credits_, clauses = document.sections
    group = Message("s.credits-meaning")
    quiet = replace(credits_, group=group, folded=Message("statement.folded"))
    document = replace(document, sections=(summary, replace(calculation, group=group), quiet, clauses))
    data = workbook(document, words_for("en"))
    shared = load_workbook(BytesIO(data))["One row an order, by its number"]
    texts = {str(cell.value): cell.row for row in shared for cell in row if cell.value}
    head = next(row for text, row in texts.items() if text.startswith("Credits"))
    hidden = [row for row, held in shared.row_dimensions.items() if held.hidden]
    assert hidden == list(
        range(head + 1, texts["Released in proportion to cash received, never above what was earned."] + 1)
    )
    outline = shared.sheet_properties.outlinePr
    assert outline is not None
    assert outline.summaryBelow is False
    assert {shared.row_dimensions[row].outlineLevel for row in hidden} == {1}
    alone = read_workbook(workbook(statement(24), words_for("en")))
    assert read_workbook(data).figure("headline.payable").value == alone.figure("headline.payable").value


def test_the_checks_are_folded_away_and_count_themselves() -> None:
    sheet = load_workbook(BytesIO(workbook(statement(3), words_for("en")))).worksheets[-1]
    held = [cell.value for row in sheet for cell in row if isinstance(cell.value, str)]
    (said,) = (text for text in held if "checks; [+]" in text)
    count = int(re.findall(r"\d+", said)[-1])
    hidden = [row for row, held in sheet.row_dimensions.items() if held.hidden]
    # Their heads are folded with them: printed, heads of nothing would stand there.
    assert len(hidden) == count + 1
    assert sheet.cell(hidden[0], 2).value == "Figure"
    assert hidden == list(range(hidden[0], hidden[0] + count + 1))


def test_a_folded_row_opens_with_one_click_and_counts_in_the_total() -> None:
    summary, *others = statement(3).sections
    amounts = [("a", 5, False), ("quiet", 7, True), ("mute", 0, True)]
    rows = tuple(
        TableRow((Verbatim(key), money(amount, "CNY")), key=key, folded=folded) for key, amount, folded in amounts
    )
    columns = (TableColumn("label", Verbatim("What")), TableColumn("total", Verbatim("Sum"), "end", total=True))
    table = DataTable("t", Message("s.tiers"), columns, rows, TableRow((Verbatim("All"), money(12, "CNY")), key="all"))
    document = replace(statement(3), sections=(replace(summary, parts=(*summary.parts, table)), *others))
    data = workbook(document, words_for("en"))
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    held = {str(cell.value): cell.row for row in sheet for cell in row if cell.value}
    hidden = [row for row, found in sheet.row_dimensions.items() if found.hidden]
    assert hidden == [held["quiet"], held["mute"]]
    assert sheet.cell(held["All"], 3).value == f"=SUM($C${held['a']}:$C${held['mute']})"
    assert cut_cells(data) == ()


def test_tables_of_which_one_folds_rows_stand_below_one_another() -> None:
    columns = (TableColumn("label", Verbatim("What")), TableColumn("total", Verbatim("Sum"), "end"))

    def table(name: str, count: int, *, folded: bool) -> DataTable:
        rows = (TableRow((Verbatim(f"{name} {n}"), money(n, "CNY")), folded=folded and n > 1) for n in range(count))
        return DataTable(name, Message("s.tiers"), columns, tuple(rows))

    parts = (table("left", 4, folded=False), table("right", 8, folded=True))
    document = replace(statement(3), sections=(replace(statement(3).sections[0], parts=parts),))
    sheet = load_workbook(BytesIO(workbook(document, words_for("en")))).worksheets[0]
    seen = [
        str(cell.value) for row in sheet for cell in row if cell.value and not sheet.row_dimensions[cell.row].hidden
    ]
    assert [text for text in seen if text.startswith("left")] == [f"left {n}" for n in range(4)]
    assert [text for text in seen if text.startswith("right")] == ["right 0", "right 1"]


def test_a_remark_behind_many_figures_is_not_cut() -> None:
    figures = tuple(TableColumn(f"c{index}", Verbatim(f"Column {index}"), "end") for index in range(18))
    columns = (*figures, TableColumn("reason", Verbatim("说明")))
    row = TableRow((*(money(123456, "CNY"),) * 18, Verbatim("余款已核销")))
    table = DataTable("t", Message("s.tiers"), columns, (row,))
    document = replace(statement(0), sections=(Section("only", Message("s.summary"), None, (table,)),))
    assert cut_cells(workbook(document, words_for("zh"))) == ()


def test_further_pages_say_which_sheet_they_go_on_with() -> None:
    long, short = (pages_of(workbook(statement(count), words_for("en"))) for count in (400, 1))
    assert [page for page in long if page[0] == "&A"] == [("&A", None, page[2], page[2]) for page in long if page[0]]
    assert any(page[0] for page in long)
    assert {page[0] for page in short} == {None}


def pages_of(data: bytes) -> list[tuple[str | None, ...]]:
    """The head of further pages and of the first, and the foot of both, sheet by sheet."""
    return [
        tuple(
            item.left.text if item else None
            for item in (sheet.oddHeader, sheet.firstHeader, sheet.oddFooter, sheet.firstFooter)
        )
        for sheet in load_workbook(BytesIO(data)).worksheets
    ]


def test_the_brands_logo_stands_above_the_head_and_moves_nothing_else(tmp_path: Path) -> None:
    stream = BytesIO()
    Image.new("RGB", (600, 200), "#1F4B99").save(stream, "PNG")
    plain, data = (workbook(statement(3), words_for("en"), Brand(), logo) for logo in (b"", stream.getvalue()))
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    (picture,) = sheet._images  # type: ignore[attr-defined]
    assert (picture.anchor._from.row, picture.anchor._from.col) == (0, 1)
    assert sheet["B3"].value == load_workbook(BytesIO(plain)).worksheets[0]["B2"].value == "李文静"
    assert read_workbook(data).figure("headline.checks").value == "0"
    assert data == workbook(statement(3), words_for("en"), Brand(), stream.getvalue())
    path = tmp_path / "logo.xlsx"
    path.write_bytes(data)
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_a_very_long_title_and_its_plan_stand_apart() -> None:
    document = replace(statement(3), title=Verbatim(LONG), plan_version="2026.2-a-version-with-a-long-name")
    assert cut_cells(workbook(document, words_for("zh"))) == ()
