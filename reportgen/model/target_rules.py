"""How targets come to be: the tree they fall down, the phases of time, changes in mid-year, part periods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from reportgen.model.entry import Entry

Level = Literal["company", "product_line", "region", "customer_group", "team", "person"]
Horizon = Literal["vision", "year", "quarter", "month", "week"]
Split = Literal["shares", "history", "headcount", "even"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetTree(Entry):
    """The order of levels a metric's target falls down, how each is divided, and the columns side by side.

    Children sum to their parent to the cent (largest remainder); an edit by hand that breaks it is a finding. `shares`
    are the parts of a level that is divided by them, by the names of the data; those of a level make one.
    """

    metric: str
    levels: tuple[Level, ...]
    divided: Mapping[str, Split]
    columns: tuple[Literal["floor", "stretch"], ...]
    shares: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeTree(Entry):
    """The order of spans of time that a target falls down.

    `phasing` is what falls on each quarter of a longer target whose metric the company has no target of (they make
    one); without it quarters are alike.
    """

    spans: tuple[Horizon, ...]
    phasing: tuple[Fraction, Fraction, Fraction, Fraction] = (Fraction(1, 4),) * 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Entry):
    """How a target changes in mid-year: what it says, and whether both versions stay."""

    needs: tuple[Literal["effective_date", "reason", "author", "approver"], ...]
    both_versions: Literal["visible", "hidden"]
    closed_periods: Literal["keep", "follow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPeriods(Entry):
    """For whom targets (and tier thresholds with them) are prorated, and how days are counted, both ends included.

    `rows` says what a person's row of targets is: what is asked of them (`as_given`), or a whole period's target, of
    which the months before somebody came and after they left are not asked (`prorated`, as the year is phased).
    """

    of: tuple[Literal["joiner", "leaver", "transfer", "part_time", "leave"], ...]
    day_count: Literal["calendar_days", "working_days", "thirtieths"]
    thresholds: Literal["prorated", "kept"]
    rows: Literal["as_given", "prorated"] = "as_given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Smart(Entry):
    """What a target must name; one that does not is a finding."""

    needs: tuple[Literal["metric", "amount", "owner", "start", "end"], ...]


TargetRule = TargetTree | TimeTree | Change | PartPeriods | Smart
