"""What stood open when pay began: lines that go on, and balances that belong to none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from reportgen.model.balances import Balances, Bridge, Posted
from reportgen.model.measured import PaidBefore
from reportgen.model.period import Period
from reportgen.model.place import Place


@dataclass(frozen=True, slots=True)
class Opening:
    """One line of the opening balances: what it had earned, released and been paid, and where that stands."""

    earned: Fraction
    released: Fraction
    paid: Fraction
    place: Place


@dataclass(frozen=True, slots=True)
class Openings:
    """The lines by component, payee and transaction; the balances that belong to no line by payee."""

    period: Period
    lines: Mapping[tuple[str, str, str], Opening] = field(default_factory=dict)
    balances: Mapping[str, Balances] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.lines or self.balances)

    def keys(self, component: str) -> frozenset[str]:
        """Return the transactions of a component that go on."""
        return frozenset(key for name, _, key in self.lines if name == component)

    def after(self, paid_before: PaidBefore) -> PaidBefore:
        """Return what was posted with these balances before it, as if the period before the first had been closed."""
        if not self:
            return paid_before
        own = self.period.id
        amounts = {(own, *name): line.paid for name, line in self.lines.items()}
        states = {(own, *name): Posted(line.earned, line.released) for name, line in self.lines.items()}
        bridges = {(own, payee): Bridge(closing=balances) for payee, balances in self.balances.items()}
        return PaidBefore(
            paid_before.through or self.period,
            amounts | dict(paid_before.amounts),
            states | dict(paid_before.states),
            bridges | dict(paid_before.bridges),
        )
