"""A component at a cut-off → one row a transaction, rated once however many pay periods stand on it."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.opening import carried_on
from reportgen.measure.pay.transactions import rated_transactions
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Tiered

_KEPT = 2  # this pay period's end and the one before


def state_of(
    bench: Bench, component: Component, rule: Tiered, cut_off: date, *, every: bool = False
) -> pd.DataFrame | None:
    """Return a component's transactions at a cut-off, with what the opening balances say of those that go on.

    Only the latest cut-offs are kept, but where `every` one is wanted soon.
    """
    state = _rated(bench, component, rule, cut_off, every=every)
    if state is None or not bench.openings or not bench.openings.keys(component.id):
        return state
    was = _rated(bench, component, rule, bench.start - timedelta(1), every=every)
    return carried_on(bench.openings, component.id, state, was)


def _rated(
    bench: Bench, component: Component, rule: Tiered, cut_off: date, *, every: bool = False
) -> pd.DataFrame | None:
    """Rate a component unless it was: only the latest cut-offs are kept, and the eve of the first pay period."""
    states: dict[date, pd.DataFrame | None] = bench.kept.setdefault(("state", component.id, component.since), {})
    if cut_off not in states:
        kept = () if every else sorted(day for day in states if day >= bench.start)
        for old in kept[: 1 - _KEPT]:
            del states[old]
        states[cut_off] = rated_transactions(bench, component, rule, cut_off)
    return states[cut_off]
