"""The sample company → ours and the other ways side by side, in turn, with the ratios' middle and spread.

`python -m benchmarks.rendering [--quick] [--documents N] [--pairs N] [--people N]`. Each run is a process of its own,
and all that it does counts: its start, its libraries, its fonts. With `--people`, the whole pack of a company of that
size follows: all of it in our way, 200 people of it in the plain way, which is then scaled to all.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from itertools import islice
from pathlib import Path

import pikepdf

from benchmarks.rendering.content import write_content
from reportgen.app.build import measure_period, open_studio
from reportgen.app.fonts import source_font
from reportgen.app.jobs import Job, Studio, Wish, jobs, render
from reportgen.app.new import new_workspace
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.papers import QBR, REGISTER, REVIEWS, STATEMENTS
from reportgen.model.period import parse_period
from reportgen.model.problem import Problem
from reportgen.sample import Size, write_large

ROOT = Path(__file__).resolve().parents[2]
PLAIN = ROOT / "benchmarks" / "plain"
PERIOD = "2026-Q1"
REVIEWED = "2025-Q4"
"""The quarter whose reviews take two pages: the year of targets and score cards after it makes them three or four."""

PLAIN_PEOPLE = 200
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took: seconds by the clock, seconds of computing, megabytes of its largest process, bytes written."""

    wall: float
    cpu: float
    megabytes: float
    written: int


