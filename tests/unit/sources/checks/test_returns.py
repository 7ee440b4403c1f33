"""What comes back was sold before, and not in larger numbers."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from reportgen.model.problem import Problem, Severity
from reportgen.sources.reading import Reading

Read = Callable[..., Reading]

ORDERS = """
kind: orders
files: ["orders*.csv"]
key: [order_no, line]
columns:
  type: {type: text, headers: [type], required: true}
  order_no: {type: id, headers: [order_no], required: true}
  line: {type: id, headers: [line], required: true}
  original: {type: id, headers: [original]}
  day: {type: date, headers: [day]}
  person: {type: id, headers: [person]}
  product: {type: id, headers: [product]}
  quantity: {type: number, headers: [quantity]}
  amount: {type: money, headers: [amount], currency: CNY}
checks:
  - {kind: returned, order: order_no, original: original, date: day, quantity: quantity, item: product,
     negative: [quantity, amount], where: {type: return}}
"""
HEAD = "type,order_no,line,original,day,person,product,quantity,amount\n"
SALES = "sale,SO-1001,1,,2026-01-05,E1,P1,10,1000.00\nsale,SO-1001,2,,2026-01-05,E1,P2,3,300.00\n"


def found(reading: Read, *rows: str) -> tuple[Problem, ...]:
    return reading({"orders.csv": HEAD + SALES + "".join(f"{row}\n" for row in rows)}, ORDERS).problems


@pytest.mark.parametrize(
    "rows",
    [
        ("return,RT-1,1,SO-1001,2026-01-05,E1,P1,-10,-1000.00",),
        ("return,RT-1,1,SO-1001,2026-02-05,E1,P1,-4,-400", "return,RT-2,1,SO-1001,2026-02-06,E1,P1,-6,-600"),
        ("correction,C-1,1,SO-1001,2026-01-09,E1,P1,1,100", "return,RT-1,1,SO-1001,2026-02-05,E1,P1,-11,-1100"),
        ("return,RT-1,1,SO-1001,2026-02-05,E1,P1,,-400",),
    ],
)
def test_what_was_sold_may_come_back(reading: Read, rows: tuple[str, ...]) -> None:
    assert found(reading, *rows) == ()


@pytest.mark.parametrize(
    ("row", "code", "cell", "sentence"),
    [
        (
            "return,RT-1,1,,2026-02-05,E2,P1,-1,-100",
            "return-without-order",
            "D4",
            "This return names no order, so nothing can be taken back from what was sold.",
        ),
        (
            "return,RT-1,1,S0-1001,2026-02-05,E2,P1,-1,-100",
            "return-without-order",
            "D4",
            (
                "This return names the order S0-1001, which is not there, so nothing can be taken back from what was"
                " sold. Nearest: SO-1001."
            ),
        ),
        (
            "return,RT-1,1,SO-1001,2026-01-04,E2,P1,-1,-100",
            "return-before-order",
            "E4",
            "This return of SO-1001 is dated before the order of 2026-01-05 (inputs/data/orders.csv [2]).",
        ),
        (
            "return,RT-1,1,SO-1001,2026-02-05,E2,P1,-11,-1100",
            "return-too-large",
            "H4",
            "Of SO-1001 · P1, 11 came back and only 10 had been sold (inputs/data/orders.csv [2]).",
        ),
        (
            "return,RT-1,1,SO-1001,2026-02-05,E2,P3,-1,-100",
            "return-too-large",
            "H4",
            "Of SO-1001 · P3, 1 came back and only 0 had been sold (inputs/data/orders.csv [2]).",
        ),
    ],
)
def test_a_return_that_cannot_be_is_told_at_its_cell(
    reading: Read, row: str, code: str, cell: str, sentence: str
) -> None:
    (problem,) = found(reading, row)
    assert (problem.kind.code, problem.sentence) == (code, sentence)
    assert str(problem.place) == f"inputs/data/orders.csv [{cell}]"
    assert (problem.kind.severity, problem.people) == (Severity.WARNING, ("E2",))
    assert (problem.amount, problem.currency) == (
        Fraction(1100) if code == "return-too-large" and "-11," in row else Fraction(100),
        "CNY",
    )


def test_two_returns_that_are_too_much_together_are_told_at_the_second(reading: Read) -> None:
    first, second = "return,RT-1,1,SO-1001,2026-02-05,E1,P1,-6,-600", "return,RT-2,1,SO-1001,2026-02-06,E1,P1,-5,-500"
    (problem,) = found(reading, first, second)
    assert problem.sentence == "Of SO-1001 · P1, 11 came back and only 10 had been sold (inputs/data/orders.csv [2])."
    assert problem.place.row == 5


def test_a_return_without_its_minus_sign_would_be_paid_as_a_sale_and_blocks(reading: Read) -> None:
    problems = found(reading, "return,RT-1,1,SO-1001,2026-02-05,E2,P1,1,100.00")
    assert [(one.sentence, str(one.place)) for one in problems] == [
        ("quantity of this return is 1: it would count as a sale.", "inputs/data/orders.csv [H4]"),
        ("amount of this return is 100.00: it would count as a sale.", "inputs/data/orders.csv [I4]"),
    ]
    assert {(one.kind.severity, one.people) for one in problems} == {(Severity.BLOCKS_PERSON, ("E2",))}


def test_a_correction_of_an_unknown_order_is_looked_up_too(reading: Read) -> None:
    (problem,) = found(reading, "correction,C-1,1,SO-9999,2026-02-05,E1,P1,1,100")
    assert (problem.kind.code, problem.found) == ("reference-unknown", "SO-9999")
