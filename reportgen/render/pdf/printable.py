"""Turns a text into one that the fonts can draw: a mark for what they lack, nothing for what is never drawn."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.render.fonts import is_invisible

_KEPT = "\n\t\u00ad"
"""Line breaks and tabs of the page's own source, and soft hyphens, which the layout understands."""


def printable(text: str, lacking: Iterable[str], mark: str) -> str:
    """Return the text with `mark` for each lacking character, and without controls and joiners.

    The layout would look for either in every font of the machine: pages would differ from one machine to the next.
    """
    changes: dict[int, str] = dict.fromkeys(map(ord, lacking), mark)
    changes.update({ord(char): "" for char in set(text) if is_invisible(char) and char not in _KEPT})
    return text.translate(changes)
