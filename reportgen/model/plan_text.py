"""A plan as people wrote it: every entry's values in their own words, with clause, line and reason, ready to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.model.entry import Text
from reportgen.model.place import Place


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an entry: the keys it stands under, outermost first, and its text as typed, or by language."""

    keys: tuple[str, ...]
    text: str | Text
    place: Place


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
