"""A month that is far from the one before is looked at before anything is paid on it."""

from collections.abc import Callable

import pytest

from reportgen.model.problem import Severity
from reportgen.sources.reading import Reading

Read = Callable[..., Reading]

BY_DATE = """
kind: orders
files: ["orders*.csv"]
key: [no]
columns:
  no: {type: id, headers: [no], required: true}
  day: {type: date, headers: [day]}
  amount: {type: money, headers: [amount], currency: CNY}
checks:
  - {kind: steady, date: day, sums: [amount], factor: 2.5}
"""
BY_FILE = BY_DATE.replace("date: day", 'files: "orders_YYYY-MM*"')


def rows(month: str, count: int, amount: str) -> str:
    return "".join(f"{month}-{number},2026-{month}-01,{amount}\n" for number in range(count))


@pytest.mark.parametrize(("count", "amount"), [(5, "1.00"), (2, "2.50"), (2, "0.40")])
def test_a_month_within_the_factor_is_in_order(reading: Read, count: int, amount: str) -> None:
    text = "no,day,amount\n" + rows("01", 2, "1.00") + rows("02", count, amount) + rows("04", 99, "9.00")
    assert reading({"orders.csv": text}, BY_DATE).problems == ()


@pytest.mark.parametrize(
    ("count", "amount", "sentence"),
    [
        (
            6,
            "0.50",
            "The number of rows of 2026-02 is 6, that of 2026-01 was 2: 3.00",
        ),
        (
            2,
            "2.51",
            "The sum of amount of 2026-02 is 5.02, that of 2026-01 was 2.00: 2.51",
        ),
        (
            2,
            "0.39",
            "The sum of amount of 2026-02 is 0.78, that of 2026-01 was 2.00: 0.39",
        ),
    ],
)
def test_a_month_beyond_it_is_told(reading: Read, count: int, amount: str, sentence: str) -> None:
    text = "no,day,amount\n" + rows("01", 2, "1.00") + rows("02", count, amount) + rows("03", count, amount)
    (problem,) = reading({"orders.csv": text}, BY_DATE).problems
    assert problem.sentence == f"{sentence} times as much, where 2.5 is the limit."
    assert (problem.kind.severity, problem.place.row) == (Severity.WARNING, 4)


def test_the_last_month_may_not_be_over_so_a_small_one_is_no_finding(reading: Read) -> None:
    text = "no,day,amount\n" + rows("01", 9, "1.00") + rows("02", 1, "1.00")
    assert reading({"orders.csv": text}, BY_DATE).problems == ()


def test_a_file_of_the_month_is_compared_with_last_months_file(reading: Read) -> None:
    january, february = "no,day,amount\n" + rows("01", 9, "1.00"), "no,day,amount\n" + rows("02", 3, "1.00")
    found = reading({"orders_2026-01.csv": january, "orders_2026-02.csv": february}, BY_FILE).problems
    assert [problem.kind.code for problem in found] == ["totals-far-from-last"] * 2
    assert {problem.place.file for problem in found} == {"inputs/data/orders_2026-02.csv"}
    assert found[0].sentence == (
        "The number of rows of 2026-02 is 3, that of 2026-01 was 9: 0.33 times as much, where 2.5 is the limit."
    )
