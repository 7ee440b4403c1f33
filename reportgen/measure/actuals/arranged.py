"""The rows of a table → units (a person's of an epoch, a value's), and subjects as sets of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reportgen.measure.columns import numbered
from reportgen.model.room import aside

Names = Sequence[str]


@dataclass(frozen=True, slots=True)
class Arranged:
    """The rows of a table apart by subject: everybody, every team, every value of a column.

    `unit` is the unit of each row, `units` how many there are; no subject has a part of one. `names` are the subjects
    and their numbers; `members` are the units of one subject after the other, and `starts` where each subject's begin.
    A row may be of several subjects, as it is of all teams above its person, or of none.
    """

    unit: np.ndarray
    units: int
    names: Mapping[str, int]
    members: np.ndarray
    starts: np.ndarray

    @property
    def sizes(self) -> np.ndarray:
        """Return how many units each subject has."""
        found: np.ndarray = np.diff(np.append(self.starts, len(self.members)))
        return found


def arranged(unit: np.ndarray, names_of: Sequence[Names]) -> Arranged:
    """Arrange rows whose unit is known; `names_of` are the subjects of each unit."""
    names: dict[str, int] = {}
    pairs = [(names.setdefault(name, len(names)), number) for number, each in enumerate(names_of) for name in each]
    subject, members = (np.array([pair[side] for pair in pairs], np.intp) for side in (0, 1))
    order = np.argsort(subject, kind="stable")
    starts = np.searchsorted(subject[order], np.arange(len(names)))
    rows, members = aside((numbered(unit, len(names_of)), members[order]))
    return Arranged(rows, len(names_of), names, members, starts)
