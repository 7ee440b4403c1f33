"""Turns somebody's own workbook into a copy with its findings marked: cells filled, notes, and a sheet that lists all.

The file is patched, not written anew: every part that no mark concerns keeps its bytes, and a part that is changed
keeps everything around the change. So charts, text boxes, sparklines, macros, pivot tables, formats, names and
protection are what they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.render.annotate.elements import UnusualPartError
from reportgen.render.annotate.marks import Mark
from reportgen.render.annotate.package import DAMAGE, RefusedError, opened
from reportgen.render.annotate.patch import patched

__all__ = ["Annotated", "Mark", "Refused", "annotated"]


@dataclass(frozen=True, slots=True)
class Annotated:
    """The copy, the name of its list of findings, and how many cells are filled and have a note."""

    data: bytes
    list_name: str
    filled: int
    noted: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no copy, as the end of a sentence: `it is signed, and a mark would break the signature`."""

    reason: str


def annotated(data: bytes, marks: Sequence[Mark], source: str) -> Annotated | Refused:
    """Return a copy of an .xlsx or .xlsm workbook with its findings marked, or why there is none.

    `marks` are listed in their order; `source` is the file's name as people know it. Same arguments, same bytes.
    Nothing is raised for what a file holds.
    """
    try:
        package = opened(data)
        name, filled, noted = patched(package, marks, source)
        return Annotated(package.written(), name, filled, noted)
    except RefusedError as refusal:
        return Refused(str(refusal))
    except UnusualPartError:
        return Refused("its parts are written in a way that cannot be changed safely")
    except DAMAGE:
        return Refused("it is damaged")
