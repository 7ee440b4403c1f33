"""39 spreadsheets of public test suites, read without a profile: the right content, or the right refusal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.real.hardcases import Document, cells, document, tables, total

ROOT = Path(__file__).resolve().parents[2]
Given = Callable[[str], Document]
D = Decimal


@pytest.fixture(scope="module")
def read(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the JSON of every file lies."""
    out = tmp_path_factory.mktemp("hardcases")
    command = [sys.executable, "-m", "tests.real.hardcases", str(shared_data / "hardcases"), str(out)]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    return out


@pytest.fixture
def given(read: Path) -> Given:
    return lambda name: document((read / f"{name}.json").read_text("utf-8"))


def _table(found: Document, sheet: int = 0, table: int = 0) -> Document:
    chosen: Document = found["sheets"][sheet]["tables"][table]
    return chosen


def _rows(found: Document, sheet: int = 0, table: int = 0) -> list[tuple[Any, ...]]:
    return [(int(row["row"]), *row["values"].values()) for row in _table(found, sheet, table)["rows"]]


def _names(table: Document) -> list[str]:
    return [column["name"] for column in table["columns"]]


def _types(table: Document) -> list[str]:
    return [column["type"] for column in table["columns"]]


def test_every_file_is_read_within_ten_seconds_and_a_gigabyte(read: Path, shared_data: Path) -> None:
    measured = json.loads((read / "measured.json").read_text("utf-8"))
    files = {path.name for path in (shared_data / "hardcases").iterdir() if path.suffix != ".md"}
    assert set(measured["files"]) == files
    assert len(files) == 39
    assert {name: one["seconds"] for name, one in measured["files"].items() if one["seconds"] > 10} == {}
    assert max(measured["kilobytes"]) < 1_000_000


def test_exit_codes_tell_what_was_read_and_what_refused(read: Path) -> None:
    measured = json.loads((read / "measured.json").read_text("utf-8"))["files"]
    refused = {"duplicate_zip_entries.xlsx", "encrypted_agile.xlsx", "encrypted_rc4.xls", "not_a_zip.xlsx"}
    refused |= {"xml_entity_bomb.xlsx"}
    blocked = {"error_cells_307.xlsx", "ragged_rows.csv", "several_tables_per_sheet.xlsx", "various.xlsb"}
    assert {name for name, one in measured.items() if one["code"] == 3} == refused
    assert {name for name, one in measured.items() if one["code"] == 1} == blocked
    assert {one["code"] for one in measured.values()} == {0, 1, 3}


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("encrypted_agile.xlsx", "file-protected", "password"),
        ("encrypted_rc4.xls", "file-protected", "password"),
        ("xml_entity_bomb.xlsx", "file-unreadable", "entities"),
        ("not_a_zip.xlsx", "file-unreadable", "damaged"),
        ("duplicate_zip_entries.xlsx", "file-unreadable", "two parts"),
    ],
)
def test_what_must_not_be_read_is_refused_in_one_sentence(given: Given, name: str, code: str, words: str) -> None:
    found = given(name)
    assert found["sheets"] == []
    assert found["refused"]["code"] == code
    assert words in found["refused"]["sentence"]
    assert found["refused"]["remedy"]


def test_revenue_is_counted_once_and_every_pivot_agrees_with_its_own_rows(given: Given) -> None:
    found = given("revenue_pivots_with_totals.xlsx")
    assert [sheet["name"] for sheet in found["sheets"]] == ["Sheet1", "Sheet6", "Sheet5", "Sheet4", "Sheet3", "Sheet2"]
    plain = _table(found)
    assert (plain["range"], len(plain["rows"]), plain["sums"]) == ("A1:D13", 12, [])
    assert total(plain, "Revenue") == D("68366467.438")
    assert total(plain, "Cost") == 56808729
    pivot = _table(found, 3)
    assert total(pivot, "Sum of Revenue") == D("68366467.438")
    assert [(int(one["row"]), one["label"], one["agrees"]) for one in pivot["sums"]] == [
        (5, "Books", True),
        (9, "Electronics", True),
        (13, "mMovies", True),
        (17, "MMusic", True),
        (21, "Grand Total", True),
    ]
    assert all(one["agrees"] for table in tables(found) for one in table["sums"])


def test_subtotals_beside_the_data_stay_where_they_are(given: Given) -> None:
    found = cells(given("nested_subtotals.xls")["sheets"][0])
    assert [found[cell] for cell in ("B2", "B3", "B4", "D2", "D12", "B24")] == [10, 20, 30, 37, 17, 30]
    assert [found[cell] for cell in ("E2", "E3", "E4", "B27")] == ["Subtotal 9:", "Subtotal 2:", "Subtotal 3:", "Text"]
    assert given("nested_subtotals.xls")["sheets"][0]["hidden_rows"] == [23]


