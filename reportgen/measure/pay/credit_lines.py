"""Rows of rated transactions → credit lines, a column at once; equal amounts, texts, days and slices are shared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import repeat
from sys import intern
from typing import Any

from reportgen.measure.pay.bench import PLACES, Bench
from reportgen.measure.pay.shared import Shared
from reportgen.measure.pay.tiers import interpolated
from reportgen.model.balances import NOTHING
from reportgen.model.making import maker
from reportgen.model.measured import CreditLine, Slices
from reportgen.model.pay import Component
from reportgen.model.pay_kinds import Tiered
from reportgen.model.period import Grain, spanning
from reportgen.model.step import Step

_CENTS = 10**PLACES

_OF_PERIODS: tuple[Any, ...] = (0, (), ())
"""What only lines of whole earning periods have: settled ones, people, places."""

_CREDIT = maker(CreditLine)

TEXTS = ("key", "customer", "product", "reason", "counts")
_NUMBERS = ("base", "per", "earned", "earned_before", "invoiced", "collected", "released", "released_before")
_SHARED = ("part", "before", "refunded")


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


@dataclass(frozen=True, slots=True)
class Told:
    """Rated transactions as plain values by column: all that their lines say, and nothing else.

    New are those of after `then`; `steps` tell by key what receipts that name only the customer paid of a transaction.
    """

    component: Component
    scales: Scales
    then: date | None
    days: tuple[date, ...]
    numbers: Mapping[str, tuple[int, ...]]
    texts: Mapping[str, tuple[str, ...]]
    steps: Mapping[str, Step]

    def first(self, count: int) -> Told:
        """Return so many of them, from the first on."""
        numbers = {name: found[:count] for name, found in self.numbers.items()}
        texts = {name: found[:count] for name, found in self.texts.items()}
        return replace(self, days=self.days[:count], numbers=numbers, texts=texts)


def number_names(rule: Tiered, scales: Scales) -> tuple[str, ...]:
    """Return the columns of integers that lines are made of."""
    slices = (f"slice{position}" for position in range(len(rule.tiers)))
    return (*_NUMBERS, *_SHARED, *slices, *(("counted",) if scales.weights else ()))


def shared(bench: Bench) -> Shared:
    """Return the values that all lines of a bench share."""
    return bench.once("shared", Shared)


def credit_lines(told: Told, values: Shared) -> Iterator[CreditLine]:
    """Yield a line for each rated transaction."""
    scales, then = told.scales, told.then

    def numbers(name: str, under: int) -> list[Any]:
        return values.numbers_of(told.numbers[name], under)

    days = [values.days.setdefault(day, day) for day in told.days]
    texts = {name: values.known_texts(found) for name, found in told.texts.items()}
    paid = zip(told.numbers["released"], told.numbers["released_before"], strict=True)
    weighed = 10**scales.cash * scales.weights
    said = zip(
        texts["key"],
        days,
        texts["customer"],
        texts["product"],
        numbers("base", scales.fine),
        numbers("per", scales.fine),
        _parts(told, values),
        *(numbers(name, _CENTS) for name in ("earned", "earned_before")),
        *(numbers(name, 10**scales.cash) for name in ("invoiced", "collected")),
        *(numbers(name, _CENTS) for name in ("released", "released_before")),
        values.numbers_of((now - before for now, before in paid), _CENTS),
        earning_periods(told.component, days),
        (then is None or day > then for day in days),
        texts["reason"],
        strict=True,
    )
    shared_by = zip(
        numbers("part", scales.unit),
        texts["counts"],
        numbers("before", scales.fine),
        numbers("refunded", _CENTS),
        numbers("counted", weighed) if weighed else repeat(None, len(days)),
        strict=True,
    )
    for first, last in zip(said, shared_by, strict=True):
        step = told.steps.get(first[0])
        yield _CREDIT(*(*first, *_OF_PERIODS, (step,) if step else (), NOTHING, (), *last))


def earning_periods(component: Component, days: Sequence[date]) -> list[str]:
    """Return the id of the earning period of each day."""
    return [_earning_period(day, component.earning) for day in days]


@lru_cache(maxsize=4096)
def _earning_period(day: date, earning: Grain) -> str:
    return intern(spanning(day, earning).id)


def _parts(told: Told, values: Shared) -> Iterator[tuple[Slices, ...]]:
    """Yield each row's tiers: their part of the base, rate and money; an interpolated rate is that of the amount."""
    component, cut = told.component, told.scales.cut
    rule = component.rule
    if not isinstance(rule, Tiered):
        return
    known, one = values.parts.setdefault((component.id, component.since, cut), ({}, {}))
    for amounts in zip(*(told.numbers[f"slice{position}"] for position in range(len(rule.tiers))), strict=True):
        if amounts not in known:
            for name in enumerate(amounts):
                if name not in one:
                    one[name] = _slice(rule, *name, cut, values)
            known[amounts] = tuple(one[name] for name in enumerate(amounts))
        yield known[amounts]


def _slice(rule: Tiered, position: int, integer: int, cut: int, values: Shared) -> Slices:
    amount = values.number(integer, cut)
    rate = interpolated(rule, position, amount)
    return Slices(rule.tiers[position].start, amount, rate, amount * rate)
