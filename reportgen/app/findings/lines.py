"""A problem → the lines of a terminal: place, excerpt with the spot marked, sentence, remedy, who is affected."""

from __future__ import annotations

from unicodedata import east_asian_width

from reportgen.app.findings.listing import severity_name
from reportgen.model.place import column_number
from reportgen.model.problem import Problem

ROOM = 96
"""Columns of a terminal for an excerpt: in a longer line the marks below it would stand elsewhere."""

_NAMED = 12


def lines(problem: Problem, room: int = ROOM) -> list[str]:
    """Return a problem as it is printed; `room` is how many columns an excerpt may take."""
    found = [str(problem.place)]
    shown, start, width = excerpt(problem, room)
    if shown:
        found.append(f"  {shown}")
        if width:
            found.append("  " + " " * start + "^" * width)
    found.append(f"  {problem.kind.code}: {said(problem)}{_concerned(problem)}")
    if problem.accepted:
        found.append(f"  {accepted(problem)}")
    return found


def said(problem: Problem) -> str:
    """Return the sentence and the remedy, with one full stop between them however the kind ends its sentence."""
    return f"{problem.sentence.rstrip().rstrip('.')}. {problem.remedy}".rstrip()


def accepted(problem: Problem) -> str:
    """Return who lets a finding stand, why, and until when; "" where nobody does."""
    word = problem.accepted
    if word is None:
        return ""
    until = f"until {word.until.isoformat()}, else {severity_name(problem)}"
    return f"waived by {word.by} {until}: {word.reason} ({word.place})"


def _concerned(problem: Problem) -> str:
    more = f" … and {len(problem.people) - _NAMED} more" if len(problem.people) > _NAMED else ""
    return f"    affects: {', '.join(problem.people[:_NAMED])}{more}" if problem.people else ""


def excerpt(problem: Problem, room: int) -> tuple[str, int, int]:
    """Return the row as typed, cut to the room there is, and where and how wide the marks below it stand.

    The width is 0 where what was found does not stand in the row.
    """
    if not problem.excerpt:
        return "", 0, 0
    spot = spot_of(problem)
    if spot is None:
        return _around(problem.excerpt, 0, 0, room)[0], 0, 0
    first, length = spot
    shown, start = _around(problem.excerpt, first, first + length, room)
    marked = _width(problem.excerpt[first : first + length])
    return shown, _width(shown[:start]), max(1, min(marked, _width(shown[start:])))


def spot_of(problem: Problem) -> tuple[int, int] | None:
    """Return where in the row what is wrong begins, and how long it is; None where it does not stand there.

    It is what was found inside the cell that the place names, or all of that cell (0 long where it is empty). Where the
    place names no cell, it is what was found, as a cell of its own if there is one.
    """
    cells = problem.excerpt.split(" | ")
    number = column_number(problem.place.column) - 1
    if 0 <= number < len(cells):
        start = sum(len(cell) + 3 for cell in cells[:number])
        inside = cells[number].find(problem.found) if problem.found else -1
        return (start + inside, len(problem.found)) if inside >= 0 else (start, len(cells[number]))
    if not problem.found:
        return None
    if problem.found in cells:
        return sum(len(cell) + 3 for cell in cells[: cells.index(problem.found)]), len(problem.found)
    start = problem.excerpt.find(problem.found)
    return None if start < 0 else (start, len(problem.found))


def _around(text: str, first: int, last: int, room: int) -> tuple[str, int]:
    """Return the stretch of a text around a spot for which a line has room, and where the spot begins in it."""
    if _width(text) <= room:
        return text, first
    start, end = first, min(last, first + room // 2)
    while _width(text[start:end]) < room - 3:
        start, end = max(start - 1, 0), min(end + 1, len(text))
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return f"{before}{text[start:end]}{after}", first - start + len(before)


def _width(text: str) -> int:
    """Return how many terminal columns a text takes: two for each Chinese character."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
