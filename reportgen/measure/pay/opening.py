"""The table of opening balances → what was earned, released and paid before the first pay period, as if it was posted.

An order that it names goes on: what it earns and releases from then on is added to what the table says.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from reportgen.measure.columns import PAIR, among, cells, pairs, texts_numbered, whole_units
from reportgen.measure.pay.bench import PLACES, Bench
from reportgen.model.balances import ALL_PAY, NOTHING, Balances
from reportgen.model.opening import Opening, Openings
from reportgen.model.pay import Component
from reportgen.model.period import before
from reportgen.model.table import Cell, Table

TABLE = "opening"
_KEYS = ("order_no", "key", "transaction", "deal")
_BALANCES = ("deferred", "held", "draw", "carried")


def read_openings(bench: Bench) -> Openings:
    """Read the table; none is nothing before the first pay period. Debts are debts whatever their sign is."""
    period = before(bench.first_period())
    table = bench.dataset.tables.get(TABLE)
    if table is None or "person" not in table.columns:
        return Openings(period)
    lines: dict[tuple[str, str, str], Opening] = {}
    balances: dict[str, Balances] = {}
    told = _Columns(table)
    amounts = [told.money(name) for name in ("earned", "released", "paid")]
    names = zip(told.texts("component"), told.texts("person"), told.keys(), strict=True)
    for name, own in zip(names, map(Opening, *amounts, table.places()), strict=True):
        if name[0]:
            was = lines.get(name)
            lines[name] = own if was is None else _together(was, own)
    for payee, *found in zip(told.texts("person"), *(told.money(name) for name in _BALANCES), strict=True):
        if any(found):
            balances[payee] = _added(balances.get(payee, Balances()), *found)
    return Openings(period, lines, balances)


@dataclass(frozen=True, slots=True)
class _Columns:
    """A table's columns as lists of cells, one a row; what it lacks is empty in all of them."""

    table: Table

    def _cells(self, name: str) -> list[Cell]:
        column = self.table.columns.get(name)
        return [None] * len(self.table.frame) if column is None else cells(self.table.frame, column)

    def texts(self, name: str) -> list[str]:
        """Return a column's texts, "" for an empty cell."""
        return ["" if found is None else str(found).strip() for found in self._cells(name)]

    def keys(self) -> list[str]:
        """Return of each row the text of the first column that names its transaction."""
        named = [self.texts(name) for name in _KEYS if name in self.table.columns]
        return [next(filter(None, found), "") for found in zip(*named, strict=True)] if named else self.texts("")

    def money(self, name: str) -> list[Fraction]:
        """Return a column's amounts, nothing for an empty cell."""
        return [found if isinstance(found, Fraction) else NOTHING for found in self._cells(name)]


def _together(was: Opening, more: Opening) -> Opening:
    return Opening(was.earned + more.earned, was.released + more.released, was.paid + more.paid, more.place)


def _added(balances: Balances, deferred: Fraction, held: Fraction, draw: Fraction, carried: Fraction) -> Balances:
    return Balances(
        deferred=balances.deferred + deferred,
        held={ALL_PAY: balances.held_total + held} if held else balances.held,
        draw=balances.draw - abs(draw),
        carried=balances.carried - abs(carried),
    )


def goes_on(bench: Bench, component: Component, keys: pd.Series, days: pd.Series) -> pd.Series:
    """Tell of each transaction whether it began before pay starts and goes on: its balance is in the opening ones.

    The component's first version rates what comes of it.
    """
    older: pd.Series = days < pd.Timestamp(bench.start)
    first = min(each.since for each in bench.plan.components if each.id == component.id) == component.since
    known = bench.openings.keys(component.id) if bench.openings and first else frozenset()
    found = np.zeros(len(older), bool)
    if known:
        texts = bench.once(("opened", component.id), lambda: pd.Series(pd.array(sorted(known), dtype="string")))
        found[older.to_numpy()] = among(keys[older], texts)
    return pd.Series(found, index=older.index)


def opened(openings: Openings, component: str) -> pd.DataFrame:
    """Return what the balances say of a component's transactions: `payee key earned released`, in minor units."""
    lines = {(payee, key): line for (name, payee, key), line in openings.lines.items() if name == component}
    cents = {
        column: np.array([whole_units(getattr(line, column), PLACES) for line in lines.values()], np.int64)
        for column in ("earned", "released")
    }
    return pairs(list(lines)).assign(**cents)


def carried_on(lines: pd.DataFrame, state: pd.DataFrame, then: pd.DataFrame | None) -> pd.DataFrame:
    """Return a state in which what began before pay starts has what the balances say, and what came since.

    `lines` are what was `opened`, `then` is the state at the eve of the first pay period, as rated: what was rated and
    released by it is taken off.
    """
    if then is None:
        return state
    here, named, rated = texts_numbered(state[PAIR], lines[PAIR], then[PAIR])
    mine = np.isin(here, named)
    state = state.copy()
    for column in ("earned", "released"):
        told = lines[column].set_axis(named)
        known = pd.Series(then[column].array, index=rated).reindex(here, fill_value=0)
        change = told.reindex(here, fill_value=0) - known
        state[column] += change.set_axis(state.index).where(mine, 0)
    most = state["released"].where(state["released"] < state["earned"], state["earned"])
    state["released"] = state["released"].where((state["earned"] < 0) | ~mine, most)
    return state
