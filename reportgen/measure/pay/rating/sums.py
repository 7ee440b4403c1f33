"""A component's rows → what each person sold and was paid for, by stretch and month: integers, summed once a cut-off.

A return belongs where what it reverses does, and so does the cash of a transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any, TypeVar, cast

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from reportgen.measure.columns import month_id, month_ids, stamps, starts_of, texts_apart, under
from reportgen.measure.pay.credits.known import rows_keyed, rows_known
from reportgen.measure.pay.credits.periods import PeriodCredits, by_row, by_transaction, credited_by
from reportgen.measure.pay.rating.asked import Asked, Stay, epochs, is_fund
from reportgen.measure.pay.refunds import weighed
from reportgen.measure.pay.release.released import delivered, paid_by, weighed_rows
from reportgen.model.pay_kinds import transaction_of
from reportgen.model.plan import Measure
from reportgen.model.table import Table

T = TypeVar("T")

Cells = Mapping[str, Mapping[tuple[int, int], int]]
"""Sums by person, and by stretch and month."""


@dataclass(frozen=True, slots=True)
class Sums:
    """A measure's sums, integers of 1 ÷ `unit`: of each person by stretch and month."""

    cells: Cells
    unit: int

    def of(self, person: str, first: date, last: date, stretches: range | None = None) -> Fraction:
        """Return a person's sum from one month to another, of some stretches."""
        months = range(month_id(first), month_id(last) + 1)
        found = self.cells.get(person, {}).items()
        total = sum(
            value for (epoch, month), value in found if month in months and (stretches is None or epoch in stretches)
        )
        return Fraction(total, self.unit)

    def by_epoch(self, first: date, last: date) -> Iterator[tuple[str, int, Fraction]]:
        """Yield each person's sums from one month to another by stretch."""
        months = range(month_id(first), month_id(last) + 1)
        for person, cells in self.cells.items():
            totals: dict[int, int] = {}
            for (epoch, month), value in cells.items():
                if month in months:
                    totals[epoch] = totals.get(epoch, 0) + value
            yield from ((person, epoch, Fraction(value, self.unit)) for epoch, value in totals.items())


EMPTY = Sums({}, 1)

DUE, CAME = "due", "came"
"""What is asked of the cash, or the deliveries, of a base."""


def sums(asked: Asked, measure: str, transaction: str, cut_off: date, whose: str = "") -> Sums:
    """Return a measure's sums as known on a day.

    With `transaction`, a row counts on the day, and for the person, of the first row of its transaction among the rows
    of `whose` (itself, or the base that cash is held against).
    """
    policy, release = asked.component.policy, asked.component.release
    back = (policy.clawback, policy.clawback_over)
    told = (measure, transaction, cut_off, whose, is_fund(asked.component), policy.credit, back)
    cash = (release,) if whose else ()
    return _kept(
        asked,
        ("sums", asked.boundaries, asked.component.since, *told, *cash),
        lambda: _sums(asked, measure, transaction, cut_off, whose),
    )


def _kept(asked: Asked, key: object, make: object) -> Sums:
    kept = asked.bench.kept
    if key not in kept:
        kept[key] = make()  # type: ignore[operator]
    return cast("Sums", kept[key])


def _sums(asked: Asked, name: str, transaction: str, cut_off: date, whose: str) -> Sums:
    if whose:
        found = _cash(asked, name, transaction, cut_off, whose)
    else:
        measure = asked.bench.measure(name, asked.component.since)
        table = asked.bench.table(measure)
        found = _credits(asked, table, measure, transaction, cut_off) if table is not None else None
    if found is None:
        return EMPTY
    rows = found.frame
    epochs = np.searchsorted(stamps(asked.boundaries), rows["_day"].to_numpy(dtype="datetime64[s]"), side="right")
    months = month_ids(rows["_day"]).to_numpy()
    return Sums(_cells(rows["_person"], epochs, months, rows["_value"]), found.unit)


def _cells(persons: pd.Series[Any], epochs: np.ndarray, months: np.ndarray, values: pd.Series[Any]) -> Cells:
    """Return what values come to by person, in their order, and by stretch and month; without one they are nobody's."""
    codes, texts = texts_apart(persons)
    ranks, known = np.append(pc.rank(texts, tiebreaker="dense").to_numpy(), 0).astype(np.int64), codes >= 0
    stretches, width = int(epochs.max(initial=0)) + 1, int(months.max(initial=0)) + 1
    cell = (ranks[codes] * stretches + epochs) * width + months
    sums = pd.Series(values.array[known]).groupby(cell[known]).sum()
    names = ["", *texts.take(pc.array_sort_indices(texts)).to_pylist()]
    stretch, month = np.divmod(sums.index.to_numpy(), width)
    whose, epoch = np.divmod(stretch, stretches)
    pairs, totals = list(zip(epoch.tolist(), month.tolist(), strict=True)), sums.tolist()
    ends = [*starts_of(whose).tolist(), len(pairs)]
    return {
        names[int(whose[first])]: dict(zip(pairs[first:last], totals[first:last], strict=True))
        for first, last in pairwise(ends)
    }


