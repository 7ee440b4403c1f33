"""Made-up order lines → how long each check takes: `python -m benchmarks.checks [ROWS]`."""

from __future__ import annotations

import sys
import time
from fractions import Fraction

import numpy as np
import pandas as pd
import pyarrow as pa

from reportgen.model.table import Column, ColumnType, Source, Table
from reportgen.sources.checks.repeats import repeated
from reportgen.sources.checks.run import CHECKS
from reportgen.sources.profiles.check_rules import CheckRule, Employed, NotAbove, Returned, Steady, Taxed, Whole
from reportgen.sources.values.columns import text_series

_MONEY = {name: Column(name, ColumnType.MONEY, 2, "CNY") for name in ("amount", "gross")}
RULES: dict[str, tuple[CheckRule, ...]] = {
    "orders": (
        Employed("order_date", blocks=True),
        Taxed("amount", "gross", "tax_rate", rates=(Fraction(13, 100),)),
        Returned("order_no", "original", "order_date", ("quantity", "amount"), (("type", ("return",)),), "quantity"),
        Steady(Fraction(5), date="order_date", sums=("amount",)),
        NotAbove("gross", "order_no", "orders", "gross", "order_no"),
        Whole(("order_no", "line_no"), "whole"),
    ),
}


def main(rows: int) -> None:
    """Print the seconds of each check over so many order lines, and their sum."""
    tables = {"orders": _orders(rows), "people": _people()}
    table, total = tables["orders"], 0.0
    started = time.perf_counter()
    repeated(table)
    total += _told("duplicates", started)
    for rule in RULES["orders"]:
        run = next(run for kind, run in CHECKS if isinstance(rule, kind))
        started = time.perf_counter()
        found = run(rule, table, tables)
        total += _told(f"{type(rule).__name__} ({sum(len(one.positions) for one in found)} found)", started)
    print(f"{total:8.3f} s  all, {rows:,} rows")


def _told(what: str, started: float) -> float:
    seconds = time.perf_counter() - started
    print(f"{seconds:8.3f} s  {what}")
    return seconds


def _orders(rows: int) -> Table:
    random = np.random.default_rng(1)
    number = np.arange(rows) // 3
    amount = random.integers(10_000, 10_000_000, rows)
    returned = random.random(rows) < 0.02
    days = np.datetime64("2025-01-01", "s") + (number % 700).astype("timedelta64[D]")
    frame = pd.DataFrame(
        {
            "order_no": _texts([f"SO-{one:08d}" for one in number]),
            "line_no": _texts([str(one % 3) for one in range(rows)]),
            "original": _texts(
                [f"SO-{one // 2:08d}" if back else "" for one, back in zip(number, returned, strict=True)]
            ),
            "type": _texts(["return" if back else "sale" for back in returned]),
            "person": _texts([f"E{one % 500:03d}" for one in number]),
            "order_date": pd.Series(days),
            "quantity": pd.array(np.where(returned, -1, 5), dtype="Int64"),
            "amount": pd.array(np.where(returned, -amount, amount), dtype="Int64"),
            "tax_rate": pd.array(np.full(rows, 1300), dtype="Int64"),
            "gross": pd.array((np.where(returned, -amount, amount) * 113 + 50) // 100, dtype="Int64"),
            "whole": pd.array(np.ones(rows, np.int64), dtype="Int64"),
        }
    )
    frame["_source"], frame["_row"] = 0, np.arange(rows) + 2
    columns = {name: Column(name, ColumnType.ID) for name in ("order_no", "line_no", "original", "type", "person")}
    columns |= {
        "order_date": Column("order_date", ColumnType.DATE),
        "tax_rate": Column("tax_rate", ColumnType.PERCENT, 4),
    }
    columns |= {name: Column(name, ColumnType.NUMBER) for name in ("quantity", "whole")} | _MONEY
    source = Source("inputs/data/orders.csv", "", "", rows)
    return Table("orders", columns, ("order_no", "line_no"), (source,), frame)


def _people() -> Table:
    people = [f"E{one:03d}" for one in range(500)]
    frame = pd.DataFrame({"person": _texts(people), "hired": pd.Series([np.datetime64("2020-01-01", "s")] * 500)})
    frame["_source"], frame["_row"] = 0, np.arange(500) + 2
    columns = {"person": Column("person", ColumnType.ID), "hired": Column("hired", ColumnType.DATE)}
    return Table("people", columns, ("person",), (Source("inputs/data/people.csv", "", "", 500),), frame)


def _texts(values: list[str]) -> pd.Series[str]:
    return text_series(pa.array(values, pa.large_string()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
