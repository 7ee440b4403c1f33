"""Statements → the register: a row for everything that is payable, so that a payee's rows add up to what is paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from sys import intern

from reportgen.measure.columns import exact_sum
from reportgen.model.balances import ACTING, NOTHING
from reportgen.model.listed import summed
from reportgen.model.measured import CreditLine, PayColumn, RegisterRow, Statement
from reportgen.model.pay_kinds import Draw, Guarantee, Manual
from reportgen.model.plan import Plan

_MONEY = ("earned", "released", "paid_before", "payable")


def register_rows(plan: Plan, statements: Mapping[str, Statement]) -> tuple[RegisterRow, ...]:
    """Return a row per payee, pay period, component and earning period, whatever the versions of the component.

    A component without lines has one row of zeros. Each step of the bridge that changes the payment (a negative
    carried, holds, the cap, a guarantee, a draw, the smallest payout) has a row behind them.
    """
    return tuple(
        row
        for statement in statements.values()
        for column in statement.columns
        for row in (*_of_components(plan, statement, column), *_of_steps(plan, statement, column))
    )


def _of_components(plan: Plan, statement: Statement, column: PayColumn) -> Iterator[RegisterRow]:
    manual = _ids(column, Manual)
    for component, groups in _by_earning_period(column).items():
        for earning, lines in sorted(groups.items()):
            kind = "current" if all(line.current for line in lines) else "prior"
            kind = "manual" if component in manual else kind
            sums = {name: exact_sum(getattr(line, name) for line in lines) for name in _MONEY} if lines else {}
            yield _row(plan, statement, column, (component, earning, kind), **sums)


def _of_steps(plan: Plan, statement: Statement, column: PayColumn) -> Iterator[RegisterRow]:
    """Yield a row for each step that moves money; a guarantee and a draw have their component's name."""
    for step in ACTING:
        amount = getattr(column.bridge, step)
        if amount:
            kind = {"guarantee": Guarantee, "draw": Draw}.get(step)
            name = next(iter(_ids(column, kind)), step) if kind else step
            yield _row(plan, statement, column, (name, column.period.id, step), payable=amount)


def _ids(column: PayColumn, kind: type) -> list[str]:
    return [each.component.id for each in column.components if isinstance(each.component.rule, kind)]


def _by_earning_period(column: PayColumn) -> dict[str, dict[str, list[CreditLine]]]:
    components: dict[str, dict[str, list[CreditLine]]] = {}
    for result in column.components:
        if isinstance(result.component.rule, Guarantee | Draw):
            continue  # a step of the bridge
        groups = components.setdefault(result.component.id, {})
        for line in summed(result.lines):
            groups.setdefault(line.earning_period, []).append(line)
    return {name: groups or {column.period.id: []} for name, groups in components.items()}


def _row(
    plan: Plan,
    statement: Statement,
    column: PayColumn,
    told: tuple[str, str, str],
    *,
    earned: Fraction = NOTHING,
    released: Fraction = NOTHING,
    paid_before: Fraction = NOTHING,
    payable: Fraction = NOTHING,
) -> RegisterRow:
    """Return a row of a component, an earning period and a kind."""
    component, earning, kind = told
    period = intern(column.period.id)
    return RegisterRow(
        period,
        statement.payee,
        # A fund is no person: payroll must not take it for the manager whose team it is.
        f"{statement.payee} ({statement.name})" if statement.fund else statement.name,
        component,
        earning,
        kind,
        statement.currency,
        earned,
        released,
        paid_before,
        payable,
        intern(f"payment/{component}" if kind in ACTING and kind == component else f"pay/{component}"),
        plan.company.version,
        f"{period}/{statement.payee}/{component}/{earning}",
    )
