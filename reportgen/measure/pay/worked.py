"""What pay worked out at its period's end → what the trace of that period need not work out again."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from reportgen.measure.pay.bench import Bench
from reportgen.measure.targets import Targets
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Tiered
from reportgen.model.room import aside
from reportgen.model.table import Dataset

_SHARED = ("allocated", "alike", "keys", "orders", "numbers", "texts", "in order")
"""What of a bench depends on the tables alone. Allotted money goes with the numbers that it names transactions by."""

_UNTOLD = ["seller", "first", "customer", "product", "before"]
"""Columns of credits that no trace tells."""


@dataclass(frozen=True, slots=True)
class CreditsTold:
    """A component's credits at a cut-off: those left out, with `why`, and those that are rated."""

    until: date
    left_out: pd.DataFrame = field(repr=False)
    rated: pd.DataFrame = field(repr=False)


@dataclass(frozen=True, slots=True)
class Worked:
    """What was worked out over the tables of `dataset`: credits by component and version, and what benches keep.

    Credits are those without opening balances. What is kept is known by the tables' identity: it holds for no other
    tables, however equal they are. `targets` are what gates are held against.
    """

    dataset: Dataset = field(repr=False)
    targets: Targets | None = field(repr=False)
    credits: Mapping[tuple[str, date], CreditsTold] = field(repr=False)
    kept: Mapping[Hashable, Any] = field(repr=False)


def remember(
    bench: Bench, component: Component, rule: Tiered, cut_off: date, every: pd.DataFrame, rated: pd.DataFrame
) -> None:
    """Keep a component's latest credits, rated without opening balances, where these move no other credit."""
    if _alone(bench, component, rule):
        bench.kept[("told", component.id, component.since)] = _told(bench, cut_off, every, rated)


def _told(bench: Bench, until: date, every: pd.DataFrame, rated: pd.DataFrame) -> CreditsTold:
    """Return credits as they are without opening balances: what these let go on began before pay starts, and is out."""
    early = every["day"] < pd.Timestamp(bench.start)
    why = every["why"].mask((every["why"] == "") & early, "before-start")
    left_out = every.assign(why=why)[(why != "").to_numpy(dtype=bool)]
    paid = rated[(rated["day"] >= pd.Timestamp(bench.start)).to_numpy(dtype=bool)]
    return CreditsTold(until, *aside((_narrow(left_out), _narrow(paid))))


def worked(bench: Bench, until: date) -> Worked:
    """Return what was worked out for a day."""
    told = {
        (str(name[1]), name[2]): found
        for name, found in bench.kept.items()
        if isinstance(name, tuple) and name[0] == "told" and found.until == until
    }
    shared = [name for name in bench.kept if told and isinstance(name, tuple) and name[0] in _SHARED]
    return Worked(bench.dataset, bench.targets, told, {name: bench.kept[name] for name in shared})


def _alone(bench: Bench, component: Component, rule: Tiered) -> bool:
    """Tell whether a credit is rated the same whatever opening balances say of others, and whatever figures are."""
    policy = component.policy
    if policy.gate is not None:
        return False
    opened = bool(bench.openings and bench.openings.keys(component.id))
    apart = rule.scope == "transaction" and policy.rounds != "pool" and policy.refund != "average_rate"
    return not opened or (apart and policy.cap is None)


def _narrow(frame: pd.DataFrame) -> pd.DataFrame:
    attrs = frame.attrs
    found = frame.drop(columns=_UNTOLD, errors="ignore")
    found.attrs = attrs
    return found
