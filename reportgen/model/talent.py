"""How people are reviewed beside their figures: objectives, feedback all round, the nine boxes, ladders, successors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from reportgen.model.entry import Entry, Text
from reportgen.model.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Objectives(Entry):
    """OKR beside KPI: the KPI is the result, the OKR the process. `measure` is the progress of a key result."""

    measure: str
    reviewed: Literal["month", "quarter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback(Entry):
    """Who is asked about a person, and about what; weights of each make one."""

    raters: Mapping[str, Fraction]
    dimensions: Mapping[str, Fraction]
    every: Literal["quarter", "half", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NineBox(Entry):
    """Performance × potential, each cut into three at two shares, with the values grade as a third mark."""

    performance: str
    potential: str
    mark: str
    cuts: tuple[Fraction, ...]
    refreshed: Literal["quarter", "half", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What a figure must reach, for how many periods in a row."""

    figure: str
    least: Quantity
    in_a_row: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder(Entry):
    """One of the ladders people climb, its steps from below, and what a promotion needs."""

    steps: tuple[Text, ...]
    needs: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Successors(Entry):
    """How many successors stand ready: now, in a year, in three."""

    pool: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration(Entry):
    """The yearly review of weights: in which month it is held and from which one on new weights hold."""

    month: int
    holds_from: int


TalentRule = Objectives | Feedback | NineBox | Ladder | Successors | Calibration
