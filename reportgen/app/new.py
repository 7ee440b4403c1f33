"""A folder name → a new workspace: the sample company whole, or the skeleton to fill."""

from __future__ import annotations

import shutil
from pathlib import Path

from reportgen.app import kinds
from reportgen.app.files import make_folder
from reportgen.app.shipped import sample_inputs_folder, templates_folder
from reportgen.model.place import Place
from reportgen.model.problem import Problem

SEED = 2026
"""The seed of the sample company that comes with the program."""

SKELETON = Path(__file__).resolve().parent / "skeleton"
"""The inputs of an empty workspace: a small commented plan, three profiles, a place for the spreadsheets."""

_HIDDEN = (".*", "__pycache__")


def new_workspace(folder: Path, empty: bool) -> Problem | None:
    """Make a workspace at a folder that does not exist or is empty; return a problem where that cannot be."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Problem(kinds.FOLDER_NOT_EMPTY, Place(str(folder)), str(folder))
    try:
        make_folder(folder)
        _fill_inputs(folder / "inputs", empty)
        shutil.copytree(templates_folder(), folder / "templates", ignore=shutil.ignore_patterns(*_HIDDEN))
        make_folder(folder / "outputs")
    except OSError as error:
        return Problem(
            kinds.CANNOT_WRITE, Place(str(folder)), str(folder), (("reason", (error.strerror or "error").lower()),)
        )
    return None


def _fill_inputs(inputs: Path, empty: bool) -> None:
    if empty:
        shutil.copytree(SKELETON, inputs, ignore=shutil.ignore_patterns(*_HIDDEN))
        return
    own = shutil.ignore_patterns("data", "ledger", *_HIDDEN)
    shutil.copytree(sample_inputs_folder(), inputs, ignore=own)
    make_folder(inputs / "data")
    # Loaded here: only `new` needs the generator.
    from reportgen.sample import Size, generate, write

    write(generate(Size(), SEED), inputs / "data")
