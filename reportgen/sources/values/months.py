"""Turns the names of months in the languages of business files into their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
_CHINESE = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}
_ALSO = {"sept": 9, "mrz": 3, "maerz": 3}


def month_number(name: str) -> int | None:
    """Return the month that a name or its short form means: `Jul`, `Juli`, `juil.`, `七`; None for other words."""
    return _CHINESE.get(name) or _names().get(name.casefold().rstrip("."))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, int]:
    """Return all names without their dots; one that is two months in two languages is none."""
    from babel.dates import get_month_names

    found: dict[str, set[int]] = {name: {month} for name, month in _ALSO.items()}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for month, name in get_month_names(width, context, language).items():
                    found.setdefault(name.casefold().rstrip("."), set()).add(month)
    return {name: min(months) for name, months in found.items() if len(months) == 1}
