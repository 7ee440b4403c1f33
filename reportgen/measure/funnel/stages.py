"""The deals table of a funnel as stage counts and values for a subject: open at the cut-off, closed in the period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa

from reportgen.measure.columns import at_scale, day, integers
from reportgen.model.measured import Subject
from reportgen.model.people import Roster
from reportgen.model.period import Period
from reportgen.model.plan import Funnel, english
from reportgen.model.pursuits import FunnelResult, StageRow
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, Unit, percent
from reportgen.model.step import Rows, Step
from reportgen.model.table import Table

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deals:
    """A funnel's table, ready to be counted: `person opened closed stage value key customer name reason`.

    `kept` has the rows by person and by team, and whatever else is the same for all subjects.
    """

    funnel: Funnel
    roster: Roster
    scale: int
    currency: str
    frame: pd.DataFrame = field(repr=False, compare=False)
    kept: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: object, work_out: Callable[[], T]) -> T:
        """Return what is the same for every subject, worked out for the first one that asks."""
        if name not in self.kept:
            self.kept[name] = work_out()
        found: T = self.kept[name]
        return found

    @property
    def amounts(self) -> tuple[np.ndarray, np.ndarray]:
        """Return of which deals the amount is known, and the amounts."""
        return self.once("amounts", lambda: (self.frame["known"].to_numpy(bool), self.frame["value"].to_numpy()))

    def texts(self, column: str, positions: np.ndarray) -> list[str]:
        """Return a column's texts at some positions."""
        texts = self.once(("texts", column), lambda: _in_one(self.frame[column]))
        found: list[str] = texts.take(pa.array(positions)).to_pylist()
        return found


def read_deals(wanted: Funnel, table: Table | None, roster: Roster) -> Deals | None:
    """Take the columns a funnel needs; None when the inputs have no such table."""
    needed = {wanted.stage, wanted.person, wanted.opened, wanted.closed, wanted.value}
    if table is None or not needed <= set(table.columns):
        return None
    source = table.frame
    frame = pd.DataFrame(
        {
            "person": source[wanted.person].fillna("").astype("string"),
            "opened": source[wanted.opened],
            "closed": source[wanted.closed],
            "stage": source[wanted.stage].fillna("").astype("string"),
            "known": source[wanted.value].notna(),
            "value": integers(source[wanted.value]),
            "key": _texts(table, table.key[0] if table.key else ""),
            "customer": _texts(table, wanted.customer),
            "name": _texts(table, f"{wanted.customer}_name"),
            "reason": _texts(table, wanted.reason),
        }
    )
    column = table.columns[wanted.value]
    return Deals(wanted, roster, column.scale, column.currency, frame)


def _in_one(texts: pd.Series) -> pa.Array:
    """Return a column as one arrow array: of a column in pieces, each taking would join them anew."""
    found = pa.array(texts)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _texts(table: Table, column: str) -> pd.Series:
    """Return a column's texts, "" where it is empty or the table has none."""
    if column not in table.columns:
        return pd.Series("", index=table.frame.index, dtype="string")
    texts: pd.Series = table.frame[column].astype("string").fillna("")
    return texts


def funnel(deals: Deals, subject: Subject, period: Period) -> FunnelResult:
    """Count a subject's deals as they stood on the period's last day.

    A deal opened later does not exist yet; one without an opening date is counted as open. A deal that closed after
    the period was open, but the table does not say in which stage: it is counted under the stage "". Won and lost are
    those closed in the period.
    """
    mine = positions_of(deals, subject, period)
    rows = [
        _row(deals, stage, state, mine[held[mine]])
        for stage, state, held in deals.once(("states", period), lambda: _states(deals, period))
    ]
    rows = [row for row in rows if row.stage or row.count]
    won, lost = rows[-2].count, rows[-1].count
    rate = _win_rate(won, lost)
    return FunnelResult(tuple(rows), rate, _step(deals, rate, won, lost, period))


