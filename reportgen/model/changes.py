"""What changed between two states of the inputs: amounts and figures with their causes, rows and rules with places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from reportgen.model.causes import Cause
from reportgen.model.place import Place
from reportgen.model.quantity import Measurable
from reportgen.model.standing import Subject

__all__ = [
    "Cause",
    "CellChange",
    "Changes",
    "DrivenLine",
    "Driver",
    "FigureChange",
    "LineChange",
    "PayeeChange",
    "RowChange",
    "RuleChange",
]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of a row: its column, and what stood and stands there ("" for an empty cell)."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that is not as it was, named by its business key.

    `before` and `after` are where it stood and stands, None where it did not or does not. `names` are the ids in it:
    orders, people, customers.
    """

    cause: Cause
    table: str
    key: str
    cells: tuple[CellChange, ...]
    before: Place | None
    after: Place | None
    names: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One dated entry of the plan that is not as it was; a place is None where the entry is not there."""

    cause: Cause
    section: str
    id: str
    since: date | None
    before: Place | None
    after: Place | None


@dataclass(frozen=True, slots=True)
class LineChange:
    """What one line of pay came to in both states, in major units; `causes` sum to the change exactly.

    `key` is the transaction or earning period; without a component the line is what caps, draws, holds and their like
    did to the payee. `people` are those whose rows an earning period sums over.
    """

    payee: str
    component: str
    key: str
    old: Fraction
    new: Fraction
    causes: Mapping[Cause, Fraction]
    people: tuple[str, ...] = ()

    @property
    def change(self) -> Fraction:
        """Return by how much the line changed."""
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A KPI of a subject in both states; `causes` sum to the change exactly, and are empty where one has no figure."""

    subject: Subject
    kpi: str
    old: Measurable
    new: Measurable
    causes: Mapping[Cause, Fraction]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that changed between two states of one period: lines of pay, figures, and the rows and rules behind.

    Lines and figures that did not change are not in it.
    """

    lines: tuple[LineChange, ...]
    figures: tuple[FigureChange, ...]
    rows: tuple[RowChange, ...]
    rules: tuple[RuleChange, ...]
    currency: str

    def by_cause(self, payee: str = "") -> dict[Cause, Fraction]:
        """Return what each cause changed the pay of a payee by ("" for all), causes without effect left out."""
        totals: dict[Cause, Fraction] = {}
        for line in self.lines:
            for cause, amount in line.causes.items() if payee in ("", line.payee) else ():
                totals[cause] = totals.get(cause, Fraction(0)) + amount
        return {cause: totals[cause] for cause in Cause if totals.get(cause)}

    def behind(self, line: LineChange) -> tuple[RowChange, ...]:
        """Return the rows behind a line: those of its transaction, or of the people whom its period sums over."""
        wanted = {line.key, *line.people}
        return tuple(row for row in self.rows if row.cause in line.causes and row.names & wanted)


class Driver(StrEnum):
    """Why one pay period pays another sum than another.

    `volume` is new business, `rate` what it earned of itself, `target` what it was held against, `waiting` what of it
    is not released yet, `earlier` is cash of earlier business, `corrected` what earlier earning periods changed by; the
    rest are the steps of the bridge. `rounding` is what the others leave.
    """

    VOLUME = "volume"
    RATE = "rate"
    TARGET = "target"
    WAITING = "waiting"
    EARLIER = "earlier"
    CORRECTED = "corrected"
    CARRIED = "carried"
    HOLDS = "holds"
    CAP = "cap"
    GUARANTEE = "guarantee"
    DRAW = "draw"
    MANUAL = "manual"
    MINIMUM = "minimum"
    ROUNDING = "rounding"


@dataclass(frozen=True, slots=True)
class DrivenLine:
    """What one transaction or earning period paid in each of two periods, in major units, and what it is."""

    component: str
    key: str
    driver: Driver
    old: Fraction
    new: Fraction


@dataclass(frozen=True, slots=True)
class PayeeChange:
    """What a payee is paid in each of two periods; `drivers` sum to the change exactly."""

    payee: str
    old: Fraction
    new: Fraction
    drivers: Mapping[Driver, Fraction]
    lines: tuple[DrivenLine, ...]

    @property
    def change(self) -> Fraction:
        """Return by how much the second period pays more."""
        return self.new - self.old
