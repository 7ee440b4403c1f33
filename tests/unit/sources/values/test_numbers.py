"""What people write for amounts, counts and shares: each read exactly, or said to be something else."""

from collections.abc import Callable
from typing import Any

import pytest

from reportgen.sources.grid import CellKind

Column = Callable[..., Any]
TEXT, NUMBER, DATE, TRUTH, ERROR, WAITING = (
    CellKind.TEXT,
    CellKind.NUMBER,
    CellKind.DATE,
    CellKind.TRUTH,
    CellKind.ERROR,
    CellKind.UNCALCULATED,
)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1,234.5万", 1_234_500_000),
        ("¥1.2亿", 12_000_000_000),
        ("￥1.2亿元", 12_000_000_000),
        ("（500）", -50_000),
        ("(500)", -50_000),
        ("500-", -50_000),
        ("-￥500", -50_000),
        ("￥-500", -50_000),
        ("−500", -50_000),
        ("–500", -50_000),
        ("１２３", 12_300),
        ("\u00a01 234.50\u00a0", 123_450),
        ("1\u202f234.50", 123_450),
        ("1\u200b234", 123_400),
        ("1'234.50", 123_450),
        ("1’234.50", 123_450),
        ("12,34,567.00", 123_456_700),
        ("1.2E+05", 12_000_000),
        ("1.2e-1", 12),
        ("1.25E7", 1_250_000_000),  # as Java writes an amount of ten million and more
        ("CNY 500", 50_000),
        ("500元", 50_000),
        ("500元整", 50_000),
        ("500 RMB", 50_000),
        ("RMB500", 50_000),
        ("人民币500元", 50_000),
        ("1.5k", 150_000),
        ("2.3m", 230_000_000),
        ("2.3 mn", 230_000_000),
        ("1.5 bn", 150_000_000_000),
        ("3千", 300_000),
        ("1.5百万", 150_000_000),
        ("2千万元", 2_000_000_000),
        (".5", 50),
        ("5.", 500),
        ("+7", 700),
    ],
)
def test_an_amount_is_read_exactly(column: Column, text: str, cents: int) -> None:
    read = column("money", [text])
    assert (read.values, read.codes) == ([cents], [])


@pytest.mark.parametrize(
    "text", ["约500", "~500", "3+2", "五", "10²", "--5", "(-5)", "5)", "..", "1,23,45", "12 34", "5 metres", "½"]
)
def test_what_is_no_amount_is_said_to_be_none(column: Column, text: str) -> None:
    read = column("money", [text])
    assert (read.values, read.codes) == ([None], ["amount-unreadable"])


@pytest.mark.parametrize("text", ["", "—", "-", "N/A", "n/a", "/", "NULL", "－", " \u00a0"])
def test_nothing_is_absent_and_no_problem(column: Column, text: str) -> None:
    read = column("money", [text])
    assert (read.values, read.codes) == ([None], [])


def test_a_failed_formula_is_never_absent(column: Column) -> None:
    assert column("money", ["#N/A", "N/A"]).codes == ["error-cell"]


@pytest.mark.parametrize("text", ["US$5", "HK$5", "$5", "€5", "5 EUR", "5美元", "USD 5"])
def test_an_amount_in_another_currency_is_told_apart(column: Column, text: str) -> None:
    assert column("money", [text]).codes == ["amount-other-currency"]


def test_each_currency_has_its_signs(column: Column) -> None:
    assert column("money", ["US$5", "$5", "5 USD"], currency="USD").values == [500, 500, 500]
    assert column("money", ["HK$5", "$5"], currency="HKD").values == [500, 500]
    assert column("money", ["¥5"], currency="JPY").values == [500]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("12,5OO", "It has the letter O where 0 may be meant: 12,500."),
        ("1l0", "It has the letter l where 1 may be meant: 110."),
    ],
)
def test_a_letter_that_looks_like_a_digit_is_named(column: Column, text: str, hint: str) -> None:
    problem = column("money", [text]).problems["amount-unreadable"]
    assert problem.remedy.endswith(hint)


def test_shares_are_read_with_and_without_their_sign(column: Column) -> None:
    read = column("percent", ["12.5%", "12.5 ％", "5‰", "0.125", "(1%)"])
    assert read.values == [1250, 1250, 50, 1250, -100]


def test_a_share_is_no_amount_and_metres_are_no_millions(column: Column) -> None:
    assert column("money", ["5%"]).codes == ["amount-unreadable"]
    assert column("number", ["5m"]).codes == ["number-unreadable"]
    assert column("number", ["1e5"]).codes == ["number-unreadable"]  # it may be a code
    assert column("number", ["1.2万"]).values == [12_000]


def test_a_unit_outside_the_cells_multiplies_all_but_those_with_their_own(column: Column) -> None:
    read = column("money", ["12.345", "1.2亿", "5元", "—"], factor=10_000)
    assert read.values == [12_345_000, 12_000_000_000, 500, None]
    assert column("percent", ["12.5", "20", "7%"], percent=True).values == [1250, 2000, 700]


def test_too_many_decimals_and_digits_are_no_amounts(column: Column) -> None:
    read = column("money", ["1.2345", "99999999999999999999", "1E+30", "1.5000"])
    assert read.values == [None, None, None, 150]
    assert read.codes == ["amount-too-large", "amount-too-precise"]
    assert "`scale: 4`" in read.problems["amount-too-precise"].remedy


# ---------------------------------------------------------------------------------------------- the decimal mark


