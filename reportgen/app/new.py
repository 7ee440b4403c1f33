"""A folder name → a new workspace: the sample company whole, or the skeleton to fill."""

from __future__ import annotations

import shutil
from pathlib import Path

from reportgen.app import kinds
from reportgen.app.files import make_folder, write_file
from reportgen.app.shipped import sample_inputs_folder, templates_folder
from reportgen.model.place import Place
from reportgen.model.problem import Problem

_LEFT_OUT = shutil.ignore_patterns("data", "ledger", ".*", "__pycache__")
_NOTE = """# Put your spreadsheets here

Any .xlsx, .csv or .txt file. Each must match a profile in `inputs/profiles`; then run `reportgen check`.
"""


def new_workspace(folder: Path, empty: bool) -> Problem | None:
    """Make a workspace at a folder that does not exist or is empty; return a problem where that cannot be."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Problem(kinds.FOLDER_NOT_EMPTY, Place(str(folder)), str(folder))
    try:
        make_folder(folder)
        shutil.copytree(sample_inputs_folder(), folder / "inputs", ignore=_LEFT_OUT)
        shutil.copytree(templates_folder(), folder / "templates", ignore=_LEFT_OUT)
        make_folder(folder / "outputs")
        _fill(folder / "inputs" / "data", empty)
    except OSError as error:
        return Problem(
            kinds.CANNOT_WRITE, Place(str(folder)), str(folder), (("reason", (error.strerror or "error").lower()),)
        )
    return None


def _fill(data: Path, empty: bool) -> None:
    make_folder(data)
    if empty:
        write_file(data / "README.md", _NOTE.encode())
        return
    # Loaded here: only `new` needs the generator.
    from reportgen.sample import Size, generate, write

    write(generate(Size(), SEED), data)


SEED = 2026
"""The seed of the sample company that comes with the program."""
