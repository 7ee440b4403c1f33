"""Laws of the checks: the order of rows changes no finding, and sums of amounts are those of exact fractions."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.problem import Problem
from reportgen.model.table import Table
from reportgen.sources import InputFile, Profile, read_profiles
from reportgen.sources.checks import check
from reportgen.sources.reading import read_tables

ORDERS = """
kind: orders
files: ["orders*.csv"]
key: [no, line]
columns:
  type: {type: text, headers: [type]}
  no: {type: id, headers: [no]}
  line: {type: id, headers: [line]}
  original: {type: id, headers: [original]}
  day: {type: date, headers: [day]}
  person: {type: id, headers: [person]}
  quantity: {type: number, headers: [quantity]}
  amount: {type: money, headers: [amount], currency: CNY, tax: included}
  rate: {type: percent, headers: [rate]}
checks:
  - {kind: employed, date: day, blocks: true}
  - {kind: returned, order: no, original: original, date: day, quantity: quantity, negative: amount,
     where: {type: return}}
  - {kind: steady, date: day, sums: [amount], factor: 2}
  - {kind: taxed, net: amount, gross: amount, rate: rate}
  - {kind: whole, by: no, parts: quantity}
"""
RECEIPTS = """
kind: receipts
files: ["receipts*.csv"]
columns:
  no: {type: id, headers: [no]}
  amount: {type: money, headers: [amount], currency: CNY, tax: included, scale: 4}
checks:
  - {kind: not_above, amount: amount, by: no, table: orders, their_amount: amount, their_by: no}
"""
PEOPLE = """
kind: people
files: ["people*.csv"]
columns:
  person: {type: id, headers: [person]}
  hired: {type: date, headers: [hired]}
  left: {type: date, headers: [left]}
"""
numbers = st.sampled_from(["S1", "S2", "S3", ""])
order = st.tuples(
    st.sampled_from(["sale", "return"]),
    numbers,
    st.sampled_from(["1", "2"]),
    numbers,
    st.sampled_from(["2026-01-01", "2026-02-01", "2026-03-01", ""]),
    st.sampled_from(["E1", "E2", ""]),
    st.sampled_from(["1", "2", "-1", ""]),
    st.sampled_from(["1.00", "2.50", "-1.00", "", "40000000000000.01"]),
    st.sampled_from(["", "13%"]),
)
receipt = st.tuples(numbers, st.sampled_from(["1.0001", "2.5", "-1", "50000000000000.0101", ""]))


def read(folder: Path, files: Mapping[str, str]) -> tuple[Mapping[str, Table], tuple[Profile, ...]]:
    for number, text in enumerate((ORDERS, RECEIPTS, PEOPLE)):
        (folder / f"{number}.yaml").write_text(text, "utf-8")
    profiles, problems = read_profiles(folder, "inputs/profiles")
    assert problems == ()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return read_tables([InputFile(folder / name, name) for name in files], profiles).tables, profiles


def shuffled(table: Table, random: Random) -> Table:
    positions = random.sample(range(len(table.frame)), len(table.frame))
    return replace(table, frame=table.frame.iloc[positions].reset_index(drop=True))


def found(tables: Mapping[str, Table], profiles: tuple[Profile, ...]) -> set[Problem]:
    return set(check(tables, profiles, (), ()))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(order, min_size=1, max_size=12),
    st.lists(receipt, min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_changes_no_finding(
    orders: list[tuple[str, ...]], receipts: list[tuple[str, ...]], random: Random
) -> None:
    files = {
        "orders.csv": "type,no,line,original,day,person,quantity,amount,rate\n" + lines(orders),
        "receipts.csv": "no,amount\n" + lines(receipts),
        "people.csv": "person,hired,left\nE1,2026-01-15,2026-02-15\n",
    }
    with TemporaryDirectory() as folder:
        tables, profiles = read(Path(folder), files)
    expected = found(tables, profiles)
    assert found({kind: shuffled(table, random) for kind, table in tables.items()}, profiles) == expected


def lines(rows: list[tuple[str, ...]]) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(-(10**16), 10**17), min_size=1, max_size=40), st.integers(-(10**13), 10**15))
def test_receipts_are_above_an_order_exactly_when_their_fractions_are(amounts: list[int], whole: int) -> None:
    receipts = [Fraction(amount, 10**4) for amount in amounts]
    excess = sum(receipts, Fraction(0)) - Fraction(whole, 100)
    head = "type,no,line,original,day,person,quantity,amount,rate\n"
    files = {
        "orders.csv": f"{head}sale,S1,1,,,,,{cents(whole, 2)},\n",
        "receipts.csv": "no,amount\n" + "".join(f"S1,{cents(amount, 4)}\n" for amount in amounts),
    }
    with TemporaryDirectory() as folder:
        tables, profiles = read(Path(folder), files)
    above = [one for one in found(tables, profiles) if one.kind.code == "receipts-above-invoice"]
    assert [Fraction(dict(one.values)["excess"]) for one in above] == ([excess] if excess > 0 else [])


def cents(number: int, places: int) -> str:
    whole, rest = divmod(abs(number), 10**places)
    return f"{'-' if number < 0 else ''}{whole}.{rest:0{places}d}"
