"""Two states of the inputs → the states between them: part by part of the first is replaced by the second's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reportgen.measure.causes.keyed import Pair, pair, with_columns
from reportgen.measure.causes.promises import substituted
from reportgen.model.changes import Cause
from reportgen.model.plan import Plan
from reportgen.model.table import ColumnType, Dataset, Table

WHOLE = {
    "people": Cause.PERSON,
    "splits": Cause.PERSON,
    "customer_handovers": Cause.PERSON,
    "targets": Cause.TARGET,
    "target_changes": Cause.TARGET,
    "level_targets": Cause.TARGET,
}
"""Tables that say who somebody is, who shares a credit, whose a customer was, or what was to be reached.

They are replaced whole, for one cause.
"""

PEOPLE = ("person", "owner", "manager")
"""Columns that name a row's person: replaced with person and assignment."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything that an amount depends on and that can be replaced: tables by kind, and the plan. A dataset."""

    tables: Mapping[str, Table]
    plan: Plan


def state(dataset: Dataset, plan: Plan) -> State:
    """Return a dataset and a plan as one state."""
    return State(dataset.tables, plan)


def pairs(first: State, second: State) -> dict[str, Pair]:
    """Return both states' tables matched by key, for each kind whose tables differ."""
    found: dict[str, Pair] = {}
    for kind in dict.fromkeys((*first.tables, *second.tables)):
        one, other = first.tables.get(kind), second.tables.get(kind)
        if one is other:
            continue
        known = one or other
        if known is not None:
            found[kind] = pair(one or _empty(known), other or _empty(known))
    return {kind: each for kind, each in found.items() if _unlike(each)}


def _empty(like: Table) -> Table:
    return replace(like, frame=like.frame.iloc[:0])


def _unlike(found: Pair) -> bool:
    if len(found.gone) or len(found.new):
        return True
    return any(found.differs(name).any() for name in found.second.columns)


def between(first: State, second: State, found: Mapping[str, Pair]) -> Iterator[tuple[Cause, State]]:
    """Yield each cause with the state after its part was replaced; causes that replace nothing are left out.

    The last state that is yielded has the second's tables and plan.
    """
    tables, plan = dict(first.tables), first.plan
    last = _last(first, second, found)
    for cause in Cause:
        replaced = _tables(cause, found, second)
        rules = substituted(cause, plan, second.plan)
        if cause is last:
            tables, plan = dict(second.tables), second.plan
        else:
            tables, plan = {**tables, **replaced}, rules or plan
        if replaced or rules is not None:
            yield cause, State(tables, plan)


def _last(first: State, second: State, found: Mapping[str, Pair]) -> Cause | None:
    """Return the last cause that replaces something: after it, the second state stands as it is."""
    rules = {cause for cause in Cause if substituted(cause, first.plan, second.plan) is not None}
    causes = [cause for cause in Cause if cause in rules or _touched(cause, found)]
    return causes[-1] if causes else None


def _touched(cause: Cause, found: Mapping[str, Pair]) -> bool:
    return any(WHOLE[kind] is cause if kind in WHOLE else touches(cause, each) for kind, each in found.items())


def _tables(cause: Cause, found: Mapping[str, Pair], second: State) -> dict[str, Table]:
    """Return the tables that a cause changes, as they are once it and all before it were replaced."""
    replaced: dict[str, Table] = {}
    for kind, each in found.items():
        if kind in WHOLE:
            if WHOLE[kind] is cause:
                replaced[kind] = second.tables.get(kind) or _empty(each.second)
        elif touches(cause, each):
            replaced[kind] = _replaced(cause, each)
    return replaced


def touches(cause: Cause, found: Pair) -> bool:
    """Tell whether two tables differ by a cause of rows."""
    if cause is Cause.NEW:
        return bool(len(found.new))
    if cause is Cause.GONE:
        return bool(len(found.gone))
    return any(found.differs(name).any() for name in columns_of(cause, found.second))


def columns_of(cause: Cause, table: Table) -> list[str]:
    """Return the columns whose change is of a cause."""
    dates = [name for name, column in table.columns.items() if column.type is ColumnType.DATE]
    people = [name for name in table.columns if name in PEOPLE]
    rest = [name for name in table.columns if name not in {*dates, *people}]
    return {Cause.PERSON: people, Cause.DATES: dates, Cause.CHANGED: rest}.get(cause, [])


def _replaced(cause: Cause, found: Pair) -> Table:
    """Return a table in which a cause and all before it are the second state's."""
    order = list(Cause)
    done = order[: order.index(cause) + 1]
    names = [name for each in done for name in columns_of(each, found.second)]
    frame = with_columns(found.first.frame, found, [*names, "_source", "_row"] if Cause.CHANGED in done else names)
    if Cause.NEW in done:
        frame = pd.concat([frame, found.second.frame.iloc[found.new]], ignore_index=True)
    if Cause.GONE in done:
        kept = np.setdiff1d(np.arange(len(frame)), found.gone)
        frame = frame.iloc[kept].reset_index(drop=True)
    return replace(found.first, frame=frame)
