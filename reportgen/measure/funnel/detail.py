"""A subject's deals and the history of their stages → how they move, why they are lost, who has most in hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import numpy as np
import pandas as pd

from reportgen.measure.actuals.reading import Only
from reportgen.measure.columns import day
from reportgen.measure.funnel.stages import Deals, deals_of, value_of
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
    mine = deals_of(deals, source.subject, period)
    end = pd.Timestamp(period.end + timedelta(days=1))
    there = mine[~(mine["opened"] >= end)]
    closed = there["stage"].isin([*deals.funnel.won, *deals.funnel.lost]) & (there["closed"] < end)
    inside = closed & (there["closed"] >= pd.Timestamp(period.start))
    won, lost = (there[inside & there["stage"].isin(names)] for names in (deals.funnel.won, deals.funnel.lost))
    open_ = there[~closed]
    every = len(won) + len(lost) + len(open_)
    return FunnelDetail(
        tuple(_flow(deals, source, period, there[closed & (there["closed"] >= end - _YEAR)])),
        tuple(_lost(deals, lost)),
        tuple(_top(deals, open_)),
        percent(Fraction(len(won), every)) if every else NotMeasured("zero-denominator"),
        coverage,
        tuple(_largest(deals, lost)),
    )


def _flow(deals: Deals, source: Source, period: Period, closed: pd.DataFrame) -> Iterator[StageFlow]:
    """Return each open stage with its flow; the win rate is that of the deals that closed within twelve months."""
    rule = deals.funnel
    for stage in rule.stages:
        here = replace(source, only=Only(rule.stage, stage))
        entered, passed = (_value(here, name, period) for name in (rule.entered, rule.passed))
        cycle = average(Average(measure=rule.days), Unit.DAYS, period, here).value if rule.days else _untold()
        been = closed[_been_in(deals, source, stage, period)[deals.frame.index.get_indexer(closed.index)]]
        won = int(been["stage"].isin(rule.won).sum())
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
    return deals.once(name, lambda: deals.frame["key"].isin(_deals_in(deals, source, stage, period)).to_numpy(bool))


def _deals_in(deals: Deals, source: Source, stage: str, period: Period) -> list[str]:
    """Return the deals that have been in a stage up to a period's end, by the history of stages."""
    found = source.books.of(deals.funnel.entered, period) if deals.funnel.entered else None
    if found is None or not found.table.key or deals.funnel.stage not in found.table.columns:
        return []
    lines = found.lines
    index = lines.having(lines.all, deals.funnel.stage, (stage,))
    codes, names = lines.codes(found.table.key[0])
    return [names[code] for code in dict.fromkeys(codes[index].tolist()) if code >= 0]


def _lost(deals: Deals, lost: pd.DataFrame) -> Iterator[LostReason]:
    """Return why deals were lost, the most frequent first, equal ones by name."""
    counts = lost.groupby("reason", sort=True).size()
    for reason in sorted(counts.index, key=lambda name: (-int(counts[name]), str(name))):
        rows = lost[lost["reason"] == reason]
        yield LostReason(str(reason), len(rows), value_of(deals, rows))


def _largest(deals: Deals, lost: pd.DataFrame) -> Iterator[LostDeal]:
    """Return the largest deals among lost ones, equal ones by key; those without an amount come last."""
    order = lost.assign(rank=lost["value"].where(lost["known"], -1)).sort_values(
        ["rank", "key"], ascending=[False, True], kind="stable"
    )
    for place in range(min(_LOST, len(order))):
        rows = order.iloc[place : place + 1]
        name = str(rows["name"].iloc[0]) or str(rows["customer"].iloc[0])
        value = value_of(deals, rows)
        yield LostDeal(str(rows["key"].iloc[0]), name, day(rows["closed"].iloc[0]), value, str(rows["reason"].iloc[0]))


def _top(deals: Deals, open_: pd.DataFrame) -> Iterator[Pursued]:
    """Return the customers with the most in hand, equal ones by number."""
    named = open_[(open_["customer"] != "") & open_["known"]]
    sums = named.groupby("customer", sort=True)["value"].sum()
    order = list(deals.funnel.stages)
    for customer in sorted(sums.index, key=lambda name: (-int(sums[name]), str(name)))[:_TOP]:
        rows = named[named["customer"] == customer]
        stages = [stage for stage in order if (rows["stage"] == stage).any()]
        name, furthest = str(rows["name"].iloc[0]), stages[-1] if stages else ""
        yield Pursued(str(customer), name, len(rows), value_of(deals, rows), furthest)
