"""An amount in another currency has a rate, and an amount with tax is the one without it and the tax."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from reportgen.model.problem import Problem, Severity
from reportgen.sources.reading import Reading

Read = Callable[..., Reading]

FX = """
kind: fx
files: ["fx*.csv"]
key: [currency, since]
columns:
  currency: {type: id, headers: [currency], required: true}
  since: {type: date, headers: [since], required: true}
  rate: {type: number, headers: [rate], scale: 4}
"""
EXPORTS = """
kind: exports
files: ["exports*.csv"]
key: [order]
columns:
  order: {type: id, headers: [order], required: true}
  day: {type: date, headers: [day]}
  person: {type: id, headers: [person]}
  currency: {type: id, headers: [currency]}
  amount: {type: money, headers: [amount], currency: USD}
checks:
  - {kind: rate_known, amount: amount, date: day, base: CNY, currency: currency}
"""
LINES = """
kind: lines
files: ["lines*.csv"]
key: [no]
columns:
  no: {type: id, headers: [no], required: true}
  net: {type: money, headers: [net], currency: CNY, tax: excluded}
  rate: {type: percent, headers: [rate]}
  gross: {type: money, headers: [gross], currency: CNY, tax: included}
checks:
  - {kind: taxed, net: net, gross: gross, rate: rate, rates: [13 %, 6 %], tolerance: 0}
"""
RATES = "currency,since,rate\nUSD,2026-01-01,7.0500\nUSD,2026-02-01,7.0438\n"


def of(reading: Reading, code: str) -> list[Problem]:
    return [problem for problem in reading.problems if problem.kind.code == code]


@pytest.mark.parametrize(
    "row", ["X1,2026-01-01,E1,USD,5", "X1,2027-01-01,E1,USD,5", "X1,2020-01-01,E1,CNY,5", "X1,,E1,USD,5"]
)
def test_a_rate_of_the_day_or_before_is_enough(reading: Read, row: str) -> None:
    assert (
        reading({"fx.csv": RATES, "exports.csv": f"order,day,person,currency,amount\n{row}\n"}, FX, EXPORTS).problems
        == ()
    )


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            "X1,2025-12-31,E1,USD,5",
            "The table fx has no rate of USD for 2025-12-31 or before. Its first one is of 2026-01-01.",
        ),
        ("X1,2026-05-01,E1,EUR,5", "The table fx has no rate of EUR for 2026-05-01 or before."),
    ],
)
def test_without_one_the_person_is_blocked(reading: Read, row: str, sentence: str) -> None:
    files = {"fx.csv": RATES, "exports.csv": f"order,day,person,currency,amount\nX0,2026-01-01,E2,USD,1\n{row}\n"}
    (problem,) = reading(files, FX, EXPORTS).problems
    assert problem.sentence == sentence
    assert (problem.kind.severity, problem.people) == (Severity.BLOCKS_PERSON, ("E1",))
    assert str(problem.place) == "inputs/data/exports.csv [D3]"


def test_without_any_file_of_rates_nothing_has_one(reading: Read) -> None:
    files = {"exports.csv": "order,day,person,currency,amount\nX1,2026-01-01,E1,USD,5\n"}
    assert [problem.kind.code for problem in reading(files, FX, EXPORTS).problems] == ["fx-rate-missing"]


def test_the_declared_currency_counts_where_no_column_names_one(reading: Read) -> None:
    declared = EXPORTS.replace(", currency: currency}", "}").replace(
        "  currency: {type: id, headers: [currency]}\n", ""
    )
    files = {"fx.csv": RATES, "exports.csv": "order,day,person,amount\nX1,2025-01-01,E1,5\n"}
    (problem,) = reading(files, FX, declared).problems
    assert (problem.found, str(problem.place)) == ("USD", "inputs/data/exports.csv [D2]")


@pytest.mark.parametrize(
    "row", ["1,0.04,13%,0.05", "1,0.04,13%,0.04", "1,100,6%,106", "1,-0.04,13%,-0.05", "1,0,,", "1,,13%,5", "1,5,,5"]
)
def test_half_a_cent_of_rounding_is_no_difference(reading: Read, row: str) -> None:
    expected = [] if row != "1,0.04,13%,0.04" else ["gross-differs"]
    # 0.04 × 1.13 = 0.0452: 0.05 is within half a cent (0.0048), 0.04 is 0.0052 away.
    assert [one.kind.code for one in reading({"lines.csv": f"no,net,rate,gross\n{row}\n"}, LINES).problems] == expected


def test_a_gross_amount_that_is_wrong_says_what_it_should_be(reading: Read) -> None:
    (problem,) = reading({"lines.csv": "no,net,rate,gross\n1,1000.00,13%,1131.00\n"}, LINES).problems
    assert problem.sentence == "gross 1131.00 is not net 1000.00 with 13 % tax: that makes 1130.00."
    assert (str(problem.place), problem.kind.severity) == ("inputs/data/lines.csv [D2]", Severity.WARNING)
    assert (problem.amount, problem.currency) == (Fraction(1), "CNY")


def test_a_tolerance_lets_sums_of_rounded_lines_pass(reading: Read) -> None:
    rows = "no,net,rate,gross\n1,1000.00,13%,1130.05\n2,1000.00,13%,1130.06\n"
    result = reading({"lines.csv": rows}, LINES.replace("tolerance: 0", "tolerance: 0.05"))
    assert [problem.place.row for problem in of(result, "gross-differs")] == [3]


def test_amounts_near_the_limit_are_compared_exactly(reading: Read) -> None:
    scaled = LINES.replace("currency: CNY, tax: included", "currency: CNY, tax: included, scale: 1")
    rows = "1,7000000000000000.00,13%,7910000000000000.0\n2,7000000000000000.00,13%,7910000000000000.1\n"
    result = reading({"lines.csv": f"no,net,rate,gross\n{rows}"}, scaled)
    assert [problem.place.row for problem in of(result, "gross-differs")] == [3]


def test_neither_rate_nor_gross_amount_leaves_open_what_is_owed(reading: Read) -> None:
    (problem,) = reading({"lines.csv": "no,net,rate,gross\n1,1000.00,,\n"}, LINES).problems
    assert problem.sentence == "There is neither gross nor rate here, so what is owed with tax is not known."
    assert (problem.kind.code, str(problem.place)) == ("tax-rate-missing", "inputs/data/lines.csv [C2]")


def test_a_rate_that_the_profile_does_not_know_is_told_with_the_nearest(reading: Read) -> None:
    (problem,) = reading({"lines.csv": "no,net,rate,gross\n1,1000.00,12%,1130.00\n"}, LINES).problems
    assert problem.sentence == "“12 %” is none of the tax rates 13 %, 6 %. Nearest: 13 %."
