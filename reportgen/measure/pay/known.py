"""What the ledger posted, and the opening balances before it → what each line had earned and paid before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from reportgen.model.balances import NOTHING, Bridge
from reportgen.model.measured import PaidBefore
from reportgen.model.period import Period, parse_period


@dataclass(frozen=True, slots=True)
class Before:
    """What a line had paid before a pay period, and earned (None where only what it paid was posted)."""

    paid: Fraction
    earned: Fraction | None
    first: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What closed pay periods before one posted for a component, by payee and key; `never` is what none of them did."""

    lines: Mapping[tuple[str, str], Before]
    never: Before

    def of(self, name: tuple[str, str]) -> Before:
        """Return what a line had paid and earned before."""
        return self.lines.get(name, self.never)


@dataclass(frozen=True, slots=True)
class Known:
    """The posted lines by component, in the order of their pay periods."""

    paid_before: PaidBefore
    lines: Mapping[str, list[tuple[Period, str, str]]] = field(repr=False)

    def closed(self, period: Period | None) -> bool:
        """Tell whether a pay period is closed."""
        through = self.paid_before.through
        return period is not None and through is not None and period.end <= through.end

    def before(self, component: str, period: Period) -> Earlier:
        """Return what closed pay periods before this one paid for a component, whatever its version."""
        found: dict[tuple[str, str], Before] = {}
        for posted, payee, key in self.lines.get(component, ()):
            if posted.end < period.start:
                name = (posted.id, component, payee, key)
                was, state = found.get((payee, key)), self.paid_before.states.get(name)
                paid = self.paid_before.amounts.get(name, NOTHING) + (was.paid if was else NOTHING)
                earned = state.earned if state else None
                found[(payee, key)] = Before(paid, earned, was.first if was else posted.id)
        never = Before(NOTHING, NOTHING if self.paid_before.states else None, "")
        return Earlier(found, never)

    def bridges(self) -> dict[tuple[str, str], Bridge]:
        """Return the posted bridges by pay period and payee; where only lines were posted, what they paid."""
        sums: dict[tuple[str, str], Fraction] = {}
        for (period, _, payee, _), amount in self.paid_before.amounts.items():
            sums[(period, payee)] = sums.get((period, payee), NOTHING) + amount
        plain = {name: Bridge(released=amount, payable=amount) for name, amount in sums.items()}
        return plain | dict(self.paid_before.bridges)


def known(paid_before: PaidBefore) -> Known:
    """Index what was posted."""
    lines: dict[str, list[tuple[Period, str, str]]] = {}
    periods: dict[str, Period | None] = {}
    for name, component, payee, key in paid_before.amounts:
        if name not in periods:
            periods[name] = parse_period(name)
        period = periods[name]
        if period is not None:
            lines.setdefault(component, []).append((period, payee, key))
    for found in lines.values():
        found.sort()
    return Known(paid_before, lines)
