"""Finds among known names the one that somebody most likely meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_LOOK_ALIKES = str.maketrans({"l": "1", "i": "1", "o": "0"})


def likeliest(text: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known name that looks the same (`E0l7` for `E017`), else the most similar one, else ""."""
    names = list(known)
    same = [name for name in names if _look(name) == _look(text)]
    return next(iter(same or difflib.get_close_matches(text, names, 1, cutoff)), "")


def _look(text: str) -> str:
    return "".join(text.split()).casefold().translate(_LOOK_ALIKES)
