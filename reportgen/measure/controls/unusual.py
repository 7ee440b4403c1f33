"""Statements and standings → what a person should look at before pay goes out (pay.md §4.13)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from fractions import Fraction

from reportgen.measure import kinds
from reportgen.measure.columns import exact_sum
from reportgen.model.controls import Unusual
from reportgen.model.entry import Text
from reportgen.model.listed import summed
from reportgen.model.measured import Measured, PayColumn, Standing, Statement
from reportgen.model.money import half_up, plain
from reportgen.model.period import Period, after, parse_period, spanning
from reportgen.model.plan import Plan
from reportgen.model.problem import Kind, Problem
from reportgen.model.quantity import Quantity, Unit, money, percent

TIMES = 3
"""How many times their own average a payout may be before somebody looks at it."""

HISTORY = 3
"""How many earlier pay periods make an average: fewer are a beginning, of which nobody knows what is usual."""

REACHED = 3
"""The attainment above which a target, or what is held against it, is looked at: 300 %."""

_NOTHING = Fraction(0)
_KINDS = (kinds.PAYOUT_UNUSUAL, kinds.ATTAINMENT_UNUSUAL, kinds.UNCREDITED, kinds.NET_NEGATIVE)
_RATES = frozenset({"fx-rate-missing", "tax-rate-missing", "tax-rate-unknown"})
"""Findings of reading by which an amount's currency or tax is not known."""


def unusual_pay(measured: Measured, statement: Statement) -> Iterator[Unusual]:
    """Yield what is unusual about a payee's pay."""
    for column in statement.columns:
        yield from _payout(measured, statement, column)
        yield from _negative(measured, statement, column)
        yield from _reached(statement, column)


def uncredited(measured: Measured, credited: Container[str]) -> Iterator[Unusual]:
    """Yield the people with rows of the main measure in the period to whom no component credits anything of it."""
    for person, standing in measured.people.items():
        if person not in credited and (person in measured.statements or person not in measured.payees):
            yield from _sold(measured, standing)


def unknown_rates(measured: Measured, problems: Iterable[Problem]) -> Iterator[Unusual]:
    """Yield the amounts whose currency or tax reading did not know."""
    for problem in problems:
        if problem.kind.code in _RATES:
            amount = money(problem.amount, problem.currency) if problem.amount is not None else None
            for person in problem.people or ("",):
                name = measured.roster.people[person].name if person in measured.roster.people else ""
                yield Unusual(person, name, problem.kind.code, measured.period.id, "", {}, amount, None)


def _payout(measured: Measured, statement: Statement, column: PayColumn) -> Iterator[Unusual]:
    """Find a payout of more than three times what earlier pay periods paid on average for what this plan rates.

    It takes three of them to make an average: everybody's second month would be unusual beside a first of one order.
    """
    started = measured.plan.company.pay_starts
    lines = (line for result in column.components for line in summed(result.lines))
    paid = exact_sum(line.paid_before for line in lines if line.earning_period >= started[:4])
    count = _earlier(measured, statement, column.period)
    if count >= HISTORY and paid > 0 and column.bridge.payable * count > TIMES * paid:
        usual = money(half_up(paid / count), statement.currency)
        yield _of(statement, column, kinds.PAYOUT_UNUSUAL, money(column.bridge.payable, statement.currency), usual)


def _earlier(measured: Measured, statement: Statement, period: Period) -> int:
    """Return how many pay periods paid somebody before one: from the first of the plan, or from their hiring on."""
    first = parse_period(measured.plan.company.pay_starts)
    if first is None:
        return 0
    person = measured.roster.people.get(statement.payee)
    day = max(first.start, person.hired) if person and person.hired else first.start
    found, count = spanning(day, period.grain), 0
    while found.end < period.start:
        found, count = after(found), count + 1
    return count


def _negative(measured: Measured, statement: Statement, column: PayColumn) -> Iterator[Unusual]:
    """Find a pay period in which a payee owes more than they earn, be it carried on or taken back."""
    bridge = column.bridge
    owed = bridge.payable if bridge.payable < 0 else bridge.closing.carried
    if owed < 0:
        yield _of(statement, column, kinds.NET_NEGATIVE, money(owed, statement.currency), None)


def _reached(statement: Statement, column: PayColumn) -> Iterator[Unusual]:
    """Find components that were held against less than a third of what was reached."""
    for result in column.components:
        attainment = result.inputs.get("attainment")
        if isinstance(attainment, Quantity) and attainment.value > REACHED and result.payable:
            told = (result.component.id, result.component.name)
            yield _of(statement, column, kinds.ATTAINMENT_UNUSUAL, attainment, percent(REACHED), *told)


def _of(
    statement: Statement,
    column: PayColumn,
    kind: Kind,
    found: Quantity,
    usual: Quantity | None,
    component: str = "",
    label: Text | None = None,
) -> Unusual:
    period = column.period.id
    return Unusual(statement.payee, statement.name, kind.code, period, component, label or {}, found, usual)


def _sold(measured: Measured, standing: Standing) -> Iterator[Unusual]:
    booked = [month.actual for month in standing.months if isinstance(month.actual, Quantity)]
    total = sum((found.value for found in booked), _NOTHING)
    if total > 0:
        amount = Quantity(total, booked[0].unit, booked[0].currency)
        whose = (standing.subject.id, standing.name, kinds.UNCREDITED.code, measured.period.id)
        yield Unusual(*whose, "", {}, amount, None)


def is_credited(statement: Statement) -> bool:
    """Tell whether any line of a statement is of the period itself, be it one that earns nothing for a reason."""
    found = (result for column in statement.columns for result in column.components)
    return any(line.current for result in found for line in summed(result.lines))


def findings(found: Iterable[Unusual], plan: Plan) -> Iterator[Problem]:
    """Yield a note for each thing that is unusual; those that reading found are told already."""
    told = {kind.code: kind for kind in _KINDS}
    for each in found:
        if each.kind in told:
            place = next((item.place for item in plan.components if item.id == each.component), plan.company.place)
            values = (
                ("payee", each.payee),
                ("period", each.period),
                ("component", each.component),
                ("amount", _text(each.found)),
                ("usual", _text(each.usual)),
            )
            yield Problem(told[each.kind], place, each.payee, values)


def _text(found: Quantity | None) -> str:
    """Return a quantity as a note says it: plain decimals with its currency, or a percentage."""
    if found is None:
        return ""
    if found.unit is Unit.PERCENT:
        return f"{plain(found.value * 100, 1)} %"
    return f"{plain(found.value)} {found.currency}".rstrip()
