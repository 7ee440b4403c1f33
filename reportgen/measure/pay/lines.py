"""Two states of a component, at this pay period's end and at the one before, as credit lines.

Earned, released, paid before, payable.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from reportgen.measure.columns import at_scale, day
from reportgen.measure.pay.bench import PLACES, Bench
from reportgen.measure.pay.periods import PeriodLine, excess_lines, flat_lines
from reportgen.measure.pay.transactions import rated_transactions
from reportgen.measure.targets import Targets
from reportgen.model.measured import CreditLine, Slices
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import ComponentKind, Excess, Flat, Tier, Tiered
from reportgen.model.period import spanning
from reportgen.model.problem import Problem
from reportgen.model.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Line:
    """A credit line with its payee and the operands to show."""

    payee: str
    credit: CreditLine
    inputs: tuple[tuple[str, Quantity], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A component at a pay period's end: the lines that matter, and everything that was rated, as (payee, key).

    `rated` is None when the inputs lack what the component is rated on.
    """

    lines: list[Line]
    rated: frozenset[tuple[str, str]] | None
    problems: list[Problem]


def component_lines(
    bench: Bench,
    component: Component,
    targets: Targets,
    now: date,
    then: date | None,
    paid: Mapping[tuple[str, str], Fraction] | None,
) -> Found:
    """Return the lines of a component at `now` that still matter: open, changed, or new since `then`.

    `paid` is what the ledger says was paid per (payee, key) when the pay period before is closed; None replays it:
    what was released at `then` was paid.
    """
    rule = component.rule
    if isinstance(rule, Tiered):
        return _transactions(bench, component, rule, now, then, paid)
    if isinstance(rule, Flat | Excess):
        return _periods(bench, component, rule, targets, now, then, paid)
    raise TypeError(type(rule).__name__)


def _transactions(
    bench: Bench,
    component: Component,
    rule: Tiered,
    now: date,
    then: date | None,
    paid: Mapping[tuple[str, str], Fraction] | None,
) -> Found:
    state = rated_transactions(bench, component, rule, now)
    if state is None:
        return Found([], None, [])
    merged = _with_before(state, rated_transactions(bench, component, rule, then) if then else None)
    keys = list(zip(merged["payee"].astype(str), merged["key"].astype(str), strict=True))
    if paid is not None:
        merged["released_before"] = [int(paid.get(key, Fraction(0)) * 10**PLACES) for key in keys]
        if component.release.on == "booking":
            # All that was earned was paid, so that a correction of a closed period is a change and no opening balance.
            merged["earned_before"] = merged["released_before"]
    matters = (
        (merged["earned"] != merged["released"])
        | (merged["released"] != merged["released_before"])
        | (merged["earned"] != merged["earned_before"])
        | ((merged["reason"] != "") & (merged["day"] > pd.Timestamp(then or date.min)))
    )
    unit, scale, cash = state.attrs["unit"], state.attrs["scale"], state.attrs["cash"]
    lines = [_line(row, rule, component, unit, scale, cash, then) for row in merged[matters].to_dict("records")]
    lines += _settled(merged[~matters], rule, component)
    return Found(lines, frozenset(keys), [])


def _settled(rest: pd.DataFrame, rule: Tiered, component: Component) -> list[Line]:
    """Return a line a payee and earning period for what was paid in full and did not change.

    Sums to date include it.
    """
    rest = rest[rest["earned"] != 0]
    months = rest["day"].dt.strftime("%Y-%m-01")
    totals = rest.groupby([rest["payee"].astype(str), months])["earned"].agg(["sum", "size"]).reset_index()
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for payee, month, cents, count in zip(totals["payee"], totals["day"], totals["sum"], totals["size"], strict=True):
        earning = spanning(date.fromisoformat(str(month)), component.earning).id
        before = sums.get((str(payee), earning), (0, 0))
        sums[(str(payee), earning)] = (before[0] + int(cents), before[1] + int(count))
    return [
        Line(payee, _settled_line(at_scale(cents, PLACES), count, earning, rule))
        for (payee, earning), (cents, count) in sums.items()
    ]


def _settled_line(earned: Fraction, count: int, earning: str, rule: Flat | Excess | Tiered) -> CreditLine:
    nothing = Fraction(0)
    tiers = rule.tiers if isinstance(rule, Tiered) else (Tier(start=nothing, rate=nothing),)
    parts = tuple(Slices(tier.start, nothing, tier.rate, nothing) for tier in tiers)
    money = (earned, earned, nothing, nothing, earned, earned, nothing)
    return CreditLine("", None, "", "", nothing, nothing, parts, *money, earning, current=False, settled=count)


