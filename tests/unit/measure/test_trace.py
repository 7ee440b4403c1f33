"""The trace of pay: every credit, and every row behind it with its place, in exact columns."""

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reportgen import measure
from reportgen.measure import tracing
from reportgen.model.measured import PaidBefore
from reportgen.model.money import half_up
from reportgen.model.pay_kinds import Tiered
from reportgen.model.table import Source
from tests.tables import Tables, credit_lines, dataset, entries, measured, period, plan_of

PAY = """
- {id: commission, kind: tiered, base: gross_profit, per: order_amount, transaction: deal, mode: marginal,
   negative: zero, roles: [representative],
   tiers: [{from: 0 %, rate: 3 %}, {from: 20 %, rate: 5 %}, {from: 25 %, rate: 8 %}],
   release: {on: pro_rata_cash, invoiced: gross, collected: collected}}
- {id: flat, kind: flat, base: order_amount, rate: 1 %, transaction: deal}
"""
PLAN = plan_of(pay=entries(PAY))
PEOPLE = """
person  role            manager  since
M1      manager         -        2025-01-01
E1      representative  M1       2025-01-01
E2      representative  M1       2025-01-01
"""
ORDERS = """
order_no  original  order_date  customer  person  amount    gross_profit
SO-0      -         2025-12-05  K1        E1      1,000.00  260.05
SO-1      -         2026-01-05  K1        E1      1,000.00  260.05
SO-2      -         2026-01-15  K1        E2      2,345.67  700.01
RE-2      SO-2      2026-01-20  K1        E2      -345.67   -100.01
SO-3      -         2026-01-15  K1        M1      10.00     5.00
SO-4      -         2026-01-15  K2        -       10.00     5.00
"""
RECEIPTS = """
receipt_no  order_no  customer  receipt_date  amount
R1          SO-1      K1        2026-01-20    333.33
R2          -         K1        2026-01-25    2,000
R3          -         K3        2026-01-25    5
"""
SPLITS = """
order_no  person  share
SO-1      E1      1/3
SO-1      E2      2/3
"""
DATA = dataset(people=PEOPLE, orders=ORDERS, receipts=RECEIPTS, splits=SPLITS)


def records() -> list[dict[str, Any]]:
    found = measured(DATA, PLAN, "2026-01")
    data = measure.trace(DATA, found)
    assert data == measure.trace(DATA, found)
    table = pq.read_table(BytesIO(data))
    assert not any(pa.types.is_floating(field.type) for field in table.schema)
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def test_every_amount_is_found_again_in_the_trace_and_recomputed_from_it() -> None:
    (rule,) = (each.rule for each in PLAN.components if isinstance(each.rule, Tiered))
    credits_ = [
        row for row in records() if row["what"] == "credit" and row["component"] == "commission" and row["slices"]
    ]
    lines = measured(DATA, PLAN, "2026-01").statements
    told = {
        (payee, line.key): (line.earned, line.released)
        for payee, statement in lines.items()
        for _, component, line in credit_lines(statement)
        if component == "commission"
    }
    assert {
        (row["payee"], row["key"]): (Fraction(row["earned"]), Fraction(row["released"])) for row in credits_
    } == told
    for row in credits_:
        parts = [Fraction(part) / Fraction(row["slices_in"]) for part in row["slices"]]
        money = sum((part * tier.rate for part, tier in zip(parts, rule.tiers, strict=True)), Fraction(0))
        assert half_up(money) == Fraction(row["earned"])
        assert sum(parts, Fraction(0)) == Fraction(row["base"]) / Fraction(row["base_in"])


def test_the_shares_of_a_transaction_make_it_and_its_rows_make_what_is_shared() -> None:
    rows = records()
    based: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows:
        if row["what"] == "base" and row["measure"] == "gross_profit" and row["key"]:
            based[row["key"]] += Fraction(row["amount"]) / Fraction(row["amount_in"])
    shared: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows:
        if row["what"] == "credit" and row["component"] == "commission":
            shared[row["key"]] += Fraction(row["base"]) / Fraction(row["base_in"])
    assert shared == based


