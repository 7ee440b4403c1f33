"""A folder on disk → a workspace: where its inputs, templates, outputs and ledger are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportgen.app import kinds
from reportgen.app.shipped import templates_folder
from reportgen.model.place import Place
from reportgen.model.problem import Problem


def ask_nobody(name: str) -> str | None:
    """Ask nobody for the password of a file."""
    del name
    return None


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one company. `templates` are the workspace's own where it has some, else those of the program.

    `ask` asks the person at the terminal for a protected file's password; None where there is nobody.
    """

    root: Path
    templates: Path
    ask: Callable[[str], str | None] = ask_nobody

    @property
    def inputs(self) -> Path:
        """Return the folder of everything that is read."""
        return self.root / "inputs"

    @property
    def plan(self) -> Path:
        """Return the folder of the plan's YAML files."""
        return self.inputs / "plan"

    @property
    def profiles(self) -> Path:
        """Return the folder of the profiles."""
        return self.inputs / "profiles"

    @property
    def ledger(self) -> Path:
        """Return the file of the ledger: beside the inputs, because people delete outputs."""
        return self.inputs / "ledger" / "ledger.sqlite"

    def frozen(self, period: str) -> Path:
        """Return the folder of what was frozen when a pay period was closed."""
        return self.ledger.parent / period

    @property
    def outputs(self) -> Path:
        """Return the folder of the packs."""
        return self.root / "outputs"

    @property
    def findings(self) -> Path:
        """Return the folder of findings that belong to no pack: of `check`, and of builds that a problem stopped."""
        return self.outputs / "check"


def open_workspace(folder: Path) -> Workspace | Problem:
    """Find the workspace at a folder, or say in one sentence what it lacks."""
    if not (folder / "inputs").is_dir():
        return Problem(kinds.NO_WORKSPACE, Place(_shown(folder)), _shown(folder))
    for kind, name in ((kinds.NO_PLAN, "plan"), (kinds.NO_PROFILES, "profiles")):
        if not any((folder / "inputs" / name).glob("*.yaml")):
            return Problem(kind, Place(f"inputs/{name}"), f"inputs/{name}")
    own = folder / "templates"
    return Workspace(folder, own if own.is_dir() else templates_folder())


def _shown(folder: Path) -> str:
    return "this folder" if folder == Path() else str(folder)
