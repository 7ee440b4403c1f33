"""A finished pack → the bundle of each manager: the files of those who report to them, sealed where that is asked."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from reportgen.app import kinds
from reportgen.app.files import safe_stem, write_file
from reportgen.model.manifest import Output
from reportgen.model.papers import BY_NAME, TEAMS
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.render.sealing import sealed

if TYPE_CHECKING:
    from reportgen.model.measured import Measured

FOLDER = "delivery"
FILE = "REPORTGEN_DELIVERY_PASSWORDS"
COMMON = "REPORTGEN_DELIVERY_PASSWORD"
"""The environment variables with the path of a file of passwords by manager, and with one password for all bundles."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Seals:
    """The passwords of the bundles: by the manager's id, and the one of all others ("" is none).

    Without any of both, bundles stay open.
    """

    by_manager: Mapping[str, str]
    common: str = ""

    @property
    def wanted(self) -> bool:
        """Tell whether bundles are to be sealed at all."""
        return bool(self.by_manager or self.common)

    def of(self, manager: str) -> str:
        """Return the password of a manager's bundle, "" where there is none."""
        return self.by_manager.get(manager, self.common)


def sealing(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether bundles are asked to be sealed."""
    return bool(environment.get(COMMON) or environment.get(FILE))


def seals(workspace: Path, environment: Mapping[str, str] = os.environ) -> Seals | Problem:
    """Return the passwords that the environment names, or why their file must not be used.

    The file has a line `E001: password` for each manager. It lies outside the workspace, whose files travel with
    the data, and nobody but its owner may read it.
    """
    common = environment.get(COMMON, "")
    named = environment.get(FILE, "")
    if not named:
        return Seals({}, common)
    file = Path(named)
    try:
        inside, exposed = file.resolve().is_relative_to(workspace.resolve()), file.stat().st_mode & _OTHERS
        content = YAML(typ="base", pure=True).load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError):
        return _unsafe(named, "it cannot be read")
    if inside or exposed:
        return _unsafe(named, "it lies in the workspace" if inside else "others than its owner may read it")
    if not isinstance(content, dict) or not all(isinstance(word, str) and word for word in content.values()):
        return _unsafe(named, "it is no list of managers and passwords")
    return Seals({str(manager): word for manager, word in content.items()}, common)


def _unsafe(named: str, reason: str) -> Problem:
    return Problem(kinds.DELIVERY_SECRET, Place(FILE), named, (("reason", reason),))


def bundles(
    folder: Path, measured: Measured, outputs: Iterable[Output], seals: Seals
) -> tuple[dict[str, Output], tuple[Problem, ...]]:
    """Write the bundles of a pack's files and return what was written, and which bundles could not be."""
    written: dict[str, Output] = {}
    lacking: dict[str, None] = {}
    places = list(_places(measured, outputs))
    there = frozenset() if seals.wanted else _those_there(folder, {path: output.sha256 for output, _, path in places})
    for output, manager, path in places:
        password = seals.of(manager)
        if seals.wanted and not password:
            lacking[manager] = None
            continue
        digest = output.sha256
        if password:
            data = sealed((folder / output.path).read_bytes(), BY_NAME[output.document].form, password)
            write_file(folder / path, data)
            digest = sha256(data).hexdigest()
        elif path not in there:
            write_file(folder / path, (folder / output.path).read_bytes())
        written[path] = Output(path, digest, "", FOLDER, output.subject)
    return written, tuple(Problem(kinds.DELIVERY_UNSEALED, Place(FILE), manager) for manager in lacking)


def outdated(measured: Measured, files: Mapping[str, Output], seals: Seals | None) -> frozenset[str]:
    """Return the files of earlier bundles that may not stay beside a partial pack, given all files there are.

    Where bundles are sealed none may: it could be open still. Nor may that of somebody whose files another manager
    gets now, or nobody.
    """
    bundled = frozenset(path for path, output in files.items() if output.document == FOLDER)
    if seals is None or seals.wanted:
        return bundled
    return bundled - {path for _, _, path in _places(measured, files.values())}


def _those_there(folder: Path, digests: Mapping[str, str]) -> frozenset[str]:
    """Return the paths of files that are there with the bytes wanted, read on as many cores as there are."""
    with ThreadPoolExecutor(os.cpu_count()) as reading:
        found = reading.map(lambda path: _there(folder / path, digests[path]), digests)
        return frozenset(path for path, same in zip(digests, found, strict=True) if same)


def _there(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == digest


def _places(measured: Measured, outputs: Iterable[Output]) -> Iterator[tuple[Output, str, str]]:
    """Yield each file that somebody hands over, with that manager and its path in their bundle, in their order.

    Folders are named with all managers in view: a manager's is the same whichever files a run makes.
    """
    above = {manager_of(measured, person) for person in measured.roster.people}
    funds = {_leader(payee) for payee, statement in measured.statements.items() if statement.fund}
    taken: set[str] = set()
    stems = {each: safe_stem(each, taken) for each in sorted({*above, *funds, *measured.teams} - {""})}
    for output, manager in sorted(_handed(measured, outputs), key=lambda found: (found[1], found[0].path)):
        if manager in stems:  # an earlier pack may have a team's file whose leader leads none now
            yield output, manager, f"{FOLDER}/{stems[manager]}/{output.path}"


def _leader(fund: str) -> str:
    """Return who leads the team of a fund."""
    return fund.split("-", 1)[-1]


def _handed(measured: Measured, outputs: Iterable[Output]) -> Iterator[tuple[Output, str]]:
    """Yield each person's file with the manager who hands it over; a team's pack and its fund are the leader's own."""
    for output in outputs:
        paper = BY_NAME.get(output.document)
        if paper is None or not output.subject:
            continue
        statement = measured.statements.get(output.subject)
        if statement is not None and statement.fund:
            yield output, _leader(output.subject)
        elif paper == TEAMS:
            yield output, output.subject
        elif paper.personal:
            manager = manager_of(measured, output.subject)
            if manager:
                yield output, manager


def manager_of(measured: Measured, person: str) -> str:
    """Return who hands over a person's files: whom they report to on the period's last day, or on their own."""
    found = measured.roster.people.get(person)
    if found is None:
        return ""
    end = measured.period.end
    return measured.roster.manager_of(person, min(found.left, end) if found.left else end)
