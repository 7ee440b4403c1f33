"""A large company → what its pack takes: its pages, the whole, again with nothing changed, with one order corrected.

Of the plain way 200 people are measured and scaled to all, each kind of paper by itself. What was measured is written
beside the company, so that a part can be held against one that ran before.
"""

from __future__ import annotations

import csv
import json
import os
import pickle
import shutil
import sys
from collections import Counter
from collections.abc import Collection
from dataclasses import asdict
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from benchmarks.rendering.content import write_content
from benchmarks.rendering.running import PERIOD, PLAIN, Run, composed, system_fonts, timed
from reportgen.app.new import new_workspace
from reportgen.app.rendering import Job, Studio
from reportgen.model.papers import REVIEWS, STATEMENTS
from reportgen.sample import Size, write_large

PARTS = ("pages", "pack", "unchanged", "corrected", "growth")
PEOPLE, PLAIN_PEOPLE, TIMES_LARGER = 1000, 200, 5
ORDERS = "订单_2026.csv"


def measure(folder: Path, people: int, parts: Collection[str]) -> None:
    """Print what the parts asked for take."""
    wanted = [part for part in PARTS if part in parts]
    if not wanted:
        return
    where = company(folder, people)
    ways = {"pages": _pages, "pack": _pack, "unchanged": _unchanged, "corrected": _corrected}
    for part in wanted:
        print(f"\n{part}, {people} people", flush=True)
        if part == "growth":
            _growth(where, company(folder, people * TIMES_LARGER))
        else:
            ways[part](where)


def company(folder: Path, people: int) -> Path:
    """Return the workspace of a company of so many people; made where it is not there."""
    where = folder / f"company-{people}"
    if not where.is_dir():
        new_workspace(where, empty=False)
        shutil.rmtree(where / "inputs" / "data")
        write_large(Size(people, people * 19, people * 9), 2026, where / "inputs" / "data")
    return where


# ------------------------------------------------------------------------------------------------------- beside plain


def _pages(where: Path) -> None:
    """Hold the PDFs of everybody, on all cores, against the plain way's."""
    jobs, studio = composed(where, (REVIEWS,))
    (where / "jobs").write_bytes(pickle.dumps((jobs, studio)))
    command = [sys.executable, "-m", "benchmarks.rendering.ours", str(where / "jobs"), str(where / "drawn")]
    ours = timed([*command, str(os.cpu_count() or 1)], where / "drawn")
    plain = _plain(where, jobs, studio)
    _note(where, "plain reviews", plain)
    print(f"{len(jobs)} files: ours {_told(ours)}; plain {plain.wall:.0f} s (scaled)")
    print(f"wall, ours ÷ plain: {ours.wall / plain.wall:.3f}")


def _plain(where: Path, jobs: list[Job], studio: Studio) -> Run:
    """Make a part of the files in the plain way, and scale what it took to all of them."""
    part = jobs[:PLAIN_PEOPLE]
    shutil.rmtree(where / "content", ignore_errors=True)
    write_content(part, studio, where / "content")
    script = [sys.executable, str(PLAIN / "pack.py"), str(where / "content"), str(where / "plain")]
    found = timed(script, where / "plain", system_fonts(where))
    times = len(jobs) / len(part)
    return Run(found.wall * times, found.cpu * times, found.megabytes, round(found.written * times))


def _pack(where: Path) -> None:
    """Hold the whole build, from nothing, against the plain way's reviews and statements."""
    full = _build(where, fresh=True)
    _note(where, "full", full)
    plain = sum(_plain_kind(where, name).wall for name in ("reviews", "statements"))
    print(f"the whole build: {_told(full)}; plain reviews and statements {plain:.0f} s (scaled)")
    print(f"wall, ours ÷ plain: {full.wall / plain:.3f}")


def _plain_kind(where: Path, name: str) -> Run:
    known = _noted(where, f"plain {name}")
    if known is None:
        known = _plain(where, *composed(where, ((REVIEWS if name == "reviews" else STATEMENTS),)))
        _note(where, f"plain {name}", known)
    return known


# -------------------------------------------------------------------------------------------------------- built again


def _unchanged(where: Path) -> None:
    full, again = _full(where), _build(where)
    print(f"again: {_told(again)}; full {full.wall:.0f} s")
    print(f"again ÷ full: wall {again.wall / full.wall:.4f}, CPU {again.cpu / full.cpu:.4f}")


def _corrected(where: Path) -> None:
    """Correct one order of the quarter, build again, and say which files differ."""
    full, before = _full(where), _digests(where)
    order, person = _correct(where / "inputs" / "data" / ORDERS)
    again, after = _build(where), _digests(where)
    differ = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    print(f"{order} of {person} corrected: {_told(again)}; full {full.wall:.0f} s")
    print(f"corrected ÷ full: wall {again.wall / full.wall:.4f}, CPU {again.cpu / full.cpu:.4f}")
    folders = Counter(path.split("/")[0] for path in differ)
    print(f"{len(differ)} of {len(after)} files differ: {dict(folders)}\n  " + "\n  ".join(differ[:60]))


def _correct(file: Path) -> tuple[str, str]:
    """Double one line of an order in the middle of March, exactly, and return the order with its seller."""
    lines = file.read_text("utf-8-sig").splitlines(keepends=True)
    header = next(csv.reader(lines))
    rows = [dict(zip(header, row, strict=False)) for row in csv.reader(lines)]
    march = [at for at, row in enumerate(rows) if row["签订日期"].startswith("2026-03") and row["类型"] == "销售"]
    at = march[len(march) // 2]
    row = rows[at]
    for name in ("数量", "不含税金额", "成本", "价税合计"):
        row[name] = str(Decimal(row[name]) * 2)
    lines[at] = ",".join(row.values()) + "\n"
    file.write_text("".join(lines), "utf-8", newline="")
    return row["订单号"], row["销售工号"]


def _digests(where: Path) -> dict[str, str]:
    folder = where / "outputs" / PERIOD
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


# ------------------------------------------------------------------------------------------------------------- growth


def _growth(small: Path, large: Path) -> None:
    """Hold the whole build of a company against that of one five times as large."""
    one, many = _full(small), _full(large)
    print(f"{small.name}: {_told(one)}\n{large.name}: {_told(many)}")
    print(f"wall {many.wall / one.wall:.2f} times, largest process {many.megabytes / one.megabytes:.2f} times")


def _full(where: Path) -> Run:
    """Return what the whole build took: measured before, or now."""
    known = _noted(where, "full")
    if known is None or not (where / "outputs" / PERIOD / "manifest.json").is_file():
        known = _build(where, fresh=True)
        _note(where, "full", known)
    return known


def _build(where: Path, *, fresh: bool = False) -> Run:
    command = [sys.executable, "-m", "reportgen", "-C", str(where), "-q", "build", PERIOD]
    return timed([*command, *(["--fresh"] if fresh else [])], where / "outputs")


def _note(where: Path, name: str, run: Run) -> None:
    file = where / "measured.json"
    known = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    file.write_text(json.dumps({**known, name: asdict(run)}, indent=1), "utf-8")


def _noted(where: Path, name: str) -> Run | None:
    file = where / "measured.json"
    known = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return Run(**known[name]) if name in known else None


def _told(run: Run) -> str:
    return f"{run.wall:.1f} s ({run.cpu:.1f} s of computing), largest process {run.megabytes:.0f} MB"
