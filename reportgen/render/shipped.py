"""Turns "where are the templates that came with the program" into a folder: what a workspace's own lack is there."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def templates_folder() -> Path:
    """The templates that came with the program, one folder a document."""
    return shipped("templates")


def shipped(name: str) -> Path:
    """The folder inside the installed package, or the repository's own when run from a checkout."""
    installed = _PACKAGE / "_shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
