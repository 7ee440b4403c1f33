"""A made-up company's orders and cash → how long paying everybody takes, at several sizes, and how it grows with rows.

`python -m benchmarks.paying [ROWS…] [--people N] [--times N]`; the plan is the sample's own. What is timed is the whole
of pay: six months replayed one after the other, every component of the plan that orders, invoices, receipts and targets
suffice for, every statement line and the register: once with no pay period closed, and once with the five months
before closed, where what they posted is read from a SQLite ledger first. The people stay as many, so that only the rows
grow.
"""

from __future__ import annotations

import argparse
import math
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from sqlalchemy import insert

from reportgen import plan as planning
from reportgen.app.memory import collecting_rarely
from reportgen.ledger import paid_before
from reportgen.ledger.connection import writing
from reportgen.ledger.schema import CLOSED, LINES
from reportgen.measure.desk import prepared
from reportgen.measure.pay import Bench, pay
from reportgen.measure.pay.transactions import rated_transactions
from reportgen.measure.roster import read_roster
from reportgen.model.measured import PaidBefore
from reportgen.model.pay_kinds import Tiered
from reportgen.model.period import parse_period
from reportgen.model.plan import Plan
from reportgen.model.table import Column, ColumnType, Source, Table
from reportgen.sources.values.columns import text_series

