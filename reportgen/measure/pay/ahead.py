"""Pay periods that are to be replayed → their components rated before, so that others can be at work meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.known import Known
from reportgen.measure.pay.payees import in_force
from reportgen.measure.pay.rating import Asked, rate
from reportgen.measure.pay.states import state_of
from reportgen.measure.targets import Targets
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Tiered, base_of, transaction_of
from reportgen.model.period import Period, before

_FEW = 3
"""A year's transactions, rated at each of its months, would fill the memory."""

_ON_THE_WAY = ("known", "credited", "allocated by day")
"""What transactions are rated from, and nobody asks for who has them rated: not the numbers that others rest on."""

_SUMMED = ("rows", "keyed", "credited by")
"""What sums of earning periods are made from, and nobody asks for who has them."""

Ratings = Mapping[Hashable, Any]
"""What components came to, by the names under which a bench keeps it."""


def eve(bench: Bench, posted: Known, period: Period) -> date | None:
    """Return the last day of the pay period before one, None where it was the first."""
    last = before(period)
    return last.end if last.start >= bench.start or posted.closed(last) else None


def rate_transactions(bench: Bench, posted: Known, periods: Iterable[Period]) -> None:
    """Rate components whose transactions are rated one by one, for the first few pay periods; the bench keeps it.

    Where these are all, what they were rated from is let go.
    """
    every = tuple(periods)
    for component, moment in _asked(bench, posted, every[:_FEW]):
        if isinstance(component.rule, Tiered):
            state_of(bench, component, component.rule, moment, every=True)
    if len(every) <= _FEW:
        _let_go(bench, _ON_THE_WAY)


def rate_periods(bench: Bench, targets: Targets, posted: Known, periods: Iterable[Period]) -> Ratings:
    """Rate components that are rated per earning period and wait for no cash; return what the bench keeps of it."""
    for component, moment in _asked(bench, posted, periods):
        if not _waits_for_cash(component):
            rate(Asked(bench, component, targets, moment))
    return {name: found for name, found in bench.kept.items() if isinstance(name, tuple) and name[0] == "rated"}


def rate_waiting(bench: Bench, targets: Targets, posted: Known, periods: Iterable[Period]) -> None:
    """Rate those that `rate_periods` leaves; the bench keeps it, and whose money pays which transaction.

    They rest on receipts as transactions do that are rated one by one, and so does the trace.
    """
    every = tuple(periods)
    for component, moment in _asked(bench, posted, every):
        if _waits_for_cash(component):
            rate(Asked(bench, component, targets, moment))
    _let_go(bench, _SUMMED if len(every) > _FEW else (*_SUMMED, *_ON_THE_WAY))


def _let_go(bench: Bench, names: Collection[str]) -> None:
    for name in [name for name in bench.kept if isinstance(name, tuple) and name[0] in names]:
        del bench.kept[name]


def _waits_for_cash(component: Component) -> bool:
    """Tell whether what is rated per earning period is held against the cash of its transactions."""
    rule, release = component.rule, component.release
    period = not isinstance(rule, Tiered) and base_of(rule) and transaction_of(rule)
    return bool(period and release.collected and release.on not in ("booking", "schedule"))


def _asked(bench: Bench, posted: Known, periods: Iterable[Period]) -> Iterator[tuple[Component, date]]:
    """Yield the components and cut-offs that pay periods look at."""
    for period in periods:
        for component in in_force(bench.plan, period):
            yield from ((component, moment) for moment in (eve(bench, posted, period), period.end) if moment)
