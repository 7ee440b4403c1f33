"""What the plan's measures come to for the company where no KPI tells it, week by week and month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from reportgen.model.period import Period
from reportgen.model.quantity import Measurable

if TYPE_CHECKING:
    from reportgen.model.measured import Figure
    from reportgen.model.plan import Measure


@dataclass(frozen=True, slots=True)
class Span:
    """Some days, both ends included, what a measure comes to in them, and on how many rows that rests.

    A sum of no rows is 0: whether that is nothing or nothing known, `rows` tells.
    """

    first: date
    last: date
    value: Measurable
    rows: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure of the company in a period, a period before, and a year before.

    `weeks` are the four rolling weeks of a month (days 1-7, 8-14, 15-21 and the rest), none for a longer period or
    where rows have no day of their own. `months` are the twelve up to the period's end; of a measure that reaches
    back, each has its own rows alone: what is open today of what was due then.
    """

    measure: Measure
    actual: Measurable
    previous: Measurable
    year_before: Measurable
    weeks: tuple[Span, ...]
    months: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DealerMonth:
    """One month of a dealer: the measures whose rows tell the month, by id."""

    period: Period
    values: Mapping[str, Measurable]


@dataclass(frozen=True, slots=True)
class Dealer:
    """A dealer of the channel, with nobody else's rows in it.

    `figures` are the KPIs that the plan gives by dealer and that this one has rows of; `counts` what else the plan's
    dealer statement names, and `months` the measures of either that are told by month. `dated` tells of what holds
    until a newer row comes in (its stock) the period of its newest row, where that is over before this one ends.
    `industry` is "" for a dealer without one of its own.
    """

    id: str
    name: str
    kind: str
    region: str
    industry: str
    since: date | None
    figures: Mapping[str, Figure] = field(repr=False)
    counts: Mapping[str, Measurable]
    months: tuple[DealerMonth, ...]
    dated: Mapping[str, Period]
