"""How the plan's year is laid out: the fiscal year, working days, the weeks' rhythm and the milestones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from reportgen.model.entry import Entry, Text

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalYear(Entry):
    """The calendar month (1 to 12) in which the fiscal year begins."""

    starts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays(Entry):
    """The days of the week on which people work, and the country (ISO 3166) whose public holidays they keep."""

    days: tuple[Weekday, ...]
    holidays: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthWeights(Entry):
    """How a quarter falls into its months: equally, by working days, or by the given weights (`jan` to `dec`)."""

    by: Literal["equal", "working_days", "weights"]
    weights: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week(Entry):
    """One of the four rolling weeks: its task, and the share of the month's target locked by its end."""

    week: int
    task: Text
    locked: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm(Entry):
    """What "locked" means: a measure of signed orders, compared with the month's target of a metric."""

    measure: str
    metric: str
    column: Literal["floor", "stretch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Entry):
    """Something that is to be done by a day, and the role that answers for it."""

    due: date
    owner: str


CalendarRule = FiscalYear | WorkingDays | MonthWeights | Week | Rhythm | Milestone
