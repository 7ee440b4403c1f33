"""What is measured of one subject: its figures against their targets, its scorecard, months, slices and deals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Protocol, runtime_checkable

from reportgen.model.period import Period
from reportgen.model.plan import Kpi
from reportgen.model.pursuits import Deal, FunnelResult
from reportgen.model.quantity import Measurable
from reportgen.model.status import Status
from reportgen.model.step import Rows, Step


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a figure is about: `person`, `team` (id of its manager), `company`, or a `slice` (`region=华东`)."""

    kind: str
    id: str


class Beside(Protocol):
    """What stands beside a figure, each computed when it is first asked for: few pages show any of it."""

    @property
    def step(self) -> Step:
        """Return how the figure came to be."""

    @property
    def previous(self) -> Measurable:
        """Return the figure of the period before."""

    @property
    def year_before(self) -> Measurable:
        """Return the figure of the same period a year before."""

    @property
    def year_to_date(self) -> Measurable:
        """Return the figure of the year up to the period's end."""

    @property
    def parts(self) -> tuple[FigurePart, ...]:
        """Return the figure by the values of the plan's column."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A KPI of a subject in a period: target and attainment; how it came to be, its past and its parts on demand.

    `rows` is on how many rows it rests. `subject` is the company where the KPI is nobody's own, whoever's standing it
    is part of.
    """

    kpi: Kpi
    subject: Subject
    period: Period
    actual: Measurable
    target: Measurable
    attainment: Measurable
    status: Status
    rows: int
    beside: Beside = field(repr=False, compare=False)

    @property
    def step(self) -> Step:
        """Return how the figure came to be: attainment, actual and target, down to their rows and cells."""
        return self.beside.step

    @property
    def previous(self) -> Measurable:
        """Return the figure of the period before; not comparable where a person was not there in all of both."""
        return self.beside.previous

    @property
    def year_before(self) -> Measurable:
        """Return the figure of the same period a year before; not comparable where a person was not there in both."""
        return self.beside.year_before

    @property
    def year_to_date(self) -> Measurable:
        """Return the figure of the year up to the period's end."""
        return self.beside.year_to_date

    @property
    def parts(self) -> tuple[FigurePart, ...]:
        """Return the KPI by the values of the column that the plan gives it by."""
        return self.beside.parts


@runtime_checkable
class Passing(Protocol):
    """Figures that can be looked at without being kept."""

    def in_passing(self) -> Iterator[Figure]:
        """Yield every figure; one that nobody asked for before is not kept."""
        ...


def in_passing(figures: Mapping[str, Figure]) -> Iterable[Figure]:
    """Return every figure for one look: those of a large company are too many to be kept for it."""
    return figures.in_passing() if isinstance(figures, Passing) else figures.values()


@dataclass(frozen=True, slots=True)
class FigurePart:
    """A KPI for one value of its column: Eco's margin, the share of a tier, a region's market."""

    label: str
    figure: Figure

    @property
    def actual(self) -> Measurable:
        """Return the value's own figure."""
        return self.figure.actual


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One line of a scorecard.

    `effective` is the weight after the weights of what was not measured were spread over the rest.
    """

    figure: Figure
    weight: Fraction
    effective: Measurable
    score: Measurable


@dataclass(frozen=True, slots=True)
class Presence:
    """The part of a period in which somebody was here: first and last day, both included."""

    first: date
    last: date
    days: int
    whole: int


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """A person's scorecard: its lines and total (out of 100 at full attainment).

    `subject` is whose figures it is of: the person's own, or the team's. `part` tells who joined or left inside the
    period; None is the whole of it. `explained` computes how it came to be: of everybody's scores few are asked for it.
    """

    scorecard: str
    since: date
    lines: tuple[ScoreLine, ...]
    total: Measurable
    explained: Callable[[], Step] = field(repr=False, compare=False)
    subject: Subject
    part: Presence | None = None

    @property
    def step(self) -> Step:
        """Return how the score came to be: its lines with their weights, down to the figures' rows."""
        return self.explained()


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """One month of the main measure: actual, target, and the same month a year before."""

    period: Period
    actual: Measurable
    target: Measurable
    year_before: Measurable


@dataclass(frozen=True, slots=True)
class SliceRow:
    """One value of a slice: this period, and a year before."""

    label: str
    actual: Measurable
    year_before: Measurable


@dataclass(frozen=True, slots=True)
class SliceTable:
    """A measure cut by one column.

    The rows sum to the subject's figure. The label "" stands for rows without a value.
    """

    slice: str
    rows: tuple[SliceRow, ...]
    total: Measurable


@dataclass(frozen=True, slots=True)
class CrossTable:
    """A measure cut by two columns at once: each value of a slice by each value of another.

    `rows` and `columns` are the measure by one of them each, largest first; `cells` has for each row a part for each
    column, labelled as the column is. Rows, columns and all cells sum to the same total, which rests on the input rows
    `behind` it.
    """

    rows: SliceTable
    columns: SliceTable
    cells: tuple[tuple[SliceRow, ...], ...]
    behind: Rows


class Telling(Protocol):
    """What stands beside a subject's figures, each computed when it is first asked for: few papers show it."""

    @property
    def months(self) -> tuple[MonthPoint, ...]:
        """Return the main measure month by month."""

    @property
    def slices(self) -> tuple[SliceTable, ...]:
        """Return the plan's measures by the plan's columns."""

    @property
    def funnel(self) -> FunnelResult | None:
        """Return the pipeline, None where the inputs have none."""

    @property
    def score(self) -> ScoreResult | None:
        """Return the scorecard, None where the plan has none for the role."""

    @property
    def deals(self) -> tuple[Deal, ...]:
        """Return the largest transactions of the main measure."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told beside a subject's figures, as it was found."""

    months: tuple[MonthPoint, ...] = ()
    slices: tuple[SliceTable, ...] = ()
    funnel: FunnelResult | None = None
    score: ScoreResult | None = None
    deals: tuple[Deal, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything measured about one subject; what stands beside its figures is computed when it is asked for.

    `scored` are the KPIs of its scorecard that there are figures of.
    """

    subject: Subject
    name: str
    figures: Mapping[str, Figure]
    scored: tuple[str, ...]
    told: Telling = field(repr=False)
    incomplete: bool = False

    @property
    def months(self) -> tuple[MonthPoint, ...]:
        """Return the main measure month by month."""
        return self.told.months

    @property
    def slices(self) -> tuple[SliceTable, ...]:
        """Return the plan's measures by the plan's columns."""
        return self.told.slices

    @property
    def funnel(self) -> FunnelResult | None:
        """Return the pipeline, None where the inputs have none."""
        return self.told.funnel

    @property
    def score(self) -> ScoreResult | None:
        """Return the scorecard, None where the plan has none for the role."""
        return self.told.score

    @property
    def deals(self) -> tuple[Deal, ...]:
        """Return the largest transactions of the main measure."""
        return self.told.deals


@dataclass(frozen=True, slots=True)
class SliceStanding:
    """The company's figures narrowed to one value of a slice: a product line, a tier, a region.

    `figures` are those whose rows tell the slice's column. The value "" stands for rows without one.
    """

    subject: Subject
    figures: Mapping[str, Figure]
