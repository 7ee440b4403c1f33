"""Columns made from others and taken from other tables: exact, never a row more, never one of two by chance."""

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.model.table import Column, ColumnType
from reportgen.sources.derive import Derived, derive
from reportgen.sources.profiles.profile import Derivation
from reportgen.sources.reading import Reading

Read = Callable[..., Reading]
NOWHERE = Place("profile.yaml", row=1)
LINES = """
kind: lines
files: ["lines.csv"]
key: []
columns:
  order_no: {type: id, headers: [order], required: true}
  original: {type: id, headers: [original]}
  price: {type: money, headers: [price], currency: USD}
  quantity: {type: number, headers: [quantity]}
  discount: {type: percent, headers: [discount]}
  cost: {type: money, headers: [cost], currency: USD, scale: 3}
derive:
  amount: {kind: net_amount, price: price, quantity: quantity, discount: discount, scale: 6}
  profit: {kind: difference, of: amount, less: cost}
  deal: {kind: first_of, of: [original, order_no]}
  label: {kind: joined, of: [order_no, original], with: "/"}
  plain: {kind: cleaned, of: label}
join:
  - {table: heads, on: {order_no: order_no}, take: [person]}
"""
HEADS = """
kind: heads
files: ["heads.csv"]
columns:
  order_no: {type: id, headers: [order], required: true}
  person: {type: id, headers: [person]}
"""
ROWS = "order,original,price,quantity,discount,cost\n"


def test_columns_are_derived_exactly(reading: Read) -> None:
    table = reading({"lines.csv": ROWS + "S1,,14.40,5,0.15,1.005\nＳ2,S1,-1,1,,\n"}, LINES, HEADS).tables["lines"]
    assert table.columns["amount"] == Column("amount", ColumnType.MONEY, 6, "USD")
    assert table.frame["amount"].tolist() == [61_200_000, -1_000_000]
    assert table.frame["profit"].tolist() == [61_200_000 - 1_005_000, pd.NA]
    assert table.frame["deal"].tolist() == ["S1", "S1"]
    assert table.frame["plain"].tolist() == ["s1", "s2s1"]


def test_a_join_takes_values_and_keeps_every_row(reading: Read) -> None:
    files = {
        "lines.csv": ROWS + "S2,,1,1,,\nS1,,1,1,,\nS2,,2,1,,\nS9,,1,1,,\n",
        "heads.csv": "order,person\nS1,E1\nS2,E2\n",
    }
    result = reading(files, LINES, HEADS)
    assert result.tables["lines"].frame["person"].fillna("").tolist() == ["E2", "E1", "E2", ""]
    assert [(problem.kind.code, problem.found) for problem in result.problems] == [("reference-unknown", "S9")]


@pytest.mark.parametrize(
    ("setting", "person", "codes"), [("", "", ["join-several"]), (", if_several: first", "E1", [])]
)
def test_one_of_two_rows_is_taken_only_where_the_profile_says_so(
    reading: Read, setting: str, person: str, codes: list[str]
) -> None:
    files = {"lines.csv": ROWS + "S1,,1,1,,\n", "heads.csv": "order,person\nS1,E1\nS1,E2\nS1,E2\n"}
    result = reading(files, LINES.replace("take: [person]", f"take: [person]{setting}"), HEADS)
    assert result.tables["lines"].frame["person"].fillna("").tolist() == [person]
    assert [problem.kind.code for problem in result.problems] == codes


def test_a_taken_column_fills_only_what_is_empty(reading: Read) -> None:
    lines = LINES.replace("  price:", "  person: {type: id, headers: [who]}\n  price:")
    files = {"lines.csv": "order,who\nS1,E9\nS1,\n", "heads.csv": "order,person\nS1,E1\n"}
    assert reading(files, lines, HEADS).tables["lines"].frame["person"].tolist() == ["E9", "E1"]


def test_a_problem_concerns_the_person_that_a_join_brings(reading: Read) -> None:
    result = reading({"lines.csv": ROWS + "S1,,x,1,,\n", "heads.csv": "order,person\nS1,E1\n"}, LINES, HEADS)
    assert [(problem.kind.code, problem.people) for problem in result.problems] == [("amount-unreadable", ("E1",))]


def multiplied(price: int, quantity: int, discount: int, scale: int) -> Derived | Problem:
    frame = pd.DataFrame(
        {name: pd.array([value], "Int64") for name, value in zip("pqd", (price, quantity, discount), strict=True)}
    )
    columns = [
        Column("p", ColumnType.MONEY, 2, "USD"),
        Column("q", ColumnType.NUMBER, 0),
        Column("d", ColumnType.PERCENT, 2),
    ]
    return derive(Derivation("a", "net_amount", ("p", "q", "d"), scale, "", NOWHERE), frame, columns)


@given(st.integers(-(10**12), 10**12), st.integers(-(10**6), 10**6), st.integers(0, 100), st.integers(0, 9))
def test_a_product_is_exact_or_a_doubt(price: int, quantity: int, discount: int, scale: int) -> None:
    result = multiplied(price, quantity, discount, scale)
    assert isinstance(result, Derived)
    exact = price * quantity * (100 - discount) * 10**scale
    if result.doubts:
        assert exact % 10**4 or abs(exact // 10**4) >= 10**18
    else:
        assert int(result.series.iloc[0]) * 10**4 == exact


def test_money_of_two_currencies_is_not_subtracted() -> None:
    frame = pd.DataFrame({"a": pd.array([1], "Int64"), "b": pd.array([1], "Int64")})
    columns = [Column("a", ColumnType.MONEY, 2, "USD"), Column("b", ColumnType.MONEY, 2, "CNY")]
    result = derive(Derivation("c", "difference", ("a", "b"), None, "", NOWHERE), frame, columns)
    assert isinstance(result, Problem)
    assert result.kind.code == "setting-wrong"
