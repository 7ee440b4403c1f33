"""A command → what running it took: seconds by the clock and of computing, memory of its largest process, bytes."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.app.build import measure_period, open_studio
from reportgen.app.fonts import source_font
from reportgen.app.jobs import Wish, jobs
from reportgen.app.rendering import Job, Studio
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.papers import QBR, REGISTER, REVIEWS, STATEMENTS
from reportgen.model.period import parse_period
from reportgen.model.problem import Problem

ROOT = Path(__file__).resolve().parents[2]
PLAIN = ROOT / "benchmarks" / "plain"
PERIOD = "2026-Q1"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took: seconds by the clock, seconds of computing, megabytes of its largest process, bytes written."""

    wall: float
    cpu: float
    megabytes: float
    written: int


def machine() -> str:
    """Return which machine this is."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").is_file() else []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}"


def system_fonts(folder: Path) -> dict[str, str]:
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


def timed(command: Sequence[str], target: Path, environment: Mapping[str, str] | None = None) -> Run:
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


def composed(where: Path, papers: tuple[object, ...], name: str = PERIOD) -> tuple[list[Job], Studio]:
    """Compose the documents of a workspace's quarter."""
    workspace, period = open_workspace(where), parse_period(name)
    if not isinstance(workspace, Workspace) or period is None:
        sys.exit("there is no workspace")
    _, measured, problems = measure_period(workspace, period)
    studio = open_studio(workspace, True, lambda done, of, what: None)
    if measured is None or isinstance(studio, Problem):
        sys.exit("\n".join(problem.sentence for problem in problems))
    kinds = tuple(paper for paper in (REVIEWS, STATEMENTS, QBR, REGISTER) if paper in papers)
    return list(jobs(measured, kinds, ("zh",), Wish((), tuple(measured.people)))), studio
