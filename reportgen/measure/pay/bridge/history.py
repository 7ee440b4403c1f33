"""Bridges of pay periods one after the other → the balances that open the next, and what was paid so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from reportgen.measure.columns import exact_sum
from reportgen.measure.pay.known import Known
from reportgen.model.balances import NOTHING, Balances, Bridge
from reportgen.model.opening import Openings
from reportgen.model.period import Period, after, parse_period, year_before


@dataclass(frozen=True, slots=True)
class History:
    """Each payee's bridges by pay period, closed ones from the ledger and replayed ones behind them."""

    bridges: dict[str, dict[Period, Bridge]] = field(default_factory=dict)

    def add(self, payee: str, period: Period, bridge: Bridge) -> None:
        """Add a pay period that was just bridged."""
        self.bridges.setdefault(payee, {})[period] = bridge

    def opening(self, payee: str, period: Period) -> Balances:
        """Return what the last pay period before one left."""
        mine = self.bridges.get(payee, {})
        last = max((each for each in mine if each.end < period.start), default=None)
        return mine[last].closing if last is not None else Balances()

    def of(self, payee: str) -> Iterable[tuple[Period, Bridge]]:
        """Return a payee's pay periods and bridges."""
        return self.bridges.get(payee, {}).items()

    def owing(self, period: Period) -> list[str]:
        """Return the payees whom the pay periods before one left more than unreleased pay."""
        return [payee for payee in self.bridges if _lasting(self.opening(payee, period))]

    def paid(self, payee: str, since: Period, until: Period) -> Fraction:
        """Return what was paid from the first day of a period up to a pay period, itself included."""
        return self._sum(payee, since, until, lambda bridge: bridge.payable)

    def capped(self, payee: str, scope: Period, period: Period) -> Fraction:
        """Return what a cap's quarter or year let through before a pay period."""
        steps = ("released", "corrected", "carried", "holds", "cap")
        return self._before(payee, scope, period, steps)

    def guaranteed(self, payee: str, scope: Period, period: Period) -> Fraction:
        """Return what an earning period paid before a pay period, top-ups included."""
        steps = ("released", "corrected", "carried", "holds", "cap", "guarantee")
        return self._before(payee, scope, period, steps)

    def _before(self, payee: str, scope: Period, period: Period, steps: tuple[str, ...]) -> Fraction:
        mine = self.bridges.get(payee, {})
        found = [bridge for each, bridge in mine.items() if scope.start <= each.start and each.end < period.start]
        return sum((max(NOTHING, sum((getattr(each, step) for step in steps), NOTHING)) for each in found), NOTHING)

    def _sum(self, payee: str, since: Period, until: Period, amount: Callable[[Bridge], Fraction]) -> Fraction:
        mine = self.bridges.get(payee, {})
        found = [bridge for each, bridge in mine.items() if since.start <= each.start and each.end <= until.end]
        return exact_sum(map(amount, found))


def _lasting(balances: Balances) -> bool:
    return bool(balances.deferred or balances.held or balances.draw or balances.carried)


def twelve_months(period: Period) -> Period:
    """Return the pay period after that of a year before: with it begin the twelve months up to a pay period."""
    return after(year_before(period))


def history_of(known: Known, openings: Openings | None) -> History:
    """Return the history that the ledger and the opening balances tell."""
    history = History()
    if openings is not None:
        for payee, balances in openings.balances.items():
            history.add(payee, openings.period, Bridge(closing=balances))
    posted: Mapping[tuple[str, str], Bridge] = known.bridges()
    for (name, payee), bridge in posted.items():
        period = parse_period(name)
        if period is not None:
            history.add(payee, period, bridge)
    return history
