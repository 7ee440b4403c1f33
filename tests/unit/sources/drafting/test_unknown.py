"""A file without a profile: every cell in one place, in the form that it has everywhere else."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.sources.drafting.finding import book, document, first_table, found_in, read, rows


def test_numbers_days_and_ids_of_a_text_file_are_told_apart() -> None:
    table = first_table(read('编号,签订日期,金额,折扣\n0012,2026-03-05,"1,234.50",12.5%\n0013,2026-03-06,800,5%\n'))
    assert [column["type"] for column in table["columns"]] == ["id", "date", "money", "percent"]
    assert rows(table) == [
        [2, "0012", "2026-03-05", Decimal("1234.50"), Decimal("0.125")],
        [3, "0013", "2026-03-06", Decimal(800), Decimal("0.05")],
    ]


def test_a_unit_above_a_table_scales_its_money_exactly_and_is_recorded() -> None:
    content = book([["销售额"], ["单位：万元"], ["大区", "金额"], ["华东", 1.23], ["华北", 0.07], ["合计", 1.3]])
    table = first_table(read(content, "a.xlsx"))
    assert rows(table) == [[4, "华东", Decimal(12300)], [5, "华北", Decimal(700)]]
    assert table["units"] == [{"row": 2, "text": "单位：万元", "factor": 10000, "currency": "CNY", "tax": None}]
    (total,) = table["sums"]
    assert (total["row"], total["agrees"], total["values"]) == (6, True, {"大区": "合计", "金额": Decimal(13000)})


def test_a_unit_above_a_table_leaves_the_numbers_of_orders_alone() -> None:
    for header in ("订单", "Auftrag"):
        content = book([["单位：万元"], [header, "客户", "金额"], [4711, "甲", 1.5], [4712, "乙", 2.5]])
        table = first_table(read(content, "a.xlsx"))
        assert rows(table) == [[3, 4711, "甲", Decimal(15000)], [4, 4712, "乙", Decimal(25000)]]
        assert [(one["type"], one["factor"]) for one in table["columns"]] == [("id", 1), ("text", 1), ("money", 10000)]


def test_what_is_no_amount_in_a_column_of_amounts_is_a_problem() -> None:
    found = read("Invoice,金额,Date\n1,10,2026-03-31\n2,20,2026-03-32\n3,30,2026-03-01\n4,12x,2026-03-02\n")
    assert [one["type"] for one in first_table(found)["columns"]] == ["id", "money", "date"]
    problems = [(one["code"], one["row"], one["column"]) for one in found["sheets"][0]["problems"]]
    assert problems == [("amount-unreadable", 5, "B"), ("date-impossible", 3, "C")]


@pytest.mark.parametrize("mark", [",", "."])
def test_what_may_be_a_thousand_or_one_between_semicolons_is_a_problem_with_both_readings(mark: str) -> None:
    found = read(f"Kunde;Betrag\nA;1{mark}234\nB;2{mark}500\n")
    assert rows(first_table(found)) == [[2, "A", f"1{mark}234"], [3, "B", f"2{mark}500"]]
    (problem,) = found["sheets"][0]["problems"]
    assert problem["code"] == "decimal-unclear"
    assert "Betrag would total 3.734 or 3,734." in problem["sentence"]


def test_a_total_that_differs_says_both_figures() -> None:
    found = read(book([["区", "金额"], ["东", 10], ["西", 20], ["合计", 31]]), "a.xlsx")
    (total,) = first_table(found)["sums"]
    assert total["agrees"] is False
    assert total["checks"] == [{"name": "金额", "says": 31, "rows_sum_to": 30, "agrees": False}]
    (problem,) = found["sheets"][0]["problems"]
    assert (problem["code"], problem["row"], problem["column"]) == ("total-differs", 4, "B")


def test_a_total_of_texts_with_marks_is_checked_too() -> None:
    found = read('id,amount\na,"1,200.50"\nb,80.25\nTotal,"1,280.75"\n')
    assert [one["agrees"] for one in first_table(found)["sums"]] == [True]


def test_a_merged_text_repeats_and_a_merged_number_does_not() -> None:
    content = book(
        [["team", "person", "bonus"], ["East", "A", 900], [None, "B", None], ["West", "C", 100]],
        merged=["A2:A3", "C2:C3"],
    )
    table = first_table(read(content, "a.xlsx"))
    assert rows(table) == [[2, "East", "A", 900], [3, "East", "B", None], [4, "West", "C", 100]]
    assert table["merged"] == ["A2:A3"]


def test_what_a_workbook_says_of_a_cell_is_kept() -> None:
    content = book(
        [
            ["what", "value"],
            ["number", 1.5],
            ["text", "x"],
            ["truth", True],
            ["day", date(2026, 3, 5)],
            ["time", datetime.fromisoformat("2026-03-05T10:30")],
        ]
    )
    table = first_table(read(content, "a.xlsx"))
    assert table["columns"][1]["type"] == "mixed"
    assert [row[2] for row in rows(table)] == [Decimal("1.5"), "x", True, "2026-03-05", "2026-03-05T10:30:00"]


def test_an_uncalculated_formula_and_a_failed_one_are_not_empty() -> None:
    content = book([["id", "amount"], ["a", 1], ["b", "=B2*2"], ["c", 3]])
    found = read(content, "a.xlsx")
    assert [row[2] for row in rows(first_table(found))] == [1, {"uncalculated": True}, 3]
    assert [problem["code"] for problem in found["sheets"][0]["problems"]] == ["formula-uncalculated"]
    failed = read("id,amount\na,1\nb,#REF!\nc,3\nd,4\n")
    assert [row[2] for row in rows(first_table(failed))] == [1, {"error": "#REF!"}, 3, 4]


def test_a_text_among_numbers_stays_and_is_a_problem_and_a_dash_is_no_value() -> None:
    found = read("id,amount\na,1.50\nb,12.5O\nc,—\nd,7.25\ne,8\nf,9\ng,3\n")
    table = first_table(found)
    assert [row[2] for row in rows(table)][:3] == [Decimal("1.50"), "12.5O", None]
    assert table["columns"][1]["blank_marks"] == ["—"]
    (problem,) = found["sheets"][0]["problems"]
    assert (problem["row"], problem["column"], problem["found"]) == (3, "B", "12.5O")


def test_a_number_of_many_decimals_keeps_them_all() -> None:
    table = first_table(read("id,rate\na,0.1234567890123456\nb,2\nc,123456789012345678901234.5\n"))
    assert [row[2] for row in rows(table)] == [Decimal("0.1234567890123456"), 2, Decimal("123456789012345678901234.5")]


def test_long_numbers_stored_as_text_in_every_row_are_ids() -> None:
    table = first_table(read(book([["x", "y"], ["1234567", 1], ["7654321", 2]]), "a.xlsx"))
    assert [column["type"] for column in table["columns"]] == ["id", "number"]
    assert rows(table)[0] == [2, "1234567", 1]


def test_hidden_sheets_empty_sheets_and_lone_cells_are_there() -> None:
    found = read(book([["alone"]], [], [["a", "b"], [1, 2]]), "a.xlsx")
    assert [sheet["name"] for sheet in found["sheets"]] == ["Sheet", "Sheet1", "Sheet2"]
    assert "alone" in str(found["sheets"][0])
    assert (found["sheets"][1]["tables"], found["sheets"][1]["notes"]) == ([], [])


def test_an_empty_file_and_a_header_alone_are_no_accident() -> None:
    for content, name in (("", "a.csv"), ("\ufeff", "a.csv"), ("\n\n", "a.csv"), (book([[]]), "a.xlsx")):
        empty = read(content, name)
        assert [sheet["tables"] for sheet in empty["sheets"]] == [[]]
        assert [one["sentence"] for one in empty["problems"]] == ["Nothing stands in this file."]
    only = read("order,amount\n")
    assert only["refused"] is None
    assert "amount" in str(only["sheets"])


def test_the_same_file_gives_the_same_answer_twice() -> None:
    content = book([["a", "b"], ["x", 1], ["y", 2]])
    assert document(found_in(content, "a.xlsx")) == document(found_in(content, "a.xlsx"))


_TEXT = st.text("abcXYZ中文äß'\\\\&<", max_size=8)
_CELL = st.one_of(st.just(""), _TEXT, st.integers(1, 9999).map(str), st.dates().map(str), st.just("合计"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(_CELL, min_size=3, max_size=3), min_size=1, max_size=8))
def test_no_cell_is_lost(written: list[list[str]]) -> None:
    content = "\n".join(",".join(row) for row in [["name", "day", "amount"], *written])
    told = json.dumps(read(content)["sheets"], ensure_ascii=False, default=str)
    lost = [cell for row in written for cell in row if json.dumps(cell, ensure_ascii=False)[1:-1] not in told]
    assert lost == []
