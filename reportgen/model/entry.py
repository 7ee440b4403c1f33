"""What every dated item of a plan has in common: an id, names, the first day it holds, why, and its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.model.place import Place

Text = Mapping[str, str]
"""A name or sentence by language code: `{"zh": …, "en": …}`."""


def english(text: Text) -> str:
    """Return a text in English, as explanations are; in the first language it has where there is no English."""
    return text.get("en") or next(iter(text.values()), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every plan item has: a stable id, names, the first day it holds, why, and the line it stands on."""

    id: str
    name: Text
    since: date
    because: Text
    place: Place
