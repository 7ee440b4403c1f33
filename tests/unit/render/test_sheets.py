"""Workbooks: what is a number, what is text, what is a formula, and that they are the same bytes everywhere."""

import csv
import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from reportgen.model.document import (
    Blank,
    Chart,
    DataTable,
    Document,
    Message,
    Metrics,
    Part,
    Section,
    Series,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import RegisterRow, Status
from reportgen.model.quantity import NotMeasured, Quantity, Unit, count, money, percent
from reportgen.render.sheets import BookText, CellText, lines_of, read_workbook, register_csv, tables, workbook
from reportgen.render.sheets.blocks import widened
from reportgen.render.sheets.grid import Columns
from reportgen.render.sheets.values import fifteen
from tests.unit.render.statement_sample import ODD_CUSTOMERS, statement, words_for

ROOT = Path(__file__).resolve().parents[3]


def written(*parts: Part, language: str = "en", title: str = "E017") -> BookText:
    """A workbook of one sheet with these parts, read back."""
    document = replace(statement(0, title), sections=(Section("only", Message("s.summary"), None, parts),))
    return read_workbook(workbook(document, words_for(language)))


def column(*values: Value, formula: str = "", total: bool = False, foot: TableRow | None = None) -> DataTable:
    """A table of one column of figures behind a column of names."""
    columns = (
        TableColumn("name", Message("s.item")),
        TableColumn("x", Message("s.amount"), "end", formula=formula, total=total),
    )
    rows = tuple(TableRow((Verbatim(f"row {index}"), value)) for index, value in enumerate(values))
    return DataTable("t", Message("s.tiers"), columns, rows, foot, empty=Message("s.no-orders"))


def shown(book: BookText) -> list[CellText]:
    """The figures of such a table, from top to bottom."""
    cells = book.sheets["Summary"]
    return [cells[f"C{address[1:]}"] for address, cell in cells.items() if cell.value.startswith("row ")]


def test_money_is_a_number_to_the_cent() -> None:
    (cell,) = shown(written(column(money(Fraction("123456789012.34"), "CNY"))))
    assert cell == CellText("123456789012.34", "#,##0.00")


def test_a_third_has_fifteen_digits_rounded_half_up() -> None:
    assert fifteen(Fraction(2, 3)) == "0.666666666666667"
    assert fifteen(Fraction(-1, 3)) == "-0.333333333333333"
    assert fifteen(Fraction(10**14)) == "100000000000000"
    assert fifteen(Fraction(1, 10**9)) == "0.000000001"


def test_a_rate_shows_the_decimals_it_has_and_its_column_lines_up() -> None:
    cells = shown(written(column(percent(Fraction(3, 100)), percent(Fraction(125, 10000)))))
    assert [cell.format for cell in cells] == ["0.00%", "0.00%"]
    assert shown(written(column(percent(Fraction(1, 3)))))[0].format == "0.0%"


def test_a_day_is_a_date_and_a_count_has_no_decimals() -> None:
    cells = shown(written(column(date(2026, 3, 31), count(1200), 7)))
    assert cells == [CellText("46112", "yyyy-mm-dd"), CellText("1200", "#,##0"), CellText("7", "#,##0")]


def test_days_of_an_average_have_one_decimal_and_whole_days_none() -> None:
    days = [Quantity(Fraction(text), Unit.DAYS) for text in ("35", "37.25", "-2.2500")]
    assert [cell.format for cell in shown(written(column(*days)))] == ["#,##0.0"] * 3
    assert [cell.format for cell in shown(written(column(*days[:1])))] == ["#,##0"]
    assert [cell.format for cell in shown(written(column(Quantity(Fraction(100, 3), Unit.DAYS))))] == ["#,##0.0"]


def test_what_was_not_measured_is_said_in_words_and_never_computed() -> None:
    (cell,) = shown(written(column(NotMeasured(), formula="{name}*1")))
    assert cell == CellText("not measured")


@pytest.mark.parametrize("text", [*ODD_CUSTOMERS, "0012", "  two  ", "<script>", "مبيعات", "'quoted"])
def test_text_of_the_inputs_stays_text(text: str) -> None:
    table = column(Verbatim(text))
    document = replace(statement(0), sections=(Section("only", Message("s.summary"), None, (table,)),))
    data = workbook(document, words_for("zh"))
    assert text in {cell.value for cell in read_workbook(data).sheets["汇总"].values()}
    assert not any(cell.formula for cell in read_workbook(data).sheets["汇总"].values())
    rows = load_workbook(BytesIO(data))["汇总"].iter_rows()
    types = {cell.data_type for row in rows for cell in row if cell.value}
    assert types == {"s"}


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t<>&\"'= +-@_x00"), min_size=1))
def test_any_text_comes_back_from_its_cell_as_it_was(text: str) -> None:
    table = replace(column(), rows=(TableRow((Verbatim(text), money(Fraction(1), "CNY"))),))
    assert text in {cell.value for cell in written(table).sheets["Summary"].values()}


