"""Lines of whole earning periods, and transactions of before pay starts → what the trace tells of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from math import gcd
from typing import NamedTuple

from reportgen.measure.pay.bench import PLACES
from reportgen.measure.pay.credit_lines import earning_periods
from reportgen.measure.pay.listed import Lines
from reportgen.model.measured import ComponentResult, CreditLine, Statement
from reportgen.model.pay_kinds import Tiered

_CENTS = 10**PLACES


class Credit(NamedTuple):
    """What a payee is credited with by a component: `earned` and `released` in cents, a base of `base` ÷ `base_in`."""

    component: str
    payee: str
    key: str
    day: date | None
    reason: str
    earned: int
    released: int
    base: int
    base_in: int


def credits_of_lines(statements: Iterable[Statement], start: date) -> Iterator[Credit]:
    """Yield the credits of each statement's last pay period that are no transaction of `start` or after."""
    for statement in statements:
        for column in statement.columns[-1:]:
            for result in column.components:
                yield from _of_result(result, statement.payee, start)


def _of_result(result: ComponentResult, payee: str, start: date) -> Iterator[Credit]:
    name, lines = result.component.id, result.lines
    if isinstance(lines, Lines):
        yield from _of_rows(name, payee, lines, start)
        lines = lines.others
    by_day = isinstance(result.component.rule, Tiered)
    for line in lines:
        if not line.settled and (not by_day or line.day is None or line.day < start):
            yield _of_line(name, payee, line)


def _of_rows(component: str, payee: str, lines: Lines, start: date) -> Iterator[Credit]:
    """Yield the credits of transactions that stay columns: no line is made of them."""
    told = lines.told_before(start)
    fine = told.scales.fine
    earnings = earning_periods(told.component, told.days)
    said = zip(told.texts["key"], told.days, told.texts["reason"], earnings, strict=True)
    numbers = zip(*(told.numbers[name] for name in ("earned", "released", "base")), strict=True)
    for (key, day, reason, earning), (earned, released, base) in zip(said, numbers, strict=True):
        shared = gcd(base, fine)
        yield Credit(component, payee, key or earning, day, reason, earned, released, base // shared, fine // shared)


def _of_line(component: str, payee: str, line: CreditLine) -> Credit:
    base, key = line.base, line.key or line.earning_period
    money = _cents(line.earned), _cents(line.released)
    return Credit(component, payee, key, line.day, line.reason, *money, base.numerator, base.denominator)


def _cents(amount: Fraction) -> int:
    over, under = amount.as_integer_ratio()
    return over * (_CENTS // under) if _CENTS % under == 0 else int(amount * _CENTS)
