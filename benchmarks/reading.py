"""Turns a million made-up order lines into two ratios a format: our time, and our memory, against the plain way.

The plain way only makes strings of the cells: pyarrow of a text file, calamine of a workbook. Ours finds the table,
types and derives its columns, and keeps each row's place. Both run in processes of their own, in turn. Memory is by how
much the process, or the one it starts for workbooks where that is larger, grew at the most while it read, over the raw
table: all cells as arrow strings with 64-bit offsets, as pandas and this program hold them (32-bit ones would make the
raw table smaller by 4 bytes a cell), and for a workbook as Python strings. Times need a machine with nothing else to
do; the processor's time, which counts all threads and processes, says something on a busy one too. Before each reading,
memory enough for it is taken and given back: what a virtual machine has not used lately its host must hand out anew, at
twenty times the price of memory in use, and the way that needs more would pay that for the machine.
"""

import argparse
import json
import mmap
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

if TYPE_CHECKING:
    from reportgen.model.problem import Problem
    from reportgen.sources.profiles.profile import Profile

PROFILES = Path(__file__).resolve().parent.parent / "inputs" / "profiles"
ROWS = {"csv": 1_000_000, "xlsx": 200_000}
QUICK = {"csv": 100_000, "xlsx": 20_000}
TIME_BARS = {"csv": 5.0, "xlsx": 2.0}
MEMORY_BAR = 2.5
AWAKE = 1 << 30
SELF = Path("/proc/self")
Columns = dict[str, list[str]]


def main() -> None:
    """Print, for each format, the median ratio of times and of memory with their spread, and whether the bars hold."""
    asked = _arguments()
    if asked.measure:
        way, path = asked.measure
        print(json.dumps(_measured(WAYS[way, Path(path).suffix[1:]], Path(path))))
        return
    rounds = 3 if asked.quick else 7
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(asked.folder or scratch)
        for ending in asked.formats:
            path = _file(folder, ending, (QUICK if asked.quick else ROWS)[ending])
            _report(ending, [_round(path) for _ in range(rounds)])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows, three rounds")
    parser.add_argument("--folder", help="keep the generated files here, and take those that are there")
    parser.add_argument("--formats", nargs="+", choices=sorted(ROWS), default=sorted(ROWS))
    parser.add_argument("--measure", nargs=2, metavar=("WAY", "FILE"), help="one measurement: what the rounds start")
    return parser.parse_args()


def _round(path: Path) -> dict[str, dict[str, float]]:
    return {way: _in_own_process(way, path) for way in ("plain", "ours", "compared")}


