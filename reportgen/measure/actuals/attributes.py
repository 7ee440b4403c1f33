"""Rows of people → what the roster says of each person on the row's day: a region, a business line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from reportgen.measure.actuals.book import Book
from reportgen.measure.actuals.lines import NOTHING, Index
from reportgen.measure.roster import change_days
from reportgen.model.people import Assignment, Roster


def labels(found: Book, roster: Roster, column: str) -> Mapping[tuple[str, int], str] | None:
    """Return what the roster says of each person and epoch of a book's rows, "" where nothing; None without column."""
    days = change_days(roster)
    said: dict[tuple[str, int], str] = {}
    known = False
    for person, epoch in found.lines.pairs:
        assignment = _assignment(roster, person, days[epoch - 1] if epoch else None)
        value = assignment.attributes.get(column) if assignment else None
        known = known or bool(assignment and column in assignment.attributes)
        said[(person, epoch)] = value if isinstance(value, str) else ""
    return said if known else None


def _assignment(roster: Roster, person: str, day: date | None) -> Assignment | None:
    listed = roster.people.get(person)
    if listed is None or not listed.assignments:
        return None
    return listed.on(day) if day else listed.assignments[0]


def having(found: Book, roster: Roster, index: Index, column: str, value: str) -> Index:
    """Return the rows among some whose person had a value on the row's day."""
    said = labels(found, roster, column) or {}
    pairs = found.lines.pairs
    wanted = [pairs[pair] for pair, label in said.items() if label == value and pair in pairs]
    return np.intersect1d(index, np.concatenate(wanted)) if wanted else NOTHING


def is_of_people(roster: Roster, column: str) -> bool:
    """Tell whether the roster has a column of texts beside its own."""
    return any(
        isinstance(assignment.attributes.get(column), str)
        for person in roster.people.values()
        for assignment in person.assignments
    )