def _states(deals: Deals, period: Period) -> tuple[tuple[str, str, np.ndarray], ...]:
    """Return each stage and state on the period's last day, and which deals were in it; won and lost stand last."""
    frame, rule = deals.frame, deals.funnel
    end = pd.Timestamp(period.end + timedelta(days=1))
    there = ~(frame["opened"] >= end)
    closed = there & frame["stage"].isin([*rule.won, *rule.lost])
    later = closed & ~(frame["closed"] < end)
    inside = closed & (frame["closed"] < end) & (frame["closed"] >= pd.Timestamp(period.start))
    found = [(stage, "open", there & (frame["stage"] == stage)) for stage in rule.stages]
    found.append(("", "open", later))
    found += [
        (names[0], state, inside & frame["stage"].isin(names))
        for names, state in ((rule.won, "won"), (rule.lost, "lost"))
    ]
    return tuple((stage, state, held.to_numpy(dtype=bool)) for stage, state, held in found)


def positions_of(deals: Deals, subject: Subject, period: Period) -> np.ndarray:
    """Return where a subject's deals stand in the frame.

    A team's are those closed in the period by its people of that day, and its own open ones.
    """
    if subject.kind not in ("person", "team"):
        return np.arange(len(deals.frame))
    if subject.kind == "person":
        groups = deals.once("people", lambda: _by_person(deals))
    else:
        groups = deals.once(("teams", period), lambda: _by_team(deals, period))
    return groups.get(subject.id, np.zeros(0, np.intp))


def _by_person(deals: Deals) -> Mapping[str, np.ndarray]:
    """Return the positions of each person's deals."""
    found: dict[str, list[int]] = {}
    for position, person in enumerate(deals.frame["person"].tolist()):
        found.setdefault(person, []).append(position)
    return _arrays(found)


def _by_team(deals: Deals, period: Period) -> Mapping[str, np.ndarray]:
    """Return the positions of each team's deals, by the people of the day on which they closed."""
    frame, end = deals.frame, pd.Timestamp(period.end + timedelta(days=1))
    closed = frame["closed"].where(
        (frame["closed"] >= pd.Timestamp(period.start)) & (frame["closed"] < end), end - _DAY
    )
    teams: dict[tuple[str, pd.Timestamp], tuple[str, ...]] = {}
    found: dict[str, list[int]] = {}
    for position, key in enumerate(zip(frame["person"].tolist(), closed.tolist(), strict=True)):
        if key not in teams:
            teams[key] = tuple(dict.fromkeys((key[0], *deals.roster.managers_of(key[0], day(key[1])))))
        for team in teams[key]:
            found.setdefault(team, []).append(position)
    return _arrays(found)


def _arrays(found: Mapping[str, list[int]]) -> Mapping[str, np.ndarray]:
    return {name: np.array(positions, np.intp) for name, positions in found.items()}


_DAY = pd.Timedelta(days=1)


def _row(deals: Deals, stage: str, state: str, positions: np.ndarray) -> StageRow:
    return StageRow(stage, state, len(positions), value_of(deals, positions))


def value_of(deals: Deals, positions: np.ndarray) -> Measurable:
    """Return what some deals come to; where no amount is known, nothing is."""
    known, value = (column[positions] for column in deals.amounts)
    if known.any() or not len(known):
        return Quantity(at_scale(int(value[known].sum()), deals.scale), Unit.MONEY, deals.currency)
    return NotMeasured("no-data")


def _win_rate(won: int, lost: int) -> Measurable:
    return percent(Fraction(won, won + lost)) if won + lost else NotMeasured("zero-denominator")


def _step(deals: Deals, rate: Measurable, won: int, lost: int, period: Period) -> Step:
    rows = Rows(deals.funnel.table, start=period.start, end=period.end, count=won + lost)
    because = english(deals.funnel.because)
    return Step(
        "win rate", rate, "won ÷ (won + lost)", (), f"funnels/{deals.funnel.id}", because, (deals.funnel.place,), rows
    )
