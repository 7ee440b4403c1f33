"""A made-up company → how long measuring everybody takes, beside a plain read and one sum of the same orders.

`python -m benchmarks.measuring [ROWS] [PEOPLE] [TIMES]` holds both ways against each other; `… growth [ROWS] [TIMES]`
measures companies of a hundredth, a tenth and the whole of the rows, and says with which power of the rows time grows.
The plan is the sample's own.
"""

from __future__ import annotations

import math
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from reportgen import plan as planning
from reportgen.app.memory import collecting_rarely
from reportgen.measure.desk import prepared
from reportgen.measure.roster import leaders, read_roster
from reportgen.measure.slicing import sliced
from reportgen.measure.standing import figures_of
from reportgen.model.measured import Figure, Subject
from reportgen.model.period import parse_period
from reportgen.model.plan import Plan
from reportgen.model.table import Column, ColumnType, Source, Table
from reportgen.sources.values.columns import text_series

ROOT = Path(__file__).resolve().parents[1]
PERIOD = "2026-Q2"
COMPANY = Subject("company", "")
_DAYS = 700
_SPAN = 10


ROWS_A_PERSON = 200
"""Who sells more has more sellers: so that a small company is not measured with the people of a large one."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables by kind: a dataset."""

    tables: Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds on the clock, and seconds of the processor, all its cores together."""

    clock: float
    processor: float


def main(rows: int, people: int, times: int) -> None:
    """Print the middle seconds of both ways, their ratio, and the memory that ours took at most."""
    promised, data = _plan(), _company(rows, people)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        frame = data.tables["orders"].frame
        frame.drop(columns=["_source", "_row"]).to_csv(path, index=False)
        ways = {"plain": lambda: _plain(path), "measured": lambda: _measured(data, promised)}
        found = {name: _middle(each) for name, each in _timed(ways, times).items()}
    for name, took in found.items():
        print(f"{took.clock:8.2f} s  {took.processor:8.2f} s of the processor  {name}")
    ours, plain = found["measured"], found["plain"]
    ratio = f"{ours.clock / plain.clock:8.1f} ×  {ours.processor / plain.processor:8.1f} × of the processor"
    print(f"{ratio}  {rows:,} order lines, {people:,} people")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:8.2f} GB at most")


def growth(rows: int, times: int) -> None:
    """Print the middle seconds for three sizes of a company, and the power of the rows that they grow with."""
    promised = _plan()
    sizes = [rows // 100, rows // 10, rows]
    took = []
    for size in sizes:
        people = max(size // ROWS_A_PERSON, 1)
        data = _company(size, people)
        found = _middle(_timed({"measured": partial(_measured, data, promised)}, times)["measured"])
        took.append(found)
        told = f"{found.clock:8.2f} s  {found.processor:8.2f} s of the processor"
        print(f"{told}  {size:,} order lines, {people:,} people", flush=True)
    for first, last in ((0, 1), (1, 2), (0, 2)):
        tens = math.log(sizes[last] / sizes[first])
        powers = [
            math.log(getattr(took[last], name) / getattr(took[first], name)) / tens for name in ("clock", "processor")
        ]
        told = f"rows^{powers[0]:.2f} on the clock, rows^{powers[1]:.2f} of the processor"
        print(f"{told}, from {sizes[first]:,} to {sizes[last]:,}")


def _plan() -> Plan:
    promised, problems = planning.read(ROOT / "inputs" / "plan", "inputs/plan")
    if promised is None:
        sys.exit("\n".join(problem.sentence for problem in problems))
    return promised


def _company(rows: int, people: int) -> Tables:
    return Tables({"people": _people(people), "orders": _orders(rows, people), "targets": _targets(people)})


def _timed(ways: Mapping[str, Callable[[], int]], times: int) -> dict[str, list[Took]]:
    """Take the ways in turn, so that what else the machine does meets both."""
    found: dict[str, list[Took]] = {name: [] for name in ways}
    for _ in range(times):
        for name, way in ways.items():
            clock, processor = time.perf_counter(), time.process_time()
            way()
            found[name].append(Took(time.perf_counter() - clock, time.process_time() - processor))
    return found


def _middle(found: Sequence[Took]) -> Took:
    return Took(*(statistics.median(getattr(each, name) for each in found) for name in ("clock", "processor")))


def _plain(path: Path) -> int:
    frame = pd.read_csv(path, engine="pyarrow")
    return len(frame.groupby("person")["amount"].sum())


def _measured(data: Tables, promised: Plan) -> int:
    """Compute every KPI of the company, of every team and person, and of every slice."""
    span = parse_period(PERIOD)
    if span is None:
        raise ValueError(PERIOD)
    with collecting_rarely():
        roster, _ = read_roster(data.tables["people"])
        desk = prepared(data, promised, roster, span)
        company = figures_of(desk, COMPANY, span)
        subjects = [
            *(Subject("team", leader) for leader in leaders(roster, span)),
            *(Subject("person", person) for person in roster.people),
        ]
        every = [company, *(figures_of(desk, each, span, company) for each in subjects)]
        every += [each.figures for each in sliced(desk, span)]
        return sum(_known(figures.values()) for figures in every)


def _known(figures: Iterable[Figure]) -> int:
    return sum(figure.rows > 0 for figure in figures)


def _people(people: int) -> Table:
    """Everybody reports to one in ten above, up to one who reports to nobody; a tenth change teams in May."""
    ids = [f"E{one:05d}" for one in range(people)]
    managers = ["", *(ids[(one - 1) // _SPAN] for one in range(1, people))]
    regions = [("华东", "华南", "华北", "西南")[one % 4] for one in range(people)]
    rows = [(ids[one], managers[one], regions[one], "2020-01-01", "") for one in range(people)]
    for one in range(11, people, _SPAN):
        rows[one] = (ids[one], managers[one], regions[one], "2020-01-01", "2026-05-14")
        rows.append((ids[one], managers[one - 1], regions[one], "2026-05-15", ""))
    columns = list(zip(*rows, strict=True))
    frame = pd.DataFrame(
        {name: _texts(columns[place]) for place, name in enumerate(("person", "manager", "region"))}
        | {"role": _texts(["representative"] * len(rows)), "name": _texts(columns[0])}
        | {"since": _days(columns[3]), "until": _days(columns[4])}
    )
    texts = ("person", "manager", "region", "role", "name")
    return _table("people", frame, dict.fromkeys(texts, ColumnType.TEXT) | _dates("since", "until"), ("person",))


def _orders(rows: int, people: int) -> Table:
    random = np.random.default_rng(1)
    number = np.arange(rows) // 3
    amount = random.integers(10_000, 10_000_000, rows)
    returned = random.random(rows) < 0.02
    signed = np.where(returned, -amount, amount)
    days = np.datetime64("2025-01-01", "s") + (number % _DAYS).astype("timedelta64[D]")
    customer = random.integers(0, people * 4, rows // 3 + 1)[number]
    choices: Mapping[str, tuple[str, ...]] = {
        "line": ("Ultra 旗舰", "Eco 经济", "Flex 定制"),
        "tier": ("S", "A", "B", "C"),
        "industry": ("能源", "制造", "建筑", "新能源"),
        "product": tuple(f"P-{one:03d}" for one in range(200)),
    }
    frame = pd.DataFrame(
        {
            "order_no": _texts([f"SO-{one:08d}" for one in number]),
            "deal": _texts([f"SO-{one:08d}" for one in number]),
            "type": _texts(np.where(returned, "return", "sale")),
            "person": _texts([f"E{one % people:05d}" for one in customer]),
            "customer": _texts([f"C{one:06d}" for one in customer]),
            "order_date": pd.Series(days),
            "due_date": pd.Series(days + np.timedelta64(30, "D")),
            "amount": pd.array(signed, dtype="Int64"),
            "gross_profit": pd.array(signed * 3 // 10, dtype="Int64"),
            "gross": pd.array((signed * 113 + 50) // 100, dtype="Int64"),
            "discount": pd.array(random.integers(0, 1000, rows), dtype="Int64"),
            "unit_price": pd.array(amount // 5, dtype="Int64"),
        }
        | {name: _texts(np.array(words)[customer % len(words)]) for name, words in choices.items()}
    )
    texts = ("order_no", "deal", "type", "person", "customer", *choices)
    types = dict.fromkeys(texts, ColumnType.TEXT) | _dates("order_date", "due_date") | {"discount": ColumnType.PERCENT}
    types |= dict.fromkeys(("amount", "gross_profit", "gross", "unit_price"), ColumnType.MONEY)
    return _table("orders", frame, types, ("order_no",))


def _targets(people: int) -> Table:
    months = [f"2026-{month:02d}" for month in range(1, 13)]
    rows = [(f"E{one:05d}", month) for one in range(people) for month in months]
    frame = pd.DataFrame(
        {
            "person": _texts([person for person, _ in rows]),
            "month": _texts([month for _, month in rows]),
            "metric": _texts(["order_amount"] * len(rows)),
            "floor": pd.array(np.full(len(rows), 5_000_000), dtype="Int64"),
            "stretch": pd.array(np.full(len(rows), 6_000_000), dtype="Int64"),
        }
    )
    types = dict.fromkeys(("person", "metric"), ColumnType.TEXT) | {"month": ColumnType.PERIOD}
    types |= dict.fromkeys(("floor", "stretch"), ColumnType.MONEY)
    return _table("targets", frame, types, ("person", "month", "metric"))


def _dates(*names: str) -> dict[str, ColumnType]:
    return dict.fromkeys(names, ColumnType.DATE)


def _table(kind: str, frame: pd.DataFrame, types: Mapping[str, ColumnType], key: tuple[str, ...]) -> Table:
    scales = {ColumnType.MONEY: 2, ColumnType.PERCENT: 4}
    columns = {
        name: Column(name, type_, scales.get(type_, 0), "CNY" if type_ is ColumnType.MONEY else "", "excluded")
        for name, type_ in types.items()
    }
    frame["_source"], frame["_row"] = 0, np.arange(len(frame)) + 2
    return Table(kind, columns, key, (Source(f"{kind}.csv", "", "0" * 64, len(frame)),), frame)


def _texts(values: Iterable[str]) -> pd.Series:
    return text_series(pa.array([value or None for value in values], pa.large_string()))


def _days(values: Iterable[str]) -> pd.Series:
    return pd.Series(pd.to_datetime(list(values), format="%Y-%m-%d").astype("datetime64[s]"))


if __name__ == "__main__":
    if sys.argv[1:2] == ["growth"]:
        given = [int(each) for each in sys.argv[2:]]
        growth(*(given + [1_000_000, 3][len(given) :]))
    else:
        given = [int(each) for each in sys.argv[1:]]
        main(*(given + [1_000_000, 5_000, 7][len(given) :]))
