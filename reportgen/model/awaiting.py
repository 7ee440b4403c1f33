"""What a plan promises and the engine does not compute yet: read and checked like the rest, printed nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from reportgen.model.entry import Entry, Text
from reportgen.model.kpi_kinds import Curve, FurtherKpiKind
from reportgen.model.pay import ComponentKind
from reportgen.model.pay_kinds import FurtherComponentKind, FurtherRelease, PayPolicy
from reportgen.model.period import Grain
from reportgen.model.quantity import Unit
from reportgen.model.rules import CompanyTarget, KpiKind, Slice, TargetSource, Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Numbers from `start` up to `end`, both included, and under `below`; None is open. A percentage is a share."""

    start: Fraction | None = None
    end: Fraction | None = None
    below: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWithin:
    """Keeps the rows of those values of a column that were seen for the first time within so many months."""

    column: str
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitingMeasure(Entry):
    """A sum or count over rows that are picked by more than their texts.

    `within` keeps rows whose number lies in a range, `missing` rows whose columns are empty, `present` those whose
    columns are filled, `first` rows of what is new, `repeated` the distinct values that occur at least so often.
    `date` may be a column of periods, and is "" for what holds always; `person` is "" for what is nobody's.
    """

    table: str
    how: Literal["sum", "count", "distinct"]
    column: str
    date: str
    person: str
    where: Mapping[str, tuple[str, ...]]
    within: Mapping[str, Range]
    missing: tuple[str, ...]
    present: tuple[str, ...]
    first: FirstWithin | None
    repeated: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitingKpi(Entry):
    """A KPI of any kind, with its target (also a target by one column's values) and its colours.

    `values` gives the target of each value of a column where they differ: Eco 22 %, overseas 35 %. `green` and
    `orange` are attainments, as in `Kpi`. `sample` is the smallest share of
    those asked that makes a survey valid.
    """

    kind: KpiKind | FurtherKpiKind
    unit: Unit
    better: Literal["higher", "lower"]
    target: TargetSource | None
    green: Fraction
    orange: Fraction
    by: str
    values: Mapping[str, Fraction]
    sample: Fraction | None
    perspective: Literal["financial", "customer", "process", "growth"]
    horizon: Literal["short", "long"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitingScorecard(Entry):
    """A scorecard over any KPIs, with the curve of each KPI that is not scored along the plain line."""

    roles: tuple[str, ...]
    weights: tuple[Weight, ...]
    floor: Fraction
    cap: Fraction
    curves: Mapping[str, Curve]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """From this number on (included, until the next band's), this label."""

    label: str
    start: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BandSlice(Entry):
    """A way to cut a measure by bands of a number: receivables by age, deliveries by days late."""

    measure: str
    column: str
    bands: tuple[Band, ...]
    labels: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitingComponent(Entry):
    """A rule of pay of any kind with its gate, bounds, release and policies."""

    clause: str
    roles: tuple[str, ...]
    earning: Grain
    rule: ComponentKind | FurtherComponentKind
    release: FurtherRelease
    policy: PayPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaiting:
    """All that a plan's folder `awaiting` holds."""

    measures: tuple[AwaitingMeasure, ...] = ()
    kpis: tuple[AwaitingKpi, ...] = ()
    scorecards: tuple[AwaitingScorecard, ...] = ()
    targets: tuple[CompanyTarget, ...] = ()
    slices: tuple[Slice | BandSlice, ...] = ()
    components: tuple[AwaitingComponent, ...] = ()
