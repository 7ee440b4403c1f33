"""Every file of the collection of hard cases gives its content, or the refusal that is right for it."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.sources.formats import Access
from reportgen.sources.grid import Grid, Merge, Opened
from tests.unit.sources.formats.making import kinds, only, opened, rows, said

UNREADABLE = "This file cannot be read: {}."
REFUSED = {
    "duplicate_zip_entries.xlsx": UNREADABLE.format(
        "it contains two parts called xl/worksheets/sheet1.xml, so nobody can say which one counts"
    ),
    "encrypted_agile.xlsx": "This file is protected by a password.",
    "encrypted_rc4.xls": "This file is protected by a password.",
    "not_a_zip.xlsx": UNREADABLE.format("it is damaged or was cut off"),
    "xml_entity_bomb.xlsx": UNREADABLE.format(
        "it declares XML entities, which no spreadsheet program writes and which can hide a bomb"
    ),
}
SHAPES = {
    "blank_rows.csv": {"": (14, 3)},
    "corrupted.xlsx": {"Sheet1": (3, 4), "Sheet2": (2, 4)},
    "date1904.xls": {"Sheet1": (3, 2)},
    "date1904.xlsx": {"Sheet1": (3, 2)},
    "dbcs_sheet_name.xls": {"जा": (0, 0), "एक": (0, 0), "Sheet3": (0, 0)},
    "doublequote.csv": {"": (6, 17)},
    "duplicate_headers.csv": {"": (3, 5)},
    "error_cells_307.xlsx": {"Sheet1": (311, 7), "Sheet2": (0, 0), "Sheet3": (0, 0)},
    "excel95_biff5.xls": {"Feuil1": (22, 5), "Feuil2": (0, 0), "Feuil3": (0, 0)},
    "external_links.xlsx": {"Sheet0": (1, 2)},
    "hidden_rows_19.xlsx": {"Avgtxfull": (46, 13), "Avgtxmod": (44, 13), "Avgselemp": (46, 13)},
    "hidden_sheet.xlsx": {"Sheet1": (1, 1), "Sheet2": (1, 1)},
    "huge_used_range_XFD1048576.xlsx": {"Sheet1": (2, 11)},
    "inline_strings_only.xlsx": {"Sheet1": (1, 2)},
    "iso_dates_t_d.xlsx": {"Sheet": (6, 1)},
    "latin1.csv": {"": (3, 2)},
    "malformed_format.xls": {"2014": (38, 24)},
    "merged_cells.xlsx": {"Лист1": (1, 1)},
    "merged_ranges.xlsx": {"Sheet1": (4, 8), "Sheet2": (4, 6)},
    "merges_50000.xlsx": {"Sheet1": (0, 0)},
    "multiline_headers.xlsx": {"Лист1": (6, 4)},
    "nested_subtotals.xls": {"Tabelle1": (27, 5)},
    "number_format_multicode.xlsx": {"Sheet1": (4, 1)},
    "quoted_multiline.csv": {"": (45, 24)},
    "ragged_rows.csv": {"": (3, 4)},
    "readxl_deaths_header_footer.xlsx": {"arts": (19, 6), "other": (19, 6)},
    "readxl_type_me.xlsx": {
        "logical_coercion": (11, 2),
        "numeric_coercion": (8, 2),
        "date_coercion": (8, 2),
        "text_coercion": (7, 2),
    },
    "revenue_pivots_with_totals.xlsx": {
        "Sheet1": (13, 4),
        "Sheet6": (9, 7),
        "Sheet5": (9, 7),
        "Sheet4": (21, 3),
        "Sheet3": (12, 7),
        "Sheet2": (11, 3),
    },
    "sample.ods": {"First Sheet": (4, 2), "Sheet Number 2": (7, 4), "Sheet3": (0, 0)},
    "semicolon_decimal_comma_cp1252.csv": {"": (5001, 10)},
    "several_tables_per_sheet.xlsx": {
        "Exp1": (26, 10),
        "Exp2 (2)": (33, 13),
        "Exp3 (2)": (29, 13),
        "Exp4": (24, 10),
        "Exp5": (23, 10),
        "Exp6 (2)": (29, 13),
        "Exp7 (2)": (29, 13),
        "Exp8": (23, 10),
        "Exp9": (23, 10),
        "Exp10 (2)": (26, 11),
        "Exp11 (2)": (26, 11),
        "Exp12": (23, 13),
    },
    "utf16be_bom.txt": {"": (2, 2)},
    "utf8_bom.csv": {"": (3, 2)},
    "various.xlsb": {"mySheet1": (35, 5)},
}


@pytest.fixture
def hard(shared_data: Path) -> Path:
    """The folder of hard cases."""
    return shared_data / "hardcases"


def case(hard: Path, name: str, password: str | None = None) -> Opened:
    return opened((hard / name).read_bytes(), name, Access(password=lambda _: password))


def sheet(hard: Path, name: str, title: str = "") -> Grid:
    return next(grid for grid in case(hard, name).grids if grid.sheet == title or not title)


def test_every_hard_case_is_asked_for_here(hard: Path) -> None:
    assert {*SHAPES, *REFUSED} == {path.name for path in hard.iterdir()} - {"index.md"}


@pytest.mark.parametrize("name", SHAPES)
def test_a_hard_case_has_its_sheets_from_a1_on(hard: Path, name: str) -> None:
    assert {grid.sheet: (grid.height, len(grid.columns)) for grid in case(hard, name).grids} == SHAPES[name]


@pytest.mark.parametrize("name", REFUSED)
def test_a_hard_case_is_refused_in_a_plain_sentence(hard: Path, name: str) -> None:
    found = case(hard, name)
    assert (said(found), found.grids) == ([REFUSED[name]], ())


def test_a_damaged_frame_is_mended_and_reported(hard: Path) -> None:
    found = case(hard, "corrupted.xlsx")
    assert rows(found.grids[0]) == [
        ("test", "DOCTYPE", "XXE", "injection"),
        ("second", "row", "data", "foo"),
        ("third", "row", "data", ""),
    ]
    assert [problem.kind.code for problem in found.problems] == ["file-mended"]


@pytest.mark.parametrize("name", ["date1904.xlsx", "date1904.xls"])
def test_days_counted_from_1904_are_those_days(hard: Path, name: str) -> None:
    grid = only(case(hard, name))
    assert rows(grid) == [("2021-01-01", "15"), ("2021-01-02", "16"), ("255:10:10", "17")]
    assert (kinds(grid), grid.epoch) == ([("D", "N")] * 3, 1904)


def test_iso_days_in_a_workbook_are_days(hard: Path) -> None:
    grid = only(case(hard, "iso_dates_t_d.xlsx"))
    assert [row[0] for row in rows(grid)[:3]] == ["2021-01-01", "2021-01-01 10:10:10", "10:10:10"]
    assert [row[0] for row in kinds(grid)] == ["D", "D", "D", "T", "T", "T"]


def test_every_failed_formula_is_an_error_and_not_a_blank(hard: Path) -> None:
    grid = sheet(hard, "error_cells_307.xlsx", "Sheet1")
    counted = Counter(kind for row in kinds(grid) for kind in row)
    assert counted == {"B": 1554, "T": 316, "E": 307}
    assert Counter(cell for row in rows(grid) for cell in row if cell.startswith("#")) == {"#N/A": 307}


def test_a_binary_workbook_is_read_with_its_failed_formula(hard: Path) -> None:
    grid = only(case(hard, "various.xlsb"))
    assert rows(grid)[1:5] == [
        ("integer", "13", "", "", ""),
        ("float", "13.1211231321", "", "", ""),
        ("currency", "3.03", "", "", ""),
        ("percent", "0.2", "", "", ""),
    ]
    assert (rows(grid)[7][1], rows(grid)[9][1]) == ("1234567890123450", "2017-03-09")
    assert (rows(grid)[13][:2], kinds(grid)[13][1]) == (("formulaErr", "#NAME?"), "E")


def test_an_excel_95_workbook_is_read(hard: Path) -> None:
    grid = sheet(hard, "excel95_biff5.xls", "Feuil1")
    assert rows(grid)[3:7:2] == [("", "Number", "Square", "", "Formatted"), ("", "1", "1", "", "1")]


def test_an_opendocument_sheet_is_read(hard: Path) -> None:
    grid = sheet(hard, "sample.ods", "Sheet Number 2")
    assert rows(grid)[5:] == [("cb=1", "cb=10", "cb=2", "cb=sum"), ("1", "10", "2", "13")]
    assert kinds(grid)[6] == ("N", "N", "N", "N")


def test_hidden_rows_columns_and_sheets_are_told(hard: Path) -> None:
    grids = case(hard, "hidden_rows_19.xlsx").grids
    assert [sorted(grid.hidden_rows) for grid in grids] == [
        [4, 5, 18, 19, 30, 33, 34],
        [2, 5, 16, 19, 32],
        [2, 5, 16, 17, 20, 31, 34],
    ]
    assert sum(len(grid.hidden_rows) for grid in grids) == 19
    assert {grid.hidden_columns for grid in grids} == {frozenset({1})}
    assert [grid.hidden for grid in case(hard, "hidden_sheet.xlsx").grids] == [True, False]


def test_merged_ranges_are_told(hard: Path) -> None:
    grid = sheet(hard, "multiline_headers.xlsx")
    assert grid.merges == (
        Merge(0, 0, 4, 0),
        Merge(0, 1, 3, 1),
        Merge(0, 2, 2, 3),
        Merge(3, 2, 4, 2),
        Merge(3, 3, 4, 3),
    )
    assert only(case(hard, "merged_cells.xlsx")).merges == (Merge(0, 0, 2, 1),)
    many = sheet(hard, "merges_50000.xlsx").merges
    assert (len(many), many[:2]) == (50_000, (Merge(0, 0, 0, 1), Merge(1, 1, 1, 2)))


def test_a_table_far_from_a1_keeps_its_addresses(hard: Path) -> None:
    grid = only(case(hard, "nested_subtotals.xls"))
    assert (rows(grid)[0], rows(grid)[1]) == (("",) * 5, ("", "10", "7", "37", "Subtotal 9:"))
    assert (grid.row(26)[1], grid.hidden_rows) == ("Text", frozenset({22}))
    assert sheet(hard, "revenue_pivots_with_totals.xlsx", "Sheet3").row(2)[2] == "Category"


def test_a_used_range_of_all_cells_costs_nothing(hard: Path) -> None:
    grid = only(case(hard, "huge_used_range_XFD1048576.xlsx"))
    assert rows(grid)[1][:2] == ("123", "Test Contact Name")


def test_the_pivots_of_a_workbook_are_sheets_like_others(hard: Path) -> None:
    grid = sheet(hard, "revenue_pivots_with_totals.xlsx", "Sheet1")
    assert round(sum(Decimal(row[3]) for row in rows(grid)[1:]), 3) == Decimal("68366467.438")
    assert sum(Decimal(row[2]) for row in rows(grid)[1:]) == 56_808_729


def test_a_formula_into_another_workbook_has_its_kept_value(hard: Path) -> None:
    assert rows(only(case(hard, "external_links.xlsx"))) == [("10", "20")]


@pytest.mark.parametrize(
    ("name", "password", "first"), [("encrypted_agile.xlsx", "123", ()), ("encrypted_rc4.xls", "password", ("",) * 4)]
)
def test_a_password_opens_a_protected_workbook(hard: Path, name: str, password: str, first: tuple[str, ...]) -> None:
    found = case(hard, name, password)
    assert said(found) == []
    assert (found.grids[0].row(0) if found.grids[0].height else ()) == first
    assert said(case(hard, name, "wrong")) == ["The password that was given does not open this file."]


def test_texts_of_hard_cases_say_how_they_were_read(hard: Path) -> None:
    found = {name: case(hard, name) for name in SHAPES if name.endswith((".csv", ".txt"))}
    assert {name: (one.encoding, one.separator) for name, one in found.items()} == {
        **dict.fromkeys(found, ("utf-8", ",")),
        "latin1.csv": ("cp1252", ","),
        "semicolon_decimal_comma_cp1252.csv": ("cp1252", ";"),
        "utf16be_bom.txt": ("utf-16-be", ","),
    }
    assert found["latin1.csv"].grids[0].row(2) == ("2", "©")
    assert found["semicolon_decimal_comma_cp1252.csv"].grids[0].row(0)[3:5] == ("Händler", "Verkäufer")
    assert found["ragged_rows.csv"].grids[0].widths == (3, 2, 4)
    assert rows(found["utf16be_bom.txt"].grids[0]) == [("a", "b"), ("c", "d")]
    assert found["blank_rows.csv"].grids[0].row(13) == ("", "", "")
    wrapped = [cell for row in rows(found["quoted_multiline.csv"].grids[0]) for cell in row if "\n" in cell]
    assert len(wrapped) == 4


def test_the_german_sales_come_to_the_truth(hard: Path) -> None:
    grid = case(hard, "semicolon_decimal_comma_cp1252.csv").grids[0]
    cents = (int(row[8].replace(".", "").replace(",", "")) for row in rows(grid)[1:])
    assert sum(cents) == 509_859_166
