"""The deals table of a funnel as stage counts and values for a subject: open at the cut-off, closed in the period."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

import pandas as pd

from reportgen.measure.columns import at_scale, day, integers
from reportgen.model.measured import Subject
from reportgen.model.people import Roster
from reportgen.model.period import Period
from reportgen.model.plan import Funnel, english
from reportgen.model.pursuits import FunnelResult, StageRow
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, Unit, percent
from reportgen.model.step import Rows, Step
from reportgen.model.table import Table


@dataclass(frozen=True, slots=True)
class Deals:
    """A funnel's table, ready to be counted: `person opened closed stage value key customer name reason`."""

    funnel: Funnel
    roster: Roster
    scale: int
    currency: str
    frame: pd.DataFrame = field(repr=False, compare=False)


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
    mine = deals_of(deals, subject, period)
    end = pd.Timestamp(period.end + timedelta(days=1))
    there = mine[~(mine["opened"] >= end)]
    closed = there["stage"].isin([*deals.funnel.won, *deals.funnel.lost])
    later = closed & ~(there["closed"] < end)
    inside = closed & (there["closed"] < end) & (there["closed"] >= pd.Timestamp(period.start))
    rows = [_row(deals, stage, "open", there[there["stage"] == stage]) for stage in deals.funnel.stages]
    if later.any():
        rows.append(_row(deals, "", "open", there[later]))
    won = there[inside & there["stage"].isin(deals.funnel.won)]
    lost = there[inside & there["stage"].isin(deals.funnel.lost)]
    rows += [_row(deals, deals.funnel.won[0], "won", won), _row(deals, deals.funnel.lost[0], "lost", lost)]
    rate = _win_rate(len(won), len(lost))
    return FunnelResult(tuple(rows), rate, _step(deals, rate, len(won), len(lost), period))


def deals_of(deals: Deals, subject: Subject, period: Period) -> pd.DataFrame:
    """Return a subject's deals.

    A team's are those closed in the period by its people of that day, and its own open ones.
    """
    frame = deals.frame
    if subject.kind == "person":
        return frame[frame["person"] == subject.id]
    if subject.kind != "team":
        return frame
    end = pd.Timestamp(period.end + timedelta(days=1))
    closed = frame["closed"].where(
        (frame["closed"] >= pd.Timestamp(period.start)) & (frame["closed"] < end), end - _DAY
    )
    keys = list(zip(frame["person"].astype(str), closed, strict=True))
    inside = {
        (person, moment): subject.id in (person, *deals.roster.managers_of(person, day(moment)))
        for person, moment in set(keys)
    }
    return frame[[inside[key] for key in keys]]


_DAY = pd.Timedelta(days=1)


def _row(deals: Deals, stage: str, state: str, frame: pd.DataFrame) -> StageRow:
    return StageRow(stage, state, len(frame), value_of(deals, frame))


def value_of(deals: Deals, frame: pd.DataFrame) -> Measurable:
    """Return what some deals come to; where no amount is known, nothing is."""
    known = frame[frame["known"]]
    if len(known) or not len(frame):
        return Quantity(at_scale(int(known["value"].sum()), deals.scale), Unit.MONEY, deals.currency)
    return NotMeasured("no-data")


def _win_rate(won: int, lost: int) -> Measurable:
    return percent(Fraction(won, won + lost)) if won + lost else NotMeasured("zero-denominator")


def _step(deals: Deals, rate: Measurable, won: int, lost: int, period: Period) -> Step:
    rows = Rows(deals.funnel.table, start=period.start, end=period.end, count=won + lost)
    because = english(deals.funnel.because)
    return Step(
        "win rate", rate, "won ÷ (won + lost)", (), f"funnels/{deals.funnel.id}", because, (deals.funnel.place,), rows
    )
