"""How people are reviewed beside their figures: objectives, feedback all round, the nine boxes, ladders, successors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from reportgen.model.entry import Entry, Text
from reportgen.model.quantity import Quantity

Rhythm = Literal["quarter", "half", "year"]
"""How often something is asked or refreshed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objectives(Entry):
    """OKR beside KPI: the KPI is the result, the OKR the process. `measure` is the progress of a key result."""

    measure: str
    reviewed: Literal["month", "quarter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback(Entry):
    """Who is asked about a person, and about what; weights of each make one. `names` are what documents call them."""

    raters: Mapping[str, Fraction]
    dimensions: Mapping[str, Fraction]
    every: Rhythm
    names: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NineBox(Entry):
    """Performance × potential, each cut into three, with the values grade as a third mark.

    A figure lies as high as it reaches of its two cuts, which rise: `cuts` are those of the performance,
    `potential_cuts` those of the potential, in its own unit. `mark` is the column of the assessment's table that holds
    the grade.
    """

    performance: str
    potential: str
    mark: str
    cuts: tuple[Fraction, ...]
    potential_cuts: tuple[Quantity, ...]
    refreshed: Rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What a figure must reach, in how many periods in a row: the last whole ones of the rhythm `per`.

    With `months` it is instead the figure of so many months up to the last day.
    """

    figure: str
    least: Quantity
    in_a_row: int = 1
    per: Rhythm = "quarter"
    months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder(Entry):
    """One of the ladders people climb, its steps from below, and what a promotion needs."""

    steps: tuple[Text, ...]
    needs: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Successors(Entry):
    """How many successors there are to be in each line of the pool; `lines` are what the list calls them, in order."""

    pool: tuple[int, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration(Entry):
    """The yearly review of weights: in which month it is held and from which one on new weights hold."""

    month: int
    holds_from: int


TalentRule = Objectives | Feedback | NineBox | Ladder | Successors | Calibration
