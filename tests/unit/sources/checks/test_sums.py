"""What should sum to something does, to the last place: receipts, shares, targets."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from reportgen.model.problem import Problem, Severity
from reportgen.sources.reading import Reading

Read = Callable[..., Reading]

ORDERS = """
kind: orders
files: ["orders*.csv"]
columns:
  order: {type: id, headers: [order], required: true}
  gross: {type: money, headers: [gross], currency: CNY, tax: included}
"""
RECEIPTS = """
kind: receipts
files: ["receipts*.csv"]
key: [no]
columns:
  no: {type: id, headers: [no], required: true}
  order: {type: id, headers: [order]}
  person: {type: id, headers: [person]}
  amount: {type: money, headers: [amount], currency: CNY, tax: included, scale: 3}
checks:
  - {kind: not_above, amount: amount, by: order, table: orders, their_amount: gross, their_by: order}
"""
SPLITS = """
kind: splits
files: ["splits*.csv"]
columns:
  order: {type: id, headers: [order], required: true}
  person: {type: id, headers: [person]}
  parts: {type: number, headers: [parts]}
  whole: {type: number, headers: [whole]}
  counts: {type: text, headers: [counts]}
checks:
  - {kind: whole, by: [order], parts: parts, of: whole, where: {counts: split}}
"""
PERCENT = """
kind: splits
files: ["splits*.csv"]
columns:
  order: {type: id, headers: [order], required: true}
  person: {type: id, headers: [person]}
  share: {type: percent, headers: [share]}
checks:
  - {kind: whole, by: [order], parts: share}
"""
LEVELS = """
kind: levels
files: ["levels*.csv"]
key: [level, name, month]
columns:
  level: {type: text, headers: [level], required: true}
  name: {type: text, headers: [name], required: true}
  month: {type: period, headers: [month], required: true}
  floor: {type: money, headers: [floor], currency: CNY}
checks:
  - {kind: adds_up, amounts: [floor], by: [month], table: levels, where: {level: region}, whole: {level: company}}
"""
TARGETS = """
kind: targets
files: ["targets*.csv"]
key: [person, month]
columns:
  person: {type: id, headers: [person], required: true}
  month: {type: period, headers: [month], required: true}
  floor: {type: money, headers: [floor], currency: CNY}
checks:
  - {kind: adds_up, amounts: [floor], by: [month], table: levels, whole: {level: region}, roster: {name: region}}
"""
PEOPLE = """
kind: people
files: ["people*.csv"]
key: [person, since]
columns:
  person: {type: id, headers: [person], required: true}
  region: {type: text, headers: [region]}
  since: {type: date, headers: [since]}
  until: {type: date, headers: [until]}
