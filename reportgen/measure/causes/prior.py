"""Statements → the same, their lines of earlier earning periods with the reason why they earn something else now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from reportgen.measure.causes.causes import causes
from reportgen.measure.causes.outcome import LineName
from reportgen.model.causes import Cause
from reportgen.model.listed import Listed, summed
from reportgen.model.measured import ComponentResult, CreditLine, Measured, PaidBefore, PayColumn, Statement
from reportgen.model.period import Period, before
from reportgen.model.plan import Plan
from reportgen.model.room import by_key
from reportgen.model.table import Dataset


@dataclass(frozen=True, slots=True)
class Known:
    """What a pay period was, or would be, computed from: its inputs, its plan, and what was paid before it."""

    dataset: Dataset
    plan: Plan
    paid_before: PaidBefore


Closed = Callable[[Period], Known | None]
"""Gives what a closed pay period was closed with, None for one that is open."""

_Told = Mapping[LineName, Mapping[Cause, Fraction]]


def with_causes(measured: Measured, today: Known, closed: Closed) -> Measured:
    """Tell of every prior-period line why it changed (pay.md §3).

    From what the pay period before was closed with to what is known now, each cause is found as `diff` finds it; what
    then is left came with rows that are dated after it: a return, a credit note. Nothing is measured where no line
    changed.
    """
    told: dict[Period, _Told] = {}

    def caused(statement: Statement) -> Statement:
        columns = tuple(_column(statement, column, today, closed, told) for column in statement.columns)
        return replace(statement, columns=columns)

    statements = by_key((payee, caused(statement)) for payee, statement in measured.statements.items())
    return replace(measured, statements=statements)


def changed_before(line: CreditLine) -> bool:
    """Tell whether a line is a prior-period line: of an earlier earning period, earning something else than it did."""
    return not line.current and not line.settled and line.earned != line.earned_before


def prior_lines(column: PayColumn) -> Iterator[tuple[ComponentResult, CreditLine]]:
    """Yield a pay period's prior-period lines with their component."""
    for result in column.components:
        if any(map(changed_before, summed(result.lines))):
            yield from ((result, line) for line in result.lines if changed_before(line))


def _column(
    statement: Statement, column: PayColumn, today: Known, closed: Closed, told: dict[Period, _Told]
) -> PayColumn:
    if not any(changed_before(line) for result in column.components for line in summed(result.lines)):
        return column
    period = column.period
    if period not in told:
        told[period] = _explained(before(period), closed(period) or today, closed)
    results = tuple(_result(statement.payee, result, told[period]) for result in column.components)
    return replace(column, components=results)


def _explained(then: Period, now: Known, closed: Closed) -> _Told:
    """Return why lines of a closed pay period earn something else by what is known now; nothing where it is open."""
    first = closed(then)
    if first is None:
        return {}
    changes = causes((first.dataset, first.plan), (now.dataset, now.plan), then, first.paid_before, (), "earned")
    return {(line.payee, line.component, line.key): line.causes for line in changes.lines}


def _result(payee: str, result: ComponentResult, told: _Told) -> ComponentResult:
    def found(line: CreditLine) -> tuple[tuple[Cause, Fraction], ...]:
        return _causes(line, told.get((payee, result.component.id, line.key), {}))

    if isinstance(result.lines, Listed):
        changed = {line.key: found(line) for line in result.lines.sums if changed_before(line)}
        return replace(result, lines=result.lines.changed(changed)) if changed else result
    lines = tuple(replace(line, causes=found(line)) if changed_before(line) else line for line in result.lines)
    return replace(result, lines=lines)


def _causes(line: CreditLine, told: Mapping[Cause, Fraction]) -> tuple[tuple[Cause, Fraction], ...]:
    """Return a line's causes in their order: what the closed period does not explain, rows dated after it do."""
    parts = dict(told)
    rest = line.earned - line.earned_before - sum(parts.values(), Fraction(0))
    parts[Cause.NEW] = parts.get(Cause.NEW, Fraction(0)) + rest
    return tuple((cause, parts[cause]) for cause in Cause if parts.get(cause))