def test_a_control_character_is_shown_as_unprintable() -> None:
    assert "a〓b" in {cell.value for cell in written(column(Verbatim("a\x00b"))).sheets["Summary"].values()}


def test_a_formula_carries_the_value_of_the_engine() -> None:
    table = replace(
        column(money(3, "CNY"), money(4, "CNY")),
        rows=(
            TableRow((Verbatim("row 0"), money(3, "CNY")), key="a"),
            TableRow((Verbatim("row 1"), money(6, "CNY")), key="b", formulas=("", "{t[a].x}*2")),
        ),
    )
    assert shown(written(table)) == [CellText("3", "#,##0.00"), CellText("6", "#,##0.00", "$C$11*2")]


def test_a_total_sums_its_column_and_an_empty_table_sums_to_zero() -> None:
    foot = TableRow((Message("s.total"), money(0, "CNY")))
    book = written(column(total=True, foot=foot))
    assert book.figure("t.total.x") == CellText("0", "#,##0.00", "SUM($C$11)")
    assert "No orders in this period." in {cell.value for cell in book.sheets["Summary"].values()}


def test_the_check_of_each_formula_is_its_difference_from_the_engine() -> None:
    book = read_workbook(workbook(statement(24), words_for("en")))
    checks = book.sheets["Checks"]
    differences = [cell for cell in checks.values() if cell.formula.startswith("ROUND")]
    assert len(differences) > 20
    assert {(cell.value, cell.format) for cell in differences} == {("0", "#,##0.00")}
    assert book.figure("headline.checks").formula.startswith("SUMPRODUCT(ABS('Checks'!")
    assert "✓" in book.figure("headline.checks").format
    # The engine's own figures are plain numbers.
    rows = [address[1:] for address, cell in checks.items() if cell.formula.startswith("ROUND")]
    assert all(checks[f"D{row}"].value and not checks[f"D{row}"].formula for row in rows)
    # What is in sight says how many figures of each section agree.
    assert sum(int(cell.value) for cell in checks.values() if cell.formula.endswith("*1)")) == len(rows)


def test_a_document_without_formulas_has_no_checks() -> None:
    assert list(written(column(money(1, "CNY"))).sheets) == ["Summary"]


def test_finished_figures_are_found_by_name_in_every_language() -> None:
    books = [read_workbook(workbook(statement(24), words_for(language))) for language in ("zh", "en")]
    assert books[0].names.keys() == books[1].names.keys()
    for name in ("headline.payable", "bridge.closing.amount", "credits.total.payable"):
        assert books[0].figure(name).value == books[1].figure(name).value


def test_the_projection_says_sheet_cell_value_format_and_formula() -> None:
    lines = lines_of(read_workbook(workbook(statement(3), words_for("zh"))))
    assert "汇总!B2 | 李文静 | General | " in lines
    assert any(line.startswith("明细!P6 | ") and line.endswith(" | #,##0.00 | N6-O6") for line in lines)


def test_sheet_names_are_short_allowed_and_different() -> None:
    sections = [Section(str(index), Message("s.wording"), None, ()) for index in range(2)]
    words = replace(words_for("en"), sentences={**words_for("en").sentences, "s.wording": "a/b: [" + "长" * 40 + "]"})
    book = read_workbook(workbook(replace(statement(0), sections=tuple(sections)), words))
    assert [len(name) for name in book.sheets] == [31, 31]
    assert len({name.casefold() for name in book.sheets}) == 2


