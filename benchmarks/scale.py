"""Made-up order lines on a disk → how long grouping and joining them takes in memory, and on disk within a limit.

`python -m benchmarks.scale [MILLIONS] [--limit MB]`: the same two questions to pandas, pyarrow and DuckDB, each in a
process of its own, which must answer alike to the cent. *Sums*: what each payee sold and earned a quarter. *Cash*: what
each payee's wholly paid orders come to, for which every order must be held against its receipts.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

Answer = list[tuple[Any, ...]]

PAYEES = 100_000
LINES_AN_ORDER = 4
_CHUNK = 1_000_000
_QUARTERS = 4


def write(folder: Path, lines: int) -> None:
    """Write order lines, and a receipt or two for four orders of five; a million rows are in memory at a time."""
    chance = np.random.default_rng(20260331)
    with (
        pq.ParquetWriter(folder / "lines.parquet", _LINES) as to,
        pq.ParquetWriter(folder / "cash.parquet", _CASH) as cash,
    ):
        for first in range(0, lines, _CHUNK):
            order = np.arange(first, min(first + _CHUNK, lines)) // LINES_AN_ORDER
            amount = chance.integers(1_00, 50_000_00, len(order))
            payee = (order * 7919 + order // 13) % PAYEES
            columns = (order, payee, order % _QUARTERS, amount, amount * chance.integers(5, 60, len(order)) // 100)
            to.write_table(pa.table([pa.array(each) for each in columns], schema=_LINES))
            owed = np.bincount(order - order[0], amount).astype(np.int64)
            whole = np.arange(order[0], order[-1] + 1)
            some = whole % 5 > 0
            paid = np.where(whole % 3 == 0, owed // 2, owed)  # a third of them by half
            cash.write_table(pa.table([pa.array(whole[some]), pa.array(paid[some])], schema=_CASH))


_LINES = pa.schema([(name, pa.int64()) for name in ("number", "payee", "quarter", "amount", "margin")])
_CASH = pa.schema([(name, pa.int64()) for name in ("number", "paid")])


# ------------------------------------------------------------------------------------------------------- pandas


def pandas_sums(folder: Path, limit: int) -> Answer:
    """Group in memory."""
    import pandas as pd

    lines = pd.read_parquet(folder / "lines.parquet", columns=["payee", "quarter", "amount", "margin"])
    found = lines.groupby(["payee", "quarter"], as_index=False).agg(amount=("amount", "sum"), margin=("margin", "sum"))
    return _rows(found.columns, found)


def pandas_cash(folder: Path, limit: int) -> Answer:
    """Group, join and group in memory."""
    import pandas as pd

    lines = pd.read_parquet(folder / "lines.parquet", columns=["number", "payee", "amount"])
    orders = lines.groupby("number", as_index=False).agg(payee=("payee", "min"), amount=("amount", "sum"))
    both = orders.merge(pd.read_parquet(folder / "cash.parquet").groupby("number", as_index=False).sum(), on="number")
    found = both[both["paid"] >= both["amount"]].groupby("payee", as_index=False).agg(amount=("amount", "sum"))
    return _rows(found.columns, found)


# ------------------------------------------------------------------------------------------------------ pyarrow


def pyarrow_sums(folder: Path, limit: int) -> Answer:
    """Group while the file is read: only the groups are in memory."""
    from pyarrow import acero, dataset

    columns = ["payee", "quarter", "amount", "margin"]
    scanned = acero.Declaration(
        "scan", acero.ScanNodeOptions(dataset.dataset(folder / "lines.parquet"), columns=columns)
    )
    sums = [(name, "hash_sum", None, name) for name in ("amount", "margin")]
    grouped = acero.Declaration("aggregate", acero.AggregateNodeOptions(sums, keys=["payee", "quarter"]), [scanned])
    found = grouped.to_table()
    return _rows(columns, found)


def pyarrow_cash(folder: Path, limit: int) -> Answer:
    """Group, join and group in memory."""
    import pyarrow.compute as pc

    lines = pq.read_table(folder / "lines.parquet", columns=["number", "payee", "amount"])
    orders = lines.group_by("number").aggregate([("payee", "min"), ("amount", "sum")])
    cash = pq.read_table(folder / "cash.parquet").group_by("number").aggregate([("paid", "sum")])
    both = orders.join(cash, "number", join_type="inner")
    paid = both.filter(pc.greater_equal(both["paid_sum"], both["amount_sum"]))
    return _rows(["payee_min", "amount_sum_sum"], paid.group_by("payee_min").aggregate([("amount_sum", "sum")]))


# ------------------------------------------------------------------------------------------------------- DuckDB


def duckdb_sums(folder: Path, limit: int) -> Answer:
    """Group within a limit of memory; what does not fit goes to the disk."""
    asked = "select payee, quarter, sum(amount)::bigint, sum(margin)::bigint from lines group by all"
    return _asked(folder, limit, asked)


def duckdb_cash(folder: Path, limit: int) -> Answer:
    """Group, join and group within a limit of memory."""
    asked = """
        with orders as (select number, min(payee) as payee, sum(amount) as amount from lines group by number),
             receipts as (select number, sum(paid) as paid from cash group by number)
        select payee, sum(amount)::bigint from orders join receipts using (number) where paid >= amount group by payee
    """
    return _asked(folder, limit, asked)


def _asked(folder: Path, limit: int, query: str) -> Answer:
    import duckdb

    settings = {"memory_limit": f"{limit}MB", "threads": 2, "temp_directory": str(folder / "spilt")}
    with duckdb.connect(config=settings) as database:
        database.execute("set preserve_insertion_order = false")
        for name in ("lines", "cash"):
            database.execute(f"create view {name} as from read_parquet('{folder / name}.parquet')")
        found: Answer = database.execute(query).fetchall()
    return found


# -------------------------------------------------------------------------------------------------- side by side

WAYS: Mapping[str, Callable[[Path, int], Answer]] = {
    "sums, pandas": pandas_sums,
    "sums, pyarrow": pyarrow_sums,
    "sums, DuckDB": duckdb_sums,
    "cash, pandas": pandas_cash,
    "cash, pyarrow": pyarrow_cash,
    "cash, DuckDB": duckdb_cash,
}


def _rows(names: Any, table: Any) -> Answer:
    return list(zip(*(table[name].to_numpy().tolist() for name in names), strict=True))


def measure(way: str, folder: Path, limit: int) -> None:
    """Answer one question one way, and print what it took and a digest of the answer."""
    began = time.monotonic()
    found = WAYS[way](folder, limit)
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "clock": time.monotonic() - began,
        "processor": used.ru_utime + used.ru_stime,
        "megabytes": _peak(),
        "rows": len(found),
        "answer": sha256(repr(sorted(found)).encode()).hexdigest()[:12],
    }
    print(json.dumps(told))


def _peak() -> float:
    """The most that this process held, in megabytes; what a parent held would count in `ru_maxrss` as well."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Write the rows, ask all ways in turn, and print a table; ways that answer differently are an error."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("millions", type=int, nargs="?", default=10)
    asked.add_argument("--limit", type=int, default=512, help="what DuckDB may take, in megabytes")
    asked.add_argument("--way", choices=list(WAYS), help=argparse.SUPPRESS)
    asked.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.way:
        measure(given.way, given.folder, given.limit)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, given.millions * 1_000_000)
        size = sum(file.stat().st_size for file in folder.glob("*.parquet")) / 1024**2
        print(f"{given.millions:,} million order lines, {size:,.0f} MB; DuckDB may take {given.limit} MB")
        print(f"{'':<16}{'clock s':>9}{'CPU s':>9}{'peak MB':>9}{'groups':>10}")
        answers: dict[str, set[str]] = {}
        for way in WAYS:
            told = _in_a_process(way, folder, given.limit)
            answers.setdefault(way.split(",")[0], set()).add(told["answer"])
            figures = f"{told['clock']:>9.1f}{told['processor']:>9.1f}{told['megabytes']:>9,.0f}{told['rows']:>10,}"
            print(f"{way:<16}{figures}", flush=True)
    if any(len(each) > 1 for each in answers.values()):
        sys.exit("the ways do not answer alike")
    print("all ways answer alike, to the cent")


def _in_a_process(way: str, folder: Path, limit: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.scale", "--way", way, "--folder", str(folder), "--limit", str(limit)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    main()