ROOT = Path(__file__).resolve().parents[1]
PERIOD = "2026-06"
SIZES = (10_000, 100_000, 1_000_000)
_CLOSED = date(2026, 5, 31)
_AT_A_TIME = 10_000
_DAYS = 540
_LINES = 3
_SPAN = 10
_TEXTS = ("order_no", "deal", "type", "person", "customer", "receipt_no", "invoice_no", "name", "role", "manager")
_MONEY = ("amount", "gross_profit", "gross", "net", "floor", "stretch")


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables by kind: a dataset."""

    tables: Mapping[str, Table]


def main(sizes: Iterable[int], people: int, times: int) -> None:
    """Print seconds, lines and memory of each size, and the exponent of growth between each and the next."""
    promised, problems = planning.read(ROOT / "inputs" / "plan", "inputs/plan")
    if promised is None:
        sys.exit("\n".join(problem.sentence for problem in problems))
    found: dict[str, list[tuple[int, float]]] = {"drafts": [], "closed": []}
    for rows in sizes:
        data = company(rows, people)
        with tempfile.TemporaryDirectory() as folder:
            where = Path(folder) / "ledger.sqlite"
            posted = post(where, data, promised)
            for kind, ledger in (("drafts", None), ("closed", where)):
                seconds, lines = _timed(data, promised, ledger, times)
                found[kind].append((rows, seconds))
                before = f"after {posted:,} posted lines" if ledger else "nothing posted"
                print(
                    f"{rows:>12,} order lines, {before}: {seconds:.2f} s of CPU, {lines:,} statement lines", flush=True
                )
    for kind, times_ in found.items():
        for (few, fast), (many, slow) in pairwise(times_):
            power = math.log(slow / fast) / math.log(many / few)
            print(f"{few:>12,} to {many:,} ({kind}): time grows with rows^{power:.2f}")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:12.2f} GB at most")


def _timed(data: Tables, promised: Plan, ledger: Path | None, times: int) -> tuple[float, int]:
    """Return the middle of the seconds of CPU, and how many statement lines there are."""
    seconds, lines = [], 0
    for _ in range(times):
        started = time.process_time()
        lines = paid(data, promised, paid_before(ledger) if ledger else PaidBefore())
        seconds.append(time.process_time() - started)
    return statistics.median(seconds), lines


def paid(data: Tables, promised: Plan, before: PaidBefore) -> int:
    """Pay everybody; return how many lines their statements have."""
    span = parse_period(PERIOD)
    if span is None:
        raise ValueError(PERIOD)
    with collecting_rarely():
        roster, _ = read_roster(data.tables["people"])
        desk = prepared(data, promised, roster, span)
        found = pay(desk.dataset, promised, roster, desk.targets, span, before, desk.books)
    columns = [column for statement in found.statements.values() for column in statement.columns]
    return sum(len(result.lines) for column in columns for result in column.components)


def post(where: Path, data: Tables, promised: Plan) -> int:
    """Post what every transaction had earned and released by the end of May, in its own month; return how many lines.

    Straight into the ledger's tables, without the chain of digests, which paying does not look at.
    """
    bench = Bench(promised, data, read_roster(data.tables["people"])[0])
    months = [f"2026-{month:02d}" for month in range(1, 6)]
    count = 0
    with writing(where) as connection:
        for number, month in enumerate(months, start=1):
            head = {column.name: "" for column in CLOSED.columns}
            connection.execute(insert(CLOSED).values({**head, "number": number, "period": month, "last_day": month}))
        for component in promised.components:
            rule = component.rule
            state = rated_transactions(bench, component, rule, _CLOSED) if isinstance(rule, Tiered) else None
            if state is not None:
                posted = state[["payee", "key", "earned", "released"]].assign(
                    paid=state["released"],
                    period=state["day"].dt.strftime("%Y-%m"),
                    component=component.id,
                    earning_period="",
                    row=np.arange(len(state)) + count,
                    digest="",
                )
                count += len(posted)
                for start in range(0, len(posted), _AT_A_TIME):
                    part = posted.iloc[start : start + _AT_A_TIME].to_dict("records")
                    connection.execute(insert(LINES), [{str(name): each for name, each in row.items()} for row in part])
    return count


def company(rows: int, people: int) -> Tables:
    """Make a company of people and order lines, three to an order, each invoiced and paid in two parts."""
    orders = _orders(rows, people)
    first = orders.drop_duplicates("order_no").reset_index(drop=True)
    gross = orders.groupby("order_no", sort=False)["gross"].sum().reset_index(drop=True)
    frames = {
        "people": _people(people),
        "orders": orders,
        "targets": _targets(people),
        "invoices": _invoices(first, gross),
        "receipts": _receipts(first, gross),
    }
    keys = {"people": "person", "orders": "order_no", "targets": "person"}
    return Tables({kind: _table(kind, frame, keys.get(kind, f"{kind[:-1]}_no")) for kind, frame in frames.items()})


def _people(people: int) -> pd.DataFrame:
    """Everybody reports to one in ten above: a manager each."""
    ids = [f"E{one:05d}" for one in range(people)]
    managers = ["", *(ids[(one - 1) // _SPAN] for one in range(1, people))]
    leads = set(managers)
    return pd.DataFrame(
        {
            "person": _texts(ids),
            "name": _texts(ids),
            "role": _texts("manager" if one in leads else "representative" for one in ids),
            "manager": _texts(managers),
            "since": pd.Series(np.full(people, np.datetime64("2020-01-01", "s"))),
        }
    )


def _orders(rows: int, people: int) -> pd.DataFrame:
    random = np.random.default_rng(1)
    number = np.arange(rows) // _LINES
    amount = random.integers(10_000, 10_000_000, rows)
    cost = amount * random.integers(60, 105, rows) // 100
    seller = random.integers(0, people, rows // _LINES + 1)[number]
    names = _texts(f"SO-{one:08d}" for one in number)
    return pd.DataFrame(
        {
            "order_no": names,
            "deal": names,
            "type": _texts(["sale"] * rows),
            "person": _texts(f"E{one:05d}" for one in seller),
            "customer": _texts(f"C{one:06d}" for one in seller * 4 + number % 4),
            "order_date": pd.Series(np.datetime64("2025-01-01", "s") + (number % _DAYS).astype("timedelta64[D]")),
            "amount": pd.array(amount, dtype="Int64"),
            "gross_profit": pd.array(amount - cost, dtype="Int64"),
            "gross": pd.array((amount * 113 + 50) // 100, dtype="Int64"),
        }
    )


def _invoices(first: pd.DataFrame, gross: pd.Series) -> pd.DataFrame:
    columns = first[["order_no", "customer"]]
    numbers = _texts(f"F-{one:08d}" for one in range(len(first)))
    days = first["order_date"]
    return columns.assign(
        invoice_no=numbers,
        invoice_date=days,
        due_date=days + np.timedelta64(30, "D"),
        gross=gross,
        net=gross * 100 // 113,
    )


def _receipts(first: pd.DataFrame, gross: pd.Series) -> pd.DataFrame:
    half = gross // 2
    parts = []
    for turn, amount in enumerate((half, gross - half)):
        numbers = _texts(f"R{turn}-{one:08d}" for one in range(len(first)))
        days = first["order_date"] + np.timedelta64(20 + 40 * turn, "D")
        parts.append(
            first[["order_no", "deal", "customer", "person"]].assign(
                receipt_no=numbers, receipt_date=days, amount=amount
            )
        )
    return pd.concat(parts, ignore_index=True)


def _targets(people: int) -> pd.DataFrame:
    months = [f"2026-{month:02d}" for month in range(1, 13)]
    rows = people * len(months)
    return pd.DataFrame(
        {
            "person": _texts(f"E{one // len(months):05d}" for one in range(rows)),
            "month": _texts(months * people),
            "metric": _texts(["order_amount"] * rows),
            "floor": pd.array(np.full(rows, 5_000_000), dtype="Int64"),
            "stretch": pd.array(np.full(rows, 6_000_000), dtype="Int64"),
        }
    )


def _table(kind: str, frame: pd.DataFrame, key: str) -> Table:
    columns = {str(name): _column(kind, str(name)) for name in frame.columns}
    placed = frame.assign(_source=0, _row=np.arange(len(frame)) + 2)
    return Table(kind, columns, (key,), (Source(f"{kind}.csv", "", "0" * 64, len(frame)),), placed)


def _column(kind: str, name: str) -> Column:
    if name in _MONEY:
        taxed = name == "gross" or kind == "receipts"
        return Column(name, ColumnType.MONEY, 2, "CNY", "included" if taxed else "excluded")
    if name == "month":
        return Column(name, ColumnType.PERIOD)
    return Column(name, ColumnType.TEXT if name in (*_TEXTS, "metric") else ColumnType.DATE)


def _texts(values: Iterable[str]) -> pd.Series:
    return text_series(pa.array([value or None for value in values], pa.large_string()))


if __name__ == "__main__":
    reader = argparse.ArgumentParser()
    reader.add_argument("rows", nargs="*", type=int)
    reader.add_argument("--people", type=int, default=1_000)
    reader.add_argument("--times", type=int, default=1)
    asked = reader.parse_args()
    main(asked.rows or SIZES, asked.people, asked.times)
