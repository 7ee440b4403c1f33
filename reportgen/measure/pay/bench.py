"""What rating a component needs at hand: the plan, the data, the roster, and how rows are dated and cut off."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from reportgen.measure.actuals.picking import dates, of_rows
from reportgen.measure.actuals.reading import Books
from reportgen.measure.asof.exchange import OWN, rates_on
from reportgen.measure.columns import integers, ordered, sorting, stamps, under
from reportgen.measure.roster import change_days
from reportgen.measure.targets import Targets
from reportgen.model.opening import Openings
from reportgen.model.pay import Component
from reportgen.model.people import Roster
from reportgen.model.period import Period, parse_period, spanning
from reportgen.model.plan import Measure, Plan, next_change, valid
from reportgen.model.room import aside
from reportgen.model.table import Dataset, InParts, Table

LAST = date(9999, 12, 31)
"""The last day there is: up to it everything is known."""

PLACES = 2
"""Decimals of a payable line: the minor unit."""

_DAY = 24 * 60 * 60

Kept = TypeVar("Kept")

_COLUMNS = (pd.DataFrame, pd.Series, np.ndarray, InParts)


@dataclass(frozen=True, slots=True)
class Bench:
    """The inputs of pay: nothing here depends on the pay period.

    `books` are all measures, from which figures are read (computed from `dataset` where they are not given), and
    `targets` what figures are held against: without them no gate opens. `kept` holds what was computed once: sums by
    the day they were known on, states of components by their cut-off.
    """

    plan: Plan
    dataset: Dataset
    roster: Roster
    books: Books | None = None
    openings: Openings | None = None
    targets: Targets | None = None
    kept: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: Hashable, compute: Callable[[], Kept]) -> Kept:
        """Return what was computed under a name before, or compute it."""
        if name not in self.kept:
            found = compute()
            self.kept[name] = aside(found) if isinstance(found, _COLUMNS) else found
        kept: Kept = self.kept[name]
        return kept

    def measure(self, name: str, moment: date) -> Measure:
        """Return the version of a measure that holds on a day."""
        return self.once(("measures", moment), lambda: valid(self.plan.measures, moment))[name]

    def table(self, measure: Measure) -> Table | None:
        """Return a measure's table when it has the columns that the measure needs."""
        table = self.dataset.tables.get(measure.table)
        needed = {measure.date, *columns_of(measure)} - {""}
        return table if table is not None and needed <= set(table.columns) else None

    @property
    def start(self) -> date:
        """Return the first day that this plan pays for."""
        period = parse_period(self.plan.company.pay_starts)
        return period.start if period else date.min

    def first_period(self) -> Period:
        """Return the first pay period."""
        return spanning(self.start, self.plan.company.pay_period)


def columns_of(measure: Measure) -> tuple[str, ...]:
    """Return the columns that say how much a measure's row counts, and whether it does."""
    new = (measure.first.column,) if measure.first else ()
    return tuple(dict.fromkeys((measure.column, *measure.where, *measure.within, *new)))


def known_rows(table: Table, measure: Measure, cut_off: date) -> pd.DataFrame:
    """Return the rows of a measure dated up to the cut-off, oldest first, on one day the largest first.

    `_value` holds integers at the column's scale, `_day` the measure's date (of a month its last day), `_person` whose
    row it is ("" if nobody's).
    """
    places = _in_order(table, measure, cut_off)
    return table.frame.iloc[places].assign(**_told(table, measure, places))


def bare_rows(bench: Bench, table: Table, measure: Measure, *more: str) -> pd.DataFrame:
    """Return all rows as `known_rows` has them with `more` of the table's columns and no others.

    By their labels the rest is found. Their order is found once.
    """
    name = ("in order", id(table), measure.id, measure.since)
    places = bench.once(name, lambda: _in_order(table, measure, LAST).astype(np.int32))
    columns = {column: table.frame[column].array[places] for column in more}
    return pd.DataFrame({**columns, **_told(table, measure, places)}, index=table.frame.index[places])