def test_the_credits_scroll_and_print_under_their_heads() -> None:
    book = load_workbook(BytesIO(workbook(statement(40), words_for("zh"))))
    sheet = book["明细"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C6", "$5:$5")
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.page_setup.fitToHeight == 0
    assert book["汇总"].page_setup.fitToHeight == 1
    assert not any(sheet.sheet_view.showGridLines for sheet in book.worksheets)


@pytest.mark.parametrize(("count", "keys"), [(12, None), (26, "$A:$B")])
def test_a_sheet_too_wide_to_read_prints_in_two_halves_with_its_keys(count: int, keys: str | None) -> None:
    columns = tuple(TableColumn(f"c{index}", Verbatim(f"Column {index}"), "end") for index in range(count))
    table = DataTable("t", Message("s.tiers"), columns, (TableRow((money(123456, "CNY"),) * count),) * 20)
    document = replace(statement(0), sections=(Section("only", Message("s.summary"), None, (table,)),))
    sheet = load_workbook(BytesIO(workbook(document, words_for("en"))))["Summary"]
    left, *right = [CellRange(area.rpartition("!")[2].replace("$", "")) for area in sheet.print_area.split(",")]
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols, len(right)) == (1, keys, bool(keys))
    assert (left.min_row, left.min_col) == (1, 1)
    if right:
        # The head and what else stands above the table is on the first half alone.
        heads = next(cell.row for row in sheet for cell in row if cell.value == "Column 0")
        assert (right[0].min_row, right[0].min_col) == (heads, left.max_col + 1)
        assert right[0].max_col == sheet.max_column
        assert all(cell.value is None for row in range(1, heads) for cell in sheet[row][left.max_col :])


def test_a_headline_figure_has_room_for_what_it_may_become() -> None:
    sheet = load_workbook(BytesIO(workbook(statement(2), words_for("zh")))).worksheets[0]
    figures = [
        cell for row in sheet.iter_rows() for cell in row if cell.font.size == 16 and "0.00" in cell.number_format
    ]
    merged = {area.coord.partition(":")[0]: area for area in sheet.merged_cells.ranges}
    for cell in figures:
        area = merged.get(cell.coordinate)
        letters = [
            get_column_letter(n) for n in (range(area.min_col, area.max_col + 1) if area else (cell.column or 0,))
        ]
        assert cell.alignment.shrink_to_fit
        assert sum(sheet.column_dimensions[letter].width for letter in letters) > 1.8 * len("123,456,789.12")


def test_a_long_first_sheet_prints_on_pages_with_its_heads() -> None:
    table = column(*(money(1, "CNY") for _ in range(300)))
    document = replace(statement(0), sections=(Section("only", Message("s.summary"), None, (table,)),))
    sheet = load_workbook(BytesIO(workbook(document, words_for("en"))))["Summary"]
    assert (sheet.page_setup.fitToHeight, sheet.print_title_rows, sheet.freeze_panes) == (0, "$7:$7", "A8")


def test_a_chart_comes_as_its_figures_and_a_blank_as_ruled_rows() -> None:
    series = Series("a", Message("s.amount"), (money(1, "CNY"), NotMeasured()))
    chart = Chart("c", "bars", Message("s.tiers"), (Verbatim("x"), Verbatim("y")), (series,), Message("s.unit"))
    blank = Blank("b", (Message("s.item"), Message("s.day")), 2)
    texts = [cell.value for cell in written(chart, blank).sheets["Summary"].values()]
    assert texts[-2:] == ["Item", "Signed"]
    assert {"x", "y", "1", "not measured"} <= set(texts)


def test_a_state_is_said_with_a_sign_and_a_word() -> None:
    row = TableRow((Verbatim("row 0"), Message("status.alarm")), Status.ALARM)
    (cell,) = shown(written(replace(column(), rows=(row,))))
    assert cell.value == f"▼ {words_for('en').sentences['status.alarm']}"


def test_a_strip_of_long_metrics_finds_room() -> None:
    part = statement(0).sections[0].parts[0]
    assert isinstance(part, Metrics)
    wide = replace(part.items[0], value=money(Fraction("-999999999999.99"), "CNY"), formula="")
    items = tuple(replace(wide, id=str(index)) for index in range(5))
    book = written(replace(part, items=items), title="名" * 60)
    assert [book.figure(f"headline.{index}").value for index in range(5)] == ["-999999999999.99"] * 5


def test_metrics_widen_columns_no_further_than_they_need() -> None:
    widths = (8.0, 15.0, 16.0, 16.0, 16.0, 16.0, 16.0, 16.0)
    found = widened(Columns(widths), (27.0, 28.0, 25.0, 12.0, 12.0, 14.0))
    assert found.widths == (8.0, 19.0, 16.0, 16.0, 25.0, 16.0, 16.0, 16.0)
    assert widened(Columns((8.0, 15.0, 16.0, 16.0)), (12.0,) * 6).widths == (8.0, 15.0, 16.0, 16.0, 12.0, 12.0, 12.0)


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two parts"):
        workbook(_twice(), words_for("en"))


