"""Why a period ended where it did: from target to actual by driver, who moved it most, what changed since."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.model.period import Period
from reportgen.model.quantity import Measurable, Quantity
from reportgen.model.standing import Subject
from reportgen.model.step import Step


@dataclass(frozen=True, slots=True)
class Part:
    """What one driver adds to a bridge (takes, below 0).

    `label` is a driver (`volume`, `mix` …) or a value of the data; "" is what no value tells. `before` and `after` are
    what it was to be (or was) and what came, where a part has both.
    """

    label: str
    amount: Quantity
    before: Measurable
    after: Measurable


@dataclass(frozen=True, slots=True)
class BridgeOf:
    """From a start to an end: start + all parts = end, exactly. `method` says in words how the parts are told apart.

    `against` is what the start is: the `target`, or what came in the `previous` period.
    """

    driver: str
    against: str
    start: Quantity
    end: Quantity
    parts: tuple[Part, ...]
    method: str
    step: Step


@dataclass(frozen=True, slots=True)
class Mover:
    """A customer, product or person that brought more or less than in the period before, and by how much.

    `name` is what the rows call it beside its id, "" where they do not; the company's alone are looked up.
    """

    column: str
    label: str
    before: Quantity
    after: Quantity
    name: str = ""

    @property
    def change(self) -> Quantity:
        """Return by how much."""
        return Quantity(self.after.value - self.before.value, self.after.unit, self.after.currency)


@dataclass(frozen=True, slots=True)
class Variance:
    """A subject's period explained: bridges from the target and from the period before, and the top movers.

    `missing` are drivers of the plan that cannot be told, each with its reason.
    """

    subject: Subject
    period: Period
    measure: str
    bridges: tuple[BridgeOf, ...]
    movers: tuple[Mover, ...]
    missing: tuple[tuple[str, str], ...] = ()