def main(arguments: Sequence[str]) -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser("python -m benchmarks.rendering")
    parser.add_argument("--documents", type=int, default=30, help="how many reviews (default: %(default)s)")
    parser.add_argument("--pairs", type=int, default=5, help="how often, in turn (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="6 reviews, twice, and no company")
    parser.add_argument("--people", type=int, default=0, help="time the whole pack of a company of so many, too")
    asked = parser.parse_args(arguments)
    documents, pairs = (6, 2) if asked.quick else (asked.documents, asked.pairs)
    print(f"{_machine()}\n")
    with tempfile.TemporaryDirectory() as folder:
        _documents(Path(folder), documents, pairs)
        if asked.people and not asked.quick:
            _pack(Path(folder), asked.people)


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").is_file() else []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}"


# -------------------------------------------------------------------------------------------------- one document


def _documents(folder: Path, count: int, pairs: int) -> None:
    new_workspace(folder / "sample", empty=False)
    chosen, studio = _two_paged(folder / "sample", count)
    count = len(chosen)
    (folder / "jobs").write_bytes(pickle.dumps((chosen, studio)))
    write_content(chosen, studio, folder / "content")
    ways = _ways(folder, studio)
    found: dict[str, list[Run]] = {name: [] for name in ways}
    for _ in range(pairs):
        for name, way in ways.items():
            found[name].append(way())
    print(f"{count} reviews of two pages, {pairs} times in turn; a document's share of the whole process\n")
    print(f"{'':10}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}{'kB':>7}")
    for name, runs in found.items():
        one = [statistics.median(values) for values in zip(*map(_values, runs), strict=True)]
        print(f"{name:10}{one[1] / count:8.3f}{one[0] / count:8.3f}{one[2]:9.0f}{one[3] / count / 1000:7.0f}")
    print()
    for name in list(ways)[1:]:
        for what, place in (("CPU", 1), ("wall", 0), ("bytes", 3)):
            print(f"ours ÷ {name:9} {what:6}{_ratio(found['ours'], found[name], place)}")


def _two_paged(where: Path, count: int) -> tuple[list[Job], Studio]:
    """Return reviews that take two pages, at most so many."""
    work, studio = _work(where, (REVIEWS,), REVIEWED)
    drawn = ((job, render(job, studio)[0]) for job in work)
    return list(islice((job for job, data in drawn if data is not None and _pages(data) == 2), count)), studio


def _pages(data: bytes) -> int:
    with pikepdf.open(BytesIO(data)) as opened:
        return len(opened.pages)


def _values(run: Run) -> tuple[float, float, float, float]:
    return run.wall, run.cpu, run.megabytes, float(run.written)


def _ratio(ours: Sequence[Run], others: Sequence[Run], place: int) -> str:
    found = [_values(our)[place] / _values(other)[place] for our, other in zip(ours, others, strict=True)]
    return f"{statistics.median(found):8.2f}  ({min(found):.2f} to {max(found):.2f})"


def _ways(folder: Path, studio: Studio) -> dict[str, Callable[[], Run]]:
    content, python = str(folder / "content"), sys.executable
    fonts = str(studio.fonts.full_regular.parent) if studio.fonts else ""
    ours = [python, "-m", "benchmarks.rendering.ours", str(folder / "jobs")]
    ways: dict[str, Callable[[], Run]] = {
        "ours": lambda: _run([*ours, str(folder / "ours"), "1"], folder / "ours"),
        "plain": lambda: _run(
            [python, str(PLAIN / "pack.py"), content, str(folder / "plain")], folder / "plain", _system_fonts(folder)
        ),
        "same page": lambda: _run(
            [python, str(PLAIN / "same.py"), content, str(folder / "same")], folder / "same", _system_fonts(folder)
        ),
    }
    if find_spec("typst"):
        command = [python, str(PLAIN / "limit.py"), content, str(folder / "limit"), fonts]
        ways["Typst"] = lambda: _run(command, folder / "limit")
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if browser:
        ways["Chromium"] = lambda: _browsed(browser, folder / "content" / "pages", folder / "browsed")
    return ways


def _browsed(browser: str, pages: Path, target: Path) -> Run:
    """Print each page with a browser; the figures are the sums, the memory is the largest."""
    target.mkdir(exist_ok=True)
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    runs = [
        _run([browser, *options, f"--print-to-pdf={target / page.stem}.pdf", page.as_uri()], target)
        for page in sorted(pages.glob("*.html"))
    ]
    most = max(run.megabytes for run in runs)
    return Run(sum(run.wall for run in runs), sum(run.cpu for run in runs), most, runs[-1].written)


def _system_fonts(folder: Path) -> dict[str, str]:
    """Give the plain way a Chinese font of the system, where it has none: the one that comes with the program."""
    found = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout  # noqa: S607
    source = source_font()
    if "Noto Sans" in found or source is None:
        return {}
    settings = folder / "fonts.conf"
    cache = folder / "font-cache"
    settings.write_text(f"<fontconfig><dir>{source.parent}</dir><cachedir>{cache}</cachedir></fontconfig>", "utf-8")
    return {"FONTCONFIG_FILE": str(settings)}


_LAUNCHER = """
import json, os, subprocess, sys, time
begun = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
child.returncode = os.waitstatus_to_exitcode(status)
wall = time.perf_counter() - begun
print(json.dumps([child.returncode, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
"""Starts a command from a small process: a new process is told to have been as large as the one that started it."""


def _run(command: Sequence[str], target: Path, environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end; what it started and waited for counts."""
    launched = subprocess.run(
        [sys.executable, "-S", "-c", _LAUNCHER, *command],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        check=True,
    )
    code, wall, cpu, megabytes = json.loads(launched.stdout)
    if code not in (0, 1):  # 1: somebody's documents were skipped
        sys.exit(f"{command[:3]} ended with {code}")
    written = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    return Run(wall, cpu, megabytes, written)


# ---------------------------------------------------------------------------------------------------- a whole pack


def _pack(folder: Path, people: int) -> None:
    """Time the PDFs and the whole pack of a company, and a part of both in the plain way."""
    where = folder / "company"
    new_workspace(where, empty=False)
    shutil.rmtree(where / "inputs" / "data")
    write_large(Size(people, people * 19, people * 9), 2026, where / "inputs" / "data")
    work, studio = _work(where, (REVIEWS, STATEMENTS, QBR, REGISTER))
    for name, kinds in (("the PDFs", ("reviews",)), ("all drawn files", ("reviews", "statements", "qbr", "register"))):
        chosen = [job for job in work if job.kind in kinds]
        (folder / "jobs").write_bytes(pickle.dumps((chosen, studio)))
        command = [sys.executable, "-m", "benchmarks.rendering.ours", str(folder / "jobs"), str(folder / "many")]
        ours = _run([*command, str(os.cpu_count() or 1)], folder / "many")
        part = [job for job in chosen if job.kind in ("reviews", "statements")]
        part = [job for kind in kinds[:2] for job in [each for each in part if each.kind == kind][:PLAIN_PEOPLE]]
        write_content(part, studio, folder / name)
        script = [sys.executable, str(PLAIN / "pack.py"), str(folder / name), str(folder / "few")]
        plain = _run(script, folder / "few", _system_fonts(folder))
        scaled = plain.wall * len(chosen) / len(part)
        print(f"\n{name} of {people} people: {len(chosen)} files in {ours.wall:.0f} s, plain {scaled:.0f} s (scaled)")
        print(f"ours ÷ plain wall {ours.wall / scaled:.2f}; largest process {ours.megabytes:.0f} MB")
    program = [sys.executable, "-m", "reportgen", "-C", str(where), "-q", "build", PERIOD]
    full, again = _run(program, where / "outputs"), _run(program, where / "outputs")
    print(
        f"\nthe whole build {full.wall:.0f} s, {full.megabytes:.0f} MB; again with nothing changed {again.wall:.1f} s"
    )
    print(f"again ÷ full {again.wall / full.wall:.3f}")


def _work(where: Path, papers: tuple[object, ...], name: str = PERIOD) -> tuple[list[Job], Studio]:
    """Compose the documents of a workspace's quarter."""
    workspace, period = open_workspace(where), parse_period(name)
    if not isinstance(workspace, Workspace) or period is None:
        sys.exit("there is no workspace")
    _, measured, problems = measure_period(workspace, period)
    studio = open_studio(workspace, True, lambda done, of, what: None)
    if measured is None or isinstance(studio, Problem):
        sys.exit("\n".join(problem.sentence for problem in problems))
    kinds = tuple(paper for paper in (REVIEWS, STATEMENTS, QBR, REGISTER) if paper in papers)
    return list(jobs(measured, kinds, ("zh",), Wish("", tuple(measured.people)))), studio


if __name__ == "__main__":
    main(sys.argv[1:])