def test_fifty_thousand_merges_without_data_are_an_empty_sheet(given: Given) -> None:
    (sheet,) = given("merges_50000.xlsx")["sheets"]
    assert (sheet["name"], sheet["tables"], sheet["notes"]) == ("Sheet1", [], [])


def test_headers_of_three_rows_and_prose_around_them_are_told_apart(given: Given) -> None:
    found = given("several_tables_per_sheet.xlsx")
    assert [len(sheet["tables"]) for sheet in found["sheets"]] == [1] * 12
    table = _table(found)
    assert (table["range"], table["header_rows"], len(table["rows"])) == ("A7:J22", [7, 8, 9], 12)
    assert _names(table)[:3] == ["GROSS / INCOME", "PRSI Liability / Existing", "PRSI Liability / Proposed"]
    assert [column["currency"] for column in table["columns"]] == ["EUR"] * 9 + [None]
    assert total(table, "PRSI Liability / Existing") == D("16383.04")
    # 25,000 (b) is no number: it stays as it is, and is a problem.
    assert table["rows"][1]["values"]["GROSS / INCOME"] == "25,000 (b)"
    first = found["sheets"][0]["problems"][0]
    assert (first["code"], first["row"], first["column"], first["found"]) == (
        "amount-unreadable",
        12,
        "A",
        "25,000 (b)",
    )
    assert [int(note["row"]) for note in table["notes"]] == [1, 4, 5, 6, 24, 25, 26]


def test_hidden_rows_are_read_and_named(given: Given) -> None:
    found = given("hidden_rows_19.xlsx")
    assert [len(sheet["hidden_rows"]) for sheet in found["sheets"]] == [7, 5, 7]
    assert found["sheets"][0]["hidden_rows"] == [5, 6, 19, 20, 31, 34, 35]
    assert [(table["range"], len(table["rows"])) for table in found["sheets"][0]["tables"]] == [
        ("A3:M14", 9),
        ("A17:M28", 9),
        ("A32:M43", 9),
    ]
    assert _rows(found)[0][:5] == (5, 6000, 4726, D("0.0617"), D("0.0393"))
    assert found["sheets"][0]["tables"][0]["repeated_headers"] == [6]


def test_a_hidden_sheet_is_read_and_marked(given: Given) -> None:
    found = given("hidden_sheet.xlsx")
    assert [(sheet["name"], sheet["hidden"], cells(sheet)) for sheet in found["sheets"]] == [
        ("Sheet1", True, {"A1": "Sheet1A1"}),
        ("Sheet2", False, {"A1": "Sheet2A1"}),
    ]


def test_a_failed_formula_is_never_an_empty_cell(given: Given) -> None:
    (sheet, *_) = given("error_cells_307.xlsx")["sheets"]
    found = cells(sheet)
    assert sorted(name for name, value in found.items() if value == {"error": "#N/A"}) == sorted(
        f"B{row}" for row in range(5, 312)
    )
    assert sum(problem["code"] == "error-cell" for problem in sheet["problems"]) == 307
    assert (found["D1"], found["E3"], found["G1"]) == ("Key1", "Value3", "$D:$E")


def test_results_of_links_into_another_workbook_are_those_in_the_file(given: Given) -> None:
    assert cells(given("external_links.xlsx")["sheets"][0]) == {"A1": 10, "B1": 20}


@pytest.mark.parametrize("name", ["date1904.xlsx", "date1904.xls"])
def test_days_are_counted_from_1904_where_the_workbook_says_so(given: Given, name: str) -> None:
    found = cells(given(name)["sheets"][0])
    assert (found["A1"], found["A2"]) == ("2021-01-01", "2021-01-02")
    assert [found[cell] for cell in ("B1", "B2", "B3")] == [15, 16, 17]


def test_iso_days_keep_their_time(given: Given) -> None:
    found = cells(given("iso_dates_t_d.xlsx")["sheets"][0])
    assert [found[cell] for cell in ("A1", "A2", "A3")] == ["2021-01-01", "2021-01-01T10:10:10", "10:10:10"]


def test_a_binary_workbook_has_all_its_kinds_of_value(given: Given) -> None:
    (sheet,) = given("various.xlsb")["sheets"]
    found = cells(sheet)
    assert [found[f"B{row}"] for row in (2, 3, 5, 7, 8, 10)] == [
        13,
        D("13.1211231321"),
        D("0.2"),
        123456789012345,
        1234567890123450,
        "2017-03-09",
    ]
    assert found["B14"] == {"error": "#NAME?"}
    assert (found["C16"], found["D17"], found["C21"], found["D33"]) == ("merchant1", 2, "text test", "quick")


