"""Turns "where are the templates and the sample inputs that came with the program" into folders."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def templates_folder() -> Path:
    """The templates that came with the program, one folder a document."""
    return _shipped("templates")


def sample_inputs_folder() -> Path:
    """The sample company's inputs without its spreadsheets: `plan/`, `profiles/` and the notes beside them.

    The spreadsheets are not shipped: `reportgen.sample` generates them.
    """
    return _shipped("inputs")


def _shipped(name: str) -> Path:
    """The folder inside the installed package, or the repository's own when run from a checkout."""
    installed = _PACKAGE / "_shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
