"""The kinds of KPI formula beyond sum, ratio and growth, as frozen values: named functions over named measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The KPI is how many rows, or different values, a measure counts."""

    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Average:
    """The KPI is the mean of the measure's column over its rows; without a row it is not measured."""

    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedAverage:
    """The KPI is the mean of the measure's column, each row weighted by another measure of the same table."""

    measure: str
    weight: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The KPI is the part of a measure that falls on the rows whose columns hold one of the given texts.

    Without texts it is the part of each value of the column `by` that the KPI is given by.
    """

    measure: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The KPI is the value that holds at the period's end: a stock, a grade, a survey; never summed over time."""

    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The KPI is one measure less others."""

    measure: str
    less: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attainment:
    """The KPI is a measure ÷ the target of a metric, which need not be its own, in its `floor` or `stretch` column."""

    measure: str
    metric: str
    column: Literal["floor", "stretch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """The KPI is 1 − |forecast − actual| ÷ actual; without an actual it is not measured."""

    forecast: str
    actual: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthRatio:
    """The KPI is the growth of one measure ÷ the growth of another; not measured unless the other one grew."""

    measure: str
    against: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """The KPI is the part of a measure that its `top` largest values of a column make together."""

    measure: str
    column: str
    top: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """The KPI is the part of the column's values of `months` ago that a measure still knows today."""

    measure: str
    column: str
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Penetration:
    """The KPI is how many of a list a measure knows: the column's values ÷ all that the base measure counts."""

    measure: str
    base: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The KPI is what may still come ÷ what is missing to the year's target; not measured once that is reached."""

    measure: str
    actual: str
    metric: str
    column: Literal["floor", "stretch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Premium:
    """The KPI is the mean of one measure's column ÷ the mean of another's, less one."""

    measure: str
    against: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageGrowth:
    """The KPI is the mean of the measure's column ÷ its mean a year before, less one."""

    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowest:
    """The KPI is the smallest value of the measure's column: what must hold in all of several.

    `every` names the column of those several (the four academies): where one of them has no value, it is not measured.
    """

    measure: str
    every: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetPromoter:
    """The KPI is 100 × (promoters − detractors) ÷ answers."""

    promoters: str
    detractors: str
    answers: str


FurtherKpiKind = (
    Count
    | Average
    | WeightedAverage
    | Share
    | Latest
    | Difference
    | Attainment
    | Accuracy
    | GrowthRatio
    | Concentration
    | Retention
    | Penetration
    | Coverage
    | Premium
    | AverageGrowth
    | Lowest
    | NetPromoter
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of a scoring curve: from this attainment on (included), this score (1 is the full weight)."""

    start: Fraction
    score: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """The score is the attainment, held between `floor` and `cap`."""

    floor: Fraction
    cap: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped:
    """The score jumps from point to point."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """Nothing is scored below the threshold; from it on, the attainment up to the cap."""

    start: Fraction
    cap: Fraction


Curve = Linear | Stepped | Threshold
