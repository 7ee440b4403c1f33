"""A component at a cut-off → one row a transaction, rated once however many pay periods stand on it."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.opening import carried_on, opened
from reportgen.measure.pay.transactions import credits_of, rated_transactions
from reportgen.measure.pay.worked import remember
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Tiered
from reportgen.model.room import aside, let_go

_KEPT = 2  # this pay period's end and the one before


def state_of(
    bench: Bench, component: Component, rule: Tiered, cut_off: date, *, every: bool = False
) -> pd.DataFrame | None:
    """Return a component's transactions at a cut-off, with what the opening balances say of those that go on.

    Only the latest cut-offs are kept, but where `every` one is wanted soon.
    """
    states: dict[date, pd.DataFrame | None] = bench.kept.setdefault(("state", component.id, component.since), {})
    if cut_off not in states:
        kept = () if every else sorted(states)
        for old in kept[: 1 - _KEPT]:
            del states[old]
        states[cut_off] = aside(_carried_on(bench, component, rule, cut_off))
        let_go()
    return states[cut_off]


def _carried_on(bench: Bench, component: Component, rule: Tiered, cut_off: date) -> pd.DataFrame | None:
    every = credits_of(bench, component, rule, cut_off)
    state = rated_transactions(bench, component, rule, cut_off, every) if every is not None else None
    if every is not None and state is not None:
        remember(bench, component, rule, cut_off, every, state)
    if state is None or not bench.openings or not bench.openings.keys(component.id):
        return state
    eve = bench.start - timedelta(1)
    was = bench.once(
        ("eve", component.id, component.since),
        lambda: state if cut_off == eve else rated_transactions(bench, component, rule, eve),
    )
    openings = bench.openings
    lines = bench.once(("balances", component.id), lambda: opened(openings, component.id))
    return carried_on(lines, state, was)
