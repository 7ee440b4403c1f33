"""A row that stands twice is told once, at its second place."""

from collections.abc import Callable

from reportgen.model.problem import Problem, Severity
from reportgen.sources.reading import Reading

Read = Callable[..., Reading]

RATES = """
kind: rates
files: ["rates*.csv"]
key: [currency, since]
columns:
  currency: {type: id, headers: [currency]}
  since: {type: date, headers: [since]}
  rate: {type: number, headers: [rate], scale: 4}
"""
KEYLESS = RATES.replace("key: [currency, since]\n", "")
HEAD = "currency,since,rate\n"


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    return [(one.kind.code, str(one.place), one.sentence) for one in problems]


def test_the_same_row_in_two_files_is_told_with_both_places(reading: Read) -> None:
    files = {
        "rates_a.csv": HEAD + "USD,2026-01-01,7.05\n",
        "rates_b.csv": HEAD + "EUR,2026-01-01,8\nUSD,2026-01-01,7.05\n",
    }
    problems = reading(files, RATES).problems
    assert told(problems) == [
        (
            "row-repeated",
            "inputs/data/rates_b.csv [3]",
            "This row is the same as inputs/data/rates_a.csv [2]; both count.",
        )
    ]
    assert problems[0].kind.severity is Severity.WARNING
    assert problems[0].excerpt == "USD | 2026-01-01 | 7.05"


def test_the_same_key_with_other_values_is_another_finding(reading: Read) -> None:
    text = HEAD + "USD,2026-01-01,7.05\nUSD,2026-01-01,7.06\nUSD,2026-01-01,7.05\n"
    assert told(reading({"rates.csv": text}, RATES).problems) == [
        (
            "duplicate-key",
            "inputs/data/rates.csv [3]",
            "USD · 2026-01-01 already stands in inputs/data/rates.csv [2] with other values; both count.",
        ),
        (
            "row-repeated",
            "inputs/data/rates.csv [4]",
            "This row is the same as inputs/data/rates.csv [2]; both count.",
        ),
    ]


def test_without_a_key_or_with_half_of_one_equal_rows_are_still_told(reading: Read) -> None:
    half = HEAD + "USD,,7.05\nUSD,,7.05\nUSD,,7.06\n"
    assert [one[:2] for one in told(reading({"rates.csv": half}, RATES).problems)] == [
        ("row-repeated", "inputs/data/rates.csv [3]")
    ]
    assert [one[:2] for one in told(reading({"rates.csv": half}, KEYLESS).problems)] == [
        ("row-repeated", "inputs/data/rates.csv [3]")
    ]