"""


def of(reading: Reading, code: str) -> list[Problem]:
    return [problem for problem in reading.problems if problem.kind.code == code]


def test_receipts_may_reach_the_order_and_not_exceed_it_by_the_smallest_unit(reading: Read) -> None:
    orders = "order,gross\nS1,70.00\nS1,30.00\nS2,50.00\n"
    exact = (
        "no,order,person,amount\nR1,S1,E1,60.000\nR2,S1,E1,40.000\nR3,S2,E2,50.000\nR4,,E2,999.000\nR5,S9,E2,5.000\n"
    )
    assert of(reading({"orders.csv": orders, "receipts.csv": exact}, ORDERS, RECEIPTS), "receipts-above-invoice") == []
    above = exact.replace("40.000", "40.001")
    (problem,) = of(reading({"orders.csv": orders, "receipts.csv": above}, ORDERS, RECEIPTS), "receipts-above-invoice")
    assert problem.sentence == (
        "The amount of S1 comes to 100.001, 0.001 more than the gross of 100.00 in orders (inputs/data/orders.csv [2])."
    )
    assert str(problem.place) == "inputs/data/receipts.csv [D3]"
    assert (problem.kind.severity, problem.people) == (Severity.WARNING, ("E1",))
    assert (problem.amount, problem.currency) == (Fraction(1, 1000), "CNY")


def test_a_receipt_that_was_taken_back_leaves_room_for_its_successor(reading: Read) -> None:
    orders = "order,gross\nS1,100.00\n"
    bounced = "no,order,person,amount\nR1,S1,E1,100\nR2,S1,E1,-100\nR3,S1,E1,100\n"
    assert (
        of(reading({"orders.csv": orders, "receipts.csv": bounced}, ORDERS, RECEIPTS), "receipts-above-invoice") == []
    )


def test_sums_beyond_64_bits_stay_exact(reading: Read) -> None:
    orders = "order,gross\n" + "S1,9000000000000000.00\n" * 20
    receipts = "no,order,person,amount\n" + "".join(f"R{n},S1,E1,900000000000000.000\n" for n in range(200))
    files = {"orders.csv": orders, "receipts.csv": receipts}
    assert of(reading(files, ORDERS, RECEIPTS), "receipts-above-invoice") == []
    files["receipts.csv"] += "R999,S1,E1,0.001\n"
    (problem,) = of(reading(files, ORDERS, RECEIPTS), "receipts-above-invoice")
    assert "comes to 180000000000000000.001, 0.001 more" in problem.sentence


@pytest.mark.parametrize(
    "rows",
    [
        "S1,E1,1,3,split\nS1,E2,1,3,split\nS1,E3,1,3,split\n",
        "S1,E1,1,3,split\nS1,E2,2,3,split\nS1,E3,50,100,overlay\n",
        "S1,E1,1,3,split\nS1,E2,1,6,split\nS1,E3,50,100,split\n",
        "S1,E1,60,100,split\nS1,E2,40,100,split\nS2,E1,1,1,split\n",
        "S1,E1,60,100,split\nS1,E2,,100,split\n",
    ],
)
def test_shares_that_make_the_whole_are_in_order(reading: Read, rows: str) -> None:
    result = reading({"splits.csv": "order,person,parts,whole,counts\n" + rows}, SPLITS)
    assert of(result, "shares-not-whole") == []


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            "S1,E1,1,3,split\nS1,E2,1,3,split\n",
            "The shares of S1 make 2/3 of the whole: E1 1/3 (row 2), E2 1/3 (row 3).",
        ),
        (
            "S1,E1,60,100,split\nS1,E2,41,100,split\n",
            "The shares of S1 make 101 % of the whole: E1 60/100 (row 2), E2 41/100 (row 3).",
        ),
        (
            "S1,E1,33,100,split\nS1,E2,1,3,split\n",
            "The shares of S1 make 199/300 of the whole: E1 33/100 (row 2), E2 1/3 (row 3).",
        ),
    ],
)
def test_shares_that_do_not_block_everybody_who_has_one(reading: Read, rows: str, sentence: str) -> None:
    (problem,) = of(reading({"splits.csv": "order,person,parts,whole,counts\n" + rows}, SPLITS), "shares-not-whole")
    assert problem.sentence == sentence
    assert (problem.kind.severity, problem.people) == (Severity.BLOCKS_PERSON, ("E1", "E2"))
    assert str(problem.place) == "inputs/data/splits.csv [C2]"


@pytest.mark.parametrize(("share", "found"), [("40%", []), ("40.01%", ["100.01 %"]), ("39.99%", ["99.99 %"])])
def test_shares_in_percent_make_a_hundred(reading: Read, share: str, found: list[str]) -> None:
    result = reading({"splits.csv": f"order,person,share\nS1,E1,60%\nS1,E2,{share}\n"}, PERCENT)
    assert [dict(problem.values)["sum"] for problem in of(result, "shares-not-whole")] == found


def test_parts_of_a_target_sum_to_it_to_the_cent(reading: Read) -> None:
    rows = "level,name,month,floor\ncompany,all,2026-01,100.00\nregion,N,2026-01,66.67\nregion,S,2026-01,33.33\n"
    assert reading({"levels.csv": rows}, LEVELS).problems == ()
    (problem,) = reading({"levels.csv": rows.replace("33.33", "33.32")}, LEVELS).problems
    assert problem.sentence == (
        "The floor of 2026-01 is 100.00, but its parts make 99.99 (-0.01); they begin at inputs/data/levels.csv [3]."
    )
    assert (str(problem.place), problem.kind.severity) == ("inputs/data/levels.csv [D2]", Severity.WARNING)


@pytest.mark.parametrize(
    "rows", ["region,N,2026-02,5\n", "company,all,2026-02,5\n", "company,all,2026-02,5\nregion,N,2026-02,\n"]
)
def test_no_data_is_not_zero_so_nothing_is_added_up(reading: Read, rows: str) -> None:
    assert reading({"levels.csv": "level,name,month,floor\n" + rows}, LEVELS).problems == ()


def test_people_count_for_the_region_in_which_they_are_that_month(reading: Read) -> None:
    files = {
        "people.csv": "person,region,since,until\nE1,N,2026-01-01,2026-01-31\nE1,S,2026-02-01,\nE2,N,2026-01-20,\n",
        "levels.csv": "level,name,month,floor\nregion,N,2026-01,15\nregion,N,2026-02,5\nregion,S,2026-02,10\n",
        "targets.csv": "person,month,floor\nE1,2026-01,10\nE2,2026-01,5\nE1,2026-02,10\nE2,2026-02,5\n",
    }
    assert reading(files, PEOPLE, LEVELS, TARGETS).problems == ()
    files["targets.csv"] = files["targets.csv"].replace("E1,2026-02,10", "E1,2026-02,11")
    (problem,) = reading(files, PEOPLE, LEVELS, TARGETS).problems
    assert problem.sentence == (
        "The floor of 2026-02 · S is 10.00, but its parts make 11.00 (+1.00);"
        " they begin at inputs/data/targets.csv [4]."
    )
    assert Fraction(1) == abs(Fraction(dict(problem.values)["difference"]))
