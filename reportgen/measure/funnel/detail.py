"""A subject's deals and the history of their stages → how they move, why they are lost, who has most in hand."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

import numpy as np
import pandas as pd

from reportgen.measure.actuals.reading import Only
from reportgen.measure.columns import among, day
from reportgen.measure.funnel.stages import Deals, positions_of, value_of
from reportgen.measure.kpis.rows import average
from reportgen.measure.kpis.source import Source
from reportgen.model.kpi_kinds import Average
from reportgen.model.period import Period
from reportgen.model.pursuits import FunnelDetail, LostDeal, LostReason, Pursued, StageFlow
from reportgen.model.quantity import Measurable, NotMeasured, Unit, percent

_TOP, _LOST = 3, 5
"""The review looks at three customers, and at the five largest deals that were lost."""
_YEAR = pd.DateOffset(years=1)


def detail(deals: Deals, source: Source, period: Period, coverage: Measurable) -> FunnelDetail:
    """Return what is told of a subject's pipeline in a period beyond its stages."""
    mine, ended = (
        positions_of(deals, source.subject, period),
        deals.once(("ended", period), lambda: _ended(deals, period)),
    )
    won, lost, open_ = (mine[held[mine]] for held in (ended.won, ended.lost, ended.open))
    every = len(won) + len(lost) + len(open_)
    return FunnelDetail(
        tuple(_flow(deals, source, period, mine[ended.lately[mine]])),
        tuple(_lost(deals, lost)),
        tuple(_top(deals, open_)),
        percent(Fraction(len(won), every)) if every else NotMeasured("zero-denominator"),
        coverage,
        tuple(_largest(deals, lost)),
    )


@dataclass(frozen=True, slots=True)
class _Ended:
    """Which deals were won and lost in a period, which closed `lately` (in its last twelve months), which are open.

    `gained` tells a stage that is won from all others, whenever the deal closed.
    """

    won: np.ndarray
    lost: np.ndarray
    lately: np.ndarray
    open: np.ndarray
    gained: np.ndarray


def _ended(deals: Deals, period: Period) -> _Ended:
    frame, rule = deals.frame, deals.funnel
    end = pd.Timestamp(period.end + timedelta(days=1))
    there = ~(frame["opened"] >= end)
    closed = there & frame["stage"].isin([*rule.won, *rule.lost]) & (frame["closed"] < end)
    inside = closed & (frame["closed"] >= pd.Timestamp(period.start))
    won, lost = (frame["stage"].isin(names) for names in (rule.won, rule.lost))
    lately = closed & (frame["closed"] >= end - _YEAR)
    return _Ended(*(each.to_numpy(dtype=bool) for each in (inside & won, inside & lost, lately, there & ~closed, won)))


def _flow(deals: Deals, source: Source, period: Period, closed: np.ndarray) -> Iterator[StageFlow]:
    """Return each open stage with its flow; the win rate is that of the deals that closed within twelve months."""
    rule = deals.funnel
    gained = deals.once(("ended", period), lambda: _ended(deals, period)).gained
    for stage in rule.stages:
        here = replace(source, only=Only(rule.stage, stage))
        entered, passed = (_value(here, name, period) for name in (rule.entered, rule.passed))
        cycle = average(Average(measure=rule.days), Unit.DAYS, period, here).value if rule.days else _untold()
        been = closed[_been_in(deals, source, stage, period)[closed]]
        won = int(gained[been].sum())
        rate = percent(Fraction(won, len(been))) if len(been) else NotMeasured("zero-denominator")
        yield StageFlow(stage, entered, _part(passed, entered), cycle, rate, len(been))


def _value(source: Source, measure: str, period: Period) -> Measurable:
    return source.read(measure, period).value if measure else _untold()


def _untold() -> NotMeasured:
    return NotMeasured("not-in-plan")


def _part(over: Measurable, under: Measurable) -> Measurable:
    if isinstance(over, NotMeasured) or isinstance(under, NotMeasured):
        return over if isinstance(over, NotMeasured) else under
    return percent(over.value / under.value) if under.value else NotMeasured("zero-denominator")


def _been_in(deals: Deals, source: Source, stage: str, period: Period) -> np.ndarray:
    """Tell of each deal whether it has been in a stage, for whoever's deals are asked of."""
    name = ("been", stage, period)
    return deals.once(name, lambda: among(deals.frame["key"], _deals_in(deals, source, stage, period)))


def _deals_in(deals: Deals, source: Source, stage: str, period: Period) -> pd.Series:
    """Return the deals that have been in a stage up to a period's end, by the history of stages."""
    found = source.books.of(deals.funnel.entered, period) if deals.funnel.entered else None
    if found is None or not found.table.key or deals.funnel.stage not in found.table.columns:
        return pd.Series([], dtype="string")
    lines = found.lines
    index = lines.having(lines.all, deals.funnel.stage, (stage,))
    codes, names = lines.codes(found.table.key[0])
    return pd.Series([names[code] for code in dict.fromkeys(codes[index].tolist()) if code >= 0], dtype="string")


def _lost(deals: Deals, lost: np.ndarray) -> Iterator[LostReason]:
    """Return why deals were lost, the most frequent first, equal ones by name."""
    groups = _grouped(deals.texts("reason", lost), lost)
    for reason, rows in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        yield LostReason(reason, len(rows), value_of(deals, rows))


def _grouped(texts: list[str], positions: np.ndarray) -> dict[str, np.ndarray]:
    """Return positions by their texts."""
    groups: dict[str, list[int]] = {}
    for text, position in zip(texts, positions.tolist(), strict=True):
        groups.setdefault(text, []).append(position)
    return {text: np.array(found, np.intp) for text, found in groups.items()}


def _largest(deals: Deals, lost: np.ndarray) -> Iterator[LostDeal]:
    """Return the largest deals among lost ones, equal ones by key; those without an amount come last."""
    known, value = deals.amounts
    ranks = np.where(known[lost], value[lost], -1).tolist()
    found = zip(ranks, deals.texts("key", lost), lost.tolist(), strict=True)
    for _, key, position in heapq.nsmallest(_LOST, found, key=lambda deal: (-deal[0], deal[1])):
        row = np.array([position], np.intp)
        (name,), (customer,), (reason,) = (deals.texts(column, row) for column in ("name", "customer", "reason"))
        closed = day(deals.frame["closed"].iloc[position])
        yield LostDeal(key, name or customer, closed, value_of(deals, row), reason)


def _top(deals: Deals, open_: np.ndarray) -> Iterator[Pursued]:
    """Return the customers with the most in hand, equal ones by number."""
    known, value = deals.amounts
    groups = _grouped(deals.texts("customer", open_[known[open_]]), open_[known[open_]])
    sums = {customer: int(value[rows].sum()) for customer, rows in groups.items() if customer}
    for customer in heapq.nsmallest(_TOP, sums, key=lambda name: (-sums[name], name)):
        rows, stages = groups[customer], set(deals.texts("stage", groups[customer]))
        reached = [stage for stage in deals.funnel.stages if stage in stages]
        furthest = reached[-1] if reached else ""
        yield Pursued(customer, deals.texts("name", rows[:1])[0], len(rows), value_of(deals, rows), furthest)
