"""Turns "where are the templates and the sample inputs that came with the program" into folders."""

from pathlib import Path

from reportgen.render.shipped import shipped, templates_folder

__all__ = ["sample_inputs_folder", "templates_folder"]


def sample_inputs_folder() -> Path:
    """The sample company's inputs without its spreadsheets: `plan/`, `profiles/` and the notes beside them.

    The spreadsheets are not shipped: `reportgen.sample` generates them.
    """
    return shipped("inputs")
