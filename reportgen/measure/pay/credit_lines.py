"""Rows of rated transactions → credit lines, a column at once; equal amounts, texts, days and slices are shared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Any

import pandas as pd

from reportgen.measure.pay.bench import PLACES, Bench
from reportgen.measure.pay.shared import Shared, whole
from reportgen.measure.pay.tiers import interpolated
from reportgen.model.balances import NOTHING
from reportgen.model.measured import CreditLine, Slices
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Tiered
from reportgen.model.period import spanning

_CENTS = 10**PLACES

_OF_PERIODS: tuple[Any, ...] = (0, (), (), (), NOTHING, ())
"""What only lines of whole earning periods have: settled ones, people, places, steps, what is deferred, causes."""


@dataclass(frozen=True, slots=True)
class Scales:
    """What the integers of rated transactions stand for: 1 ÷ `unit` of a share, `fine` of a base, `cut` of a slice.

    Cash has `cash` decimals; `weights` is what the share that days to collect leave is a part of, 0 where they do not.
    """

    unit: int
    fine: int
    cut: int
    cash: int
    weights: int = 0


def shared(bench: Bench) -> Shared:
    """Return the values that all lines of a bench share."""
    return bench.once("shared", Shared)


def credit_lines(
    bench: Bench, component: Component, rule: Tiered, rows: pd.DataFrame, scales: Scales, then: date | None
) -> Iterator[tuple[str, CreditLine]]:
    """Yield a line for each rated transaction, with its payee; new are those of after `then`."""
    values = shared(bench)

    def numbers(name: str, under: int) -> list[Any]:
        return values.numbers_of(whole(rows[name]), under)

    days = values.days_of(rows["day"])
    paid = zip(whole(rows["released"]), whole(rows["released_before"]), strict=True)
    counted = numbers("counted", 10**scales.cash * scales.weights) if scales.weights else repeat(None, len(rows))
    said = zip(
        values.texts_of(rows["key"]),
        days,
        values.texts_of(rows["customer"]),
        values.texts_of(rows["product"]),
        numbers("base", scales.fine),
        numbers("per", scales.fine),
        _parts(bench, component, rule, rows, scales.cut),
        *(numbers(name, _CENTS) for name in ("earned", "earned_before")),
        *(numbers(name, 10**scales.cash) for name in ("invoiced", "collected")),
        *(numbers(name, _CENTS) for name in ("released", "released_before")),
        values.numbers_of((now - before for now, before in paid), _CENTS),
        _earning_periods(component, days),
        (then is None or day > then for day in days),
        values.texts_of(rows["reason"]),
        strict=True,
    )
    shared_by = zip(
        numbers("part", scales.unit),
        values.texts_of(rows["counts"]),
        numbers("before", scales.fine),
        numbers("refunded", _CENTS),
        counted,
        strict=True,
    )
    for payee, first, last in zip(values.texts_of(rows["payee"]), said, shared_by, strict=True):
        yield payee, CreditLine(*(*first, *_OF_PERIODS, *last))


def _earning_periods(component: Component, days: list[date]) -> list[str]:
    """Return the id of the earning period of each day."""
    found = {day: spanning(day, component.earning).id for day in dict.fromkeys(days)}
    ids = {name: name for name in found.values()}
    return [ids[found[day]] for day in days]


def _parts(
    bench: Bench, component: Component, rule: Tiered, rows: pd.DataFrame, cut: int
) -> Iterator[tuple[Slices, ...]]:
    """Yield each row's tiers: their part of the base, rate and money; an interpolated rate is that of the amount."""
    known: dict[tuple[int, ...], tuple[Slices, ...]] = bench.once(("parts", component.id, component.since, cut), dict)
    one: dict[tuple[int, int], Slices] = bench.once(("slices", component.id, component.since, cut), dict)
    for amounts in zip(*(whole(rows[f"slice{position}"]) for position in range(len(rule.tiers))), strict=True):
        if amounts not in known:
            for name in enumerate(amounts):
                if name not in one:
                    one[name] = _slice(rule, *name, cut, shared(bench))
            known[amounts] = tuple(one[name] for name in enumerate(amounts))
        yield known[amounts]


def _slice(rule: Tiered, position: int, integer: int, cut: int, values: Shared) -> Slices:
    amount = values.number(integer, cut)
    rate = interpolated(rule, position, amount)
    return Slices(rule.tiers[position].start, amount, rate, amount * rate)
