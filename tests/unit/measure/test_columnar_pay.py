"""The path of pay is columns: whatever the rows and however wide their products, no row is an object and none a float.

What pay holds is watched at every return of its own functions and of those in C, so that what is made and dropped at
once is seen too.
"""

import gc
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import insert

from reportgen import ledger
from reportgen.ledger.connection import writing
from reportgen.ledger.schema import CLOSED, LINES
from reportgen.measure.pay import Bench
from reportgen.measure.pay.transactions import rated_transactions
from reportgen.measure.roster import read_roster
from reportgen.measure.wide import WIDE
from reportgen.model.measured import PaidBefore
from reportgen.model.pay_kinds import Tiered
from reportgen.model.plan import Plan
from tests.tables import Tables, credit_lines, dataset, day, entries, paid, period, plan_of
from tests.truth.test_no_binary_floats import Blocks, watched

FEW, MANY = 300, 1_500
"""Transactions of earlier months; the month that is paid has the same few of its own each time."""

PEOPLE = """
person  role            manager  since
M1      manager         -        2025-01-01
E1      representative  M1       2025-01-01
E2      representative  M1       2025-01-01
"""
COMMISSION = """
- {id: commission, kind: tiered, base: gross_profit, per: order_amount, transaction: deal, mode: marginal,
   negative: zero, tiers: [{from: 0 %, rate: 3 %}, {from: 20 %, rate: 5 %}, {from: 25 %, rate: 8 %}],
   release: {on: pro_rata_cash, invoiced: gross, collected: collected}}
"""
PLAN = plan_of(pay=entries(COMMISSION))
WIDE_PLAN = plan_of(
    pay=entries(
        COMMISSION
        + """
- {id: steeper, kind: tiered, base: order_amount, transaction: deal, mode: interpolated, negative: zero,
   scope: quarter, tiers: [{from: 0, rate: 1 %}, {from: 100000, rate: 2.5 %}, {from: 3000000, rate: 3 %}]}
"""
    )
)
SPLITS = "order_no person share\n" + "\n".join(f"S{one} E{one % 2 + 1} {one}/13\nS{one} M1 1/7" for one in range(1, 9))