def test_what_is_left_out_says_why_and_every_row_has_its_place() -> None:
    rows = records()
    why = {row["key"]: row["reason"] for row in rows if row["what"] == "credit" and row["component"] == "commission"}
    assert why == {"SO-0": "before-start", "SO-1": "", "SO-2": "", "SO-3": "other-role", "SO-4": "nobody"}
    places = [(row["file"], row["row"]) for row in rows if row["what"] == "base" and row["measure"] == "gross_profit"]
    assert sorted(places) == [("inputs/data/orders.csv", number) for number in range(2, 8)]
    cash = [(row["row"], row["key"], row["amount"], row["counts"]) for row in rows if row["what"] == "collected"]
    assert sorted(cash, key=str) == [
        (2, "SO-1", 33333, ""),
        (3, "SO-0", 100000, "allocated"),
        (3, "SO-1", 66667, "allocated"),
        (3, "SO-2", 33333, "allocated"),
        (4, None, 500, "allocated"),
    ]


def test_receipts_that_found_nothing_open_are_told() -> None:
    _, problems = measure.run(DATA, PLAN, period("2026-01"), PaidBefore())
    assert [each.found for each in problems if each.kind.code == "receipts-unallocated"] == ["R3"]


def test_a_sheet_that_several_files_have_is_listed_once_so_that_no_byte_of_the_trace_is_left_to_chance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tables = {
        kind: replace(
            table,
            sources=tuple(Source(f"{kind}-{number}.csv", "", "", 6) for number in range(3)),
            frame=table.frame.assign(_source=[row % 3 for row in range(len(table.frame))]),
        )
        for kind, table in DATA.tables.items()
    }
    several, found = Tables(tables), list[pa.Table]()
    monkeypatch.setattr(tracing, "as_parquet", found.extend)
    measure.trace(several, measured(several, PLAN, "2026-01"))
    listed = [chunk.dictionary for table in found for chunk in table["sheet"].chunks if chunk.null_count < len(chunk)]
    assert listed
    assert all(len(names) == len(names.unique()) for names in listed)


OPENED = dataset(
    people=PEOPLE,
    orders=ORDERS,
    receipts=RECEIPTS,
    splits=SPLITS,
    opening="""
person  component   order_no  earned  released  paid
E1      commission  SO-0      9.00    3.00      3.00
E9      commission  SO-0      1.00    1.00      1.00
""",
)


@pytest.mark.parametrize("data", [DATA, OPENED], ids=["nothing opened", "opened"])
@pytest.mark.parametrize("rule", ["", "scope: year_to_date", "policy: {cap: 20}", "policy: {refund: average_rate}"])
def test_the_trace_is_the_same_whether_pay_hands_on_what_it_rated_or_not(data: Tables, rule: str) -> None:
    plan = plan_of(pay=entries(PAY.replace("negative: zero,", f"negative: zero, {rule},") if rule else PAY))
    found = measured(data, plan, "2026-01")
    handed = measure.trace(data, found)
    assert any(each.credits for each in found.worked) == (data is DATA or not rule)
    found.worked.clear()
    assert handed == measure.trace(data, found)


def test_what_is_handed_on_and_what_is_rated_again_agree_on_who_is_who() -> None:
    gated = PAY.replace("id: commission,", "id: gated, policy: {gate: {figure: order_amount, least: 1}},").split(
        "- {id: flat"
    )[0]
    plan = plan_of(pay=entries(PAY + gated))
    found = measured(DATA, plan, "2026-01")
    handed = measure.trace(DATA, found)
    assert [name for each in found.worked for name, _ in each.credits] == ["commission"]
    found.worked.clear()
    assert handed == measure.trace(DATA, found)