def _in_own_process(way: str, path: Path) -> dict[str, float]:
    _wake_memory()
    command = [sys.executable, __file__, "--measure", way, str(path)]
    ran = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    if ran.returncode:
        raise SystemExit(f"{way} of {path.name} failed")
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def _wake_memory() -> None:
    with mmap.mmap(-1, AWAKE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        memory.madvise(mmap.MADV_HUGEPAGE)
        for page in range(0, AWAKE, mmap.PAGESIZE):
            memory[page] = 1


def _report(ending: str, rounds: list[dict[str, dict[str, float]]]) -> None:
    """Memory is held against the raw table: all cells as strings, as the plain way returns them."""
    ways = " · ".join(f"{way} {_median(rounds, way, 'seconds'):.2f} s" for way in rounds[0])
    print(f"{ending:5} {ways} ({len(rounds)} rounds; compared: with the checks of rows against one another)")
    times = [one["ours"]["seconds"] / one["plain"]["seconds"] for one in rounds]
    work = [one["ours"]["cpu"] / one["plain"]["cpu"] for one in rounds]
    memory = [one["ours"]["peak"] / one["plain"]["raw"] for one in rounds]
    for name, ratios, bar in (
        ("time", times, TIME_BARS[ending]),
        ("processor", work, 0.0),
        ("memory", memory, MEMORY_BAR),
    ):
        middle = statistics.median(ratios)
        verdict = f"  bar {bar} x {'holds' if middle <= bar else 'does not hold'}" if bar else ""
        print(f"      {name:9} {middle:5.2f} x  ({min(ratios):.2f} to {max(ratios):.2f}){verdict}")


def _median(rounds: list[dict[str, dict[str, float]]], way: str, what: str) -> float:
    return statistics.median(one[way][what] for one in rounds)


# ----------------------------------------------------------------------------------------------- one measurement


def _measured(prepare: Callable[[Path], Callable[[], int]], path: Path) -> dict[str, float]:
    """Time one reading; `peak` is by how much the larger of its processes grew at the most while it read.

    What is loaded once, whatever is read, is loaded before: libraries, profiles, the program that reads workbooks.
    """
    read = prepare(path)
    loaded = sum(_memory(process, "VmRSS") for process in _started())
    before, start, worked = _memory(SELF, "VmRSS"), time.perf_counter(), _worked()
    raw = read()
    seconds, cpu, running = time.perf_counter() - start, _worked() - worked, _started()
    there = [_memory(process, "VmHWM") for process in running]
    gone = [] if running else [resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024]
    grown = [_memory(SELF, "VmHWM") - before, *(most - loaded for most in (*there, *gone))]
    return {"seconds": seconds, "cpu": cpu, "peak": max(grown), "raw": raw}


def _memory(process: Path, what: str) -> int:
    """Return the bytes that a process has now, or had at the most."""
    lines = (process / "status").read_text("ascii", "ignore").splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{what}:"))


def _worked() -> float:
    """Return the seconds that processors have spent on this process and those it started, ended or not."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    stats = [(process / "stat").read_text("ascii", "ignore").rpartition(")")[2].split() for process in _started()]
    running = sum(int(ticks) for stat in stats for ticks in stat[11:13]) / os.sysconf("SC_CLK_TCK")
    return running + sum(one.ru_utime + one.ru_stime for one in used)


def _started() -> list[Path]:
    """Return the processes that this one has started and that still run."""
    numbers = [number for task in SELF.glob("task/*/children") for number in task.read_text("ascii").split()]
    return [Path("/proc") / number for number in numbers]


def _plain_csv(path: Path) -> Callable[[], int]:
    names = arrow_csv.open_csv(path).schema.names
    options = arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)

    def read() -> int:
        table = arrow_csv.read_csv(path, convert_options=options)
        raw: int = table.nbytes + 4 * (table.num_rows + 1) * table.num_columns
        return raw

    return read


def _plain_xlsx(path: Path) -> Callable[[], int]:
    import python_calamine as calamine

    def read() -> int:
        with calamine.CalamineWorkbook.from_path(path) as book:
            rows = [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]
        return sum(map(sys.getsizeof, rows)) + sum(sys.getsizeof(cell) for row in rows for cell in row)

    return read


def _ours(path: Path) -> Callable[[], int]:
    from reportgen.sources import InputFile
    from reportgen.sources.sheets import find_sheets
    from reportgen.sources.tables import make_table

    orders = _prepared(path)

    def read_orders() -> int:
        found = find_sheets([InputFile(path, f"inputs/data/{path.name}")], orders)
        table, problems = make_table("orders", found.sheets, {})
        _check(len(table.frame), [*found.problems, *problems])
        return 0

    return read_orders


def _compared(path: Path) -> Callable[[], int]:
    import reportgen.sources.reading  # noqa: F401 -- loaded before the clock starts
    from reportgen.sources import InputFile, read

    orders = _prepared(path)

    def read_orders() -> int:
        reading = read([InputFile(path, f"inputs/data/{path.name}")], orders)
        # What the checks find in made-up orders (returns of more than was sold) is no matter here.
        _check(len(reading.tables["orders"].frame), ())
        return 0

    return read_orders


def _prepared(path: Path) -> "list[Profile]":
    from reportgen.sources import read_profiles
    from reportgen.sources.formats import open_file

    if path.suffix == ".xlsx":
        small = path.with_name(f"small-{os.getpid()}.xlsx")
        _write_xlsx(small, _orders(1))
        opened = open_file(small.read_bytes(), small.name, frozenset())
        small.unlink()
        _check(QUICK["xlsx"], opened.problems)
    profiles, _ = read_profiles(PROFILES, "inputs/profiles")
    return [one for one in profiles if one.kind == "orders"]


def _check(rows: int, problems: "Sequence[Problem]") -> None:
    """Stop where something else was read than was written: a quick wrong answer is no answer."""
    if rows not in {*ROWS.values(), *QUICK.values()} or problems:
        raise SystemExit(f"{rows} rows, {len(problems)} problems: {problems[:3]}")


WAYS = {
    ("plain", "csv"): _plain_csv,
    ("plain", "xlsx"): _plain_xlsx,
    ("ours", "csv"): _ours,
    ("ours", "xlsx"): _ours,
    ("compared", "csv"): _compared,
    ("compared", "xlsx"): _compared,
}


# ----------------------------------------------------------------------------------------------- the files


def _file(folder: Path, ending: str, rows: int) -> Path:
    path = folder / f"订单_{rows}.{ending}"
    if not path.exists():
        {"csv": _write_csv, "xlsx": _write_xlsx}[ending](path, _orders(rows))
    return path


def _orders(rows: int) -> Columns:
    """Make order lines of the kind a year's export has: one to five lines an order, some returns and discounts."""
    dice = np.random.default_rng(20260701)
    order = np.cumsum(dice.random(rows) < 0.4)
    starts = np.flatnonzero(np.diff(order, prepend=-1))
    line = np.arange(rows) - np.repeat(starts, np.diff(np.append(starts, rows))) + 1
    is_return = dice.random(rows) < 0.03
    sign = np.where(is_return, -1, 1)
    quantity = dice.integers(1, 400, rows) * sign
    price = dice.integers(500, 900_000, 2000)[dice.integers(0, 2000, rows)]
    discount = dice.choice([0, 0, 0, 5, 8, 10, 12, 15], rows)
    amount = price * quantity * (100 - discount) // 100
    day = np.datetime64("2026-01-01") + (order * 365 // (order[-1] + 1))
    by_order = np.unique(order, return_inverse=True)[1]
    customer = dice.integers(1, 20_000, by_order[-1] + 1)[by_order]
    person = dice.integers(1, 400, by_order[-1] + 1)[by_order]
    return {
        "类型": np.where(is_return, "退货", "销售").tolist(),
        "订单号": [f"SO-2026-{one:07}" for one in order.tolist()],
        "行号": line.astype(str).tolist(),
        "原订单号": [f"SO-2026-{one:07}" if back else "" for one, back in zip(order.tolist(), is_return, strict=True)],
        "签订日期": day.astype(str).tolist(),
        "客户编号": [f"C{one:05}" for one in customer.tolist()],
        "销售工号": [f"E{one:03}" for one in person.tolist()],
        "产品编码": [f"P-{one:04}" for one in (price % 1999).tolist()],
        "数量": quantity.astype(str).tolist(),
        "单价": _money(price),
        "折扣率": [f"0.{one:02}" if one else "0" for one in discount.tolist()],
        "不含税金额": _money(amount),
        "成本": _money(amount * 6 // 10),
        "税率": np.where(price % 7 == 0, "0.06", "0.13").tolist(),
    }


def _money(cents: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> list[str]:
    return [f"{'-' if one < 0 else ''}{abs(one) // 100}.{abs(one) % 100:02}" for one in cents.tolist()]


def _write_csv(path: Path, columns: Columns) -> None:
    path.write_bytes(b"\xef\xbb\xbf")
    with path.open("ab") as stream:
        options = arrow_csv.WriteOptions(quoting_style="needed")
        arrow_csv.write_csv(pa.table(columns), stream, options)


def _write_xlsx(path: Path, columns: Columns) -> None:
    """Write numbers as numbers and days as days, as every system's export does."""
    from datetime import date

    from openpyxl import Workbook

    makers: dict[str, Callable[[str], object]] = {"签订日期": date.fromisoformat, "数量": int}
    makers |= dict.fromkeys(("单价", "折扣率", "不含税金额", "成本", "税率"), float)
    cells = [list(map(makers.get(name, str), texts)) for name, texts in columns.items()]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("订单")
    sheet.append(list(columns))
    for row in zip(*cells, strict=True):
        sheet.append(row)
    book.save(path)


if __name__ == "__main__":
    main()
