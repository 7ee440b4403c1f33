"""The kinds of alert a plan may name: what is watched, when it speaks, who does what by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from reportgen.model.entry import Entry, Text
from reportgen.model.quantity import Quantity
from reportgen.model.rhythm import Every

Relative = Literal["value", "target", "baseline", "usual", "industry", "period_before", "year_before"]
"""What a threshold is compared with: the value itself, or the value ÷ something of the same subject.

`baseline` is the plan's stated level, `usual` the industry's cycle or the company's own history, `industry` the average
of the industry as an input row gives it; a condition's `against` names the figure that holds them, where one does, and
`history` the figure whose mean stands in where `against` has no row.
Thresholds are written in percent or plainly, as the figure is measured.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """Any of the figures is below the threshold."""

    figures: tuple[str, ...]
    threshold: Quantity
    of: Relative = "value"
    against: str = ""
    history: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """Any of the figures is above the threshold, or reaches it where `reached` counts."""

    figures: tuple[str, ...]
    threshold: Quantity
    of: Relative = "value"
    against: str = ""
    history: str = ""
    reached: Literal["counts", "does_not"] = "does_not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """The figure lies between two thresholds, both included."""

    figure: str
    low: Quantity
    high: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Falling:
    """The figure fell by more than a share of what it was."""

    figure: str
    by: Fraction
    against: Literal["period_before", "year_before"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A row of the measure lacks one of the columns: an approval, a second owner, a reviewer, a return target."""

    figure: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentrated:
    """The `top` largest of a column make more than a share of the figure."""

    figure: str
    column: str
    top: int
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A row's value lies outside the bounds that the row itself carries: thresholds that move with the times."""

    figure: str
    low: str
    high: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurred:
    """The measure counts anything at all: a major complaint, a credit rule broken, goods sold across territories."""

    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What a share of the action comes to: taken off a figure of the subject (`less`), or a part of it (`part`).

    The figure is this period's newest, or the next period's where `period` says so: a budget cut is the next one's.
    """

    amount: str
    figure: str
    change: Literal["less", "part"]
    period: Literal["this", "next"]


Condition = Below | Above | Between | Falling | Missing | Concentrated | Outside | Occurred


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(Entry):
    """A rule that speaks up.

    `subject` is what one alert is about, `every` how often it is looked at, `in_a_row` for how many such periods the
    condition must hold. `owner` is a role, an office, `seller` (whose subject it is) or `leader` (the seller's).
    `amounts` are the figures of the action: a budget cut by 10 %; `comes_to` says of what. `due` counts calendar days
    from the period's end.
    """

    condition: Condition
    subject: str
    every: Every
    in_a_row: int
    severity: Literal["note", "watch", "alarm", "escalation"]
    action: Text
    amounts: Mapping[str, Fraction]
    owner: str
    due: int
    comes_to: Consequence | None = None
