"""The tables of files that nobody here wrote, as a person sees them on their sheets."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from reportgen.sources.formats import open_file
from reportgen.sources.layout import Area, find_areas
from tests.unit.sources.layout.drawing import names, notes, rows, sums, units


@cache
def _areas(path: Path) -> dict[str, tuple[Area, ...]]:
    return {grid.sheet: find_areas(grid) for grid in open_file(path.read_bytes(), path.name, frozenset()).grids}


Areas = Callable[[str], dict[str, tuple[Area, ...]]]


@pytest.fixture(scope="session")
def areas(shared_data: Path) -> Areas:
    """Find the tables of a hard case, by sheet."""
    return lambda name: _areas(shared_data / "hardcases" / name)


def total(area: Area, column: int) -> Decimal:
    return sum((Decimal(text) for text in area.cells(column).texts.to_pylist()), Decimal(0))


def test_a_table_hidden_between_lines_of_prose(areas: Areas) -> None:
    found = areas("readxl_deaths_header_footer.xlsx")
    for sheet, first, last in (("arts", "David Bowie", "George Michael"), ("other", "Vera Rubin", "Pat Summit")):
        (area,) = found[sheet]
        assert (area.header, rows(area), notes(area)) == ((4,), list(range(6, 16)), [1, 2, 3, 4, 16, 17, 18, 19])
        assert list(names(area).values()) == ["Name", "Profession", "Age", "Has kids", "Date of birth", "Date of death"]
        texts = area.cells(0).texts.to_pylist()
        assert (texts[0], texts[-1]) == (first, last)


def test_pivots_of_a_table_have_its_totals_and_no_more(areas: Areas) -> None:
    found = areas("revenue_pivots_with_totals.xlsx")
    (table,) = found["Sheet1"]
    assert (total(table, 2), total(table, 3)) == (Decimal(56808729), Decimal("68366467.438"))
    (outline,) = found["Sheet4"]
    assert (total(outline, 1), total(outline, 2)) == (Decimal(56808729), Decimal("68366467.438"))
    assert [(row, label, agrees) for row, label, _, agrees in sums(outline)] == [
        (5, "Books", True),
        (9, "Electronics", True),
        (13, "mMovies", True),
        (17, "MMusic", True),
        (21, "Grand Total", True),
    ]
    for sheet in ("Sheet3", "Sheet2"):
        (crossed,) = found[sheet]
        assert [(label, agrees) for _, label, _, agrees in sums(crossed)] == [
            ("Total Sum of Cost", True),
            ("Total Sum of Revenue", True),
        ]
    (wide,) = found["Sheet5"]
    assert list(names(wide).values()) == [
        "Row Labels", "2005 / Sum of Cost", "2005 / Sum of Revenue", "2006 / Sum of Cost", "2006 / Sum of Revenue",
        "2007 / Sum of Cost", "2007 / Sum of Revenue",
    ]  # fmt: skip
    assert (rows(wide), notes(wide)) == ([6, 7, 8, 9], [3])


def test_a_header_of_four_merged_rows(areas: Areas) -> None:
    (area,) = next(iter(areas("multiline_headers.xlsx").values()))
    assert list(names(area).values()) == [
        "Region",
        "Caloric contribution",
        "Cumulative impact of changes on cost of food basket / from previous quarter",
        "Cumulative impact of changes on cost of food basket / from baseline (%)",
    ]
    assert (rows(area), area.units[1].percent, area.units[3].percent) == ([6], True, True)
    assert [area.cells(column).texts.to_pylist() for column in range(4)] == [["A"], ["B"], ["C"], ["D"]]


def test_tables_with_titles_merged_headers_units_and_footnotes(areas: Areas) -> None:
    found = areas("several_tables_per_sheet.xlsx")
    assert [len(one) for one in found.values()] == [1] * 12
    (area,) = found["Exp1"]
    assert (area.header, rows(area), notes(area)) == ((6, 7, 8), list(range(11, 23)), [1, 4, 5, 6, 24, 25, 26])
    assert list(names(area).values()) == [
        "GROSS / INCOME", "PRSI Liability / Existing", "PRSI Liability / Proposed", "Levy Liability / Existing",
        "Levy Liability / Proposed", "Tax Liability / Existing", "Tax Liability / Proposed",
        "Total / Gain / (Per Year)", "Total / Gain / (Per Week) (a)", "Gain as % of / Net Income",
    ]  # fmt: skip
    assert units(area)["B"] == ("€", 1, "EUR")
    assert area.units[9].percent


def test_three_tables_below_each_other_with_years_as_headers_and_hidden_rows(areas: Areas) -> None:
    found = areas("hidden_rows_19.xlsx")
    assert [[rows(area) for area in one] for one in found.values()] == [
        [[5, *range(7, 15)], [19, *range(21, 29)], [34, *range(36, 44)]],
        [list(range(6, 15)), list(range(20, 29)), list(range(33, 42))],
        [list(range(6, 15)), list(range(21, 30)), list(range(35, 44))],
    ]
    first, second, third = found["Avgtxfull"]
    assert list(names(first).values())[1:4] == ["£", "SINGLE / 1997", "SINGLE / 1998"]
    assert list(names(second).values())[-1] == "MARRIED ONE INCOME 2 CHILDREN / 2007"
    assert (first.repeated, notes(third)) == ((5,), [44, 45, 46])


def test_merged_cells_without_a_header(areas: Areas) -> None:
    (first,) = areas("merged_ranges.xlsx")["Sheet1"]
    assert (first.header, first.cells(0).texts.to_pylist()) == ((), ["A1", "A1", "A3", "A4"])
    (second,) = areas("merged_ranges.xlsx")["Sheet2"]
    assert second.cells(0).texts.to_pylist() == ["A1", "A1", "A1", "A1"]
    assert second.cells(1).texts.to_pylist() == ["B1", "B1", "B3", "B4"]
    (single,) = next(iter(areas("merged_cells.xlsx").values()))
    assert set(single.cells(0).texts.to_pylist()) == {"data"}


def test_nothing_is_dropped_for_a_label_that_stands_behind_the_figures(areas: Areas) -> None:
    (area,) = next(iter(areas("nested_subtotals.xls").values()))
    assert (area.header, rows(area), sums(area)) == ((), [2, 3, 4, 5, 7, 12, 13, 14, 22, 23, 24, 25, 27], [])


def test_errors_are_data_beside_a_second_table(areas: Areas) -> None:
    looked_up, keys = areas("error_cells_307.xlsx")["Sheet1"]
    assert looked_up.cells(1).texts.to_pylist() == ["#N/A"] * 307
    assert keys.cells(3).texts.to_pylist() == ["Key1", "Key2", "Key3"]


@pytest.mark.parametrize(
    ("name", "head", "found"),
    [
        ("blank_rows.csv", ["id", "name", "age"], [2, 3]),
        ("duplicate_headers.csv", ["id", "name", "id", "age", "id"], [2, 3]),
        ("ragged_rows.csv", ["id", "name", "age", ""], [2, 3]),
        ("utf8_bom.csv", ["id", "name"], [2, 3]),
        ("latin1.csv", ["id", "name"], [2, 3]),
        ("utf16be_bom.txt", ["a", "b"], [2]),
        ("number_format_multicode.xlsx", ["col1"], [2, 3, 4]),
        ("date1904.xlsx", ["", ""], [1, 2, 3]),
        ("iso_dates_t_d.xlsx", [""], [1, 2, 3, 4, 5, 6]),
        ("external_links.xlsx", ["", ""], [1]),
        ("excel95_biff5.xls", ["Number", "Square", "Formatted"], list(range(6, 21))),
    ],
)
def test_a_plain_table_has_its_names_and_rows(areas: Areas, name: str, head: list[str], found: list[int]) -> None:
    (area,) = next(iter(areas(name).values()))
    assert (list(names(area).values()), rows(area)) == (head, found)


def test_columns_of_mixed_types_keep_their_header_and_every_row(areas: Areas) -> None:
    found = areas("readxl_type_me.xlsx")
    assert {sheet: (names(one)["A"], rows(one)) for sheet, (one,) in found.items()} == {
        "logical_coercion": ("maybe boolean?", list(range(2, 12))),
        "numeric_coercion": ("maybe numeric?", list(range(2, 9))),
        "date_coercion": ("maybe a datetime?", list(range(2, 9))),
        "text_coercion": ("text", list(range(2, 8))),
    }


def test_fifty_thousand_merges_without_data_are_no_table(areas: Areas) -> None:
    assert set(areas("merges_50000.xlsx").values()) <= {()}
