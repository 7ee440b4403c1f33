"""The plan's components against the tables → what cannot be rated, or would be rated wrongly without a word."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from reportgen.measure import kinds
from reportgen.measure.columns import at_scale
from reportgen.measure.pay.bench import Bench, columns_of
from reportgen.measure.pay.credits.keys import ORDER
from reportgen.measure.pay.release.alike import alike, unlike
from reportgen.measure.pay.release.allocated import Allocated, allocated
from reportgen.model.money import plain
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Tiered, base_of
from reportgen.model.period import Period
from reportgen.model.plan import Measure
from reportgen.model.problem import Problem


def unlike_amounts(bench: Bench, period: Period) -> Iterator[Problem]:
    """Find components that compare what was invoiced with what was collected in another currency, or other in tax."""
    for component in _versions(bench, period):
        found = unlike(bench, component) if component.release.collected else None
        if found is not None:
            yield found


def unrated(bench: Bench, period: Period) -> Iterator[Problem]:
    """Find components that pay nobody because the inputs have no such table or column: said aloud, never a silent 0."""
    for component in _versions(bench, period):
        rule, release = component.rule, component.release
        per = rule.per if isinstance(rule, Tiered) else ""
        for name in dict.fromkeys((base_of(rule), per, release.invoiced, release.collected)):
            measure = bench.measure(name, component.since) if name else None
            needs = _missing(bench, measure, component) if measure else ""
            if measure and needs:
                values = (("component", component.id), ("table", measure.table), ("needs", needs))
                yield Problem(kinds.PAY_UNRATED, component.place, name, values)


def unallocated(bench: Bench, period: Period) -> Iterator[Problem]:
    """Find receipts that name only a customer who owed nothing on their day: the money stays visible, and nobody's."""
    seen: set[tuple[str, str, str]] = set()
    for component in _versions(bench, period):
        rule, mode = component.rule, component.release.allocation or "oldest_due"
        if not isinstance(rule, Tiered) or not component.release.collected:
            continue
        due, came = alike(bench, component)
        if due is None or came is None or (rule.transaction, came.measure.id, mode) in seen:
            continue
        seen.add((rule.transaction, came.measure.id, mode))
        cash = allocated(bench, rule.transaction, due, came, mode)
        left = cash.left[cash.left["_day"] <= pd.Timestamp(period.end)] if cash else None
        if cash is not None and left is not None and len(left):
            yield _left(bench, cash, left)


def _left(bench: Bench, cash: Allocated, left: pd.DataFrame) -> Problem:
    first = int(left["row"].iloc[0])
    key = next((name for name in cash.table.key if name in cash.table.columns), "")
    total = plain(at_scale(int(left["_value"].sum()), cash.scale))
    values = (("count", str(len(left))), ("sum", f"{total} {bench.plan.company.currency}"))
    found = str(cash.table.frame[key].iloc[first]) if key else ""
    return Problem(kinds.RECEIPTS_UNALLOCATED, cash.table.place(first), found, values)


def _versions(bench: Bench, period: Period) -> list[Component]:
    return [component for component in bench.plan.components if component.since <= period.end]


def _missing(bench: Bench, measure: Measure, component: Component) -> str:
    """Return which columns a component lacks for a measure, "" where it lacks none."""
    transaction = component.rule.transaction if isinstance(component.rule, Tiered) else ""
    table = bench.dataset.tables.get(measure.table)
    if table is not None and transaction not in table.columns and ORDER in table.columns:
        transaction = ORDER  # the orders tell which transaction each of them is
    needed = dict.fromkeys((measure.date, transaction, *columns_of(measure)))
    return ", ".join(name for name in needed if name and (table is None or name not in table.columns))