def test_an_open_document_is_read_with_its_addresses(given: Given) -> None:
    found = given("sample.ods")
    assert [sheet["name"] for sheet in found["sheets"]] == ["First Sheet", "Sheet Number 2", "Sheet3"]
    second = found["sheets"][1]
    assert [cells(second)[cell] for cell in ("A7", "B7", "C7", "D7")] == [1, 10, 2, 13]
    assert cells(second)["A4"] == "I'm in bold blue, on a yellow background"
    assert _table(found, 1)["header_rows"] == [6]


def test_a_workbook_of_excel_95_is_read(given: Given) -> None:
    found = given("excel95_biff5.xls")
    table = _table(found)
    assert (_names(table), table["header_rows"], len(table["rows"])) == (["Number", "Square", "Formatted"], [4], 15)
    assert total(table, "Number") == 120
    assert total(table, "Square") == 1240
    assert _rows(found)[9] == (15, 10, 100, 1234500)
    assert [sheet["name"] for sheet in found["sheets"]] == ["Feuil1", "Feuil2", "Feuil3"]


def test_names_of_sheets_in_another_script_survive(given: Given) -> None:
    found = given("dbcs_sheet_name.xls")
    assert [(sheet["name"], sheet["tables"]) for sheet in found["sheets"]] == [("जा", []), ("एक", []), ("Sheet3", [])]


def test_two_rows_in_a_used_range_of_seventeen_billion_cells_are_two_rows(given: Given) -> None:
    found = given("huge_used_range_XFD1048576.xlsx")
    table = _table(found)
    assert (table["range"], len(table["columns"])) == ("A1:K2", 11)
    assert _rows(found) == [
        (2, 123, "Test Contact Name", "Test Contact Number", "Hello Address", "My City", D("1.5"), 1, D("1.201"),
         "Nothing SPL", "No Remarks", "My Company?"),
    ]  # fmt: skip


def test_a_damaged_frame_is_mended_and_said_to_be(given: Given) -> None:
    found = given("corrupted.xlsx")
    assert [problem["code"] for problem in found["problems"]] == ["file-mended"]
    assert _names(_table(found)) == ["test", "DOCTYPE", "XXE", "injection"]
    assert _rows(found) == [(2, "second", "row", "data", "foo"), (3, "third", "row", "data", None)]
    assert cells(found["sheets"][1])["B1"] == 2


def test_inline_strings_need_no_shared_table(given: Given) -> None:
    assert cells(given("inline_strings_only.xlsx")["sheets"][0]) == {"A1": "2006-04-12", "B1": 123}


def test_a_merged_text_stands_in_every_row_it_is_merged_over(given: Given) -> None:
    first, second = given("merged_ranges.xlsx")["sheets"]
    assert {name: value for name, value in cells(first).items() if name[0] in "AG"} == {
        **dict.fromkeys(("A1", "A2"), "A1"), "A3": "A3", "A4": "A4",
        **dict.fromkeys(("G1", "G2"), "G1"), "G3": "G3", "G4": "G4",
    }  # fmt: skip
    assert [cells(second)[f"A{row}"] for row in (1, 2, 3, 4)] == ["A1"] * 4
    assert "A1:A4" in _table(given("merged_ranges.xlsx"), 1)["merged"]
    assert cells(given("merged_cells.xlsx")["sheets"][0])["A1"] == "data"


def test_a_broken_number_format_costs_nothing(given: Given) -> None:
    found = given("malformed_format.xls")
    table = _table(found)
    assert (table["range"], len(table["rows"]), len(table["columns"])) == ("A1:X32", 31, 24)
    assert _names(table)[:4] == ["GENNAIO", "B", "FEBBRAIO", "D"]
    assert [cells(found["sheets"][0])[cell] for cell in ("B2", "V2", "W32", "B38")] == [
        "Capodanno",
        "Ognisanti",
        31,
        "Malattia",
    ]


@pytest.mark.parametrize(
    ("sheet", "name", "first", "last"),
    [(0, "arts", "David Bowie", "George Michael"), (1, "other", "Vera Rubin", "Pat Summit")],
)
def test_a_table_between_prose_is_just_the_table(given: Given, sheet: int, name: str, first: str, last: str) -> None:
    found = given("readxl_deaths_header_footer.xlsx")
    table = _table(found, sheet)
    assert found["sheets"][sheet]["name"] == name
    assert (table["range"], table["header_rows"], len(table["rows"])) == ("A5:F15", [5], 10)
    assert _names(table) == ["Name", "Profession", "Age", "Has kids", "Date of birth", "Date of death"]
    assert _types(table) == ["text", "text", "number", "truth", "date", "date"]
    rows = _rows(found, sheet)
    assert (rows[0][:2], rows[-1][:2]) == ((6, first), (15, last))
    assert [int(note["row"]) for note in table["notes"]] == [1, 2, 3, 4, 16, 17, 18, 19]