def _twice() -> Document:
    sections = tuple(Section(str(index), Message("s.item"), None, (column(),)) for index in range(2))
    return replace(statement(0), sections=sections)


def test_every_word_of_a_workbook_is_in_both_languages() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "reportgen/render/sheets").glob("*.py"))
    keys = {part.split('"')[0] for part in source.split('Message("')[1:]}
    assert {"sheet.check", "sheet.checks-meaning", "draft", "foot", "page-of"} <= keys
    for language in ("zh", "en"):
        assert keys <= words_for(language).sentences.keys()


@pytest.mark.slow
def test_rows_written_together_are_those_written_cell_by_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    document = mixed()
    monkeypatch.setattr(tables, "_MANY", 1)
    together = [workbook(each, words_for("en")) for each in (document, statement(60))]
    monkeypatch.setattr(tables, "_MANY", 1_000_000)
    assert together == [workbook(each, words_for("en")) for each in (document, statement(60))]


def mixed() -> Document:
    """A sheet on which a table of rows of all kinds steps over the gutter of two others."""
    columns = tuple(
        TableColumn(key, Message("s.amount"), "end" if key in "xyz" else "start", formula="{x}*2" if key == "y" else "")
        for key in "axybz"
    )
    rows = [
        TableRow((Verbatim(name), money(Fraction(index, 3), "CNY"), percent(Fraction(index)), day, NotMeasured()))
        for index, name in enumerate((*ODD_CUSTOMERS, "", "again", "again"))
        for day in (date(2026, 3, 1 + index), None)
    ]
    rows[4] = replace(rows[4], status=Status.WATCH, key="kept", formulas=("", "1+{y}", "", "", ""))
    rows[7] = replace(rows[7], formulas=("", "", "{x}+SUM({left.x})", "", "SUM({left.x})"))
    rows[9] = replace(rows[9], emphasis=True, cells=(*rows[9].cells[:2], NotMeasured(), count(7), money(5, "CNY")))
    pair = (replace(column(money(1, "CNY"), money(2, "CNY")), id=side) for side in ("left", "right"))
    parts = (*pair, DataTable("wide", Message("s.tiers"), columns, tuple(rows)))
    return replace(statement(0), sections=(Section("only", Message("s.summary"), None, parts),))


def test_the_bytes_are_the_same_in_every_process() -> None:
    program = (
        "import hashlib; from reportgen.render.sheets import workbook;"
        "from tests.unit.render.statement_sample import statement, words_for;"
        "print(hashlib.sha256(workbook(statement(24), words_for('zh'))).hexdigest())"
    )
    here = hashlib.sha256(workbook(statement(24), words_for("zh"))).hexdigest()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai")):
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == here


def register_row(name: str = "李文静", payable: Fraction = Fraction("-12.3")) -> RegisterRow:
    amounts = (Fraction(100), Fraction(50), Fraction("62.3"), payable)
    return RegisterRow(
        "2026-03", "E017", name, "base", "2026-03", "earned", "CNY", *amounts, "base@2026-01-01", "2026.2", "t1"
    )


def test_the_register_is_csv_that_excel_opens_in_chinese() -> None:
    text = register_csv([register_row()]).decode("utf-8")
    assert text == (
        "\ufeffperiod,payee,name,component,earning_period,kind,currency,earned,released,paid_before,payable,rule,"
        "plan_version,trace\r\n2026-03,E017,李文静,base,2026-03,earned,CNY,100.00,50.00,62.30,-12.30,base@2026-01-01,"
        "2026.2,t1\r\n"
    )


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@x"])
def test_text_that_begins_like_a_formula_is_escaped_in_the_register(name: str) -> None:
    assert f",'{name},".encode() in register_csv([register_row(name)])


def test_a_text_with_commas_quotation_marks_or_breaks_is_read_back_as_it_was() -> None:
    names = ['a,b "c"', "one\r\ntwo", '"', "", '=1,"2"', "plain"]
    text = register_csv([register_row(name) for name in names]).decode("utf-8-sig")
    with StringIO(text, newline="") as file:
        found = [row["name"] for row in csv.DictReader(file)]
    assert found == [f"'{name}" if name.startswith("=") else name for name in names]


def test_the_register_rounds_nothing() -> None:
    with pytest.raises(ValueError, match="cents"):
        register_csv([register_row(payable=Fraction(1, 3))])
