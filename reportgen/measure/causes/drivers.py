"""Two pay periods of one payee → what made the second pay more or less than the first.

New business, rates, targets, cash of earlier business, corrections, balances.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from reportgen.model.balances import ACTING
from reportgen.model.changes import DrivenLine, Driver, PayeeChange
from reportgen.model.measured import ComponentResult, CreditLine, PayColumn, Statement
from reportgen.model.money import half_up
from reportgen.model.pay_kinds import Excess, Manual

_NOTHING = Fraction(0)


def drivers(first: Mapping[str, Statement], second: Mapping[str, Statement]) -> tuple[PayeeChange, ...]:
    """Tell for each payee why the second period pays another sum than the first; the drivers add up to the change.

    Payees who are paid the same are left out, unless what they are paid for differs.
    """
    changes = [_payee(payee, first.get(payee), second.get(payee)) for payee in sorted({*first, *second})]
    return tuple(change for change in changes if change.drivers)


def _payee(payee: str, first: Statement | None, second: Statement | None) -> PayeeChange:
    old, new = (found.payable if found else _NOTHING for found in (first, second))
    one, other = (found.columns if found else () for found in (first, second))
    totals: dict[Driver, Fraction] = {}
    for components in _by_component(one, other).values():
        for driver, amount in _earned(*components).items():
            totals[driver] = totals.get(driver, _NOTHING) + amount
    for sign, columns in ((-1, one), (1, other)):
        for driver, amount in _rest(columns):
            totals[driver] = totals.get(driver, _NOTHING) + sign * amount
    told = {driver: totals[driver] for driver in Driver if totals.get(driver)}
    left = new - old - sum(told.values(), _NOTHING)
    if left:
        told[Driver.ROUNDING] = told.get(Driver.ROUNDING, _NOTHING) + left
    return PayeeChange(payee, old, new, told, tuple(_lines(one, other)))


def _by_component(
    one: Iterable[PayColumn], other: Iterable[PayColumn]
) -> dict[str, tuple[list[ComponentResult], list[ComponentResult]]]:
    found: dict[str, tuple[list[ComponentResult], list[ComponentResult]]] = {}
    for turn, columns in enumerate((one, other)):
        for result in (result for column in columns for result in column.components):
            found.setdefault(result.component.id, ([], []))[turn].append(result)
    return found


def _earned(old: list[ComponentResult], new: list[ComponentResult]) -> dict[Driver, Fraction]:
    """Tell why a component earned more of its own period: by how much was sold, at which rate, against which target."""
    before, now = (sum(map(_new, _current(results)), _NOTHING) for results in (old, new))
    first, second = (sum((line.base for line in _current(results)), _NOTHING) for results in (old, new))
    target = _by_target(old, new)
    volume = half_up((second - first) * before / first) if first and target is None else now - before
    if target is not None:
        volume, goal = target
        return {Driver.VOLUME: volume, Driver.TARGET: goal, Driver.RATE: now - before - volume - goal}
    return {Driver.VOLUME: volume, Driver.RATE: now - before - volume}


def _by_target(old: list[ComponentResult], new: list[ComponentResult]) -> tuple[Fraction, Fraction] | None:
    """Return what sales and then the target changed of an excess over a target, under the first period's rule."""
    ends = [next(iter(_current(results)), None) for results in (old, new)]
    rule = old[0].component.rule if old else None
    if not isinstance(rule, Excess) or ends[0] is None or ends[1] is None:
        return None
    states = ((ends[0].base, ends[0].per), (ends[1].base, ends[0].per), (ends[1].base, ends[1].per))
    before, sold, aimed = (_excess(rule, base, goal) for base, goal in states)
    return sold - before, aimed - sold


def _excess(rule: Excess, booked: Fraction, goal: Fraction) -> Fraction:
    if goal <= 0 or booked / goal < rule.gate:
        return _NOTHING
    return half_up((booked - (goal if rule.over == "target" else goal * rule.gate)) * rule.rate)


def _current(results: Iterable[ComponentResult]) -> list[CreditLine]:
    """Return the lines that earned something new of their own period."""
    return [line for result in results for line in result.lines if _driver(result, line) is Driver.VOLUME]


def _new(line: CreditLine) -> Fraction:
    return line.earned - line.earned_before


def _driver(result: ComponentResult, line: CreditLine) -> Driver:
    """Tell what a line is in its pay period: new business, cash of earlier business, a correction, or written in."""
    if isinstance(result.component.rule, Manual):
        return Driver.MANUAL
    if not _new(line):
        return Driver.VOLUME if line.current and not line.earned_before else Driver.EARLIER
    return Driver.VOLUME if line.current else Driver.CORRECTED


def _rest(columns: Iterable[PayColumn]) -> Iterable[tuple[Driver, Fraction]]:
    """Yield what pay periods paid beside what they newly earned, and what of that still waits (negative)."""
    for column in columns:
        for result in column.components:
            for line in result.lines:
                driver = _driver(result, line)
                yield (Driver.WAITING, line.payable - _new(line)) if driver is Driver.VOLUME else (driver, line.payable)
        for step in ACTING:  # the others are what the lines say
            yield Driver(step), getattr(column.bridge, step)


def _lines(one: Iterable[PayColumn], other: Iterable[PayColumn]) -> Iterable[DrivenLine]:
    """Yield the lines that only one of the periods pays, or each another sum: the transactions behind the change."""
    paid: dict[tuple[str, str], list[Fraction]] = {}
    driven: dict[tuple[str, str], Driver] = {}
    for turn, columns in enumerate((one, other)):
        for result in (result for column in columns for result in column.components):
            for line in result.lines:
                if line.payable and not line.settled:
                    name = (result.component.id, line.key)
                    paid.setdefault(name, [_NOTHING, _NOTHING])[turn] += line.payable
                    driven[name] = _driver(result, line)
    for name, (before, now) in paid.items():
        if before != now:
            yield DrivenLine(*name, driven[name], before, now)