def test_a_column_of_many_kinds_keeps_each_cell_as_it_is(given: Given) -> None:
    found = given("readxl_type_me.xlsx")
    assert [row[1] for row in _rows(found, 0)] == [
        None, 0, 1, "2016-01-01", True, False, "cabbage", "true", "F", "False",
    ]  # fmt: skip
    assert [row[1] for row in _rows(found, 1)][:4] == [None, True, False, "2014-12-23"]
    assert [row[1] for row in _rows(found, 2)] == [
        None, "2016-05-23", "2016-04-28T11:30:00", True, "cabbage", D("4.3"), 39448,
    ]  # fmt: skip
    assert [row[1] for row in _rows(found, 3)] == [None, "cabbage", True, D("1.3"), "2016-09-24", 36436153]


def test_a_header_merged_over_rows_has_one_name_a_column(given: Given) -> None:
    found = given("multiline_headers.xlsx")
    table = _table(found)
    over = "Cumulative impact of changes on cost of food basket"
    assert _names(table)[0] == "Region"
    assert _names(table)[2:] == [f"{over} / from previous quarter", f"{over} / from baseline (%)"]
    assert _rows(found) == [(6, "A", "B", "C", "D")]


def test_a_number_format_of_several_sections_changes_no_number(given: Given) -> None:
    found = given("number_format_multicode.xlsx")
    assert _rows(found) == [(2, D("4.51119775197299")), (3, D("-9.03233986479077")), (4, D("15.7929464439101"))]


def test_blank_rows_are_no_data(given: Given) -> None:
    found = given("blank_rows.csv")
    assert _rows(found) == [(2, "1101", "John", 30), (3, "1102", "Julie", 26)]
    assert _table(found)["range"] == "A1:C3"


def test_columns_of_one_name_get_numbers_and_ids_keep_zeros(given: Given) -> None:
    found = given("duplicate_headers.csv")
    assert _names(_table(found)) == ["id", "name", "id (2)", "age", "id (3)"]
    assert _rows(found) == [(2, "1101", "John", "0", 30, "001101"), (3, "1102", "Julie", "0", 26, "001102")]
    assert [problem["code"] for problem in found["sheets"][0]["problems"]] == ["header-twice", "header-twice"]


def test_longer_and_shorter_rows_are_kept_and_reported(given: Given) -> None:
    found = given("ragged_rows.csv")
    assert _rows(found) == [(2, "1101", "John", None, None), (3, "1102", "Julie", 26, "Potatoes")]
    problems = {(problem["code"], int(problem["row"])) for problem in found["sheets"][0]["problems"]}
    assert {("row-too-long", 3), ("row-too-short", 2)} <= problems


@pytest.mark.parametrize(
    ("name", "encoding", "names", "rows"),
    [
        ("utf8_bom.csv", "utf-8", ["id", "name"], [(2, "1", "english"), (3, "2", "中国人")]),
        ("latin1.csv", "cp1252", ["id", "name"], [(2, "1", "english"), (3, "2", "©")]),
        ("utf16be_bom.txt", "utf-16-be", ["a", "b"], [(2, "c", "d")]),
    ],
)
def test_texts_are_read_in_their_encoding(
    given: Given, name: str, encoding: str, names: list[str], rows: list[Any]
) -> None:
    found = given(name)
    assert (found["encoding"], found["separator"]) == (encoding, ",")
    assert (_names(_table(found)), _rows(found)) == (names, rows)


def test_quotes_within_quotes_and_line_breaks_within_cells_are_read(given: Given) -> None:
    budget = _table(given("doublequote.csv"))
    assert (len(budget["columns"]), len(budget["rows"])) == (17, 5)
    assert _names(budget)[4] == "AÑO"
    assert budget["rows"][0]["values"]["presupuestado"] == 74350819
    assert [row["values"]["AÑO"] for row in budget["rows"]][:2] == [2019, 2015]
    wide = _table(given("quoted_multiline.csv"))
    assert (len(wide["columns"]), len(wide["rows"])) == (24, 44)
    assert wide["rows"][0]["values"]["GPMLHTLN"] == "3308386085360"
    assert sum("\n" in str(value) for row in wide["rows"] for value in row["values"].values()) > 0


def test_a_german_export_is_read_by_evidence_to_the_cent(given: Given) -> None:
    found = given("semicolon_decimal_comma_cp1252.csv")
    assert (found["encoding"], found["separator"]) == ("cp1252", ";")
    table = _table(found)
    assert (_names(table)[3], len(table["rows"])) == ("Händler", 5000)
    assert total(table, "Umsatz") == D("5098591.66")
    assert _rows(found)[1] == (
        3,
        "SO43897",
        "2017-08-25",
        351,
        312,
        282,
        4,
        2,
        D("2024.99"),
        D("4049.98"),
        D("3796.19"),
    )
    assert _types(table)[:2] == ["id", "date"]
