"""A target as it falls from the company to its lines, regions, customer groups, teams and people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportgen.model.place import Place
from reportgen.model.quantity import Quantity

How = Literal["plan", "given", "sum", "shares", "history", "headcount", "even"]


@dataclass(frozen=True, slots=True)
class TargetNode:
    """One node of the tree in a period: the level and name of everything from the company down to it, and its target.

    `how` says where the amount comes from: the plan, a row that was given, the sum of what is below, or a division of
    what the node above has. `places` are the cells or lines of what was given.
    """

    path: tuple[tuple[str, str], ...]
    column: Literal["floor", "stretch"]
    value: Quantity
    how: How
    places: tuple[Place, ...] = ()

    @property
    def level(self) -> str:
        """Return the node's own level."""
        return self.path[-1][0]

    @property
    def name(self) -> str:
        """Return the node's own name: a value of the data, a person's id, "" for the company and for what has none."""
        return self.path[-1][1]
