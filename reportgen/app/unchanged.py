"""Everything that a pack depends on → one digest, so that a run in which nothing changed may stop at once.

What is left of the last run stands in the cache under that digest: which manifest it wrote, and what it said. It counts
only while that manifest and every file that it names still have the bytes that were written.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from reportgen import ledger, sources
from reportgen.app import manifest as record
from reportgen.app.built import Built, Wanted
from reportgen.app.cache import Cache, keep, taken
from reportgen.app.delivery import sealing
from reportgen.app.fonts import font_cache, font_digest
from reportgen.app.ledgers import ledger_of
from reportgen.app.memory import MEGABYTE
from reportgen.app.workspace import Workspace
from reportgen.model.manifest import Output
from reportgen.model.period import Period
from reportgen.model.problem import Problem, Skipped


@dataclass(frozen=True, slots=True)
class Record:
    """What a run left behind: the SHA-256 of its manifest, the paths of its files, and what it said."""

    manifest: str
    paths: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    problems: tuple[Problem, ...]
    headline: tuple[str, ...]


_RECORDS = TypeAdapter(Record)


def made_from(workspace: Workspace, period: Period, wanted: Wanted) -> str:
    """Return one hash over all that a pack depends on; "" where some of it cannot be read now.

    Raises nothing for what cannot be read: whoever reads it next says what is wrong with it.
    """
    if sealing():
        return ""  # sealed anew each time: nothing about a password is kept, not even a hash
    try:
        parts = {
            "asked": [period.id, wanted.only, wanted.people, wanted.language],
            "program": record.environment_digest(),
            "inputs": _files(workspace.inputs),
            "tables": [[name, _hash(path)] for name, path in _tables(workspace)],
            "templates": _files(workspace.templates),
            "fonts": font_digest(),
            "ledger": _paid(workspace),
        }
    except (OSError, ledger.LedgerUnreadableError):
        return ""
    return sha256(json.dumps(parts).encode()).hexdigest()


def last_run(workspace: Workspace, period: Period, digest: str) -> Built | None:
    """Return what the last run left, where nothing changed since: not what it was made from, not what it wrote."""
    found = taken(_cache(), _name(workspace, digest)) if digest else None
    if found is None:
        return None
    folder = workspace.outputs / period.id
    try:
        left = _RECORDS.validate_json(found)
        same = _hash(folder / record.NAME) == left.manifest
    except (ValidationError, OSError):
        return None
    outputs = record.read_outputs(folder) if same else {}
    if not outputs or not all(_stands(folder, output) for output in outputs.values()):
        return None
    own = tuple(outputs[path] for path in left.paths)
    return Built(folder, own, len(own), left.skipped, left.problems, None, left.headline, unchanged=True)


def remember(workspace: Workspace, period: Period, wanted: Wanted, digest: str, built: Built) -> None:
    """Keep what a run left behind, unless something was changed while it ran, or it could not write a pack."""
    manifest = workspace.outputs / period.id / record.NAME
    if not digest or built.stopped or built.measured is None or made_from(workspace, period, wanted) != digest:
        return
    paths = tuple(output.path for output in built.written)
    from reportgen.app.headline import headline  # here: it looks at the model, which is loaded by now

    left = Record(_hash(manifest), paths, built.skipped, built.problems, headline(built.measured))
    keep(_cache(), _name(workspace, digest), _RECORDS.dump_json(left))


def _cache() -> Cache:
    return Cache(font_cache() / "runs", 64 * MEGABYTE)


def _name(workspace: Workspace, digest: str) -> str:
    """Two workspaces with the same content have a record each: their folders are not the same."""
    return sha256(f"{workspace.root.resolve()}\n{digest}".encode()).hexdigest()


def _stands(folder: Path, output: Output) -> bool:
    try:
        return _hash(folder / output.path) == output.sha256
    except OSError:
        return False


def _files(folder: Path) -> list[tuple[str, str]]:
    """The path below a folder and the SHA-256 of each file that is not hidden; a folder elsewhere may be linked in."""
    paths = [Path(at, name) for at, _, names in os.walk(folder, followlinks=True) for name in names]
    return [(path.relative_to(folder).as_posix(), _hash(path)) for path in sorted(paths) if path.name[0] != "."]


def _tables(workspace: Workspace) -> list[tuple[str, Path]]:
    """The spreadsheets that lie elsewhere than below the inputs: the list of sources may name any folder."""
    listed, _ = sources.read_sources(workspace.inputs / "sources.yaml", "inputs/sources.yaml")
    files, _ = sources.input_files(listed, workspace.inputs, "inputs")
    return [(file.name, file.path) for file in files if not file.path.is_relative_to(workspace.inputs)]


def _paid(workspace: Workspace) -> str:
    """What the ledger says: a file is among the inputs, a database is asked."""
    where = ledger_of(workspace)
    if isinstance(where, Path):
        return "" if where.is_relative_to(workspace.inputs) else _hash(where)
    posted = ledger.paid_before(where)
    lines = sha256(ledger.packed(posted.lines)).hexdigest() if posted.lines is not None else ""
    return f"{ledger.closed_periods(where)!r} {posted!r} {lines}"


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
