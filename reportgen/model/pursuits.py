"""What is told of deals: open, won and lost ones, how they move through stages, why they are lost, the largest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from reportgen.model.quantity import Measurable
from reportgen.model.step import Step


@dataclass(frozen=True, slots=True)
class StageRow:
    """Deals in one stage at the end of the period (`open`), or closed in the period (`won`, `lost`).

    `stage` "" stands for deals that were open then, in a stage that the table does not tell.
    """

    stage: str
    state: str
    count: int
    value: Measurable


@dataclass(frozen=True, slots=True)
class StageFlow:
    """How deals move through a stage.

    `entered` are those that entered it in the period, `conversion` the part of them that went on by its end; `cycle`
    is the mean of days of those that left it in the period. `win_rate` is the part won of the deals that closed within
    the twelve months before the period's end and had been in the stage; `closed` says how many those are.
    """

    stage: str
    entered: Measurable
    conversion: Measurable
    cycle: Measurable
    win_rate: Measurable
    closed: int


@dataclass(frozen=True, slots=True)
class LostReason:
    """Why deals were lost in the period: how many and how much; "" is no reason given."""

    reason: str
    count: int
    value: Measurable


@dataclass(frozen=True, slots=True)
class Pursued:
    """A customer with open deals at the period's end: how many, how much in all, and the stage of the furthest."""

    customer: str
    name: str
    deals: int
    value: Measurable
    furthest: str


@dataclass(frozen=True, slots=True)
class LostDeal:
    """A deal that was lost in the period: its key, its customer, the day, its amount, and why ("" is no reason)."""

    key: str
    customer: str
    day: date | None
    value: Measurable
    reason: str


@dataclass(frozen=True, slots=True)
class FunnelDetail:
    """What is told of a pipeline beyond its stages.

    `win_rate_all` is won ÷ all deals that were in hand in the period: closed in it, or open at its end. `coverage` is
    what is open ÷ what is missing to the year's target. `top` are the three customers with the most in hand,
    `lost_deals` the five largest that were lost.
    """

    flow: tuple[StageFlow, ...]
    lost: tuple[LostReason, ...]
    top: tuple[Pursued, ...]
    win_rate_all: Measurable
    coverage: Measurable
    lost_deals: tuple[LostDeal, ...] = ()


@dataclass(frozen=True, slots=True)
class FunnelResult:
    """The pipeline of a subject: stages in order, and the win rate of closed deals by count.

    `detail` is computed when it is asked for; None where a plan or its inputs say nothing beyond the stages.
    """

    stages: tuple[StageRow, ...]
    win_rate: Measurable
    step: Step
    detail: Callable[[], FunnelDetail] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Deal:
    """One transaction that made the period: its key, customer, date and amount, biggest first."""

    key: str
    customer: str
    day: date | None
    amount: Measurable
