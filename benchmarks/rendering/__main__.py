"""The sample company → ours and the other ways side by side, in turn, with the ratios' middle and spread.

`python -m benchmarks.rendering [--quick] [--documents N] [--pairs N] [--people N] [--only PART]… [--company FOLDER]`.
Each run is a process of its own, and all that it does counts: its start, its libraries, its fonts. With `--people`, a
company of that size follows (`benchmarks.rendering.company`); `--only` names the parts to run, so that a long one can
be run alone, and `--company` a folder in which the company and its pack stay for the next part.
"""

from __future__ import annotations

import argparse
import pickle
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from io import BytesIO
from itertools import islice
from pathlib import Path

import pikepdf

from benchmarks.rendering import company
from benchmarks.rendering.content import write_content
from benchmarks.rendering.running import PLAIN, Run, composed, machine, system_fonts, timed
from reportgen.app.new import new_workspace
from reportgen.app.rendering import Job, Studio, render
from reportgen.model.papers import REVIEWS

REVIEWED = "2025-Q4"
"""The quarter whose reviews take two pages: the year of targets and score cards after it makes them three or four."""

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")


def main(arguments: Sequence[str]) -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser("python -m benchmarks.rendering")
    parser.add_argument("--documents", type=int, default=30, help="how many reviews (default: %(default)s)")
    parser.add_argument("--pairs", type=int, default=5, help="how often, in turn (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="6 reviews, twice, and no company")
    parser.add_argument("--people", type=int, default=0, help="time the whole pack of a company of so many, too")
    parser.add_argument("--only", action="append", choices=("documents", *company.PARTS), help="run this part alone")
    parser.add_argument("--company", type=Path, help="where the company and its pack stay (default: nowhere)")
    asked = parser.parse_args(arguments)
    documents, pairs = (6, 2) if asked.quick else (asked.documents, asked.pairs)
    parts = asked.only or ["documents", *(company.PARTS if asked.people and not asked.quick else ())]
    print(f"{machine()}\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        if "documents" in parts:
            _documents(Path(folder), documents, pairs)
        company.measure(asked.company or Path(folder), asked.people or company.PEOPLE, parts)


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
    work, studio = composed(where, (REVIEWS,), REVIEWED)
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
        "ours": lambda: timed([*ours, str(folder / "ours"), "1"], folder / "ours"),
        "plain": lambda: timed(
            [python, str(PLAIN / "pack.py"), content, str(folder / "plain")], folder / "plain", system_fonts(folder)
        ),
        "same page": lambda: timed(
            [python, str(PLAIN / "same.py"), content, str(folder / "same")], folder / "same", system_fonts(folder)
        ),
    }
    if find_spec("typst"):
        command = [python, str(PLAIN / "limit.py"), content, str(folder / "limit"), fonts]
        ways["Typst"] = lambda: timed(command, folder / "limit")
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if browser:
        ways["Chromium"] = lambda: _browsed(browser, folder / "content" / "pages", folder / "browsed")
    return ways


def _browsed(browser: str, pages: Path, target: Path) -> Run:
    """Print each page with a browser; the figures are the sums, the memory is the largest."""
    target.mkdir(exist_ok=True)
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    runs = [
        timed([browser, *options, f"--print-to-pdf={target / page.stem}.pdf", page.as_uri()], target)
        for page in sorted(pages.glob("*.html"))
    ]
    most = max(run.megabytes for run in runs)
    return Run(sum(run.wall for run in runs), sum(run.cpu for run in runs), most, runs[-1].written)


if __name__ == "__main__":
    main(sys.argv[1:])
