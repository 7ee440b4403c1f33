"""A column whose type nobody can tell is said to be one, with counts and the first cell of both kinds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.sources.drafting.finding import book, first_table, read, rows


def test_a_column_half_of_which_is_numbers_is_a_warning_that_names_both() -> None:
    found = read("Order,Size,Price\nA,12,1\nB,,1\nC,large,1\nD,15,1\nE,small,1\n")
    assert [one["type"] for one in first_table(found)["columns"]] == ["text", "text", "money"]
    (problem,) = found["sheets"][0]["problems"]
    assert (problem["code"], problem["severity"], problem["row"]) == ("type-unclear", "warning", 4)
    assert problem["sentence"] == (
        "Size could be numbers or text, and its cells stay as they are written: 2 of 4 are numbers, such as “12” in"
        " row 2, and the others are not, such as “large” (rows: 2)."
    )


def test_a_workbooks_column_of_days_and_words_is_a_warning_too() -> None:
    seen = ["2026-03-31", "soon", "2026-04-01", "never"]
    content = book([["Client", "Seen", "Calls"], *(["A", day, 7] for day in seen)])
    (problem,) = read(content, "a.xlsx")["sheets"][0]["problems"]
    assert problem["code"] == "type-unclear"
    assert "2 of 4 are days, such as “2026-03-31” in row 2" in problem["sentence"]


def test_names_with_a_figure_now_and_then_are_no_matter() -> None:
    names = "".join(f"Company {letter},x\n" for letter in "abcdefgh")
    assert read(f"Client,Note\n{names}4711,x\n")["sheets"][0]["problems"] == []


def test_amounts_in_several_currencies_stay_as_written_and_are_a_warning() -> None:
    found = read("Customer,Amount\nA,EUR 1200\nB,USD 300\nC,¥500\n")
    assert rows(first_table(found)) == [[2, "A", "EUR 1200"], [3, "B", "USD 300"], [4, "C", "¥500"]]
    (problem,) = found["sheets"][0]["problems"]
    assert problem["code"] == "currencies-several"
    assert "several currencies: CNY or JPY, EUR, USD." in problem["sentence"]


def test_under_a_header_that_names_days_an_impossible_day_is_a_slip_and_no_text() -> None:
    found = read("Order,Date\n1,2026-03-31\n2,2026-03-32\n3,tbd\n")
    assert [one["type"] for one in first_table(found)["columns"]] == ["id", "date"]
    problems = sorted((one["row"], one["code"]) for one in found["sheets"][0]["problems"])
    assert problems == [(3, "date-impossible"), (4, "date-unreadable")]


@pytest.mark.parametrize("values", [["1234.5", "7.25"], ["2026.1", "2026.3"]])
def test_numbers_with_a_point_are_no_periods_where_no_header_says_so(values: list[str]) -> None:
    content = book([["Thing", "Score"], *(["a", float(value)] for value in values)])
    assert first_table(read(content, "a.xlsx"))["columns"][1]["type"] == "number"
    text = first_table(read("Thing,Score\n" + "".join(f"a,{value}\n" for value in values)))
    assert [row[2] for row in rows(text)] == [Decimal(value) for value in values]
