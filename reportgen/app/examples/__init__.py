"""The program's own example documents: what each paper says of the sample company, to draw templates with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from reportgen.app.examples.tree import document_of
from reportgen.model.document import Document

FOLDER: Final = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Example:
    """A paper's name and an ordinary document of it, its tables cut to a few rows."""

    paper: str
    document: Document


@cache
def examples() -> tuple[Example, ...]:
    """Return an example of every paper that is a PDF; of reviews one of a month and one of a quarter.

    They are files beside this one, which `python -m reportgen.app.examples` writes anew from the sample company.
    """
    return tuple(
        Example(file.stem.partition("-")[0], document_of(json.loads(file.read_text("utf-8"))))
        for file in sorted(FOLDER.glob("*.json"))
    )
