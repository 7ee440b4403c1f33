"""Two states of a component, at this pay period's end and at the one before, as credit lines.

Earned, released, paid before, payable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from sys import intern
from typing import Any

import pandas as pd

from reportgen.measure import kinds
from reportgen.measure.columns import PAIR, at_scale, exact_sum, month_ids, pairs, texts_coded, texts_numbered
from reportgen.measure.pay.bench import PLACES, Bench
from reportgen.measure.pay.credit_lines import Scales, shared
from reportgen.measure.pay.known import Before, Earlier
from reportgen.measure.pay.listed import Rows, listed_rows, rows_of
from reportgen.measure.pay.rating import Asked, PeriodLine, rate
from reportgen.measure.pay.release.shown import given_to
from reportgen.measure.pay.shared import Shared
from reportgen.measure.pay.states import state_of
from reportgen.measure.targets import Targets
from reportgen.model.balances import NOTHING
from reportgen.model.making import maker
from reportgen.model.measured import CreditLine, Slices
from reportgen.model.money import plain
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import ComponentKind, Excess, Flat, Tier, Tiered
from reportgen.model.period import spanning
from reportgen.model.problem import Problem
from reportgen.model.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Line:
    """A credit line with its payee and the operands to show.

    `listed` tells of one that stands for rows which are shown one by one elsewhere: it counts, and is not shown.
    """

    payee: str
    credit: CreditLine
    inputs: tuple[tuple[str, Quantity], ...] = ()
    listed: bool = False


_LINE, _CREDIT = maker(Line), maker(CreditLine)


@dataclass(frozen=True, slots=True)
class Found:
    """A component at a pay period's end: the lines that matter, and everything that was rated, as `payee key`.

    `rated` gives it, for whoever asks what is rated no more; None when the inputs lack what the component is rated on.
    `rows` are the transactions that are shown one by one, of which `lines` have the sums.
    """

    lines: list[Line]
    rated: Callable[[], pd.DataFrame] | None
    problems: list[Problem]
    rows: Rows | None = None


Money = tuple[Fraction, Fraction, Fraction, Fraction]
"""What is earned, released, was paid before, and is payable."""


def money_of(lines: Sequence[CreditLine]) -> Money:
    """Return what lines come to; what a single one does is its own."""
    if len(lines) == 1:
        (line,) = lines
        return line.earned, line.released, line.paid_before, line.payable
    return (
        exact_sum([line.earned for line in lines]),
        exact_sum([line.released for line in lines]),
        exact_sum([line.paid_before for line in lines]),
        exact_sum([line.payable for line in lines]),
    )


def component_lines(
    bench: Bench,
    component: Component,
    targets: Targets,
    now: date,
    then: date | None,
    paid: Earlier | None,
    apart: frozenset[str] = frozenset(),
    *,
    shown: bool = True,
) -> Found:
    """Return the lines of a component at `now` that still matter: open, changed, or new since `then`.

    `paid` is what the ledger says was earned and paid per (payee, key) when the pay period before is closed; None
    replays it: what was released at `then` was paid. Transactions come summed by payee, but for corrections and the
    keys that are held `apart`; where they are `shown`, by earning period, with all rows beside.
    """
    rule = component.rule
    if isinstance(rule, Tiered):
        return _transactions(bench, component, rule, now, then, paid, apart, shown=shown)
    return _periods(bench, component, targets, now, then, paid)


def _transactions(
    bench: Bench,
    component: Component,
    rule: Tiered,
    now: date,
    then: date | None,
    paid: Earlier | None,
    apart: frozenset[str],
    *,
    shown: bool,
) -> Found:
    state = state_of(bench, component, rule, now)
    if state is None:
        return Found([], None, [])
    merged = _with_before(state, state_of(bench, component, rule, then) if then else None)
    if paid is not None:
        # Where only what was paid is known, all that was earned at once was paid: its correction is a change.
        was = paid.beside(merged)
        unstated = was["paid"] if component.release.on == "booking" else merged["earned_before"]
        merged["released_before"] = was["paid"]
        merged["earned_before"] = was["earned"].where(was["stated"], unstated)
    matters = (
        (merged["earned"] != merged["released"])
        | (merged["released"] != merged["released_before"])
        | (merged["earned"] != merged["earned_before"])
        | ((merged["reason"] != "") & (merged["day"] > pd.Timestamp(then or date.min)))
    )
    scales = Scales(**{name: int(state.attrs[name]) for name in ("unit", "fine", "cut", "cash")})
    scales = replace(scales, weights=int(state.attrs.get("weights", 0)))
    new = merged["day"] > pd.Timestamp(then or date.min)
    alone = matters & ((~new & (merged["earned"] != merged["earned_before"])) | merged["key"].isin(apart))
    values = shared(bench)
    lines = list(_summed(merged[matters & ~alone], new, component, values, by_period=shown))
    single = merged[alone]
    apart_lines = rows_of(component, single, scales, then, {}, values).lines()
    lines += (_LINE(str(payee), credit, (), True) for payee, credit in zip(single["payee"], apart_lines, strict=True))
    rows = None
    if shown:
        given = given_to(bench, component, rule.transaction, now)
        rows = listed_rows(component, merged[matters], scales, then, given, values)
        lines += _settled(merged[~matters], rule, component)
    return Found(lines, lambda: merged[PAIR], _refused(component, merged, scales), rows)


def _refused(component: Component, merged: pd.DataFrame, scales: Scales) -> list[Problem]:
    """Return the problems of those whose base the component refuses."""
    found = merged[merged["reason"] == "refused"]
    return [
        Problem(
            kinds.BASE_REFUSED,
            component.place,
            str(key),
            (("base", plain(Fraction(int(base), scales.fine))), ("component", component.id)),
            (str(payee),),
        )
        for key, base, payee in zip(found["key"], found["base"], found["payee"], strict=True)
    ]


def _settled(rest: pd.DataFrame, rule: Tiered, component: Component) -> list[Line]:
    """Return a line a payee and earning period for what was paid in full and did not change.

    Sums to date include it.
    """
    rest = rest[rest["earned"] != 0]
    months = month_ids(rest["day"])
    totals = rest.groupby([rest["payee"].astype(str), months])["earned"].agg(["sum", "size"]).reset_index()
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for payee, month, cents, count in zip(totals["payee"], totals["day"], totals["sum"], totals["size"], strict=True):
        earning = _earning(component, month)
        before = sums.get((str(payee), earning), (0, 0))
        sums[(str(payee), earning)] = (before[0] + int(cents), before[1] + int(count))
    parts = _parts_of(rule)
    return [
        _LINE(payee, _settled_line(at_scale(cents, PLACES), count, earning, parts))
        for (payee, earning), (cents, count) in sums.items()
    ]


def _parts_of(rule: ComponentKind) -> tuple[Slices, ...]:
    return _nothing_of(rule.tiers if isinstance(rule, Tiered) else (Tier(start=NOTHING, rate=NOTHING),))


def _settled_line(earned: Fraction, count: int, earning: str, parts: tuple[Slices, ...]) -> CreditLine:
    money = (earned, earned, NOTHING, NOTHING, earned, earned, NOTHING)
    return _CREDIT("", None, "", "", NOTHING, NOTHING, parts, *money, earning, current=False, settled=count)


@cache
def _nothing_of(tiers: tuple[Tier, ...]) -> tuple[Slices, ...]:
    """Return tiers in which nothing lies: one value for all lines that say so."""
    return tuple(Slices(tier.start, NOTHING, tier.rate, NOTHING) for tier in tiers)


def _summed(
    rows: pd.DataFrame, new: pd.Series[Any], component: Component, values: Shared, *, by_period: bool
) -> Iterator[Line]:
    """Yield what a payee's transactions come to together: those that are new, and those of before.

    One line for all of each, or one for each earning period.
    """
    names = ["earned", "earned_before", "released", "released_before"]
    codes, payees = texts_coded(rows["payee"])
    found = rows[names].assign(payee=codes, current=new.reindex(rows.index).astype(bool), count=1)
    found["month"] = month_ids(rows["day"]) if by_period else 0
    totals = found.groupby(["payee", "current", "month"]).sum()
    earnings = {month: _earning(component, month) if by_period else "" for month in found["month"].unique().tolist()}
    sums: dict[tuple[int, bool, str], list[int]] = {}
    columns = (totals[name].tolist() for name in (*names, "count"))
    for (payee, current, month), *each in zip(totals.index.tolist(), *columns, strict=True):
        so_far = sums.setdefault((payee, current, earnings[month]), [0] * len(each))
        sums[payee, current, earnings[month]] = [one + int(other) for one, other in zip(so_far, each, strict=True)]
    parts = _parts_of(component.rule)
    for (payee, current, earning), (*cents, count) in sums.items():
        # Equal amounts are one value: what was paid as it was earned is known by that to have nothing left.
        earned, was, released, before, due = values.numbers_of((*cents, cents[2] - cents[3]), 10**PLACES)
        money = (earned, was, NOTHING, NOTHING, released, before, due)
        line = _CREDIT("", None, "", "", NOTHING, NOTHING, parts, *money, earning, bool(current), settled=count)
        yield _LINE(payees[payee], line, listed=True)


def _earning(component: Component, month: int) -> str:
    """Return the id of the earning period of a month (`month_ids`)."""
    return intern(spanning(date(month // 12, month % 12 + 1, 1), component.earning).id)


def _with_before(state: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """Put what was earned and released a pay period ago beside each transaction; integers stay integers."""
    if before is None:
        return state.assign(earned_before=0, released_before=0)
    here, there = texts_numbered(state[PAIR], before[PAIR])
    then = before.set_axis(there)
    found = {name: then[name].reindex(here, fill_value=0).set_axis(state.index) for name in ("earned", "released")}
    return state.assign(earned_before=found["earned"], released_before=found["released"])


def _periods(
    bench: Bench,
    component: Component,
    targets: Targets,
    now: date,
    then: date | None,
    paid: Earlier | None,
) -> Found:
    found, problems = rate(Asked(bench, component, targets, now))
    earlier = rate(Asked(bench, component, targets, then))[0] if then else []
    state = {(line.payee, line.key): line for line in earlier}
    names = [(line.payee, line.key) for line in found]
    posted = paid.among(names) if paid is not None else {}
    lines = []
    for line, key in zip(found, names, strict=True):
        before = _before(component, state.get(key), posted.get(key))
        new = then is None or line.period.end > then
        waits = line.earned != line.released
        if new or waits or (line.earned, line.released) != (before.earned, before.released):
            lines.append(_LINE(line.payee, _credit(line, before, new), line.inputs))
        elif line.earned:
            lines.append(_LINE(line.payee, _settled_line(line.earned, 1, line.period.id, _parts_of(component.rule))))
    return Found(lines, lambda: pairs(names), problems)


@dataclass(frozen=True, slots=True)
class _State:
    """What was earned and released a pay period ago."""

    earned: Fraction
    released: Fraction


def _before(component: Component, line: PeriodLine | None, posted: Before | None) -> _State:
    """Return a line's state a pay period ago; of a closed one, what was posted.

    Where only what it paid is known: what is paid at once was earned, so its correction is a change and no opening
    balance.
    """
    earned = line.earned if line else Fraction(0)
    if posted is None:
        return _State(earned, line.released if line else Fraction(0))
    if posted.earned is not None:
        return _State(posted.earned, posted.paid)
    booked = component.release.on == "booking" and not (line and line.deferred)
    return _State(posted.paid if booked else earned, posted.paid)


def _credit(line: PeriodLine, before: _State, current: bool) -> CreditLine:
    return _CREDIT(
        line.key,
        line.day or line.period.end,
        line.customer,
        "",
        line.base,
        line.against,
        line.parts,
        line.earned,
        before.earned,
        line.invoiced,
        line.collected,
        line.released,
        before.released,
        line.released - before.released,
        intern(line.period.id),
        current,
        line.reason,
        people=line.people,
        places=line.places,
        steps=line.steps,
        deferred=line.deferred,
        inputs=line.inputs,
    )


def _rate_of(rule: ComponentKind) -> Fraction:
    return (rule.rate if isinstance(rule, Flat | Excess) else None) or Fraction(0)


def gone_line(
    component: Component, payee: str, key: str, period: str, paid: Fraction, earned: Fraction | None = None
) -> Line:
    """Return the line that takes back what closed periods paid for something that is no longer rated.

    `period` is the pay period that paid it first; `earned` what it had earned by then, where that was more.
    """
    nothing = Fraction(0)
    rule = component.rule
    tiers = rule.tiers if isinstance(rule, Tiered) else (Tier(start=nothing, rate=_rate_of(rule)),)
    parts = tuple(Slices(tier.start, nothing, tier.rate, nothing) for tier in tiers)
    money = (nothing, paid if earned is None else earned, nothing, nothing, nothing, paid, -paid)
    return Line(payee, CreditLine(key, None, "", "", nothing, nothing, parts, *money, period, False, "gone"))
