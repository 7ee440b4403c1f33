"""Frozen files, ledger and packs → what no longer agrees, by name; what a killed closing left is put in order first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from reportgen import ledger
from reportgen.app import closing_kinds, findings
from reportgen.app import manifest as record
from reportgen.app.build import unwritable
from reportgen.app.closed import shown
from reportgen.app.ledgers import ledger_of, unreadable
from reportgen.app.pack import COPIED
from reportgen.app.renewal import settle_packs
from reportgen.app.runlog import stage
from reportgen.app.staging import alone, hashes, settle_leftovers
from reportgen.app.workspace import Workspace
from reportgen.model.period import Period, parse_period
from reportgen.model.place import Place
from reportgen.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at: the closed pay periods, how many files; and everything that does not agree."""

    closed: tuple[ledger.ClosedPeriod, ...]
    files: int
    problems: tuple[Problem, ...]


def verify(workspace: Workspace, period: Period | None) -> Verified:
    """Compare what is closed with what was closed, of one period or of all; the ledger is always checked whole."""
    try:
        settle_packs(workspace.outputs)
        if not workspace.ledger.parent.is_dir() and ledger_of(workspace) == workspace.ledger:
            return Verified((), 0, tuple(_packs(workspace, period)))
        with alone(workspace) as only:
            if not only:
                return Verified((), 0, (Problem(closing_kinds.CLOSING_NOW, Place("inputs/ledger")),))
            return _verify(workspace, period)
    except ledger.LedgerUnreadableError as error:
        return Verified((), 0, (unreadable(error),))
    except OSError as error:
        return Verified((), 0, (unwritable(workspace, error),))


def _verify(workspace: Workspace, period: Period | None) -> Verified:
    where = ledger_of(workspace)
    known = ledger.closed_periods(where)
    with stage("ledger") as counts:
        problems = [*settle_leftovers(workspace, known), *ledger_problems(where), *_unposted(workspace, known)]
        counts.update(closed=len(known))
    meant = tuple(each for each in known if period is None or each.period == period)
    files = 0
    for each in meant:
        expected = ledger.frozen_files(where, each.period)
        files += len(expected)
        problems += _frozen(workspace, each.period.id, dict(expected))
        problems += _shown_otherwise(workspace, each.period.id, expected)
    with stage("packs"):
        problems += _packs(workspace, period)
    return Verified(meant, files, tuple(findings.ordered(problems)))


def ledger_problems(where: ledger.Where) -> Iterator[Problem]:
    """Find every row of a ledger that was changed, removed or slipped in."""
    for each in ledger.tampered(where):
        kind = closing_kinds.LEDGER_ROW_CHANGED if each.says else closing_kinds.LEDGER_ROW_GONE
        period = each.period or "a pay period"
        values = (("table", each.table), ("period", period), ("row", str(each.row)))
        yield Problem(kind, Place(f"inputs/ledger/{each.period}".rstrip("/")), each.says, values)


def _unposted(workspace: Workspace, known: Sequence[ledger.ClosedPeriod]) -> Iterator[Problem]:
    names = {each.period.id for each in known}
    for folder in sorted(workspace.ledger.parent.iterdir()):
        if folder.is_dir() and folder.name not in names and parse_period(folder.name) is not None:
            yield Problem(closing_kinds.FROZEN_UNPOSTED, Place(shown(folder.name)), shown(folder.name))


def _frozen(workspace: Workspace, period: str, expected: dict[str, str]) -> Iterator[Problem]:
    """Compare a closed pay period's files with what the ledger says they were."""
    folder, values = workspace.frozen(period), (("period", period),)
    found = hashes(folder) if folder.is_dir() else {}
    for path in sorted({*expected, *found}):
        name = f"{shown(period)}/{path}"
        if path not in found:
            yield Problem(closing_kinds.FROZEN_GONE, Place(name), name, values)
        elif path not in expected:
            yield Problem(closing_kinds.FROZEN_STRANGE, Place(name), name, values)
        elif found[path] != expected[path]:
            yield Problem(closing_kinds.FROZEN_CHANGED, Place(name), name, values)


def _shown_otherwise(workspace: Workspace, period: str, expected: Mapping[str, str]) -> Iterator[Problem]:
    """Find what a pack hands out as the closed files and is not, even where its manifest was changed with it."""
    folder = workspace.outputs / period
    for path, output in sorted(record.read_outputs(folder).items()):
        if output.key.startswith(COPIED) and output.sha256 != expected.get(path):
            name = f"outputs/{period}/{path}"
            yield Problem(closing_kinds.OUTPUT_CHANGED, Place(name), name, (("period", period),))


def _packs(workspace: Workspace, period: Period | None) -> Iterator[Problem]:
    """Compare the packs with their manifests."""
    folders = sorted(workspace.outputs.iterdir()) if workspace.outputs.is_dir() else []
    for folder in folders:
        if parse_period(folder.name) is None or (period is not None and folder.name != period.id):
            continue
        for path, output in sorted(record.read_outputs(folder).items()):
            file = folder / path
            if not file.is_file() or sha256(file.read_bytes()).hexdigest() != output.sha256:
                name = f"outputs/{folder.name}/{path}"
                yield Problem(closing_kinds.OUTPUT_CHANGED, Place(name), name, (("period", folder.name),))