def test_a_decimal_comma_is_taken_where_the_column_shows_it(column: Column) -> None:
    read = column("money", ["1.234,56", "28,84", "1.052", "3", "-2.024,99"])
    assert read.values == [123_456, 2_884, 105_200, 300, -202_499]
    assert read.codes == ["decimal-comma-read"]
    assert "“1.234,56” shows (rows: 4)" in read.problems["decimal-comma-read"].sentence


def test_several_points_show_that_a_point_parts_thousands(column: Column) -> None:
    assert column("money", ["1.234.567", "1.052"]).values == [123_456_700, 105_200]


def test_a_decimal_point_in_the_column_makes_commas_thousands(column: Column) -> None:
    read = column("number", ["1,052", "12.5"], scale=3)
    assert (read.values, read.codes) == ([1_052_000, 12_500], [])


def test_a_lone_comma_is_a_problem_with_both_readings_and_both_totals(column: Column) -> None:
    read = column("money", ["1052,75元", "500"])
    problem = read.problems["decimal-unclear"]
    assert read.values == [None, 50_000]
    assert problem.sentence == (
        "“1052,75元” could be 1,052.75 or 105,275, and nothing else in its column decides (rows: 1)."
        " amount would total 1,552.75 or 105,775."
    )
    assert '`decimal: ","`' in problem.remedy


def test_a_comma_against_points_is_a_problem_that_names_both(column: Column) -> None:
    read = column("money", ["1052,75", "500.25", "1,234.50"])
    assert read.values == [None, 50_025, 123_450]
    assert "its column has both “1,234.50” and “1052,75”" in read.problems["decimal-unclear"].sentence


def test_two_proven_ways_in_one_column_leave_what_could_be_either_open(column: Column) -> None:
    read = column("money", ["1.234,56", "1,234.56", "1,234", "2.345"])
    assert read.values == [123_456, 123_456, None, None]
    assert [doubt.positions for doubt in read.doubts if doubt.kind.code == "decimal-unclear"] == [[2, 3]]


@pytest.mark.parametrize(
    ("kind", "texts", "values"),
    [
        ("money", ["1,234", "5,000"], [123_400, 500_000]),  # three decimals are not written of money
        ("number", ["12,345"], [12_345]),  # 12.345 would not fit the scale
        ("number", ["12,000", "5,000"], [None, None]),  # 12 or 12,000
        ("money", ["12.000", "5.500"], [None, None]),  # 12 or 12,000
        ("money", ["12.000", "0.500"], [1_200, 50]),  # no group begins with 0
        ("money", ["12.000", "1250.000"], [1_200, 125_000]),  # nor has it four digits
    ],
)
def test_three_digits_behind_one_mark_are_taken_only_where_they_are_sure(
    column: Column, kind: str, texts: list[str], values: list[int | None]
) -> None:
    read = column(kind, texts)
    assert read.values == values
    assert read.codes == (["decimal-unclear"] if None in values else [])


@pytest.mark.parametrize("text", ["1,234", "1.234"])
def test_between_semicolons_three_digits_behind_a_lone_mark_are_never_sure(column: Column, text: str) -> None:
    for kind in ("money", "number"):
        alone = column(kind, [text], decimal_commas=True)
        assert (alone.values, alone.codes) == ([None], ["decimal-unclear"])
    assert column("money", ["1,234", "0.50"], decimal_commas=True).values == [123_400, 50]
    assert column("money", ["1.234", "0,50", "0,75"], decimal_commas=True).values == [123_400, 50, 75]
    assert column("money", ["1.234"], decimal=",", decimal_commas=True).values == [123_400]


def test_a_declared_mark_decides_alone(column: Column) -> None:
    assert column("money", ["1052,75", "1.234", "7"], decimal=",").values == [105_275, 123_400, 700]
    assert column("money", ["12.50"], decimal=",").codes == ["amount-unreadable"]
    assert column("money", ["1,234", "12.000"], decimal=".").values == [123_400, 1_200]
    assert column("money", ["1052,75"], decimal=".").codes == ["amount-unreadable"]


# ------------------------------------------------------------------------------------------------- in a workbook


def test_a_workbook_tells_numbers_texts_dates_and_failures_apart(column: Column) -> None:
    kinds = [NUMBER, TEXT, TEXT, DATE, TRUTH, WAITING, ERROR, TEXT]
    read = column("money", ["12.5", "500", "none", "2026-01-01", "TRUE", "", "#REF!", "1,000"], kinds)
    assert read.values == [1_250, 50_000, None, None, None, None, None, 100_000]
    assert read.codes == ["date-for-number", "error-cell", "formula-uncalculated", "number-as-text", "text-for-number"]
    assert "such as “500” (rows: 2)" in read.problems["number-as-text"].sentence


def test_a_workbooks_own_number_has_no_thousands_mark(column: Column) -> None:
    read = column("money", ["1.234", "5.678"], [NUMBER, NUMBER], scale=3)
    assert (read.values, read.codes) == ([1_234, 5_678], [])
    mixed = column("number", ["1.5", "12,000"], [NUMBER, TEXT], scale=1)
    assert (mixed.values, mixed.codes) == ([15, None], ["decimal-unclear"])


def test_a_long_wrong_column_is_told_in_few_words(column: Column) -> None:
    read = column("money", [f"x{index}" for index in range(5_000)])
    assert len(read.doubts) == 101
    assert sum(len(doubt.positions) for doubt in read.doubts) == 5_000
