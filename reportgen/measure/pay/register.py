"""Statements → the register: a row for everything that is payable, so that a payee's rows add up to what is paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern

from reportgen.measure.pay.lines import Money, money_of
from reportgen.model.balances import ACTING, NOTHING
from reportgen.model.listed import summed
from reportgen.model.making import maker
from reportgen.model.measured import CreditLine, PayColumn, RegisterRow, Statement
from reportgen.model.pay_kinds import Draw, Guarantee, Manual
from reportgen.model.plan import Plan
from reportgen.model.room import in_order

_ROW = maker(RegisterRow)
_NO_MONEY: Money = (NOTHING, NOTHING, NOTHING, NOTHING)


def register_rows(plan: Plan, statements: Mapping[str, Statement]) -> Sequence[RegisterRow]:
    """Return a row per payee, pay period, component and earning period, whatever the versions of the component.

    A component without lines has one row of zeros. Each step of the bridge that changes the payment (a negative
    carried, holds, the cap, a guarantee, a draw, the smallest payout) has a row behind them.
    """
    return in_order(
        row
        for statement in statements.values()
        for column in statement.columns
        for row in _rows(_whose(plan, statement, column), column)
    )


@dataclass(frozen=True, slots=True)
class _Whose:
    """What all rows of a payee's pay period say alike."""

    period: str
    payee: str
    name: str
    currency: str
    version: str

    def row(self, component: str, earning: str, kind: str, money: Money) -> RegisterRow:
        """Return the row of a component, an earning period and a kind."""
        return _ROW(
            self.period,
            self.payee,
            self.name,
            component,
            earning,
            kind,
            self.currency,
            *money,
            intern(f"payment/{component}" if kind == component and kind in ACTING else f"pay/{component}"),
            self.version,
            f"{self.period}/{self.payee}/{component}/{earning}",
        )


def _whose(plan: Plan, statement: Statement, column: PayColumn) -> _Whose:
    # A fund is no person: payroll must not take it for the manager whose team it is.
    name = f"{statement.payee} ({statement.name})" if statement.fund else statement.name
    return _Whose(intern(column.period.id), statement.payee, name, statement.currency, plan.company.version)


def _rows(whose: _Whose, column: PayColumn) -> Iterator[RegisterRow]:
    """Yield a row for each component and earning period, then one for each step that moves money."""
    manual = _ids(column, Manual)
    for component, groups in _by_earning_period(column).items():
        if not groups:
            kind = "manual" if component in manual else "current"
            yield whose.row(component, whose.period, kind, _NO_MONEY)
        for earning in sorted(groups):
            lines = groups[earning]
            kind = "current" if all(line.current for line in lines) else "prior"
            yield whose.row(component, earning, "manual" if component in manual else kind, money_of(lines))
    for step in ACTING:
        amount = getattr(column.bridge, step)
        if amount:
            # A guarantee and a draw have their component's name.
            acting = {"guarantee": Guarantee, "draw": Draw}.get(step)
            name = next(iter(_ids(column, acting)), step) if acting else step
            yield whose.row(name, whose.period, step, (NOTHING, NOTHING, NOTHING, amount))


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
    return components