def _with_before(state: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """Put what was earned and released a pay period ago beside each transaction; integers stay integers."""
    if before is None:
        return state.assign(earned_before=0, released_before=0)
    index = pd.MultiIndex.from_frame(state[["payee", "key"]])
    then = before.set_index(["payee", "key"])
    found = {name: then[name].reindex(index, fill_value=0).set_axis(state.index) for name in ("earned", "released")}
    return state.assign(earned_before=found["earned"], released_before=found["released"])


def _line(
    row: Mapping[Hashable, Any], rule: Tiered, component: Component, unit: int, scale: int, cash: int, then: date | None
) -> Line:
    def number(name: str, decimals: int) -> Fraction:
        return at_scale(int(row[name]), decimals)

    parts = tuple(
        Slices(
            tier.start,
            Fraction(int(row[f"slice{i}"]), unit),
            tier.rate,
            Fraction(int(row[f"slice{i}"]), unit) * tier.rate,
        )
        for i, tier in enumerate(rule.tiers)
    )
    moment = day(row["day"])
    released, before = number("released", PLACES), number("released_before", PLACES)
    credit = CreditLine(
        str(row["key"]),
        moment,
        str(row["customer"]),
        str(row["product"]),
        number("base", scale),
        number("per", scale),
        parts,
        number("earned", PLACES),
        number("earned_before", PLACES),
        number("invoiced", cash),
        number("collected", cash),
        released,
        before,
        released - before,
        spanning(moment, component.earning).id,
        then is None or moment > then,
        str(row["reason"]),
    )
    return Line(str(row["payee"]), credit)


def _periods(
    bench: Bench,
    component: Component,
    rule: Flat | Excess,
    targets: Targets,
    now: date,
    then: date | None,
    paid: Mapping[tuple[str, str], Fraction] | None,
) -> Found:
    found, problems = _rate(bench, component, rule, targets, now)
    earlier = _rate(bench, component, rule, targets, then)[0] if then else []
    earned_before = {(line.payee, line.period.id): line.earned for line in earlier}
    lines = []
    for line in found:
        # What a closed period paid is what it earned: a correction of it is a change and no opening balance.
        settled = (earned_before if paid is None else paid).get((line.payee, line.period.id), Fraction(0))
        new = then is None or line.period.end > then
        if new or line.earned != settled:
            lines.append(Line(line.payee, _credit(line, settled, new), line.inputs))
        elif line.earned:
            lines.append(Line(line.payee, _settled_line(line.earned, 1, line.period.id, rule)))
    return Found(lines, frozenset((line.payee, line.period.id) for line in found), problems)


def _rate(
    bench: Bench, component: Component, rule: Flat | Excess, targets: Targets, cut_off: date
) -> tuple[list[PeriodLine], list[Problem]]:
    if isinstance(rule, Flat):
        return flat_lines(bench, component, rule, cut_off)
    return excess_lines(bench, component, rule, targets, cut_off)


def _credit(line: PeriodLine, settled: Fraction, current: bool) -> CreditLine:
    return CreditLine(
        line.period.id,
        line.period.end,
        "",
        "",
        line.base,
        line.against,
        line.parts,
        line.earned,
        settled,
        Fraction(0),
        Fraction(0),
        line.earned,
        settled,
        line.earned - settled,
        line.period.id,
        current,
        line.reason,
        people=line.people,
        places=line.places,
    )


def _rate_of(rule: ComponentKind) -> Fraction:
    return (rule.rate if isinstance(rule, Flat | Excess) else None) or Fraction(0)


def gone_line(component: Component, payee: str, key: str, period: str, paid: Fraction) -> Line:
    """Return the line that takes back what closed periods paid for something that is no longer rated.

    `period` is the pay period that paid it first.
    """
    nothing = Fraction(0)
    rule = component.rule
    tiers = rule.tiers if isinstance(rule, Tiered) else (Tier(start=nothing, rate=_rate_of(rule)),)
    parts = tuple(Slices(tier.start, nothing, tier.rate, nothing) for tier in tiers)
    money = (nothing, paid, nothing, nothing, nothing, paid, -paid)
    return Line(payee, CreditLine(key, None, "", "", nothing, nothing, parts, *money, period, False, "gone"))
