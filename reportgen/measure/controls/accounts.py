"""Statements → what is owed and not payable yet, and what of a component's cost is spread over months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from reportgen.measure.columns import exact_sum
from reportgen.model.controls import Accrual, Amortisation, following, spread
from reportgen.model.listed import summed
from reportgen.model.measured import ComponentResult, CreditLine, PayColumn, Statement
from reportgen.model.period import month_of

_NOTHING = Fraction(0)


def accruals(statement: Statement) -> Iterator[Accrual]:
    """Yield what a payee's components have earned and not released at the end of the last pay period."""
    for component, results in _by_component(statement.columns[-1:]).items():
        groups: dict[str, list[CreditLine]] = {}
        for line in (line for result in results for line in summed(result.lines)):
            groups.setdefault(line.earning_period, []).append(line)
        label = results[-1].component.name
        for earning, lines in sorted(groups.items()):
            earned = exact_sum(line.earned for line in lines)
            released = exact_sum(line.released for line in lines)
            if earned != released:
                yield Accrual(statement.payee, statement.name, component, label, earning, earned, released)


def amortisations(statement: Statement) -> Iterator[Amortisation]:
    """Yield what each pay period added to the cost of a payee's components that the plan spreads, month by month.

    The cost is what is newly earned in the pay period, corrections of earlier ones included: it is spread from the pay
    period's last month on.
    """
    for column in statement.columns:
        for component, results in _by_component([column]).items():
            months = results[-1].component.policy.amortise
            if not months:
                continue
            amount = sum((_added(result) for result in results), _NOTHING)
            if amount:
                yield _spread(statement, column, component, results[-1], amount, months)


def _spread(
    statement: Statement, column: PayColumn, component: str, result: ComponentResult, amount: Fraction, months: int
) -> Amortisation:
    first = month_of(column.period.end)
    whose = (statement.payee, statement.name, component, result.component.name)
    return Amortisation(column.period, *whose, amount, following(first, months), spread(amount, months))


def _added(result: ComponentResult) -> Fraction:
    lines = summed(result.lines)
    return exact_sum(line.earned for line in lines) - exact_sum(line.earned_before for line in lines)


def _by_component(columns: Iterable[PayColumn]) -> dict[str, list[ComponentResult]]:
    found: dict[str, list[ComponentResult]] = {}
    for result in (result for column in columns for result in column.components):
        found.setdefault(result.component.id, []).append(result)
    return found
