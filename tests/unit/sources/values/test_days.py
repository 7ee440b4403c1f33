"""What people write for days and periods: one day, or two readings of which the column chooses, or none."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from reportgen.model.period import after, before, parse_period, parse_span, parts
from reportgen.sources.grid import CellKind
from reportgen.sources.values.dates import day_of_serial

Column = Callable[..., Any]
FIRST_OF_JULY = date(2026, 7, 1)
NUMBER = CellKind.NUMBER


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-01",
        "2026/7/1",
        "2026.7.1",
        "20260701",
        "2026年7月1日",
        "2026年7月1号",
        "２０２６年７月１日",
        "二〇二六年七月一日",
        "2026-07-01 13:30:00",
        "2026-07-01T13:30:00.123+08:00",
        "2026-07-01T23:30Z",
        "2026/7/1 8:05",
        "1. Juli 2026",
        "1 juillet 2026",
        "1 de julio de 2026",
        "1 July 2026",
        "July 1, 2026",
        "Jul 1 2026",
        "1-Jul-2026",
        "Wed, 1 Jul 2026",
        "1st July 2026",
    ],
)
def test_a_day_that_can_be_one_only_is_read(column: Column, text: str) -> None:
    read = column("date", [text])
    assert (read.values, read.codes) == ([FIRST_OF_JULY], [])


@pytest.mark.parametrize("text", ["1-Jul-26", "26年7月1日", "1 Jul '26"])
def test_a_year_of_two_digits_is_read_and_said(column: Column, text: str) -> None:
    read = column("date", [text])
    assert (read.values, read.codes) == ([FIRST_OF_JULY], ["short-years-read"])


def test_nobody_knows_the_century_of_some_years(column: Column) -> None:
    read = column("date", ["1-Jul-65", "1-Jul-99"])
    assert read.values == [None, date(1999, 7, 1)]
    assert read.problems["short-year-unclear"].sentence == ("The year of “1-Jul-65” could be 1965-07-01 or 2065-07-01.")


@pytest.mark.parametrize(
    ("texts", "days", "order"),
    [
        (["03/04/2026", "25/04/2026"], [date(2026, 4, 3), date(2026, 4, 25)], "day, month, year"),
        (["7/1/2026", "7/13/2026"], [date(2026, 7, 1), date(2026, 7, 13)], "month, day, year"),
        (["3.4.2026", "31.1.2026"], [date(2026, 4, 3), date(2026, 1, 31)], "day, month, year"),
        (["26.7.1", "26.07.02"], [date(2026, 7, 1), date(2026, 7, 2)], "year, month, day"),
    ],
)
def test_one_day_decides_the_order_of_its_column(
    column: Column, texts: list[str], days: list[date], order: str
) -> None:
    read = column("date", texts)
    assert read.values == days
    assert f"read as {order}" in read.problems["date-order-read"].sentence


def test_an_open_order_is_a_problem_with_both_readings(column: Column) -> None:
    read = column("date", ["03/04/2026", "05/05/2026", "03/04/2026"])
    assert read.values == [None, date(2026, 5, 5), None]
    assert read.problems["date-unclear"].sentence == (
        "“03/04/2026” could be 2026-04-03 or 2026-03-04, and nothing else in its column decides (rows: 2)."
        " They would fall in 2026-04 (rows: 2) or in 2026-03 (rows: 2)."
    )


def test_two_orders_in_one_column_contradict_each_other(column: Column) -> None:
    read = column("date", ["03/04/2026", "25/04/2026", "04/25/2026"])
    assert read.values == [None, date(2026, 4, 25), date(2026, 4, 25)]
    assert "its column has both “25/04/2026” and “04/25/2026”" in read.problems["date-unclear"].sentence


def test_days_that_agree_in_every_order_are_no_problem(column: Column) -> None:
    read = column("date", ["05/05/2026", "06/06/2026"])
    assert (read.values, read.codes) == ([date(2026, 5, 5), date(2026, 6, 6)], [])


def test_a_declared_order_decides_alone(column: Column) -> None:
    assert column("date", ["03/04/2026"], order="mdy").values == [date(2026, 3, 4)]
    read = column("date", ["13/04/2026"], order="mdy")
    assert (read.values, read.codes) == ([None], ["date-impossible"])
    assert column("date", ["7/4/1996"], formats=("%m/%d/%Y",)).values == [date(1996, 7, 4)]


@pytest.mark.parametrize("text", ["2026-02-31", "2026-13-01", "31/02/2026", "2026年2月30日"])
def test_a_day_that_never_was_is_impossible(column: Column, text: str) -> None:
    assert column("date", [text]).codes == ["date-impossible"]


def test_a_day_far_from_business_counts_and_is_doubted(column: Column) -> None:
    read = column("date", ["1985-01-01", "9999-12-31", "2026-01-01"])
    assert read.values == [date(1985, 1, 1), date(9999, 12, 31), date(2026, 1, 1)]
    assert [doubt.kind.code for doubt in read.doubts] == ["date-unlikely", "date-unlikely"]


@pytest.mark.parametrize(
    ("serial", "epoch", "day"),
    [
        (46204, 1900, FIRST_OF_JULY),
        (44742, 1904, FIRST_OF_JULY),
        (1, 1900, date(1900, 1, 1)),
        (59, 1900, date(1900, 2, 28)),
        (60, 1900, None),  # 29 February 1900 never was
        (61, 1900, date(1900, 3, 1)),
        (0, 1904, date(1904, 1, 1)),
        (44196, 1900, date(2020, 12, 31)),
        (-1, 1900, None),
    ],
)
def test_day_numbers_count_from_either_beginning(serial: int, epoch: int, day: date | None) -> None:
    assert day_of_serial(serial, epoch) == day


def test_a_workbooks_number_in_a_column_of_days_is_a_day_number(column: Column) -> None:
    read = column("date", ["46204", "46204.75", "20260701", "3", "60"], [NUMBER] * 5)
    assert read.values == [FIRST_OF_JULY, FIRST_OF_JULY, FIRST_OF_JULY, None, None]
    assert read.codes == ["number-for-date"]
    assert column("date", ["44742"], [NUMBER], epoch=1904).values == [FIRST_OF_JULY]


def test_day_numbers_in_a_text_file_need_company(column: Column) -> None:
    read = column("date", ["46204", "46205"])
    assert (read.values, read.codes) == ([FIRST_OF_JULY, date(2026, 7, 2)], ["serial-days-read"])
    lone = column("date", ["46204", "2026-01-01"])
    assert (lone.values, lone.codes) == ([None, date(2026, 1, 1)], ["number-for-date"])
    assert "it would be 2026-07-01" in lone.problems["number-for-date"].sentence


def test_words_are_no_days(column: Column) -> None:
    read = column("date", ["soon", "TRUE", "—", "#REF!"])
    assert (read.values, read.codes) == ([None] * 4, ["date-unreadable", "error-cell"])


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026年7月", "2026-07"),
        ("2026年7月份", "2026-07"),
        ("2026年十一月", "2026-11"),
        ("26年7月", "2026-07"),
        ("2026.7", "2026-07"),
        ("2026/7", "2026-07"),
        ("202607", "2026-07"),
        ("07/2026", "2026-07"),
        ("26-07", "2026-07"),
        ("Jul-26", "2026-07"),
        ("July 2026", "2026-07"),
        ("Juli 2026", "2026-07"),
        ("2026-07-15", "2026-07"),
        ("Q1-26", "2026-Q1"),
        ("26Q1", "2026-Q1"),
        ("1Q26", "2026-Q1"),
        ("2026Q1", "2026-Q1"),
        ("2026-Q1", "2026-Q1"),
        ("Q1 2026", "2026-Q1"),
        ("2026年第一季度", "2026-Q1"),
        ("2026年1季度", "2026-Q1"),
        ("2026年", "2026"),
        ("2026年度", "2026"),
    ],
)
def test_a_period_is_read_as_its_id(column: Column, text: str, period: str) -> None:
    assert column("period", [text]).values == [period]


def test_a_period_of_which_either_number_may_be_the_year_is_not_read(column: Column) -> None:
    assert column("period", ["13/1/01"]).codes == ["period-unclear"]


@pytest.mark.parametrize("text", ["2026H3", "上半年", "7月", "Q3", "2026-13", "46204", "13/2026"])
def test_a_period_that_is_not_sure_is_not_read(column: Column, text: str) -> None:
    assert column("period", [text]).codes == ["period-unreadable"]


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("2026H1", "2026-H1"),
        ("2026-H2", "2026-H2"),
        ("2026上半年", "2026-H1"),
        ("H1 2026", "2026-H1"),
        ("1H26", "2026-H1"),
        ("2026年上半年", "2026-H1"),
        ("2026年下半年度", "2026-H2"),
        ("下半年2026", "2026-H2"),
        ("1. Halbjahr 2026", "2026-H1"),
    ],
)
def test_a_half_year_is_a_period_of_six_months(column: Column, text: str, half: str) -> None:
    assert column("period", [text]).values == [half]
    period = parse_span(half)
    assert period is not None
    assert parse_period(half) is None  # nothing is computed for one
    assert (period.id, len(parts(period, "month")), before(after(period))) == (half, 6, period)


@pytest.mark.parametrize("text", ["FY26", "FY2026", "FY 2025/26", "2026财年", "FY26-Q1", "H1 FY26", "GJ 2026"])
def test_a_fiscal_year_is_no_calendar_year(column: Column, text: str) -> None:
    assert (column("period", [text]).values, column("period", [text]).codes) == ([None], ["period-fiscal"])


def test_the_column_decides_which_number_of_a_period_is_its_year(column: Column) -> None:
    assert column("period", ["07-08"]).codes == ["period-unclear"]
    assert column("period", ["07-08", "13-08"]).values == ["2007-08", "2013-08"]
    assert column("period", ["03/04/2026", "25/04/2026"]).values == ["2026-04", "2026-04"]
    assert column("period", ["03/04/2026"], order="mdy").values == ["2026-03"]


def test_a_number_of_a_workbook_may_have_lost_a_zero(column: Column) -> None:
    read = column("period", ["2026.1", "2026.2", "46204", "202607"], [NUMBER] * 4)
    assert read.values == [None, "2026-02", "2026-07", "2026-07"]
    assert "could be 2026-01 or 2026-10" in read.problems["period-unclear"].sentence


@pytest.mark.parametrize("texts", [["31/03/26", "01/04/26", "15/04/26"], ["26/03/31", "26/04/01", "26/04/15"]])
def test_the_part_that_stays_the_same_is_the_year_of_two_digits(column: Column, texts: list[str]) -> None:
    read = column("date", texts)
    assert read.values == [date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 15)]
    assert read.codes == ["date-order-read", "short-years-read"]


def test_two_days_are_too_few_to_tell_the_year_of_two_digits(column: Column) -> None:
    assert column("date", ["31/03/26", "15/04/26"]).values == [None, None]