def _in_order(table: Table, measure: Measure, cut_off: date) -> np.ndarray:
    """Return where a measure's known rows stand, in their order."""
    days = dates(measure, table).days
    keep = of_rows(measure, table, days) & (days <= pd.Timestamp(cut_off))
    places = np.flatnonzero(keep.to_numpy(dtype=bool))
    told = _told(table, measure, places)
    moments = np.asarray(told["_day"]).astype("datetime64[s]").astype(np.int64)
    # On one day a sale goes before what reverses it, wherever the two stand in the file.
    keys = [-ordered(pd.Series(told["_value"])).to_numpy(), _in_days(moments)]
    whose = [] if isinstance(told["_person"], str) else [ordered(pd.Series(told["_person"])).to_numpy()]
    found: np.ndarray = places[sorting([*whose, *keys])]
    return found


def _told(table: Table, measure: Measure, places: np.ndarray) -> dict[str, Any]:
    """Return the day, the value and the person of rows by their places."""
    whose = (
        table.frame[measure.person].iloc[places].fillna("").astype("string") if measure.person in table.frame else None
    )
    return {
        "_day": dates(measure, table).days.array[places],
        "_value": integers(table.frame[measure.column].iloc[places]).array,
        "_person": whose.array if whose is not None else "",
    }


def _in_days(seconds: np.ndarray) -> np.ndarray:
    """Return moments as numbers of days where all of them are whole ones: smaller numbers sort as these do."""
    found: np.ndarray = seconds if (seconds % _DAY).any() else seconds // _DAY
    return found


def at_first_rates(bench: Bench, table: Table, measure: Measure, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows (oldest first, with `_key`) of another currency at the rate of their transaction's first day.

    What comes back takes the rate of what it reverses; figures count it at its own day's.
    """
    own, rates = table.columns.get(measure.column + OWN), bench.dataset.tables.get("fx")
    if own is None or rates is None or rows.empty:
        return rows
    first = rows[rows["_key"].notna()].drop_duplicates("_key", keep="first").set_index("_key")["_day"]
    days = under(rows["_key"], first).fillna(rows["_day"])
    each, _ = rates_on(rates, own.currency, days)
    amounts = integers(rows[own.name], int(each.max()))
    return rows.assign(_value=amounts * each)


def roles_on(roster: Roster, rows: pd.DataFrame, person: str, moment: str) -> pd.Series:
    """Return the role that each row's person had on the row's day, "" where the roster knows none."""
    days = change_days(roster)
    epochs = np.searchsorted(stamps(days), rows[moment].to_numpy(dtype="datetime64[s]"), side="right")
    people, names = pd.factorize(rows[person].astype("string"))
    # One row of each person and stretch of days on which nobody's role changes stands for all of them.
    pairs, firsts = np.unique(people * (len(days) + 1) + epochs, return_index=True)
    roles, named = [], names.tolist()
    days_met: list[date] = rows[moment].to_numpy(dtype="datetime64[D]")[firsts].tolist()
    for pair, met in zip(pairs.tolist(), days_met, strict=True):
        code = pair // (len(days) + 1)
        listed = roster.people.get(named[code]) if code >= 0 else None
        assignment = listed.on(met) if listed else None
        roles.append(assignment.role if assignment else "")
    found = np.searchsorted(pairs, people * (len(days) + 1) + epochs)
    texts = pd.array(roles, dtype="string")
    return pd.Series(texts.take(found), index=rows.index) if len(rows) else pd.Series([], rows.index, dtype="string")


def holds(bench: Bench, component: Component, days: pd.Series) -> pd.Series:
    """Tell for each day whether this version of a component holds on it."""
    until = next_change(bench.plan.components, component)
    inside = days >= pd.Timestamp(component.since)
    return inside & (days < pd.Timestamp(until)) if until else inside
