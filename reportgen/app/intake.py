"""A workspace → everything that was read: tables, plan, ledger, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen import ledger, plan, sources
from reportgen.app import kinds
from reportgen.app import manifest as record
from reportgen.app.cache import Cache, taken
from reportgen.app.cache import keep as keep_bytes
from reportgen.app.fonts import font_cache
from reportgen.app.ledgers import ledger_of, unreadable
from reportgen.app.memory import MEGABYTE, hold_little
from reportgen.app.passwords import access_to
from reportgen.app.runlog import stage
from reportgen.app.spill import give_all_back, make_room, stay_in_memory
from reportgen.app.waivers import Waiver, read_waivers
from reportgen.app.workspace import Workspace
from reportgen.model.measured import PaidBefore
from reportgen.model.place import Place
from reportgen.model.plan import Plan
from reportgen.model.problem import Problem
from reportgen.model.room import aside
from reportgen.model.table import Dataset

if TYPE_CHECKING:
    from reportgen.measure import Ground

_MOST: Final = 128 * MEGABYTE
"""A file whose cells are larger is taken apart each time: its bytes would stand in memory a second time."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read. `plan` is None when it cannot be used; hashes are SHA-256 by the name people see.

    `problems` are as found, before any waiver. `files` are the spreadsheets by the name people see. `closed` is set
    where what was read is the frozen state of a closed pay period, `unlocked` where a file asked for a password.
    `ground` are digests of what was read, None where they were not worked out yet.
    """

    dataset: Dataset
    plan: Plan | None
    paid_before: PaidBefore
    problems: tuple[Problem, ...]
    inputs: Mapping[str, str]
    plan_files: Mapping[str, str]
    waivers: tuple[Waiver, ...] = ()
    files: Mapping[str, Path] = field(default_factory=dict)
    closed: ledger.ClosedPeriod | None = None
    unlocked: bool = False
    ground: Ground | None = None


def take_in(workspace: Workspace, as_of: date | None = None, *, fresh: bool = False, memory: int = 0) -> Intake:
    """Read the plan, the profiles and every spreadsheet; all problems are collected in one run.

    `as_of` is the last day that is looked at: of several exports of the same rows, later ones were not known then.
    A file that was read before is not taken apart again, unless everything is to be made `fresh`. What would not fit
    into `memory` (megabytes; 0: what is usual) is put aside, unless a password unlocked some of it.
    """
    hold_little()
    promised, plan_problems = plan.read(workspace.plan, "inputs/plan")
    profiles, profile_problems = sources.read_profiles(workspace.profiles, "inputs/profiles")
    listed, list_problems = sources.read_sources(workspace.inputs / "sources.yaml", "inputs/sources.yaml")
    files, file_problems = sources.input_files(listed, workspace.inputs, "inputs")
    waivers, waiver_problems = read_waivers(workspace.inputs / "waivers.yaml", "inputs/waivers.yaml")
    empty = () if files else (_nothing(listed.folders),)
    make_room(font_cache() / "aside", sum(_size(file.path) for file in files), memory)
    with stage("read") as counts:
        access = access_to(listed, workspace.ask, shelf=kept_inputs(fresh=fresh))
        asked: list[str] = []
        reading = sources.read(files, profiles, _noticing(access, asked), as_of)
        rows = sum(source.rows for table in reading.tables.values() for source in table.sources)
        counts.update(files=len(files), tables=len(reading.tables), rows=rows)
    if asked:
        stay_in_memory()
    reading = replace(reading, tables={kind: aside(table) for kind, table in reading.tables.items()})
    give_all_back()
    where = ledger_of(workspace)
    paid, ledger_problems = _paid(where)
    problems = (*plan_problems, *profile_problems, *list_problems, *file_problems, *empty, *reading.problems)
    problems = (*problems, *waiver_problems, *ledger_problems)
    hashes = {**reading.hashes, **_hashes(workspace.inputs, "inputs"), **_hashes(workspace.profiles, "inputs/profiles")}
    return Intake(
        reading,
        promised,
        paid,
        tuple(problems),
        hashes,
        _hashes(workspace.plan, "inputs/plan"),
        waivers,
        {file.name: file.path for file in files},
        unlocked=bool(asked),
    )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0  # reading says what is wrong with it


def _noticing(access: sources.Access, asked: list[str]) -> sources.Access:
    """Return the same access; which files ask for a password is noted."""

    def password(name: str) -> str | None:
        asked.append(name)
        return access.password(name)

    return replace(access, password=password)


def kept_inputs(*, fresh: bool = False) -> sources.Shelf:
    """Return where the cells of files that were read are kept, by their content, for this very program."""
    cache, program = Cache(font_cache() / "inputs"), record.environment_digest()

    def keep(key: str, content: bytes) -> None:
        if len(content) <= _MOST:
            keep_bytes(cache, _named(program, key), content)

    return sources.Shelf(lambda key: None if fresh else taken(cache, _named(program, key)), keep)


def _named(program: str, key: str) -> str:
    return sha256(f"{program}{key}".encode()).hexdigest()


def _paid(where: ledger.Where) -> tuple[PaidBefore, tuple[Problem, ...]]:
    try:
        return ledger.paid_before(where), ()
    except ledger.LedgerUnreadableError as error:
        return PaidBefore(), (unreadable(error),)


def _nothing(folders: tuple[str, ...]) -> Problem:
    shown = ", ".join(f"inputs/{folder}" for folder in folders) or "inputs/data"
    return Problem(kinds.NO_DATA, Place(shown), shown)


def _hashes(folder: Path, shown: str) -> dict[str, str]:
    return {
        f"{shown}/{file.relative_to(folder).as_posix()}": sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*.yaml"))
    }
