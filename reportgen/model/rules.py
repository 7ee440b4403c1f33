"""The rules that the engine measures by: measures, KPIs, scorecards, targets, slices, funnels, documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from reportgen.model.entry import Entry, Text
from reportgen.model.kpi_kinds import Curve, FurtherKpiKind
from reportgen.model.period import Grain
from reportgen.model.place import Place
from reportgen.model.quantity import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Whose plan this is. `version` names the plan on every document.

    `language` is the pack's default: `zh`, `en`, `both` of them, or another that the templates have a catalogue of.
    `ledger` is the URL of the ledger's database, "" for the file beside the inputs.
    """

    name: Text
    currency: str
    version: str
    language: str
    pay_period: Grain
    pay_starts: str
    place: Place
    ledger: str = ""


EVER = 12_000
"""A window that reaches back to the first row there is."""


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
class Measure(Entry):
    """A sum or count over the rows of one table.

    `how` is `sum` of `column`, `count` of rows, `distinct` values of `column`, or `heads`: the people employed, each
    by the part of the days. `date` names the column that puts a row into a period (days or periods; "" for what holds
    always); `person` the column that says whose it is ("" for what is nobody's: then it is the company's alone).

    Rows are picked by `where` (the column holds one of the given texts), `within` (its number lies in a range),
    `missing` and `present` (it is empty or filled; a day after the cut-off counts as empty), `first` (what is new) and
    `repeated` (the distinct values that occur at least so often). With `last_by` only the newest row of each value of
    that column counts: the last of several forecasts of one deal. `window` counts so many months up to the period's
    end instead of the period itself, `EVER` all of them: customers active in a year, what is open. What counts ever
    counts for the team that its person is in at the end. `unit` is what the result counts.
    """

    table: str
    how: Literal["sum", "count", "distinct", "heads"]
    column: str
    date: str
    person: str
    where: Mapping[str, tuple[str, ...]]
    unit: Unit
    within: Mapping[str, Range] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    first: FirstWithin | None = None
    repeated: int = 1
    last_by: str = ""
    window: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """The KPI is the measure itself."""

    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """The KPI is one measure divided by another; a zero or absent denominator is not measured."""

    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """The KPI is this period's measure against the same period a year earlier, less one."""

    measure: str


KpiKind = Sum | Ratio | Growth | FurtherKpiKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSource:
    """Where a KPI's target comes from.

    A plan value, or the rows of the `targets` table with `metric` (their `floor` or `stretch` column). A value may hold
    `per` month or quarter (5 a month are 15 a quarter) and `of` each person alone: no team or company is held to it.
    """

    value: Fraction | None = None
    per: Literal["", "month", "quarter", "year"] = ""
    of: Literal["", "person"] = ""
    metric: str = ""
    column: str = "floor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi(Entry):
    """A key performance indicator.

    `green` and `orange` are the attainments from which its status is good, and to be watched; below is alarm. `by`
    names a column of the measures' table by whose values the KPI is given as well, `values` the target of each value
    where they differ: Eco 22 %. `sample` is the smallest share of those asked that makes a survey valid.
    """

    kind: KpiKind
    unit: Unit
    better: Literal["higher", "lower"]
    target: TargetSource | None
    green: Fraction
    orange: Fraction
    perspective: Literal["financial", "customer", "process", "growth"]
    horizon: Literal["short", "long"]
    by: str = ""
    values: Mapping[str, Fraction] = field(default_factory=dict)
    sample: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A KPI's share of a scorecard."""

    kpi: str
    weight: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard(Entry):
    """Which KPIs a role is scored on: weight × attainment × 100 each, attainment held between `floor` and `cap`.

    `curves` are the KPIs that are scored along another line than that. With `rank` a review tells the place among
    those of the same role.
    """

    roles: tuple[str, ...]
    weights: tuple[Weight, ...]
    floor: Fraction
    cap: Fraction
    curves: Mapping[str, Curve] = field(default_factory=dict)
    rank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyTarget(Entry):
    """The company's target of one metric for a fiscal year, and its phasing over the quarters (sums to one).

    `owner` is the role or office that answers for it, "" where the plan names none.
    """

    metric: str
    year: int
    floor: Fraction
    stretch: Fraction | None
    phasing: tuple[Fraction, Fraction, Fraction, Fraction]
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(Entry):
    """A way to cut a measure: by a column of its table, or by a column of the roster on the row's date.

    `name` titles the table. `labels` names the column's values in several languages; a value without a name prints as
    it is.
    """

    measure: str
    column: str
    of: Literal["row", "person"]
    labels: Mapping[str, Text]


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
class Funnel(Entry):
    """How deals move: the table, its columns, the open stages in order, and what won and lost are called.

    `names` gives the stages their names in several languages; a stage without one prints as it is. `entered`, `passed`
    and `days` are measures over the history of stages, `reason` is the column that says why a deal was lost. What is
    left out is not told.
    """

    table: str
    stage: str
    person: str
    opened: str
    closed: str
    value: str
    customer: str
    stages: tuple[str, ...]
    won: tuple[str, ...]
    lost: tuple[str, ...]
    names: Mapping[str, Text]
    entered: str = ""
    passed: str = ""
    days: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a slide of the deck shows: KPIs in their order, and a slice of the plan ("" is none)."""

    figures: tuple[str, ...]
    slice: str = ""


DECK_SUBJECTS = ("cash", "lost", "customers", "people", "service", "channel", "expense")
"""The slides that show what a plan names for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """Which documents each kind of period gets, which KPIs lead them, and who gets a review.

    `review_roles` are roles; none means everybody. `figures` and `slices` are what tables of them list; none means
    all. `deck` is what the slides of a subject show (`cash`, `service` …). `archive` are the papers whose files are
    made to be kept: PDF/A-3u that carries its figures. `cross` are the two slices that a table has down and across.
    """

    month: tuple[str, ...]
    quarter: tuple[str, ...]
    year: tuple[str, ...]
    headline: tuple[str, ...]
    main_measure: str
    review_roles: tuple[str, ...]
    place: Place
    figures: tuple[str, ...] = ()
    slices: tuple[str, ...] = ()
    deck: Mapping[str, Shown] = field(default_factory=dict)
    archive: tuple[str, ...] = ()
    cross: tuple[str, str] | None = None
