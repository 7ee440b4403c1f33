"""A plan as people wrote it: every entry's values in their own words, with clause, line and reason, ready to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.model.entry import Text
from reportgen.model.place import Place

_BELOW: Mapping[str, int] = {
    **dict.fromkeys(("parts", "items", "deck", "weights", "curves", "labels", "names", "criteria", "tiers"), 1),
    **dict.fromkeys(("raters", "dimensions", "factors", "amounts", "kinds", "roles", "terms", "values"), 1),
    "shares": 2,
}
"""How far below which keys ids and values of the data stand; the shares of a level stand below the level."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an entry: the keys it stands under, outermost first, and its text as typed, or by language."""

    keys: tuple[str, ...]
    text: str | Text
    place: Place

    def ids(self) -> dict[int, str]:
        """Return the places of the keys that are ids or values of the data, each with the plan's own key above it."""
        found, place = {}, 0
        while place < len(self.keys):
            below = _BELOW.get(self.keys[place], 0)
            if below:
                found[place + below] = self.keys[place]
            place += below + 1
        return found


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One version of an entry: from which day (as typed), until which day another takes over ("" for good), and why."""

    id: str
    name: Text
    since: str
    until: str
    clause: str
    because: Text
    values: tuple[Value, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class PlanSection:
    """A section of the plan: its entries in the order they stand; one that is a single mapping has one without id."""

    name: str
    entries: tuple[PlanEntry, ...]


@dataclass(frozen=True, slots=True)
class PlanText:
    """The whole plan as text, and what each id it defines is called."""

    sections: tuple[PlanSection, ...]
    names: Mapping[str, Text]