def _credits(asked: Asked, table: Table, measure: Measure, transaction: str, cut_off: date) -> PeriodCredits:
    """Return rows by whom they are credited to, in parts of the measure's own unit.

    A fund's are what its people booked, each row once.
    """
    bench, credit = asked.bench, asked.component.policy.credit
    rows = rows_known(bench, table, measure, cut_off)
    decimals = 10 ** (table.columns[measure.column].scale if measure.column else 0)
    named = bool(transaction) and transaction in table.columns
    if named:
        rows, unit = weighed(rows_keyed(bench, table, measure, transaction, cut_off), asked.component)
        decimals *= unit
    if is_fund(asked.component):
        return PeriodCredits(decimals, _with_its_first(rows) if named else rows)
    if not named:
        mine = by_row(bench, table, rows, credit)
    else:
        mine = by_transaction(rows, rows, credited_by(bench, table, measure, transaction, credit, cut_off))
    return PeriodCredits(decimals * mine.unit, mine.frame)


def _cash(asked: Asked, which: str, transaction: str, cut_off: date, whose: str) -> PeriodCredits | None:
    """Return what was due or came of the transactions of a base, shared as they are: invoiced and paid, or delivered.

    With a ladder each part that came counts by the days it took.
    """
    bench = asked.bench
    base = bench.measure(whose, asked.component.since)
    table = bench.table(base)
    if table is None or transaction not in table.columns:
        return None
    release, unit = asked.component.release, 1
    if release.on == "delivery" and release.date:
        invoiced, collected, scale = delivered(bench, asked.component, whose, transaction, cut_off)
    else:
        invoiced, collected, scale = paid_by(bench, asked.component, transaction, cut_off)
    known = rows_keyed(bench, table, base, transaction, cut_off)
    if release.ladder:
        unit = lcm(*(step.rate.denominator for step in release.ladder))
        billed = invoiced.groupby("_key")["_value"].sum()
        began = known[known["_key"].notna()].drop_duplicates("_key").set_index("_key")["_day"]
        billed = billed[billed.index.isin(began.index)]
        collected = weighed_rows(release, collected, billed, under(billed.index.to_series(), began), unit)
    rows, unit = (invoiced, 1) if which == DUE else (collected, unit)
    credit = asked.component.policy.credit
    found = by_transaction(rows, known, credited_by(bench, table, base, transaction, credit, cut_off))
    return PeriodCredits(10**scale * found.unit * unit, found.frame)


def _with_its_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Give each row the day of the first row of its transaction."""
    first = rows.loc[rows["_key"].notna(), ["_key", "_day"]].drop_duplicates("_key", keep="first").set_index("_key")
    began = under(rows["_key"], first["_day"])
    return rows.assign(_day=began.fillna(rows["_day"]))


def transactions(asked: Asked, name: str, key: str, stay: Stay, cut_off: date) -> dict[str, Fraction]:
    """Return a person's transactions that began in a stay, in their order, with their sums as known on a day."""
    measure = asked.bench.measure(name, asked.component.since)
    table = asked.bench.table(measure)
    found = _credits(asked, table, measure, key, cut_off) if table is not None and key in table.columns else None
    if found is None or "_key" not in found.frame:
        return {}
    rows = found.frame
    inside = (rows["_day"] >= pd.Timestamp(stay.first)) & (rows["_day"] <= pd.Timestamp(stay.until))
    mine = rows[inside & (rows["_person"] == stay.person.id)].sort_values(["_day", "_key"], kind="stable")
    totals = mine.groupby("_key", sort=False)["_value"].sum()
    return {str(name): Fraction(int(value), found.unit) for name, value in totals.items()}


def of_stay(asked: Asked, measure: str, stay: Stay, cut_off: date, whose: str = "") -> Fraction:
    """Return a measure of a stay as known on a day: the person's, or of the team that they lead for a fund."""
    found = sums(asked, measure, transaction_of(asked.component.rule), cut_off, whose)
    stretches = None if asked.component.policy.on_change == "last_day" else epochs(asked, stay)
    if not is_fund(asked.component):
        return found.of(stay.person.id, stay.first, stay.until, stretches)
    booked = of_team(asked, found, stay.person.id, stay.first, stay.until)
    return sum((value for (_, epoch), value in booked.items() if stretches is None or epoch in stretches), Fraction(0))


def of_team(asked: Asked, found: Sums, leader: str, first: date, last: date) -> dict[tuple[str, int], Fraction]:
    """Return what a leader's people have of a sum on the days on which they belonged to the team, by stretch."""
    name = ("teams", id(found), asked.boundaries, first, last)
    return asked.bench.once(name, lambda: _of_teams(asked, found, first, last)).get(leader, {})


def _of_teams(asked: Asked, found: Sums, first: date, last: date) -> dict[str, dict[tuple[str, int], Fraction]]:
    """Return what everybody's teams have of a sum: each person's part belongs to all who lead them, and to them."""
    days = (date.min, *asked.boundaries)
    teams: dict[str, dict[tuple[str, int], Fraction]] = {}
    for who, epoch, value in found.by_epoch(first, last):
        for leader in (who, *asked.bench.roster.managers_of(who, days[epoch])):
            teams.setdefault(leader, {})[(who, epoch)] = value
    return teams
