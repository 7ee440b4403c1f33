"""What people write in a cell, and what is read: numbers, days and periods, each exactly or not at all."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.sources.values.dates import date_pattern, read_date
from reportgen.sources.values.numerals import decimals_of, read_number
from reportgen.sources.values.periods import read_period


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", "1234.5"),
        ("1 234 567", "1234567"),
        ("12,345,678.9", "12345678.9"),
        ("¥1.2亿", "120000000"),
        ("￥ 100", "100"),
        ("1.25万元", "12500"),
        ("CNY 3", "3"),
        ("（500）", "-500"),
        ("(1,000.25)", "-1000.25"),
        ("500-", "-500"),
        ("−7", "-7"),
        ("-¥7", "-7"),
        ("+7", "7"),
        ("１２３．４５", "123.45"),
        (".5", "0.5"),
    ],
)
def test_an_amount_is_read_exactly(text: str, number: str) -> None:
    assert read_number(text, "CNY") == Fraction(number)


@pytest.mark.parametrize(
    "text",
    ["12,5OO", "1,23", "1052,75", "1.234.567", "$5", "--5", "(-5)", "(5", "5)", "", ".", "1e5", "5%", "12 34", "五"],
)
def test_what_is_not_surely_an_amount_is_not_read(text: str) -> None:
    assert read_number(text, "CNY") is None


def test_a_percent_sign_is_read_where_percentages_are_expected() -> None:
    assert read_number("12.5%", percent=True) == Fraction(1, 8)
    assert read_number(".0120", percent=True) == Fraction(12, 1000)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_every_plain_decimal_reads_back(number: object) -> None:
    assert read_number(f"{number:f}") == Fraction(str(number))


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    for value in (
        read_number(text, "CNY", percent=True),
        read_date(text, (date_pattern("%m/%d/%Y"),)),
        read_period(text),
    ):
        assert value is None or isinstance(value, Fraction | date | str)


def test_the_decimals_a_value_needs_are_counted() -> None:
    assert decimals_of(Fraction("12.345")) == 3
    assert decimals_of(Fraction(1, 3)) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "2026/3/5",
        "2026.3.5",
        "2026年3月5日",
        "20260305",
        "2026-03-05 13:30:00",
        "2026-03-05T00:00:00Z",
        "２０２６-3-5",
    ],
)
def test_a_day_written_year_first_is_read(text: str) -> None:
    assert read_date(text) == date(2026, 3, 5)


@pytest.mark.parametrize("text", ["03/04/2026", "5.3.2026", "2026-13-01", "2026-02-30", "2026-3/5", "46086"])
def test_a_day_that_could_be_another_is_not_read(text: str) -> None:
    assert read_date(text) is None


def test_the_order_of_month_and_day_counts_only_where_it_is_declared() -> None:
    assert read_date("7/4/1996", (date_pattern("%m/%d/%Y"),)) == date(1996, 7, 4)
    assert read_date("7/4/1996", (date_pattern("%d/%m/%Y"),)) == date(1996, 4, 7)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026-03", "2026-03"),
        ("2026年3月", "2026-03"),
        ("202603", "2026-03"),
        ("2026/3", "2026-03"),
        ("2026-03-01", "2026-03"),
        ("2017Q3", "2017-Q3"),
        ("2017年第3季度", "2017-Q3"),
        ("2026", "2026"),
        ("2026-13", None),
        ("Q3", None),
    ],
)
def test_a_period_is_read_as_its_id(text: str, period: str | None) -> None:
    assert read_period(text) == period