def company(earlier: int, factor: int = 1) -> Tables:
    """Make a company that sold `earlier` orders from January to May and ten in June, all invoiced and paid at once."""
    count = earlier + 10
    numbers = np.arange(count)
    names = pd.array([f"S{one}" for one in numbers], dtype="string")
    days = np.datetime64("2026-01-01", "s") + (numbers * 150 // max(earlier, 1)).astype("timedelta64[D]")
    days[earlier:] = np.datetime64("2026-06-05", "s")
    amounts = (1_000_00 + numbers * 7_77) * factor
    found = dataset(
        people=PEOPLE,
        orders="order_no order_date person amount gross_profit\nS0 2026-01-01 E1 1.00 0.25",
        receipts="receipt_no order_no receipt_date amount\nR0 S0 2026-01-01 1.00",
        splits=SPLITS,
    )
    people = pd.array(np.where(numbers % 2, "E1", "E2"), dtype="string")
    whole = {name: pd.array(amounts, dtype="Int64") for name in ("amount", "gross")}
    profit = pd.array(amounts * 24 // 100, dtype="Int64")
    columns: dict[str, Any] = {
        "order_no": names,
        "deal": names,
        "receipt_no": names,
        "person": people,
        **whole,
        "gross_profit": profit,
    }
    columns |= {"order_date": pd.array(days), "receipt_date": pd.array(days), "_source": 0, "_row": numbers + 2}
    tables = {
        kind: replace(table, frame=pd.DataFrame({name: columns[name] for name in table.frame.columns}))
        for kind, table in found.tables.items()
        if kind in ("orders", "receipts")
    }
    return Tables({**found.tables, **tables})


def closed(folder: Path, data: Tables, plan: Plan) -> PaidBefore:
    """Return what a ledger says that closed May and all before: what every transaction of an earlier month earned."""
    bench = Bench(plan, data, read_roster(data.tables["people"])[0])
    where = folder / f"{len(data.tables['orders'].frame)}.sqlite"
    with writing(where) as connection:
        head = {column.name: "" for column in CLOSED.columns} | {"number": 1, "period": "2026-05"}
        connection.execute(insert(CLOSED).values(**head | {"last_day": "2026-05-31"}))
        for component in plan.components:
            assert isinstance(component.rule, Tiered)
            state = rated_transactions(bench, component, component.rule, day("2026-05-31"))
            assert state is not None
            posted = state[["payee", "key", "earned", "released"]].assign(paid=state["released"], digest="")
            names = {"period": "2026-05", "component": component.id, "earning_period": "2026-05"}
            rows = posted.assign(row=np.arange(len(state)) + int(component.id == "steeper") * 10**6, **names)
            records = [{str(name): each for name, each in row.items()} for row in rows.to_dict("records")]
            connection.execute(insert(LINES), records)
    return ledger.paid_before(where)


_HERE = str(Path(__file__).parents[3])
_SMALL = frozenset(
    (
        *("isinstance", "issubclass", "getattr", "hasattr", "setattr", "callable", "len", "hash", "id", "iter", "next"),
        *("get", "pop", "append", "add", "startswith", "endswith", "update", "items", "keys", "values", "min", "max"),
        *(
            "is_integer",
            "is_list_like",
            "is_scalar",
            "is_iterator",
            "__new__",
            "all",
            "any",
            "super",
            "view",
            "is_bool",
        ),
    )
)
"""What makes no column, and is called so often that counting after it would take most of the time."""


def most_objects(compute: Callable[[], Any]) -> int:
    """Return how many small blocks of memory (each Python object has one) are there at once while something runs."""
    gc.collect()
    most = before = sys.getallocatedblocks()

    def watched(frame: Any, event: str, argument: Any) -> None:
        nonlocal most
        ours = event == "return" and frame.f_code.co_filename.startswith(_HERE)
        if ours or (event == "c_return" and argument.__name__ not in _SMALL):
            most = max(most, sys.getallocatedblocks())

    outer, often = sys.getprofile(), gc.get_threshold()
    gc.set_threshold(700, 10, 10)  # Python's own: circles of values that nobody holds are not what is counted
    sys.setprofile(watched)
    try:
        compute()
    finally:
        sys.setprofile(outer)
        gc.set_threshold(*often)
    return most - before


def held(folder: str, *, wide: bool, posted: bool) -> list[int]:
    """Return how many objects pay holds at most of few transactions, and of many."""
    plan, factor = (WIDE_PLAN, 10**9) if wide else (PLAN, 1)
    objects = []
    paid(company(1, factor), plan, "2026-06")  # what is imported on the way is no row's
    for earlier in (FEW, MANY):
        data = company(earlier, factor)
        before = closed(Path(folder), data, plan) if posted else PaidBefore()
        paid(data, plan, "2026-06", before)  # what libraries keep of the first time is no row's either
        objects.append(most_objects(partial(paid, data, plan, "2026-06", before)))
    return objects


@pytest.mark.parametrize(("wide", "posted"), [(False, True), (True, True), (True, False)])
def test_what_pay_holds_at_once_does_not_grow_by_an_object_a_row(tmp_path: Path, wide: bool, posted: bool) -> None:
    # Python counts small blocks by going through all memory: a process that ran other tests takes minutes for it.
    told = f"print(json.dumps(held({str(tmp_path)!r}, wide={wide}, posted={posted})))"
    code = f"import json; from {__name__} import held; {told}"
    apart = subprocess.run([sys.executable, "-c", code], cwd=_HERE, stdout=subprocess.PIPE, check=True)
    few, many = json.loads(apart.stdout)
    assert few > 0
    assert many - few < (MANY - FEW) // 10, (few, many)


def sevenths(count: int) -> list[Fraction]:
    """Return so many objects."""
    return [Fraction(one, 7) for one in range(count)]


def test_an_object_a_row_would_be_seen() -> None:
    held = [most_objects(partial(sevenths, count)) for count in (FEW, MANY)]
    assert held[1] - held[0] >= MANY - FEW


def test_reading_what_was_posted_holds_no_object_a_line(tmp_path: Path) -> None:
    found = [closed(tmp_path, company(earlier), PLAN) for earlier in (FEW, MANY)]
    columns = [each.lines for each in found if each.lines is not None]
    assert [len(each) for each in columns] == [FEW + 8, MANY + 8]  # eight are shared by two
    assert {str(each) for each in columns[1].schema.types} == {
        *("dictionary<values=string, indices=int32, ordered=0>", "string", "int64")
    }


@pytest.mark.parametrize("factor", [1, 10**9, 10**11])
def test_no_column_of_wide_pay_is_a_float_or_an_object_and_closing_changes_no_cent(tmp_path: Path, factor: int) -> None:
    data = company(60, factor)
    bench = Bench(WIDE_PLAN, data, read_roster(data.tables["people"])[0])
    kinds = set()
    for component in WIDE_PLAN.components:
        assert isinstance(component.rule, Tiered)
        found = rated_transactions(bench, component, component.rule, day("2026-06-30"))
        assert found is not None
        texts = ["payee", "key", "day", "customer", "product", "reason", "seller", "counts"]
        kinds |= set(map(str, found.drop(columns=texts).dtypes))
        assert str(found["earned"].dtype) == "int64"
    assert kinds <= {"int64", WIDE.name}
    assert WIDE.name in kinds
    made: Blocks = Counter()
    with ExitStack() as watching:
        for each in watched(made):
            watching.enter_context(each)
        states = (PaidBefore(), closed(tmp_path, data, WIDE_PLAN))
        draft, after = (paid(data, WIDE_PLAN, "2026-06", before) for before in states)
    assert made == Counter()
    assert {who: each.payable for who, each in draft.statements.items()} == {
        who: each.payable for who, each in after.statements.items()
    }


def test_wide_amounts_earn_to_the_cent_what_fractions_say() -> None:
    data = company(40, 10**9)
    found = paid(data, WIDE_PLAN, "2026-02")
    tiers = WIDE_PLAN.components[0].rule
    assert isinstance(tiers, Tiered)
    lines = [line for each in found.statements.values() for _, name, line in credit_lines(each) if name == "commission"]
    assert lines
    for line in lines:
        bounds = [tier.start * line.per for tier in tiers.tiers] + [line.base]
        parts = [max(Fraction(0), min(line.base, high) - low) for low, high in pairwise(bounds)]
        exact = sum((part * tier.rate for part, tier in zip(parts, tiers.tiers, strict=False)), Fraction(0))
        assert line.earned == Fraction(int(exact * 100 + Fraction(1, 2)), 100), line.key
    assert period("2026-02").id in {line.earning_period for line in lines}
