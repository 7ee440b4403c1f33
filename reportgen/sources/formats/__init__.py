"""Turns a file's bytes into grids of cell texts.

One module a family of formats, chosen by the end of the file's name.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.sources import kinds
from reportgen.sources.formats.text import open_text
from reportgen.sources.formats.workbook import open_workbook
from reportgen.sources.grid import Opened

Opener = Callable[[bytes, str, frozenset[str]], Opened]

FORMATS: dict[str, Opener] = {
    ".csv": open_text,
    ".tsv": open_text,
    ".txt": open_text,
    ".xlsm": open_workbook,
    ".xlsx": open_workbook,
}


def open_file(content: bytes, name: str, wanted: frozenset[str]) -> Opened:
    """Read a file's sheets.

    `wanted` are the headers that profiles look for (normalised): they decide between encodings and separators.
    """
    ending = posixpath.splitext(name)[1].lower()
    opener = FORMATS.get(ending)
    if opener is None:
        return Opened(problems=(Problem(kinds.FORMAT_UNSUPPORTED, Place(name), ending or name),))
    return opener(content, name, wanted)
