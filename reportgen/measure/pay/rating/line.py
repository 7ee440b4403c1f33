"""What a kind of pay rule says of one payee and earning period, before and after the plan's policies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from reportgen.measure.columns import exact_sum
from reportgen.model.measured import Slices
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.quantity import Quantity
from reportgen.model.step import Step

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Rated:
    """What a rule makes of a base: the slices that were rated, exact and unrounded, and what they were held against.

    `inputs` are the operands that the statement names, `steps` those that explain leads down to rows, `places` the
    cells of a target, `people` those whose rows the base sums over.
    """

    base: Fraction
    against: Fraction
    parts: tuple[Slices, ...]
    inputs: tuple[tuple[str, Quantity], ...] = ()
    reason: str = ""
    steps: tuple[Step, ...] = field(default=(), repr=False)
    places: tuple[Place, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def money(self) -> Fraction:
        """Return what the slices earn together, unrounded."""
        return exact_sum(part.earned for part in self.parts)


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """What one payee earned from one component in one earning period, to date and rounded; released as cash arrived.

    `key` is what the ledger knows the line by. `known` is the last day whose rows it looked at. `deferred` is what a
    cap leaves for later periods: it is earned and not released.
    """

    payee: str
    period: Period
    base: Fraction
    against: Fraction
    parts: tuple[Slices, ...]
    earned: Fraction
    inputs: tuple[tuple[str, Quantity], ...]
    reason: str = ""
    people: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    key: str = ""
    invoiced: Fraction = NOTHING
    collected: Fraction = NOTHING
    released: Fraction = NOTHING
    deferred: Fraction = NOTHING
    steps: tuple[Step, ...] = field(default=(), repr=False)
    customer: str = ""
    day: date | None = None
