"""What is told of a person beside their figures: OKR, 360°, values, nine-box, promotion, rank; and who may follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from reportgen.model.entry import Text
from reportgen.model.period import Period
from reportgen.model.quantity import Measurable, NotMeasured
from reportgen.model.step import Step
from reportgen.model.talent import Calibration, Feedback, Ladder, NineBox, Objectives, Requirement, Successors

if TYPE_CHECKING:
    from reportgen.model.standing import Subject

LEVELS = ("low", "middle", "high")
"""The thirds of either side of the nine-box."""

STATED = "stated"
"""The reason of a step that has no number: what it says stands in its name."""


class Met(StrEnum):
    """Whether a condition holds; UNKNOWN where what would tell was not measured and nothing speaks against it."""

    YES = "met"
    NO = "not-met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class KeyResult:
    """A key result of a period: its progress at each review (None was measured where nobody reported), newest last.

    `mean` is that of its reviews, `latest` and `before` the newest progress and the one before it.
    """

    number: str
    text: str
    measured_by: str
    reviews: tuple[tuple[Period, Measurable], ...]
    mean: Measurable

    @property
    def latest(self) -> Measurable:
        """Return the progress at the last review."""
        return self.reviews[-1][1] if self.reviews else NotMeasured("no-data")

    @property
    def before(self) -> Measurable:
        """Return the progress at the review before the last."""
        return self.reviews[-2][1] if len(self.reviews) > 1 else NotMeasured("no-history")


@dataclass(frozen=True, slots=True)
class ObjectiveResult:
    """An objective, "" where the list names none, and its key results."""

    text: str
    key_results: tuple[KeyResult, ...]


@dataclass(frozen=True, slots=True)
class OkrResult:
    """The objectives of a person in a period; `completion` is the mean of all that the reviews said."""

    rule: Objectives
    objectives: tuple[ObjectiveResult, ...]
    completion: Measurable
    step: Step


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """What all raters together said of one dimension, or one rater of all dimensions, with its weight in the plan."""

    id: str
    weight: Fraction
    score: Measurable
    cells: tuple[tuple[str, Measurable], ...]


@dataclass(frozen=True, slots=True)
class FeedbackResult:
    """The 360° feedback of a span: Σ weight × score ÷ Σ weight of what was scored.

    `dimensions` have a cell for each rater's group. `missing` is the weight of what nobody scored, which is spread over
    the rest; `unweighed` are the scores whose rater or dimension the plan does not weigh: they count for nothing.
    """

    rule: Feedback
    span: Period
    dimensions: tuple[FeedbackLine, ...]
    total: Measurable
    missing: Fraction
    scores: int
    unweighed: int
    step: Step


@dataclass(frozen=True, slots=True)
class ValuesResult:
    """The newest values grade that was known at the period's end, of which year."""

    grade: str
    year: Period
    step: Step


@dataclass(frozen=True, slots=True)
class BoxResult:
    """A place in the nine-box: levels 0 (low) to 2 (high), None where it was not measured; `mark` "" where none is."""

    rule: NineBox
    span: Period
    of: Subject
    performance: Measurable
    potential: Measurable
    across: int | None
    up: int | None
    mark: str
    step: Step


@dataclass(frozen=True, slots=True)
class Evidence:
    """A requirement with the figure of each of its periods, newest last, and whether each reached it."""

    requirement: Requirement
    name: Text
    of: Subject
    spans: tuple[tuple[Period, Measurable, Met], ...]
    met: Met

    @property
    def reached(self) -> int:
        """Return in how many of the periods the figure reached what is asked."""
        return sum(met is Met.YES for _, _, met in self.spans)


@dataclass(frozen=True, slots=True)
class PromotionResult:
    """A ladder's conditions: where the person stands on it and what comes next, where the role is one of its steps."""

    ladder: Ladder
    at: Text | None
    next: Text | None
    evidence: tuple[Evidence, ...]
    met: Met
    step: Step


@dataclass(frozen=True, slots=True)
class Rank:
    """A place among those of one role who are scored on the same card; equal scores share a place."""

    place: int
    of: int
    role: str


@dataclass(frozen=True, slots=True)
class Talent:
    """All of it for one person; None is what the plan does not ask for, or nobody said."""

    person: str
    okr: OkrResult | None
    feedback: FeedbackResult | None
    values: ValuesResult | None
    box: BoxResult | None
    promotions: tuple[PromotionResult, ...]
    rank: Rank | None


@dataclass(frozen=True, slots=True)
class SuccessorLine:
    """One line of the pool at the period's end: how many are asked, who is in it by readiness, and who has left."""

    line: str
    asked: int
    people: Mapping[str, tuple[str, ...]]
    gone: tuple[str, ...]

    @property
    def there(self) -> int:
        """Return how many are in it."""
        return sum(len(people) for people in self.people.values())

    def ready(self, readiness: str = "now") -> int:
        """Return how many are that ready."""
        return len(self.people.get(readiness, ()))


@dataclass(frozen=True, slots=True)
class SuccessorsResult:
    """The pool of successors by line."""

    rule: Successors
    lines: tuple[SuccessorLine, ...]
    step: Step


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A KPI whose weight in a scorecard changed on a day; 0 is a KPI that was not, or is no longer, weighed."""

    scorecard: str
    day: date
    kpi: str
    before: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True)
class CalibrationResult:
    """When weights are reviewed next, and from which day what comes out of it holds.

    `prepared` are the scorecards that have a version from that day on, `changes` the weights that changed in the
    period; those in `outside` did so on another day than the plan's.
    """

    rule: Calibration
    held: Period
    holds_from: date
    prepared: tuple[str, ...]
    changes: tuple[WeightChange, ...]
    outside: tuple[WeightChange, ...]
