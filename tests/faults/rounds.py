"""A small company before and after a correction → a run of it that is killed, stopped or refused room, and what holds.

A round copies the company, troubles one run at one call, and says what is wrong: with what the run left, with what it
said, and with what the next run made of it. Nothing wrong is an empty list.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from reportgen import ledger
from reportgen.app.staging import hashes, leftovers
from reportgen.app.verify import verify
from reportgen.app.workspace import Workspace, open_workspace
from tests.faults.dying import Ended, Runs
from tests.problems.small import write_workspace
from tests.unit.app.closing import month

MONTH = "2026-01"
BUILD = ("build", MONTH, "--only", "statements,register", "--jobs", "1")
CLOSE = ("close", MONTH, "--jobs", "1")
PAID = Fraction(230)
"""What the corrected orders pay: 2 % of 9,000 + 2,000 of one person, and of 500 of the other."""

ENDS = {"kill": (-9,), "stop": (0, 3), "full": (0, 3), "late": (-9, 0), "worker": (0,)}
"""The exit codes that a run may have, by what happened to it: what came too late to matter is no failure."""

SAID = {"stop": ("stopped",), "full": ("cannot-write", "ledger-unreadable")}


@dataclass(frozen=True, slots=True)
class Company:
    """A workspace with the pack of yesterday and the corrected orders of today, and the packs of both."""

    root: Path
    before: Mapping[str, str]
    built: Mapping[str, str]
    closed: Mapping[str, str]
    calls: Mapping[str, tuple[str, ...]]


def company(folder: Path, runs: Runs) -> Company:
    """Make it: a pack is built, then an order is corrected; what a build and a closing make of it is known."""
    root = folder / "company"
    write_workspace(root, {})
    assert runs.run("-C", root, *BUILD).code == 0
    before = hashes(root / "outputs" / MONTH)
    orders = root / "inputs" / "data" / "orders.csv"
    orders.write_text(orders.read_text("utf-8").replace("1000.00,600.00", "9000.00,600.00"), "utf-8")
    found: dict[str, Mapping[str, str]] = {}
    calls: dict[str, tuple[str, ...]] = {}
    for command in (BUILD, BUILD, CLOSE):  # twice: the first one keeps what it read, and has calls for that
        copy = folder / f"undisturbed-{command[0]}"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(root, copy)
        ended = runs.run("-C", copy, *command)
        assert ended.code == 0, ended.said
        found[command[0]] = hashes(copy / "outputs" / MONTH)
        calls[command[0]] = ended.calls
    return Company(root, before, found["build"], found["close"], calls)


def moments(calls: tuple[str, ...], count: int) -> tuple[int, ...]:
    """Return so many calls of a run, from its first to its last: those around which something counts, others evenly."""
    marked = [number for number, name in enumerate(calls, 1) if name in ("exchange", "commit", "rename")]
    named = {number + after for number in marked for after in (0, 1)}
    step = len(calls) / max(1, count - len(named))
    return tuple(sorted({*named, *(int(1 + step * number) for number in range(max(0, count - len(named))))}))


def copy(given: Company, folder: Path) -> None:
    """Put a fresh copy of the company into a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(given.root, folder)


def wrong(given: Company, runs: Runs, folder: Path, command: str, at: int, what: str) -> list[str]:
    """Return what is wrong after a run was troubled at a call."""

    def trouble(typed: tuple[str, ...]) -> Ended:
        return runs.run("-C", folder, *typed, at=at, what=what)

    found = after(given, runs, folder, command, trouble, what)
    return [f"{command}, {what} at {at} ({given.calls[command][at - 1 : at]}): {each}" for each in found]


def wrong_twice(given: Company, runs: Runs, folder: Path, at: int, again: int) -> list[str]:
    """Return what is wrong after a build was killed at a call, and the one that took it up at another."""

    def trouble(typed: tuple[str, ...]) -> Ended:
        runs.run("-C", folder, *typed, at=at)
        return runs.run("-C", folder, *typed, at=again)

    found = after(given, runs, folder, "build", trouble, "late")
    return [f"build, killed at {at}, and the next one at {again}: {each}" for each in found]


def after(
    given: Company, runs: Runs, folder: Path, command: str, trouble: Callable[[tuple[str, ...]], Ended], what: str
) -> list[str]:
    """Return what is wrong after a run in a copy of the company was troubled, and after the run that follows it."""
    copy(given, folder)
    workspace = open_workspace(folder)
    assert isinstance(workspace, Workspace)
    typed = BUILD if command == "build" else CLOSE
    found = [*_told(trouble(typed), what), *_whole(given, workspace)]
    again = runs.run("-C", folder, *typed)
    if again.code and not (command == "close" and "closed-already" in again.said):
        found.append(f"the next run ended with {again.code}: {again.said}")
    return [*found, *_finished(given, workspace, command)]


def _told(ended: Ended, what: str) -> Iterator[str]:
    if ended.code not in ENDS[what]:
        yield f"it ended with {ended.code}: {ended.said}"
    if "Traceback" in ended.said or "Exception ignored" in ended.said:
        yield ended.said
    if ended.code == 3 and not any(word in ended.said for word in SAID.get(what, ())):
        yield f"it did not say why it ended: {ended.said}"


def _whole(given: Company, workspace: Workspace) -> Iterator[str]:
    """The pack is the old or a new one to the byte, and the ledger knows all of a closing or nothing."""
    pack = hashes(workspace.outputs / MONTH)
    if pack not in (given.before, given.built, given.closed):
        yield f"the pack is neither the old nor the new one: {sorted(pack)}"
    yield from _agree(workspace.outputs / MONTH)
    paid = ledger.totals(workspace.ledger, month(MONTH))
    if paid and sum(paid.values()) != PAID:
        yield f"the ledger paid {paid}"
    if list(ledger.tampered(workspace.ledger)):
        yield "the ledger's rows do not hang together"


def _agree(pack: Path) -> Iterator[str]:
    manifest = json.loads((pack / "manifest.json").read_bytes())
    told = {output["path"]: output["sha256"] for output in manifest["outputs"]}
    found = {path: digest for path, digest in hashes(pack).items() if path != "manifest.json"}
    if told != found:
        yield f"the manifest names other files: {sorted(told.items() ^ found.items())}"


def _finished(given: Company, workspace: Workspace, command: str) -> Iterator[str]:
    """After the next run everything is as if nothing had happened."""
    expected = given.built if command == "build" else given.closed
    if hashes(workspace.outputs / MONTH) != expected:
        yield "the next run made another pack"
    names = sorted(path.name for path in workspace.outputs.iterdir() if path.name != "check")
    if names != [MONTH]:
        yield f"left over in outputs: {names}"
    half = [str(path) for path in workspace.root.rglob(".writing-*")]
    if half or leftovers(workspace):
        yield f"left over: {half} {leftovers(workspace)}"
    problems = verify(workspace, None).problems
    if problems:
        yield f"verify says {[problem.sentence for problem in problems]}"
    closed = ledger.closed_periods(workspace.ledger)
    if len(closed) != (command == "close"):
        yield f"closed are {closed}"
    if closed and sum(ledger.totals(workspace.ledger, closed[0].period).values()) != PAID:
        yield "the ledger paid something else"
