"""A paper's template and data of any length → what a designer should know of the pages that they make together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from reportgen.model.document import Document
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.render.fonts import Fonts
from reportgen.render.pdf import RENDER_WARNING, checked_pdf
from reportgen.render.pdf.checking import PAGE_NOT_LAID_OUT, PAGE_TEXT_MISPLACED
from reportgen.render.pdf.room import EDGE, Misplaced, misplaced
from reportgen.render.pdf.style import line_of
from reportgen.render.words import Words

_HOW: Final = {
    "outside": "leaves its room or comes too close to the paper's edge",
    "overlap": "lies over another text",
    "cut": "is cut off",
}
_STANDS_OUT: Final = 9.0
"""How far, in points, lines to write on may stand out into the margin."""

_TOLD: Final = 3
"""Texts that are told of one document."""

_AT: Final = re.compile(r" at (\d+):\d+")
"""Where in the style sheet the layout says that it met something."""


def tried(document: Document, template: Path, words: Words, fonts: Fonts, data: str) -> Iterator[Problem]:
    """Draw a document and yield what does not fit, with the page; `data` says how long they are."""
    margins: list[tuple[float, float]] = []
    try:
        drawn, problems = checked_pdf(document, template, words, fonts, margins=margins)
    except Exception as error:  # noqa: BLE001  whatever a style sheet makes of the layout is to be told of that one
        yield Problem(PAGE_NOT_LAID_OUT, Place(f"templates/{template.name}"), _in_short(error))
        return
    for problem in problems:
        yield _placed(problem, template, words.language) if problem.kind == RENDER_WARNING else problem
    if drawn is None:
        return
    sides = max(EDGE, min(min(pair) for pair in margins) - _STANDS_OUT)
    found = misplaced(drawn, sides)
    for how, told in _HOW.items():
        texts = [each for each in found if each.kind == how]
        if texts:
            values = (("data", data), ("language", words.language), ("how", told))
            place = Place(f"templates/{template.name}", f"page {texts[0].page}")
            yield Problem(PAGE_TEXT_MISPLACED, place, _listed(texts), values)


def _in_short(error: Exception) -> str:
    """Return what a library says of its failure, in one line."""
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _listed(texts: Sequence[Misplaced]) -> str:
    """Return the first texts, each with its page, and how many there are besides."""
    first = [f"`{' '.join(each.text.split())}` (page {each.page})" for each in texts[:_TOLD]]
    more = len(texts) - len(first)
    return ", ".join(first) + (f" and {more} more" if more else "")


def _placed(problem: Problem, template: Path, language: str) -> Problem:
    """Return what the layout complains of with the file and line that it was written in, where those can be told."""
    met = _AT.search(problem.found)
    place = line_of(template, language, int(met[1])) if met else None
    if place is None:
        return Problem(problem.kind, Place(f"templates/{template.name}"), problem.found)
    return Problem(problem.kind, place, _AT.sub("", problem.found, 1))
